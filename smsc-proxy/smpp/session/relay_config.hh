#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "filters/core/sms_context.hh"

namespace smsfw::smpp {

/// How a listener treats the binds of its ESMEs.
enum class ListenerMode : std::uint8_t {
  kTransparent,  ///< One upstream bind for each ESME bind, with the ESME's own credentials.
  kTerminated,   ///< Accounts here; a pool of binds with our own credentials upstream.
};

/// Timers of one side of the relay. Zero switches a timer off.
struct SessionTimers {
  /// SMPP v3.4 §7.2 session_init_timer: from connect to a completed bind.
  std::chrono::milliseconds session_init{5'000};
  /// enquire_link_timer: silence after which we ask.
  std::chrono::milliseconds enquire_link{30'000};
  /// inactivity_timer: no message traffic for this long ends the session. Off by default: binds
  /// that only receive are silent for hours.
  std::chrono::milliseconds inactivity{0};
  /// response_timer: from a request that we sent to its response.
  std::chrono::milliseconds response{10'000};
  /// How long a peer may take nothing in while more than max_output waits for it.
  std::chrono::milliseconds stall{60'000};
};

/// command_status of our own answers (semantics: SMPP v3.4 §5.1.3).
struct AnswerStatus {
  std::uint32_t reject = 0x45;    ///< ESME_RSUBMITFAIL
  std::uint32_t throttle = 0x58;  ///< ESME_RTHROTTLED
};

/// The pretended delivery of an absorbed message.
struct AbsorbConfig {
  /// The receipt comes after a random delay between these.
  std::chrono::milliseconds receipt_delay_min{2'000};
  std::chrono::milliseconds receipt_delay_max{10'000};
  /// Most pretended messages remembered a worker (for query, cancel and the receipt).
  std::uint32_t capacity = 100'000;
};

/// One listening address for ESMEs.
struct ListenerConfig {
  std::string name;
  std::string address = "127.0.0.1:2775";
  ListenerMode mode = ListenerMode::kTransparent;
  /// Name of the upstream that its binds go to.
  std::string upstream;
  /// Name of the numbering plan of what ESMEs submit.
  std::string numbering_plan;
  DefaultAlphabet default_alphabet = DefaultAlphabet::kGsm7Unpacked;
  /// Parts of a submit_sm wait so long for the others before they are judged; 0: none waits.
  std::chrono::milliseconds hold_parts{0};
  /// Requests of one bind that may be under way; beyond it we stop reading from the ESME.
  std::uint32_t window = 1'000;
  /// Largest PDU, octets. 64 KiB of message_payload and a header must fit.
  std::uint32_t max_pdu = 70'000;
  /// Octets waiting for a slow reader before we stop reading from the other side.
  std::uint32_t max_output = 1'048'576;
  std::uint32_t max_sessions = 5'000;
  /// Connections that have not bound yet, over all addresses.
  std::uint32_t max_unbound = 500;
  /// Failed binds of one address within a minute before its connections are refused.
  std::uint32_t max_failed_binds = 20;
  /// Protocol errors within one session before it is closed.
  std::uint32_t max_protocol_errors = 16;
  SessionTimers timers;
  AnswerStatus submit_answers{0x45, 0x58};
  AnswerStatus deliver_answers{0x66, 0x64};
  AbsorbConfig absorb;
  /// command ids outside the table that are relayed and counted instead of refused.
  std::vector<std::uint32_t> vendor_commands;
  /// submit_multi to a distribution list (dest_flag 2): refuse, or judge sender and text only.
  bool reject_distribution_lists = false;
  /// Where the SMSC connects to send outbind (SMPP v3.4 §2.2.1); empty: no outbind. Transparent
  /// mode only.
  std::string outbind_address;
  /// The ESME that an outbind is passed on to, host:port.
  std::string outbind_target;
};

/// How long to wait before an upstream bind is tried again: doubled after each failure.
struct ReconnectConfig {
  std::chrono::milliseconds min{500};
  std::chrono::milliseconds max{30'000};
};

/// One SMSC.
struct UpstreamConfig {
  std::string name;
  std::string address = "127.0.0.1:2776";
  /// Numbering plan of what the SMSC delivers; empty: the listener's.
  std::string numbering_plan;
  std::uint32_t window = 1'000;
  std::uint32_t max_output = 1'048'576;
  std::chrono::milliseconds connect_timeout{5'000};
  SessionTimers timers;
  // Terminated mode: the pool of our own binds.
  std::uint32_t binds = 2;  ///< Transceiver binds a worker keeps.
  std::string system_id;
  std::string password_file;  ///< First line is the password. Never part of a dump.
  std::string system_type;
  ReconnectConfig reconnect;
};

/// One account of terminated listeners.
struct AccountConfig {
  std::string system_id;
  /// `scrypt$N$r$p$SALT$HASH` (base64), as `smsfw account hash` prints it.
  std::string password_hash;
  /// Addresses or networks (CIDR) that may bind; empty: any.
  std::vector<std::string> allow_from;
  std::uint32_t max_binds = 4;
  /// Sender IDs that may stand in source_addr: exact, or a prefix that ends in `*`. Empty: any.
  std::vector<std::string> senders;
  /// Destinations of messages from the SMSC (no receipts) that belong to the account: exact, or a
  /// prefix that ends in `*`. The longest match over all accounts wins.
  std::vector<std::string> numbers;
  /// Messages a second over all binds; 0: no limit. Beyond it ESME_RTHROTTLED.
  std::uint32_t throughput = 0;
  /// What octets of data_coding 0 are in the account's messages; absent: the listener's.
  std::optional<DefaultAlphabet> default_alphabet;
  /// Names of listeners that take the account; empty: all terminated ones.
  std::vector<std::string> listeners;
};

/// The SMPP edge's part of the configuration. Keys and their meaning: docs/reference/config.md.
struct RelayConfig {
  std::vector<ListenerConfig> listeners;
  std::vector<UpstreamConfig> upstreams;
  std::vector<AccountConfig> accounts;
  /// File of the map (SMSC, message_id) → account that receipts are routed by.
  std::string routing_file = "run/routing";
  /// Most entries of that map; the oldest goes first.
  std::uint32_t routing_capacity = 1'000'000;
};

}  // namespace smsfw::smpp
