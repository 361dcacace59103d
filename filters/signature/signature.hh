#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/sms_context.hh"
#include "filters/core/verdict.hh"

namespace smsfw {

/// One condition: `regex` matches somewhere in `buffer`. The expression is matched against octets
/// (UTF-8), case sensitive, `.` takes newlines; the buffers are casefolded already.
struct PatternSpec {
  Buffer buffer = Buffer::kFolded;
  std::string regex;
};

/// Kinds of source address that a scope names. An address that is empty or that the numbering plan
/// cannot place is of no kind: a scope that names kinds leaves it out.
enum class OaType : std::uint8_t {
  kAlphanumeric,   ///< A sender name.
  kInternational,  ///< E.164, not of the home country.
  kNational,       ///< E.164 of the home country.
  kShortCode,
};
inline constexpr std::size_t kOaTypeCount = 4;
inline constexpr std::string_view kOaTypeNames[kOaTypeCount] = {"alphanumeric", "international",
                                                                "national", "short_code"};

std::optional<OaType> parse_oa_type(std::string_view name) noexcept;
/// Kind of an address, if it is of one.
std::optional<OaType> oa_type_of(const Address& oa) noexcept;

/// Ingress by the words of a scope: submit, deliver, map-mo, map-mt.
std::optional<Ingress> parse_direction(std::string_view name) noexcept;

/// Action by the words of a pack. `score` is kAllow: the hit is not terminal. Words that a
/// signature may not use (allow, relabel, hold) give nothing.
std::optional<Action> parse_signature_action(std::string_view name) noexcept;

/// A message that goes with a signature to prove it.
struct SignatureExample {
  std::string text;
  std::string from;                ///< Source address; empty: none given.
  std::optional<Ingress> ingress;  ///< Not given: any that the scope allows.
};

/// One signature as its author wrote it. Fields are the pack format's.
struct SignatureSpec {
  std::uint32_t sid = 0;  ///< Unique in a set, never 0.
  std::uint32_t rev = 1;  ///< Raised at each change.
  std::string msg;
  std::string class_name;  ///< What reasons[] prints.
  /// From the classification's entry of the class.
  Precedence precedence = Precedence::kBehaviour;
  std::uint8_t severity = 3;  ///< 1 worst.
  float score = 0;
  /// kAllow: only the score counts (`action: score`). Anything else decides by itself.
  Action action = Action::kAllow;
  /// SMPP command_status instead of the action's default; 0: the default.
  std::uint32_t smpp_status = 0;
  bool enforce = false;  ///< False: monitor.

  /// Empty lists: no restriction.
  std::vector<Ingress> directions;
  std::vector<OaType> oa_types;

  /// The signature matches when every entry of `all`, at least one of `any` (where it has entries)
  /// and none of `not_any` match. `all` or `any` must have an entry.
  std::vector<PatternSpec> all;
  std::vector<PatternSpec> any;
  std::vector<PatternSpec> not_any;

  /// Access lists (of either kind, by name) that take the signature out of force when they matched.
  std::vector<std::string> except_lists;

  std::vector<SignatureExample> match_examples;
  std::vector<SignatureExample> clean_examples;
};

/// Why a signature cannot be used.
struct SignatureError {
  std::uint32_t sid = 0;  ///< 0: not one signature's fault.
  std::string where;      ///< `match.all[1]`, `except.list`, `sid`
  std::string what;
  std::string hint;  ///< What to do; may be empty.
};

}  // namespace smsfw
