#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "filters/core/moment.hh"
#include "filters/core/sms_context.hh"
#include "smsc-proxy/ss7/codec/map_address.hh"
#include "smsc-proxy/ss7/relay/hop_relay.hh"
#include "smsc-proxy/tpdu/tpdu_view.hh"

namespace smsfw::ss7 {

/// What the configuration says of the peer that a unit came from.
struct MapPeer {
  std::string_view name;
  PeerSide side = PeerSide::kOutside;
  Trust trust = Trust::kUnlisted;
  std::uint16_t numbering_plan = 0;  ///< Index in the ruleset.
};

/// Makes of one operation of MAP the context that the filters read. Keeps the storage that the
/// context borrows: one object a thread, and a context lives until the next read().
///
/// Parties: MO from the sender's MSISDN (SM-RP-OA) to TP-DA; MT from TP-OA to the subscriber's
/// number where it is known, which the home router alone does: an IMSI is no address and stands in
/// Ss7Facts alone. What the question's addressee holds is borrowed too.
/// User data is handed over as it stands, with its TP-UDL.
class MapContext {
 public:
  /// False: the argument or the TPDU could not be read; what is known without it is there.
  bool read(const MapQuestion& question, const MapPeer& peer, Moment now);

  /// Reads a TPDU of which nothing is known but which way it goes; the context has no Ss7Facts.
  /// Returns why it could not be read.
  std::optional<DecodeError> read_tpdu(std::span<const std::byte> tpdu, ForwardDirection direction,
                                       Moment now);
  /// What other parts know, after read(). Borrows.
  void know(const PrecedingQuery& query) noexcept { facts_.query = query; }
  void know(const ServingLookup& serving) noexcept { facts_.serving = serving; }

  SmsContext& context() noexcept { return context_; }
  const SmsContext& context() const noexcept { return context_; }
  const Ss7Facts& facts() const noexcept { return facts_; }
  /// Of the last read(), where it is one of a message that could be read.
  const tpdu::TpduView* tpdu() const noexcept { return tpdu_ ? &*tpdu_ : nullptr; }

 private:
  void reset(Moment now);
  void read_operation(const MapQuestion& question);
  void read_party(const SccpAddress& address, SccpParty& party, TitleDigits& digits);
  void read_addresses(const ForwardSm& message, ForwardDirection direction);
  void read_correlation(const MapQuestion& question);
  void read_findings(const MapQuestion& question);
  bool read_query(const MapQuestion& question);
  std::optional<DecodeError> read_message(std::span<const std::byte> octets,
                                          ForwardDirection direction);

  SmsContext context_;
  Ss7Facts facts_;
  std::optional<tpdu::TpduView> tpdu_;
  TitleDigits calling_;
  TitleDigits called_;
  MapDigits service_centre_;
  MapDigits imsi_;
  MapDigits msisdn_;
};

}  // namespace smsfw::ss7
