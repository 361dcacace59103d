#include "filters/signature/pattern_database.hh"

#include <hs.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "filters/signature/confirm_expression.hh"
#include "filters/signature/database_file.hh"
#include "filters/signature/expression.hh"

namespace smsfw {
namespace {

/// Octets, not characters: the buffers are normalised already, and UTF-8 mode costs five times the
/// compile time. Each expression reports once a scan, which bounds the callbacks.
constexpr unsigned kFlags = HS_FLAG_SINGLEMATCH | HS_FLAG_DOTALL;
/// Part of the content hash: raise it when the meaning of a file changes.
constexpr std::string_view kFormat = "1 singlematch dotall";

struct FreeDatabase {
  void operator()(hs_database_t* database) const noexcept { hs_free_database(database); }
};
using DatabasePtr = std::unique_ptr<hs_database_t, FreeDatabase>;

struct FreeError {
  void operator()(hs_compile_error_t* error) const noexcept { hs_free_compile_error(error); }
};
using ErrorPtr = std::unique_ptr<hs_compile_error_t, FreeError>;

/// Memory that Hyperscan's default allocator gave.
struct FreeMemory {
  void operator()(void* memory) const noexcept { std::free(memory); }
};

std::string info_of(const hs_database_t* database) {
  char* info = nullptr;
  if (hs_database_info(database, &info) != HS_SUCCESS) return {};
  const std::unique_ptr<char, FreeMemory> owner(info);
  return info;
}

/// One expression as it is given to Hyperscan.
struct Attempt {
  std::string regex;
  unsigned flags = kFlags;
};

/// Empty when Hyperscan takes it, else its message.
std::string refusal(const Attempt& attempt) {
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  const auto result =
      hs_compile(attempt.regex.c_str(), attempt.flags, HS_MODE_BLOCK, nullptr, &database, &error);
  const DatabasePtr owner(database);
  const ErrorPtr error_owner(error);
  if (result == HS_SUCCESS) return {};
  return error != nullptr ? error->message : "Hyperscan refuses it";
}

bool looks_wrong(const std::string& regex) {
  hs_expr_info_t* info = nullptr;
  hs_compile_error_t* error = nullptr;
  const auto result = hs_expression_info(regex.c_str(), kFlags, &info, &error);
  const std::unique_ptr<hs_expr_info_t, FreeMemory> owner(info);
  const ErrorPtr error_owner(error);
  return result != HS_SUCCESS;
}

/// Compiles a list of expressions, finding for each a form that Hyperscan takes.
class Compiler {
 public:
  explicit Compiler(const DatabaseSource& source) : source_(source) {
    attempts_.reserve(source.expressions.size());
    for (const std::string& regex : source.expressions)
      attempts_.push_back({regex, kFlags});
  }

  /// The database, or nullptr with errors().
  DatabasePtr run() {
    // Each round settles at least one expression, so that this ends.
    for (std::size_t round = 0; round <= attempts_.size(); ++round) {
      int at = -1;
      std::string message;
      DatabasePtr database = try_all(at, message);
      if (database) return database;
      if (at < 0) {
        errors_.push_back({message});
        return nullptr;
      }
      const auto first = static_cast<std::uint32_t>(at);
      if (!settle(first)) {
        // Fine alone, refused among the others: it is too large for them together.
        errors_.push_back({message, first, hint_for(message)});
      }
      if (round == 0) settle_rest(first + 1);
      if (!errors_.empty()) return nullptr;
    }
    return nullptr;
  }

  std::vector<DatabaseError>& errors() { return errors_; }
  std::vector<std::uint32_t> confirmed() const {
    std::vector<std::uint32_t> ids = confirmed_;
    std::sort(ids.begin(), ids.end());
    return ids;
  }

 private:
  DatabasePtr try_all(int& at, std::string& message) const {
    std::vector<const char*> expressions;
    std::vector<unsigned> flags;
    std::vector<unsigned> ids;
    for (const Attempt& attempt : attempts_) {
      ids.push_back(static_cast<unsigned>(expressions.size()));
      expressions.push_back(attempt.regex.c_str());
      flags.push_back(attempt.flags);
    }
    hs_database_t* database = nullptr;
    hs_compile_error_t* error = nullptr;
    const auto result = hs_compile_multi(expressions.data(), flags.data(), ids.data(),
                                         static_cast<unsigned>(expressions.size()), HS_MODE_BLOCK,
                                         nullptr, &database, &error);
    DatabasePtr owner(database);
    const ErrorPtr error_owner(error);
    if (result == HS_SUCCESS) return owner;
    at = error != nullptr ? error->expression : -1;
    message = error != nullptr ? error->message : "Hyperscan failed";
    return nullptr;
  }

