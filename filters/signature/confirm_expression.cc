#include "filters/signature/confirm_expression.hh"

#include <re2/re2.h>

namespace smsfw {

std::unique_ptr<re2::RE2> make_confirmation(const std::string& regex, std::string& error) {
  re2::RE2::Options options;
  options.set_encoding(re2::RE2::Options::EncodingLatin1);  // one octet, one character
  options.set_dot_nl(true);
  options.set_never_capture(true);
  options.set_log_errors(false);
  auto compiled = std::make_unique<re2::RE2>(regex, options);
  if (!compiled->ok()) {
    error = compiled->error();
    return nullptr;
  }
  return compiled;
}

}  // namespace smsfw
