#include "smsc-proxy/tools/smsc-sim/options.hh"

#include <CLI/CLI.hpp>
#include <charconv>
#include <map>

namespace smsfw::sim {
namespace {

std::optional<std::chrono::microseconds> parse_milliseconds(const std::string& text) {
  try {
    std::size_t used = 0;
    const double value = std::stod(text, &used);
    if (used != text.size() || !(value >= 0) || value > 86'400'000.0) return std::nullopt;
    return std::chrono::microseconds{static_cast<std::int64_t>(value * 1000.0)};
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

CLI::Validator status_text() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        std::uint32_t value = 0;
        const bool hex = text.rfind("0x", 0) == 0 || text.rfind("0X", 0) == 0;
        const char* first = text.data() + (hex ? 2 : 0);
        const char* last = text.data() + text.size();
        const auto [end, error] = std::from_chars(first, last, value, hex ? 16 : 10);
        if (error != std::errc{} || end != last) return "not a status: " + text;
        text = std::to_string(value);
        return {};
      },
      "STATUS");
}

}  // namespace

std::optional<DelayRange> parse_delay(const std::string& text) {
  const auto dash = text.find('-');
  const auto min = parse_milliseconds(text.substr(0, dash));
  const auto max = dash == std::string::npos ? min : parse_milliseconds(text.substr(dash + 1));
  if (!min || !max || *max < *min) return std::nullopt;
  return DelayRange{*min, *max};
}

std::optional<int> parse_options(int argc, const char* const* argv, Options& options) {
  CLI::App app{
      "An SMSC for tests and measurements. Prints 'listening on ADDRESS:PORT' when it is ready "
      "and\n"
      "a summary as JSON when it ends (SIGTERM, SIGINT).",
      "smsc-sim"};
  std::vector<std::string> accounts;
  std::string response_delay = "0";
  std::string receipt_delay = "100";
  std::uint32_t enquire_ms = 0;
  const std::map<std::string, IdForm> forms{{"decimal", IdForm::kDecimal}, {"hex", IdForm::kHex}};
  const CLI::Validator delay_text(
      [](std::string& text) {
        return parse_delay(text) ? std::string{} : "not a delay (50 or 20-80): " + text;
      },
      "MS|MIN-MAX");

  app.add_option("--address", options.address, "Address to listen on")->capture_default_str();
  app.add_option("--port", options.port, "Port to listen on; 0: any free one")
      ->capture_default_str();
  app.add_option("--command-port", options.command_port,
                 "Loopback port for commands, one a line ('help' lists them); 0: any free one, "
                 "printed as 'commands on 127.0.0.1:PORT'");
  app.add_option("--system-id", options.system_id, "Our system_id in bind responses")
      ->capture_default_str();
  app.add_option("--account", accounts,
                 "SYSTEM_ID:PASSWORD that may bind; repeatable; none given: any may");

  app.add_option("--id-form", options.response_ids, "Message ids in responses: decimal or hex")
      ->transform(CLI::CheckedTransformer(forms));
  app.add_option("--receipt-id-form", options.receipt_ids,
                 "Message ids in receipts: decimal or hex")
      ->transform(CLI::CheckedTransformer(forms));
  app.add_option("--first-id", options.first_id, "The first message's id")->capture_default_str();
  app.add_option("--remember", options.remembered,
                 "Messages that query, cancel, replace and receipts can find")
      ->check(CLI::Range(1U, 16'777'216U))
      ->capture_default_str();

  app.add_option("--response-delay", response_delay, "Time before a response")->check(delay_text);
  app.add_option("--receipt-delay", receipt_delay, "Time before the final receipt")
      ->check(delay_text)
      ->capture_default_str();
  app.add_option("--receipt-state", options.receipt_state, "Final state of messages")
      ->check(CLI::IsMember(
          {"DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD"}))
      ->capture_default_str();
  app.add_flag("--receipt-before-response", options.receipt_before_response,
               "The final receipt is sent before the response");
  app.add_flag("--receipt-on-other-bind", options.receipt_on_other_bind,
               "Receipts go to another bind of the system_id than the submitting one");
  app.add_flag("--receipt-after-rebind", options.receipt_after_rebind,
               "Receipts wait until the system_id has bound again");
  app.add_flag("--receipt-as-data-sm", options.receipt_as_data_sm, "Receipts come as data_sm");
  app.add_flag("--receipt-without-tlvs", options.receipt_without_tlvs,
               "Receipts carry their text alone");
  app.add_option("--deliver-window", options.deliver_window, "Unanswered deliver_sm of one bind")
      ->check(CLI::Range(1U, 100'000U))
      ->capture_default_str();

  app.add_option("--mo-rate", options.mo_rate, "deliver_sm a second, over all receiving binds")
      ->check(CLI::Range(0.0, 1e6));
  app.add_option("--mo-from", options.mo_from, "Their source_addr")->capture_default_str();
  app.add_option("--mo-to", options.mo_to, "Their destination_addr")->capture_default_str();
  app.add_option("--mo-text", options.mo_text, "Their text (ASCII, at most 254 octets)")
      ->check([](const std::string& text) {
        return text.size() <= 254 ? std::string{} : std::string{"longer than 254 octets"};
      });

  app.add_option("--error-status", options.error_status, "Status of injected errors")
      ->transform(status_text());
  app.add_option("--error-every", options.error_every, "Every Nth submit gets the error");
  app.add_option("--error-share", options.error_share, "This share of submits gets the error")
      ->check(CLI::Range(0.0, 1.0));
  app.add_flag("--error-without-body", options.error_without_body,
               "Error responses end behind the header");
  app.add_option("--silent-every", options.silent_every, "Every Nth submit gets no response");
  app.add_option("--close-every", options.close_every,
                 "Every Nth submit closes its connection instead of being answered");
  app.add_flag("--silent-query", options.silent_query, "query_sm is never answered");
  app.add_option("--reject-prefix", options.reject_prefix,
                 "Destinations that begin so are refused (0x0B)");
  app.add_option("--throttle", options.throttle,
                 "Submits a second of one system_id; beyond it 0x58")
      ->check(CLI::Range(0.0, 1e7));
  app.add_option("--window", options.window,
                 "Submits of one bind that wait for their delayed response; beyond it 0x14");

  app.add_option("--enquire-link-ms", enquire_ms, "Send enquire_link on each bind this often");
  app.add_option("--record", options.record,
                 "Write every PDU to this file: SESSION in|out HEX, one a line");
  app.add_option("--summary", options.summary, "Write the summary here instead of standard output");
  app.add_option("--seed", options.seed, "Seed of everything random")->capture_default_str();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  for (const auto& account : accounts) {
    const auto colon = account.find(':');
    if (colon == std::string::npos || colon == 0) {
      std::cerr << "smsc-sim: --account " << account << ": write SYSTEM_ID:PASSWORD\n";
      return 2;
    }
    options.accounts.emplace_back(account.substr(0, colon), account.substr(colon + 1));
  }
  options.response_delay = *parse_delay(response_delay);
  options.receipt_delay = *parse_delay(receipt_delay);
  options.enquire_link = std::chrono::milliseconds{enquire_ms};
  return std::nullopt;
}

}  // namespace smsfw::sim