  /// Finds all others that need another form or are wrong, so that they are reported at once.
  void settle_rest(std::uint32_t from) {
    for (std::uint32_t i = from; i < attempts_.size(); ++i) {
      if (looks_wrong(attempts_[i].regex)) settle(i);
    }
  }

  /// True when the expression got another form or an error; false when it is fine alone.
  bool settle(std::uint32_t i) {
    Attempt& attempt = attempts_[i];
    const std::string message = refusal(attempt);
    if (message.empty()) return false;
    const std::string& regex = source_.expressions[i];
    std::string unused;
    if (attempt.flags == kFlags && make_confirmation(regex, unused) != nullptr) {
      const unsigned more = kFlags | HS_FLAG_PREFILTER;
      for (Attempt wider : {Attempt{regex, more}, Attempt{without_assertions(regex), more}}) {
        if (!refusal(wider).empty()) continue;
        attempt = std::move(wider);
        confirmed_.push_back(i);
        return true;
      }
    }
    errors_.push_back({message, i, hint_for(message)});
    return true;
  }

  const DatabaseSource& source_;
  std::vector<Attempt> attempts_;
  std::vector<std::uint32_t> confirmed_;
  std::vector<DatabaseError> errors_;
};

}  // namespace

const std::string& engine_info() {
  static const std::string info = [] {
    hs_database_t* database = nullptr;
    hs_compile_error_t* error = nullptr;
    hs_compile("reference", kFlags, HS_MODE_BLOCK, nullptr, &database, &error);
    const DatabasePtr owner(database);
    const ErrorPtr error_owner(error);
    return database != nullptr ? info_of(database) : std::string("Hyperscan does not work here");
  }();
  return info;
}

std::string DatabaseSource::content_hash() const {
  std::vector<std::string_view> pieces{engine_info(), kFormat, to_string(buffer)};
  pieces.insert(pieces.end(), expressions.begin(), expressions.end());
  return hash_pieces(pieces);
}

Expected<std::vector<std::byte>, std::vector<DatabaseError>> compile_database(
    const DatabaseSource& source) {
  using Errors = std::vector<DatabaseError>;
  if (hs_valid_platform() != HS_SUCCESS) {
    return Unexpected<Errors>(Errors{{"this processor lacks SSSE3, which Hyperscan needs"}});
  }
  Compiler compiler(source);
  const DatabasePtr database = compiler.run();
  if (!database) return Unexpected<Errors>(std::move(compiler.errors()));
  char* octets = nullptr;
  std::size_t length = 0;
  if (hs_serialize_database(database.get(), &octets, &length) != HS_SUCCESS) {
    return Unexpected<Errors>(Errors{{"no memory to serialise the database"}});
  }
  const std::unique_ptr<char, FreeMemory> owner(octets);
  DatabaseFile file;
  file.content_hash = source.content_hash();
  file.expressions = static_cast<std::uint32_t>(source.expressions.size());
  file.confirmed = compiler.confirmed();
  file.database = std::as_bytes(std::span(octets, length));
  return file.seal();
}

void PatternDatabase::Free::operator()(::hs_database* database) const noexcept {
  hs_free_database(database);
}

Expected<PatternDatabase, DatabaseError> PatternDatabase::load(
    std::span<const std::byte> serialized, const DatabaseSource& source) {
  const auto refuse = [](std::string why) {
    return Unexpected<DatabaseError>(DatabaseError{"database file: " + std::move(why)});
  };
  auto file = DatabaseFile::open(serialized);
  if (!file) return refuse(std::move(file.error()));
  std::string hash = source.content_hash();
  if (file->content_hash != hash) return refuse("made from other expressions or by another engine");
  if (file->expressions != source.expressions.size()) return refuse("wrong number of expressions");

  const auto* const octets = reinterpret_cast<const char*>(file->database.data());
  char* info = nullptr;
  if (hs_serialized_database_info(octets, file->database.size(), &info) != HS_SUCCESS) {
    return refuse("Hyperscan does not know it");
  }
  const std::unique_ptr<char, FreeMemory> info_owner(info);
  if (info != engine_info()) return refuse(std::string("made by ") + info);

  hs_database_t* database = nullptr;
  if (hs_deserialize_database(octets, file->database.size(), &database) != HS_SUCCESS) {
    return refuse("Hyperscan refuses it");
  }
  PatternDatabase loaded;
  loaded.database_.reset(database);
  if (info_of(database) != engine_info()) return refuse("Hyperscan reads it differently");
  loaded.buffer_ = source.buffer;
  loaded.expressions_ = source.expressions.size();
  loaded.confirmed_ = std::move(file->confirmed);
  loaded.content_hash_ = std::move(hash);
  if (hs_database_size(database, &loaded.memory_) != HS_SUCCESS) loaded.memory_ = 0;
  return loaded;
}

}  // namespace smsfw
