#include "filters/signature/expression.hh"

#include <cstddef>

namespace smsfw {
namespace {

/// Hyperscan's own limit (Grey::limitPatternLength).
constexpr std::size_t kMaxLength = 16000;

bool is_quantifier(char c) {
  return c == '?' || c == '*' || c == '+' || c == '{';
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Walks an expression token by token: what is escaped, quoted or in brackets is not syntax.
class Walk {
 public:
  enum class Token { kLiteral, kEscape, kInClass, kQuoted };

  explicit Walk(std::string_view regex) : regex_(regex) {}

  bool done() const { return at_ == regex_.size(); }
  Token token() const { return token_; }
  /// The octets of the token that next() went over.
  std::string_view text() const { return regex_.substr(begin_, at_ - begin_); }
  char following() const { return at_ < regex_.size() ? regex_[at_] : '\0'; }

  void next() {
    begin_ = at_;
    if (quoted_) {
      token_ = Token::kQuoted;
      if (regex_.substr(at_, 2) == "\\E") {
        quoted_ = false;
        at_ += 2;
      } else {
        ++at_;
      }
      return;
    }
    if (regex_[at_] == '\\') {
      token_ = in_class_ ? Token::kInClass : Token::kEscape;
      quoted_ = regex_.substr(at_, 2) == "\\Q";
      at_ += at_ + 1 < regex_.size() ? 2 : 1;
      return;
    }
    token_ = in_class_ ? Token::kInClass : Token::kLiteral;
    const char c = regex_[at_++];
    while (at_ < regex_.size() && is_continuation(regex_[at_]))
      ++at_;  // a character beyond ASCII is one token
    if (in_class_) {
      if (c == '[' && at_ < regex_.size() && regex_[at_] == ':') {
        const auto end = regex_.find(":]", at_);
        if (end != regex_.npos) at_ = end + 2;
      } else if (c == ']' && begin_ != class_content_) {
        in_class_ = false;
      }
    } else if (c == '[') {
      in_class_ = true;
      token_ = Token::kInClass;
      if (at_ < regex_.size() && regex_[at_] == '^') ++at_;
      class_content_ = at_;
    }
  }

 private:
  std::string_view regex_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  std::size_t class_content_ = 0;  // where a `]` is still a literal
  bool in_class_ = false;
  bool quoted_ = false;
  Token token_ = Token::kLiteral;
};

bool beyond_ascii(std::string_view octets) {
  for (const char c : octets) {
    if (static_cast<unsigned char>(c) >= 0x80) return true;
  }
  return false;
}

}  // namespace

std::optional<ExpressionFault> find_fault(std::string_view regex) {
  if (regex.empty()) return ExpressionFault{"empty expression", "it would match every message"};
  if (regex.size() > kMaxLength) {
    return ExpressionFault{"expression of more than 16000 octets",
                           "split it into several of `any`"};
  }
  if (regex.find('\0') != regex.npos) {
    return ExpressionFault{"zero octet in the expression", "write \\x00"};
  }
  if (regex.substr(0, 2) == "(*") {
    return ExpressionFault{"verbs like (*UTF8) or (*UCP) are not supported",
                           "leave it out: expressions match UTF-8 octets"};
  }
  for (Walk walk(regex); !walk.done();) {
    walk.next();
    const std::string_view text = walk.text();
    if (walk.token() == Walk::Token::kInClass && beyond_ascii(text)) {
      return ExpressionFault{"character beyond ASCII inside [...]: " + std::string(text),
                             "brackets match single octets: write (?:á|à), or match `folded`"};
    }
    if (beyond_ascii(text) && is_quantifier(walk.following())) {
      return ExpressionFault{
          "quantifier after a character beyond ASCII: " + std::string(text) + walk.following(),
          "it would repeat the character's last octet only: write (?:" + std::string(text) + ')' +
              walk.following()};
    }
    if (walk.token() == Walk::Token::kQuoted || text.size() != 2 || text[0] != '\\') continue;
    if (text[1] == 'p' || text[1] == 'P' || text[1] == 'X') {
      return ExpressionFault{"Unicode properties (\\p, \\P, \\X) are not supported",
                             "expressions match octets: list the characters as (?:á|à)"};
    }
  }
  return std::nullopt;
}

std::string without_assertions(std::string_view regex) {
  std::string out;
  out.reserve(regex.size());
  for (Walk walk(regex); !walk.done();) {
    walk.next();
    const std::string_view text = walk.text();
    const bool anchor = walk.token() == Walk::Token::kLiteral && (text == "^" || text == "$");
    const bool escape = walk.token() == Walk::Token::kEscape && text.size() == 2 &&
                        std::string_view("AzZbB").find(text[1]) != std::string_view::npos;
    // An empty group keeps a quantifier or an alternative that stands beside in its place.
    out += anchor || escape ? std::string_view("(?:)") : text;
  }
  return out;
}

std::string hint_for(std::string_view message) {
  const auto says = [&](std::string_view words) { return message.find(words) != message.npos; };
  if (says("Zero-width assertions")) {
    return "look-around is not supported: put the other condition into `all` or `not`";
  }
  if (says("Back-references")) return "write the repeated text out, or drop the condition";
  if (says("Possessive") || says("Atomic"))
    return "use the plain quantifier: there is no backtracking";
  if (says("empty buffer")) return "it would match every message: require at least one character";
  if (says("anchors not supported")) return "move ^ or $ to the start or end of the expression";
  if (says("too large")) return "make the bounded repeats smaller, or split the expression";
  if (says("can never match")) return "the expression contradicts itself";
  return {};
}

}  // namespace smsfw
