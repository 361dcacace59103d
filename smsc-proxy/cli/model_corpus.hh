#pragma once

#include <memory>
#include <string>
#include <vector>

#include "filters/core/expected.hh"
#include "filters/core/ruleset.hh"
#include "filters/core/sms_context.hh"
#include "filters/text/text_filter.hh"
#include "smsc-proxy/cli/classify_message.hh"
#include "smsc-proxy/control/config.hh"
#include "smsc-proxy/training/example.hh"

namespace smsfw::cli {

/// Labelled messages; each file is a corpus of its name. Lines as `smsfw classify` reads them,
/// with:
///   label   `ham` for wanted; any other word for unwanted
///   lang    BCP 47; its primary subtag is the message's language
///   meta    its sender_type (brandname, shortcode, personal_number) stands for a `from` that is
///           not given
/// Throws std::runtime_error when ICU or libpsl lack their data.
class ModelCorpusReader {
 public:
  explicit ModelCorpusReader(const control::Config& config);

  /// Adds the messages of each file; of a directory all that end in .jsonl, by name. The error says
  /// file, line and key.
  Expected<training::Corpus, std::string> read(const std::vector<std::string>& files);

  /// A message with its text buffers; valid until the next call.
  const SmsContext& context_of(const ClassifyMessage& message);

 private:
  std::string add_file(const std::string& file, training::Corpus& corpus);
  std::string add_line(const std::string& line, const std::string& file, training::Corpus& corpus);

  std::shared_ptr<Ruleset> ruleset_;
  TextFilter text_;
  SmsContext context_;
};

}  // namespace smsfw::cli
