#include "smsc-proxy/tools/ss7-load/options.hh"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <iterator>
#include <string_view>

#include "smsc-proxy/smpp/session/endpoint.hh"
#include "smsc-proxy/ss7/codec/map_errors.hh"

namespace smsfw::ss7_load {
namespace {

using ss7::link::Transport;

constexpr const char* kStation = "Where it stands";

/// What a subcommand's common options are read into, before they are understood.
struct StationWords {
  std::string transport = "m3ua";
  std::string connect;
  std::string listen;
  std::string point_code;
  std::string peer_point_code;
};

void add_station(CLI::App& app, StationWords& words, StationOptions& options) {
  app.add_option("--transport", words.transport, "m3ua (over SCTP) or ipa (over TCP)")
      ->check(CLI::IsMember({"m3ua", "ipa"}))
      ->capture_default_str()
      ->group(kStation);
  auto* connect =
      app.add_option("--connect", words.connect, "HOST:PORT of the STP")->group(kStation);
  app.add_option("--listen", words.listen, "HOST:PORT to wait for the peer on, in place of an STP")
      ->excludes(connect)
      ->group(kStation);
  app.add_option("--accept-from", options.accept_from,
                 "With --listen: the peer's address (that of --listen)")
      ->group(kStation);
  app.add_option("--local-port", options.local_port,
                 "With --connect: source port, where the STP knows us by it (any)")
      ->group(kStation);
  app.add_option("--point-code", words.point_code, "Our own: one number, or 3-8-3 as 2-2-2")
      ->required()
      ->group(kStation);
  app.add_option("--peer-point-code", words.peer_point_code,
                 "Whom messages are for; those of others are refused")
      ->group(kStation);
  app.add_option("--routing-context", options.routing_context, "Of M3UA (none)")->group(kStation);
  app.add_flag("--register", options.registers,
               "With --connect over m3ua: have the STP assign the routing context to --point-code")
      ->group(kStation);
  app.add_option(
         "--as", options.application_server,
         "Name of the application server; over ipa the other end knows us by it: the STP, or one "
         "that listens under the same name")
      ->capture_default_str()
      ->group(kStation);
  app.add_option("--network-indicator", options.network_indicator,
                 "0 international, 2 national (M3UA only)")
      ->check(CLI::Range(0, 3))
      ->capture_default_str()
      ->group(kStation);
}

/// What is wrong, or nothing.
std::string understand(const StationWords& words, StationOptions& options) {
  options.transport = words.transport == "ipa" ? Transport::kIpa : Transport::kM3ua;
  options.listen = !words.listen.empty();
  const std::string& address = options.listen ? words.listen : words.connect;
  if (address.empty()) return "say where: --connect HOST:PORT or --listen HOST:PORT";
  const auto endpoint = smpp::parse_endpoint(address);
  if (!endpoint) return address + ": write HOST:PORT";
  options.host = endpoint->host;
  options.port = endpoint->port;
  if (options.accept_from.empty()) options.accept_from = options.host;
  const auto own = ss7::parse_point_code(words.point_code);
  if (!own) return "--point-code: " + std::string(to_string(own.error().problem));
  options.point_code = *own;
  if (!words.peer_point_code.empty()) {
    const auto peer = ss7::parse_point_code(words.peer_point_code);
    if (!peer) return "--peer-point-code: " + std::string(to_string(peer.error().problem));
    if (*peer == *own) return "--peer-point-code is our own";
    options.peer_point_code = *peer;
  }
  if (options.transport == Transport::kIpa) {
    if (options.routing_context != 0) return "--routing-context belongs to --transport m3ua";
    if (!options.peer_point_code) return "--transport ipa carries none: give --peer-point-code";
    if (options.registers) return "--register belongs to --transport m3ua";
  }
  if (options.registers && options.listen) return "--register belongs to --connect";
  if (options.registers && options.routing_context != 0) {
    return "--register has the STP assign the routing context: leave out --routing-context";
  }
  return {};
}

void add_drive(CLI::App& app, DriveOptions& options) {
  app.add_option("FILE", options.files,
                 "Messages, a line each: hexadecimal octets of SCCP, or a JSON object of fields. "
                 "Lines that begin with # are skipped")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_flag("--renumber", options.renumber,
               "Give hex lines transaction ids and segment references of our own, so that they "
               "can be repeated");
  app.add_option("--count", options.count,
                 "Dialogues in all; from the first line again where the files have fewer (each "
                 "line once)");
  app.add_option("--seconds", options.seconds, "End after so many seconds")
      ->check(CLI::Range(0.0, 1e6));
  app.add_option("--window", options.window, "Dialogues open at a time")
      ->check(CLI::Range(1U, 100'000U))
      ->capture_default_str();
  app.add_option("--rate", options.rate,
                 "Dialogues a second, on a fixed schedule: latency counts from the scheduled time. "
                 "0: as fast as the window allows")
      ->check(CLI::Range(0.0, 1e7))
      ->capture_default_str();
  app.add_option("--timeout", options.timeout, "Seconds to wait for an answer")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app.add_option("--connect-timeout", options.connect_timeout,
                 "Seconds to wait until the peer can be reached")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app.add_option("--expect", options.expect,
                 "What every answer has to be, for exit status 0: result, reject, abort, p_abort, "
                 "returned, closed, continued, timeout, or an error's name; several may be given")
      ->allow_extra_args(false);
  app.add_flag("--print", options.print, "One JSON line an answer");
  app.add_flag("--json", options.json, "The report as one JSON object");
}

void add_answer(CLI::App& app, AnswerOptions& options) {
  app.add_option("--imsi", options.imsi, "sendRoutingInfoForSM: of every subscriber")
      ->capture_default_str();
  app.add_option("--msc", options.msc, "sendRoutingInfoForSM: where every subscriber is")
      ->capture_default_str();
  app.add_option("--subscribers", options.subscribers,
                 "JSON lines with msisdn, imsi, msc, and error for one whose operations fail; "
                 "others are as --imsi, --msc and --error say")
      ->check(CLI::ExistingFile);
  app.add_option("--error", options.error,
                 "Answer with this MAP error, where the operation has it in its version");
  app.add_option("--error-cause", options.error_cause,
                 "Cause in the error's parameter, such as 0 in sm-DeliveryFailure");
  app.add_option("--tp-fcs", options.failure_cause,
                 "sm-DeliveryFailure from version 2 on: TP-FCS of the report in it")
      ->check(CLI::Range(0, 255));
  app.add_flag("--silent", options.silent, "Never answer");
  app.add_flag("--print", options.print, "One JSON line an operation that came in");
}

bool known_error(const std::string& name) {
  for (const auto& row : ss7::map_errors()) {
    if (row.name == name) return true;
  }
  return false;
}

std::string check_drive(const DriveOptions& options) {
  if (!options.station.peer_point_code) return "give --peer-point-code: whom messages are for";
  static constexpr std::string_view kKinds[] = {"result",   "reject", "abort",     "p_abort",
                                                "returned", "closed", "continued", "timeout"};
  for (const std::string& name : options.expect) {
    if (std::find(std::begin(kKinds), std::end(kKinds), name) == std::end(kKinds) &&
        !known_error(name)) {
      return "--expect " + name + ": neither an outcome nor a MAP error";
    }
  }
  return {};
}

std::string check_answer(const AnswerOptions& options) {
  if (!options.error.empty() && !known_error(options.error)) {
    std::string names;
    for (const auto& row : ss7::map_errors())
      names += " " + std::string(row.name);
    return "--error " + options.error + ": no such MAP error; there are" + names;
  }
  if (options.error.empty() && (options.error_cause || options.failure_cause)) {
    return "--error-cause and --tp-fcs belong to --error";
  }
  return {};
}

}  // namespace

std::optional<int> parse_options(int argc, const char* const* argv, Options& options) {
  CLI::App app{
      "The far end of an SS7 network, or load for one: MAP's short message operations over M3UA or "
      "IPA.\nExit 0: all was answered, as --expect says; 1: not, or no peer came about; 2: wrong "
      "use.",
      "ss7-load"};
  app.require_subcommand(1);
  DriveOptions drive;
  AnswerOptions answer;
  StationWords words;
  CLI::App* driving = app.add_subcommand(
      "drive",
      "Sends messages from files, each in a dialogue of its own, and measures the answers");
  CLI::App* answering = app.add_subcommand(
      "answer",
      "HLR, MSC and SMSC at one point code: answers what comes in. The line `counters` on standard "
      "input prints the counters; so does the end, by SIGINT or SIGTERM");
  add_station(*driving, words, drive.station);
  add_drive(*driving, drive);
  add_station(*answering, words, answer.station);
  add_answer(*answering, answer);
  driving->footer(
      "Keys of a line of fields: operation (mt-forwardSM, mo-forwardSM, sendRoutingInfoForSM,\n"
      "reportSM-DeliveryStatus, alertServiceCentre, readyForSM), version (1 to 3; 3, of\n"
      "alertServiceCentre 2), calling and called (digits of the global titles; without one the\n"
      "address is a subsystem number alone), calling_ssn and called_ssn, imsi, msisdn,\n"
      "service_centre, from and to (of the TPDU), text (UTF-8) or data (hex), dcs (by the text),\n"
      "pid, udh (hex, without its length), outcome (of reportSM-DeliveryStatus), reason (of\n"
      "readyForSM), empty_begin (true: the dialogue is opened first), segments (number of XUDT\n"
      "segments), invokes (list of further components), more (list of further messages of the\n"
      "dialogue). What an object in these lists leaves out is as in the line.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const bool drives = driving->parsed();
  std::string wrong = understand(words, drives ? drive.station : answer.station);
  if (wrong.empty()) wrong = drives ? check_drive(drive) : check_answer(answer);
  if (!wrong.empty()) {
    std::cerr << "ss7-load: " << wrong << '\n';
    return 2;
  }
  if (drives) options.drive = std::move(drive);
  if (!drives) options.answer = std::move(answer);
  return std::nullopt;
}

}  // namespace smsfw::ss7_load
