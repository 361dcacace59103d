#include "smsc-proxy/tools/smsc-sim/simulator.hh"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace smsfw::sim {
namespace {

/// system_ids that are told apart; later ones share the last entry.
constexpr std::size_t kMaxAccounts = 10'000;

std::string status_key(std::uint32_t status) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "0x%08x", status);
  return text.data();
}

nlohmann::json by_command(const std::array<std::uint64_t, smpp::kPduCount + 1>& counts) {
  auto out = nlohmann::json::object();
  for (std::size_t i = 0; i < smpp::kPduCount; ++i) {
    if (counts[i] != 0) out[std::string(smpp::kPdus[i].name)] = counts[i];
  }
  if (counts[smpp::kPduCount] != 0) out["unknown"] = counts[smpp::kPduCount];
  return out;
}

nlohmann::json by_status(const std::map<std::uint32_t, std::uint64_t>& counts) {
  auto out = nlohmann::json::object();
  for (const auto& [status, count] : counts)
    out[status_key(status)] = count;
  return out;
}

}  // namespace

Simulator::Simulator(asio::io_context& io, const Options& options)
    : io_(io),
      options_(options),
      acceptor_(io),
      timer_(io),
      mo_timer_(io),
      enquire_timer_(io),
      messages_(options.first_id, options.remembered),
      now_(Clock::now()),
      random_(options.seed) {
  if (!options.record.empty()) {
    record_ = std::fopen(options.record.c_str(), "w");
    if (record_ == nullptr) throw std::runtime_error("cannot write " + options.record);
  }
}

Simulator::~Simulator() {
  if (record_ != nullptr) std::fclose(record_);
}

std::uint16_t Simulator::listen() {
  const tcp::endpoint endpoint(asio::ip::make_address(options_.address), options_.port);
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address(true));
  acceptor_.bind(endpoint);
  acceptor_.listen(1024);
  accept();
  if (options_.mo_rate > 0) {
    mo_last_ = Clock::now();
    send_mo_traffic();
  }
  if (options_.enquire_link.count() > 0) send_enquire_links();
  return acceptor_.local_endpoint().port();
}

void Simulator::accept() {
  acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
    if (stopped_ || error == asio::error::operation_aborted) return;
    if (!error) adopt(std::move(socket))->start();
    accept();
  });
}

std::shared_ptr<Session> Simulator::adopt(tcp::socket socket) {
  ++counts_.connections;
  const auto id = next_session_++;
  auto session = std::make_shared<Session>(*this, std::move(socket), id);
  sessions_.emplace(id, session);
  return session;
}

void Simulator::stop() {
  if (std::exchange(stopped_, true)) return;
  error_code ignored;
  acceptor_.close(ignored);
  timer_.cancel();
  mo_timer_.cancel();
  enquire_timer_.cancel();
  const auto sessions = sessions_;  // close() takes them out of the map
  for (const auto& [id, session] : sessions)
    session->close();
  io_.stop();
}

void Simulator::begin_turn() {
  now_ = Clock::now();
}

void Simulator::on_closed(Session& session) {
  if (session.bind != BindKind::kNone) {
    auto& binds = accounts_[session.account]->binds;
    binds.erase(std::remove(binds.begin(), binds.end(), &session), binds.end());
    session.bind = BindKind::kNone;
  }
  sessions_.erase(session.id());
}

void Simulator::note_sent(Session& session, std::span<const std::byte> pdu) {
  if (const auto header = smpp::decode_header(pdu)) {
    ++counts_.sent[smpp::pdu_index(header->command_id)];
    if (smpp::is_response(header->command_id)) {
      ++counts_.answered[static_cast<std::uint32_t>(header->command_status)];
    }
  }
  record(session, "out", pdu);
}

void Simulator::record(const Session& session, const char* direction,
                       std::span<const std::byte> pdu) {
  if (record_ == nullptr) return;
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string line = std::to_string(session.id()) + ' ' + direction + ' ';
  for (const auto octet : pdu) {
    line += kDigits[std::to_integer<unsigned>(octet) >> 4U];
    line += kDigits[std::to_integer<unsigned>(octet) & 15U];
  }
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), record_);
  std::fflush(record_);
}

std::uint32_t Simulator::account_index(std::string_view system_id) {
  const auto found = account_by_name_.find(std::string(system_id));
  if (found != account_by_name_.end()) return found->second;
  if (accounts_.size() == kMaxAccounts) return kMaxAccounts - 1;
  const auto index = static_cast<std::uint32_t>(accounts_.size());
  accounts_.push_back(std::make_unique<Account>());
  accounts_.back()->system_id = system_id;
  account_by_name_.emplace(system_id, index);
  return index;
}

std::chrono::microseconds Simulator::draw(const DelayRange& range) {
  if (range.min == range.max) return range.min;
  std::uniform_int_distribution<std::int64_t> pick(range.min.count(), range.max.count());
  return std::chrono::microseconds{pick(random_)};
}

std::string Simulator::summary() const {
  nlohmann::json out;
  out["connections"] = counts_.connections;
  out["received"] = by_command(counts_.received);
  out["sent"] = by_command(counts_.sent);
  out["statuses"] = by_status(counts_.answered);
  out["deliver_statuses"] = by_status(counts_.deliver_statuses);
  out["receipts"] = counts_.receipts;
  out["receipts_dropped"] = counts_.receipts_dropped;
  out["undecodable"] = counts_.undecodable;
  out["left_silent"] = counts_.left_silent;
  return out.dump();
}

}  // namespace smsfw::sim
