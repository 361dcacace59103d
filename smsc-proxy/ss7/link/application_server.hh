#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "smsc-proxy/ss7/link/asp_choice.hh"
#include "smsc-proxy/ss7/link/association.hh"
#include "smsc-proxy/ss7/link/link_config.hh"
#include "smsc-proxy/ss7/link/link_observer.hh"
#include "smsc-proxy/ss7/link/m3ua.hh"
#include "smsc-proxy/ss7/link/msu.hh"

struct osmo_ss7_instance;
struct osmo_ss7_as;

namespace smsfw::ss7::link {

/// One application server at work: its associations, whose its originating point codes are, and
/// what it says can be reached. Each has a library instance of its own, so that the library could
/// not carry anything from one to another even if it saw it.
class ApplicationServer {
 public:
  ApplicationServer(const Ss7LinkConfig& config, std::size_t index, AssociationUser& user);
  ApplicationServer(const ApplicationServer&) = delete;
  ApplicationServer& operator=(const ApplicationServer&) = delete;
  ~ApplicationServer();

  const ApplicationServerConfig& config() const noexcept { return config_; }

  /// Whose messages from this point code are.
  std::optional<PeerId> peer_of(PointCode opc) const noexcept;
  /// The peer whose point code that is; for IPA.
  std::optional<std::pair<PeerId, PointCode>> only_peer() const noexcept;

  AspSet active() const noexcept { return active_; }
  bool unavailable(PointCode code) const noexcept { return unavailable_.test(code.value); }
  /// Takes DUNA and DAVA; answers DAUD, for which only `own` can be reached through us.
  void on_network(Association& from, const m3ua::Message& message, PointCode own);

  Association& association(std::size_t index) noexcept { return *associations_[index]; }
  void flush();
  void resume();
  void hold(bool held);
  /// After each turn: procedures, who ought to be active, and what has changed to the observer.
  void supervise(Association::Clock::time_point now, bool serving, LinkObserver& observer);

  std::uint64_t lost() const noexcept;

 private:
  void want(bool serving);
  void set_unavailable(const m3ua::Message& message, bool unavailable);

  const ApplicationServerConfig& config_;
  osmo_ss7_instance* instance_ = nullptr;
  osmo_ss7_as* as_ = nullptr;
  std::vector<std::unique_ptr<Association>> associations_;
  std::vector<AspState> told_;  // what the observer knows
  AspSet active_ = 0;
  std::vector<std::pair<std::uint16_t, PeerId>> origins_;  // sorted
  std::optional<PeerId> any_origin_;
  std::bitset<kMaxPointCode + 1> unavailable_;
};

}  // namespace smsfw::ss7::link
