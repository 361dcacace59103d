#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/expected.hh"
#include "filters/core/ss7_facts.hh"
#include "filters/origin/check.hh"

namespace smsfw::origin {

/// One entry of the network list as the configuration writes it.
struct NetworkSpec {
  /// The operator. Entries of one name are one operator, whatever their other keys.
  std::string name;
  /// International digits with which the operator's Global Titles begin.
  std::vector<std::string> prefixes;
  Trust trust = Trust::kPartner;
  /// Checks that these titles skip: those and no others.
  std::vector<Check> exempt;
  /// Wall clock from which on the entry no longer counts; a shorter prefix may then.
  std::optional<std::chrono::microseconds> expires;
  /// Free words for the event.
  std::string reason;
};

/// The beginning of an international number: 1 to 15 digits (ITU-T E.164 6.1).
bool is_prefix(std::string_view text) noexcept;

/// Which operator a Global Title belongs to, by its longest listed prefix. Immutable. A look-up
/// reads one node for each digit, however long the list is.
class NetworkTable {
 public:
  static constexpr std::size_t kMaxNetworks = 10'000;
  static constexpr std::size_t kMaxPrefixes = 200'000;

  struct Network {
    std::string name;
    std::string reason;
    std::uint32_t operator_id = 0;  ///< The same for entries of one name.
    Trust trust = Trust::kUnlisted;
    std::uint32_t exempt = 0;  ///< Bit 1 << Check.
    std::chrono::microseconds expires = std::chrono::microseconds::max();

    bool skips(Check check) const noexcept {
      return (exempt >> static_cast<unsigned>(check) & 1U) != 0;
    }
  };

  /// `same_prefix`: titles that no entry covers belong to one operator where so many digits are
  /// equal; 0: nothing can be said of them. Refused: an entry without name or prefixes, a prefix
  /// that is not 1 to 15 digits or stands twice. The error names the network and what to do.
  static Expected<NetworkTable, std::string> build(std::span<const NetworkSpec> specs,
                                                   std::uint8_t same_prefix);

  /// The entry with the longest prefix that is in force at `wall`; nullptr: none.
  const Network* find(std::string_view digits, std::chrono::microseconds wall) const noexcept;

  /// Whether two international titles belong to one operator:
  /// - equal, or both listed under one name, or both unlisted with `same_prefix` digits equal: yes
  /// - both listed under two names, or of two countries: no
  /// - an empty one, or anything else: unknown
  AnswerKind same_operator(std::string_view a, std::string_view b,
                           std::chrono::microseconds wall) const noexcept;

  std::size_t size() const noexcept { return networks_.size(); }
  /// True when an entry has this trust.
  bool has(Trust trust) const noexcept { return trusts_[static_cast<std::size_t>(trust)]; }

 private:
  struct Node {
    std::array<std::uint32_t, 10> next{};  // 0: none
    std::uint32_t network = 0;             // index + 1
  };

  std::vector<Node> nodes_;
  std::vector<Network> networks_;
  std::array<bool, kTrustCount> trusts_{};
  std::uint8_t same_prefix_ = 0;
};

}  // namespace smsfw::origin
