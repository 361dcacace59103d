#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "smsc-proxy/tools/load/pacer.hh"
#include "smsc-proxy/tools/ss7-load/message_file.hh"
#include "smsc-proxy/tools/ss7-load/open_dialogues.hh"
#include "smsc-proxy/tools/ss7-load/received.hh"
#include "smsc-proxy/tools/ss7-load/report.hh"
#include "smsc-proxy/tools/ss7-load/station.hh"

namespace smsfw::ss7_load {

/// One run of `drive`: opens dialogues as window and pace allow, follows each to its end.
class Driver {
 public:
  /// All outlive it. The clock of the run starts at `now`.
  Driver(const DriveOptions& options, const std::vector<Message>& messages, Station& station,
         Clock::time_point now);

  /// Opens what is due. The caller flushes the link.
  void fill(Clock::time_point now);
  void on_message(const ss7::link::Msu& msu, Clock::time_point now);
  /// Ends what has waited for its answer too long.
  void expire(Clock::time_point now);

  /// Opens nothing more; what is open is followed to its end.
  void stop() noexcept { stopped_ = true; }
  bool done(Clock::time_point now) const noexcept { return all_opened(now) && open_.size() == 0; }
  /// When the next dialogue is due; only of a paced run.
  Clock::time_point next_due() const noexcept { return pacer_.due(results_.dialogues); }

  /// Lines of --print since the last call.
  std::string take_printed() { return std::exchange(printed_, {}); }
  /// Once the run is over.
  Results results() const;

 private:
  struct Open {
    std::uint64_t number = 0;  // of the dialogue
    const Message* message = nullptr;
    Clock::time_point since{};
    ss7::TransactionId peer;
    std::uint16_t step = 0;
    std::uint16_t awaited = 0;
    bool first_waits = false;  // the first step goes out with the second message
  };

  bool all_opened(Clock::time_point now) const noexcept;
  bool open_one(const Message& message, Clock::time_point since);
  bool send_begin(const Message& message, std::uint32_t id, std::uint8_t sls);
  void send_step(std::uint32_t id, Open& open, Clock::time_point now);
  void send_end(const Open& open);
  void send_tcap(const Open& open, std::span<const std::byte> tcap);

  std::uint32_t find(ss7::TransactionId id) const noexcept;
  void on_returned(const Received& received, Clock::time_point now);
  void on_tcap(const Received& received, const ss7::TcapMessage& tcap, std::uint32_t id,
               Clock::time_point now);
  void on_component(const Received& received, const ss7::TcapMessage& tcap,
                    const ss7::Component& component, Open& open, Clock::time_point now);
  void go_on(std::uint32_t id, Open& open, Clock::time_point now);
  void settle(Open& open, Answer answer, Clock::time_point now);
  /// Everything that is still awaited.
  void settle_all(Open& open, const Answer& answer, Clock::time_point now);
  void close(std::uint32_t id, const Open& open);

  const DriveOptions& options_;
  const std::vector<Message>& messages_;
  Station& station_;
  std::uint64_t limit_;
  load::Pacer pacer_;
  Clock::time_point started_;
  Clock::time_point last_answer_;
  bool stopped_ = false;
  OpenDialogues<Open> open_;
  std::unordered_map<std::uint64_t, std::uint32_t> foreign_;  // ids of hex lines
  std::uint32_t next_reference_ = 0;
  Receiver receiver_;
  Octets scratch_;
  Results results_;
  std::string printed_;
};

}  // namespace smsfw::ss7_load
