#include "smsc-proxy/smpp/session/relay_definition.hh"

#include <array>

#include "smsc-proxy/smpp/session/endpoint.hh"

namespace smsfw {

using namespace std::chrono_literals;
using smpp::AbsorbConfig;
using smpp::AccountConfig;
using smpp::AnswerStatus;
using smpp::ListenerConfig;
using smpp::ListenerMode;
using smpp::ReconnectConfig;
using smpp::RelayConfig;
using smpp::SessionTimers;
using smpp::UpstreamConfig;

std::span<const EnumName<ListenerMode>> EnumNames<ListenerMode>::names() {
  static constexpr std::array<EnumName<ListenerMode>, 2> kNames{
      {{ListenerMode::kTransparent, "transparent"}, {ListenerMode::kTerminated, "terminated"}}};
  return kNames;
}

std::span<const EnumName<DefaultAlphabet>> EnumNames<DefaultAlphabet>::names() {
  static constexpr std::array<EnumName<DefaultAlphabet>, kDefaultAlphabetCount> kNames{
      {{DefaultAlphabet::kGsm7Unpacked, "gsm7"},
       {DefaultAlphabet::kGsm7Packed, "gsm7-packed"},
       {DefaultAlphabet::kLatin1, "latin1"},
       {DefaultAlphabet::kAscii, "ascii"},
       {DefaultAlphabet::kUtf8, "utf8"}}};
  return kNames;
}

std::string check_listen_address(std::string_view text) {
  const auto endpoint = smpp::parse_endpoint(text, smpp::PortZero::kAllowed);
  if (endpoint && endpoint->literal) return {};
  return "is no address to listen on; write ADDRESS:PORT, for instance 127.0.0.1:2775 or "
         "[::1]:2775";
}

std::string check_optional_listen_address(std::string_view text) {
  return text.empty() ? std::string{} : check_listen_address(text);
}

std::string check_optional_target_address(std::string_view text) {
  return text.empty() ? std::string{} : check_connect_address(text);
}

std::string check_connect_address(std::string_view text) {
  if (smpp::parse_endpoint(text)) return {};
  return "is no address to connect to; write HOST:PORT, for instance 127.0.0.1:2776, [::1]:2776 or "
         "smsc.example:2776";
}

namespace {

std::string check_network(std::string_view text) {
  if (smpp::Network::parse(text)) return {};
  return "is no address or network; write for instance 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32 "
         "(no bits set behind the prefix)";
}

std::string check_system_id(std::string_view text) {
  // SMPP v3.4 §5.2.1: C-Octet String of at most 16 octets with its NUL.
  return text.size() <= 15 ? "" : "is longer than the 15 octets of an SMPP system_id";
}

std::string check_system_type(std::string_view text) {
  return text.size() <= 12 ? "" : "is longer than the 12 octets of an SMPP system_type";
}

std::string check_sender(std::string_view text) {
  const auto star = text.find('*');
  if (text.size() <= 21 && (star == std::string_view::npos || star + 1 == text.size())) return {};
  return "is no sender ID; write it in full, or a prefix that ends in '*' (at most 21 octets)";
}

// 0 switches a timer off, so it is always inside the bounds.
constexpr Span kTimer{0ms, 24h};
constexpr Range kStatus{1, 0xffff'ffff};

}  // namespace

template <>
const Definition& definition_of<SessionTimers>() {
  static const Definition table = define<SessionTimers>(
      "Timers of one side of the relay. 0 switches a timer off.",
      {key<&SessionTimers::session_init>("session_init", Change::kRestart,
                                         "From a connection to a completed bind.", kTimer),
       key<&SessionTimers::enquire_link>("enquire_link", Change::kRestart,
                                         "Silence after which enquire_link is sent.", kTimer),
       key<&SessionTimers::inactivity>(
           "inactivity", Change::kRestart,
           "No message for this long ends the session. Off by default: binds that only receive are "
           "silent for hours.",
           kTimer),
       key<&SessionTimers::response>("response", Change::kRestart,
                                     "From a request that we sent to its response.", kTimer),
       key<&SessionTimers::stall>(
           "stall", Change::kRestart,
           "A peer that takes nothing in for this long, while more than `max_output` waits for it, "
           "is closed.",
           kTimer)});
  return table;
}

template <>
const Definition& definition_of<AnswerStatus>() {
  static const Definition table = define<AnswerStatus>(
      "command_status of our own answers.",
      {key<&AnswerStatus::reject>("reject", Change::kRestart, "For a message that is refused.",
                                  kStatus, Hexadecimal{}),
       key<&AnswerStatus::throttle>("throttle", Change::kRestart,
                                    "For a message that may be tried again.", kStatus,
                                    Hexadecimal{})});
  return table;
}

template <>
const Definition& definition_of<AbsorbConfig>() {
  static const Definition table = define<AbsorbConfig>(
      "The pretended delivery of an absorbed message.",
      {key<&AbsorbConfig::receipt_delay_min>("receipt_delay_min", Change::kRestart,
                                             "Shortest delay of the receipt.", Span{0ms, 24h}),
       key<&AbsorbConfig::receipt_delay_max>(
           "receipt_delay_max", Change::kRestart,
           "Longest delay of the receipt; the delay is random between the two.", Span{0ms, 24h}),
       key<&AbsorbConfig::capacity>(
           "capacity", Change::kRestart,
           "Most pretended messages that one worker remembers for query, cancel and the receipt.",
           Range{1, 10'000'000})});
  return table;
}

template <>
const Definition& definition_of<ListenerConfig>() {
  static const Definition table = define<ListenerConfig>(
      "One listening address for ESMEs.",
      {key<&ListenerConfig::name>("name", Change::kRestart, "Name in events, metrics and accounts.",
                                  Required{}, Form{check_name}),
       key<&ListenerConfig::address>("address", Change::kRestart, "Address and port to listen on.",
                                     Form{check_listen_address}),
       key<&ListenerConfig::mode>(
           "mode", Change::kRestart,
           "transparent: one upstream bind for each ESME bind, with the ESME's own credentials. "
           "terminated: accounts here, a pool of binds with our own credentials upstream."),
       key<&ListenerConfig::upstream>("upstream", Change::kRestart,
                                      "Name of the upstream that its binds go to.", Required{},
                                      Form{check_name}),
       key<&ListenerConfig::numbering_plan>(
           "numbering_plan", Change::kRestart,
           "Name of the numbering plan of what ESMEs submit. Empty: the first plan.",
           Form{check_name}),
       key<&ListenerConfig::default_alphabet>(
           "default_alphabet", Change::kRestart,
           "What octets of data_coding 0 are: the SMSC's default alphabet."),
       key<&ListenerConfig::hold_parts>(
           "hold_parts", Change::kRestart,
           "Parts of a concatenated submit_sm wait so long for the others, unanswered, and are "
           "judged together. 0: each passes as it comes, judged with those before it; the one "
           "that completes a bad text is stopped. Longer than 0 only for ESMEs whose window has "
           "room for all parts.",
           Span{0ms, 60s}),
       key<&ListenerConfig::window>("window", Change::kRestart,
                                    "Requests of one bind that may be under way; beyond it we stop "
                                    "reading from the ESME.",
                                    Range{1, 100'000}),
       key<&ListenerConfig::max_pdu>(
           "max_pdu", Change::kRestart,
           "Largest PDU in octets. 64 KiB of message_payload and a header fit in the default.",
           Range{1'024, 131'072}, Octets{}),
       key<&ListenerConfig::max_output>(
           "max_output", Change::kRestart,
           "Octets waiting for a slow reader before we stop reading from the other side.",
           Range{65'536, 1'073'741'824}, Octets{}),
       key<&ListenerConfig::max_sessions>("max_sessions", Change::kRestart,
                                          "Most sessions of this listener.", Range{1, 100'000}),
       key<&ListenerConfig::max_unbound>(
           "max_unbound", Change::kRestart,
           "Most connections that have not bound yet, over all addresses.", Range{1, 100'000}),
       key<&ListenerConfig::max_failed_binds>(
           "max_failed_binds", Change::kRestart,
           "Failed binds of one address within a minute before its connections are refused.",
           Range{1, 1'000'000}),
       key<&ListenerConfig::max_protocol_errors>(
           "max_protocol_errors", Change::kRestart,
           "Protocol errors within one session before it is closed.", Range{1, 1'000'000}),
       key<&ListenerConfig::timers>("timers", Change::kRestart, "Timers towards the ESME."),
       key<&ListenerConfig::submit_answers>("submit_answers", Change::kRestart,
                                            "Our answers to what ESMEs submit."),
       key<&ListenerConfig::deliver_answers>("deliver_answers", Change::kRestart,
                                             "Our answers to what the SMSC delivers."),
       key<&ListenerConfig::absorb>("absorb", Change::kRestart,
                                    "The pretended delivery of absorbed messages."),
       key<&ListenerConfig::vendor_commands>(
           "vendor_commands", Change::kRestart,
           "command ids outside the SMPP table that are relayed and counted instead of refused.",
           Range{0, 0xffff'ffff}, Hexadecimal{}, Count{0, 64}),
       key<&ListenerConfig::reject_distribution_lists>(
           "reject_distribution_lists", Change::kRestart,
           "submit_multi to a distribution list: true refuses it, false judges sender and text "
           "only."),
       key<&ListenerConfig::outbind_address>(
           "outbind_address", Change::kRestart,
           "Where the SMSC connects to send outbind; empty: no outbind. Transparent mode only.",
           Form{check_optional_listen_address}),
       key<&ListenerConfig::outbind_target>("outbind_target", Change::kRestart,
                                            "The ESME that an outbind is passed on to, host:port.",
                                            Form{check_optional_target_address})});
  return table;
}

template <>
const Definition& definition_of<ReconnectConfig>() {
  static const Definition table = define<ReconnectConfig>(
      "How long to wait before an upstream bind is tried again: doubled after each failure.",
      {key<&ReconnectConfig::min>("min", Change::kRestart, "The first wait.", Span{10ms, 1h}),
       key<&ReconnectConfig::max>("max", Change::kRestart, "The longest wait.", Span{10ms, 1h})});
  return table;
}

template <>
const Definition& definition_of<UpstreamConfig>() {
  static const Definition table = define<UpstreamConfig>(
      "One SMSC.",
      {key<&UpstreamConfig::name>("name", Change::kRestart,
                                  "Name in listeners, events and metrics.", Required{},
                                  Form{check_name}),
       key<&UpstreamConfig::address>("address", Change::kRestart, "Host and port of the SMSC.",
                                     Form{check_connect_address}),
       key<&UpstreamConfig::numbering_plan>(
           "numbering_plan", Change::kRestart,
           "Name of the numbering plan of what the SMSC delivers. Empty: the listener's.",
           Form{check_name}),
       key<&UpstreamConfig::window>("window", Change::kRestart,
                                    "Requests of one bind to the SMSC that may be under way.",
                                    Range{1, 100'000}),
       key<&UpstreamConfig::max_output>(
           "max_output", Change::kRestart,
           "Octets waiting for a slow SMSC before we stop reading from the ESMEs.",
           Range{65'536, 1'073'741'824}, Octets{}),
       key<&UpstreamConfig::connect_timeout>("connect_timeout", Change::kRestart,
                                             "Longest time of a connection attempt.",
                                             Span{100ms, 1h}),
       key<&UpstreamConfig::timers>("timers", Change::kRestart, "Timers towards the SMSC."),
       key<&UpstreamConfig::binds>("binds", Change::kRestart,
                                   "Terminated mode: transceiver binds that each worker keeps.",
                                   Range{1, 256}),
       key<&UpstreamConfig::system_id>("system_id", Change::kRestart,
                                       "Terminated mode: our system_id at the SMSC.",
                                       Form{check_system_id}),
       key<&UpstreamConfig::password_file>(
           "password_file", Change::kRestart,
           "Terminated mode: file whose first line is our password at the SMSC."),
       key<&UpstreamConfig::system_type>("system_type", Change::kRestart,
                                         "Terminated mode: system_type of our binds.",
                                         Form{check_system_type}),
       key<&UpstreamConfig::reconnect>("reconnect", Change::kRestart,
                                       "Waits between attempts to bind.")});
  return table;
}

template <>
const Definition& definition_of<AccountConfig>() {
  static const Definition table = define<AccountConfig>(
      "One account of terminated listeners.",
      {key<&AccountConfig::system_id>("system_id", Change::kRestart, "The ESME's system_id.",
                                      Required{}, Form{check_system_id}),
       key<&AccountConfig::password_hash>(
           "password_hash", Change::kRestart,
           "What `smsfw account hash` prints for the ESME's password.", Required{}, Secret{}),
       key<&AccountConfig::allow_from>("allow_from", Change::kRestart,
                                       "Addresses or networks that may bind. Empty: any.",
                                       Form{check_network}),
       key<&AccountConfig::max_binds>("max_binds", Change::kRestart,
                                      "Most binds at a time, over all workers.", Range{1, 10'000}),
       key<&AccountConfig::senders>("senders", Change::kRestart,
                                    "Sender IDs that may stand in source_addr: in full, or a "
                                    "prefix that ends in '*'. Empty: any.",
                                    Form{check_sender}),
       key<&AccountConfig::numbers>(
           "numbers", Change::kRestart,
           "Destinations of messages from the SMSC (no receipts) that belong to the account: in "
           "full, or a prefix that ends in '*'. The longest match over all accounts wins.",
           Form{check_sender}),
       key<&AccountConfig::throughput>(
           "throughput", Change::kRestart,
           "Messages a second over all binds; beyond it they are throttled. 0: no limit.",
           Range{0, 1'000'000}),
       key<&AccountConfig::default_alphabet>(
           "default_alphabet", Change::kRestart,
           "What octets of data_coding 0 are in the account's messages, in both directions. "
           "Absent: the listener's."),
       key<&AccountConfig::listeners>("listeners", Change::kRestart,
                                      "Names of the listeners that take the account. Empty: all "
                                      "terminated ones.",
                                      Form{check_name})});
  return table;
}

template <>
const Definition& definition_of<RelayConfig>() {
  static const Definition table = define<RelayConfig>(
      "The SMPP edge.",
      {key<&RelayConfig::listeners>("listeners", Change::kRestart, "Where ESMEs connect to.",
                                    Count{0, 64}),
       key<&RelayConfig::upstreams>("upstreams", Change::kRestart, "The SMSCs.", Count{0, 64}),
       key<&RelayConfig::accounts>("accounts", Change::kRestart,
                                   "ESMEs that terminated listeners let in."),
       key<&RelayConfig::routing_file>(
           "routing_file", Change::kRestart,
           "Terminated mode: file of the map from an SMSC's message_id to the account that gets "
           "the receipt."),
       key<&RelayConfig::routing_capacity>("routing_capacity", Change::kRestart,
                                           "Most entries of that map; the oldest goes first.",
                                           Range{1'000, 100'000'000})});
  return table;
}

}  // namespace smsfw
