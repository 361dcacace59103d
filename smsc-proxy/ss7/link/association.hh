#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smsc-proxy/ss7/link/link_config.hh"
#include "smsc-proxy/ss7/link/link_observer.hh"
#include "smsc-proxy/ss7/link/m3ua.hh"
#include "smsc-proxy/ss7/link/msu.hh"
#include "smsc-proxy/ss7/link/output_queue.hh"
#include "smsc-proxy/ss7/link/registration.hh"

struct osmo_fd;
struct osmo_ss7_asp;
struct osmo_ss7_as;
struct osmo_ss7_instance;

namespace smsfw::ss7::link {

class Association;

/// What an association hands up. On the link's thread.
class AssociationUser {
 public:
  AssociationUser() = default;
  AssociationUser(const AssociationUser&) = delete;
  AssociationUser& operator=(const AssociationUser&) = delete;
  virtual ~AssociationUser() = default;

  /// False: stop reading until resume().
  virtual bool has_room() = 0;
  /// One MSU over M3UA.
  virtual void on_data(Association& from, const m3ua::Data& data) = 0;
  /// One SCCP message over IPA, which has no label.
  virtual void on_sccp(Association& from, std::span<const std::byte> octets) = 0;
  /// Signalling network management (RFC 4666 3.4).
  virtual void on_network(Association& from, const m3ua::Message& message) = 0;
  virtual void on_malformed(Association& from) = 0;
};

/// What is the same for all associations of one application server.
struct AssociationSetup {
  const ApplicationServerConfig* server = nullptr;
  std::size_t index = 0;  ///< Of the ASP in server->asps.
  std::size_t server_index = 0;
  LinkReconnect reconnect;
  std::chrono::seconds heartbeat{0};
  std::size_t max_output = 0;
  PointCode own;
};

/// One ASP. The library opens and accepts connections and keeps the ASP's state machine. It never
/// gets to see a message of the network: this class reads the socket before it does, takes DATA and
/// network management for itself, answers heartbeats and malformed messages, and leaves only well
/// formed ASP state and traffic maintenance to the library. (libosmo-sigtran 1.6 would route DATA
/// onward by its own rules, forgets the message priority, and aborts on a DATA without label.)
class Association {
 public:
  using Clock = std::chrono::steady_clock;

  /// `instance` and `as` are the library's, of this application server alone.
  Association(const AssociationSetup& setup, osmo_ss7_instance* instance, osmo_ss7_as* as,
              AssociationUser& user);
  Association(const Association&) = delete;
  Association& operator=(const Association&) = delete;
  ~Association();

  const AspConfig& config() const noexcept { return setup_.server->asps[setup_.index]; }
  std::size_t server_index() const noexcept { return setup_.server_index; }
  AspState state() const noexcept;
  /// As configured, or as the peer assigned it; 0: none is sent and none is expected.
  std::uint32_t routing_context() const noexcept;

  /// Whether it ought to carry traffic (client only; a server's peer decides).
  void want_active(bool wanted) noexcept { wanted_ = wanted; }

  bool has_room(std::size_t octets) const noexcept {
    return output_.has_room(octets + m3ua::kDataOverhead);
  }
  /// Adds one MSU to what flush() writes.
  void add(const RoutingLabel& label, std::span<const std::byte> octets);
  /// Adds any other M3UA message.
  void add_message(m3ua::Class message_class, std::uint8_t type,
                   std::span<const m3ua::Parameter> parameters = {});
  void flush();

  /// Reads on after has_room() was false, or after hold(false).
  void resume();
  void hold(bool held);

  /// Once after each turn of the loop: procedures, timers, heartbeats.
  void supervise(Clock::time_point now);

  /// MSUs that were added and could not be written because the connection was lost.
  std::uint64_t lost() const noexcept { return lost_; }

 private:
  friend int on_socket(osmo_fd* socket, unsigned int what);

  bool alive() const noexcept;
  osmo_fd* socket() const noexcept;
  void hook(osmo_fd* socket);
  void on_connected();
  void on_disconnected();
  int on_ready(osmo_fd* socket, unsigned int what);
  int leave_to_library(osmo_fd* socket, unsigned int what);
  void request(Clock::time_point now, m3ua::Class message_class, std::uint8_t type);
  void request_active(Clock::time_point now);
  void request_registration(Clock::time_point now);
  void log_unregistered(std::string_view why);
  bool registered() const noexcept;
  void supervise_procedures(Clock::time_point now);
  void supervise_heartbeat(Clock::time_point now);
  void disconnect();

  bool read(osmo_fd* socket);
  bool read_m3ua(osmo_fd* socket);
  bool read_m3ua_message(osmo_fd* socket, bool& more);
  bool for_library(std::span<const std::byte> octets);
  void on_message(std::span<const std::byte> octets);
  void on_maintenance(const m3ua::Message& message);
  void on_notify(const m3ua::Message& message);
  void on_error(const m3ua::Message& message);
  void on_keys(const m3ua::Message& message);
  bool read_ipa(osmo_fd* socket);
  bool read_ipa_identity(osmo_fd* socket);
  void take_frames();
  void on_frame(std::byte protocol, std::span<const std::byte> octets);
  void answer_error(m3ua::ErrorCode code);
  void pause_where_full();

  AssociationSetup setup_;
  AssociationUser& user_;
  osmo_ss7_asp* asp_ = nullptr;
  int (*library_)(osmo_fd*, unsigned int) = nullptr;  // what the library had set for the socket
  unsigned int registered_ = 0;

  Registration registration_;
  OutputQueue output_;
  std::uint64_t lost_ = 0;
  std::vector<std::byte> input_;  // M3UA: one message; IPA: a run of frames
  std::size_t input_size_ = 0;
  std::uint16_t streams_ = 1;
  bool connected_ = false;
  bool held_ = false;
  bool paused_ = false;
  bool wanted_ = false;
  bool broken_ = false;               // writing has failed
  bool displaced_ = false;            // the peer says that another ASP is active in our place
  Clock::time_point since_{};         // when it was connected or disconnected
  Clock::time_point next_request_{};  // ASP Up and ASP Active are repeated
  Clock::time_point next_heartbeat_{};
  int unanswered_ = 0;  // heartbeats
};

}  // namespace smsfw::ss7::link
