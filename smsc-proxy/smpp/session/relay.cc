#include "smsc-proxy/smpp/session/relay.hh"

#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <utility>

#include "smsc-proxy/smpp/session/session.hh"

namespace smsfw::smpp {
namespace {

using namespace std::chrono_literals;

std::uint32_t most_absorbed(const RelayConfig& config) {
  std::uint32_t most = 1000;
  for (const auto& listener : config.listeners) {
    most = std::max(most, listener.absorb.capacity);
  }
  return most;
}

void listen_on(tcp::acceptor& acceptor, const tcp::endpoint& endpoint, error_code& error) {
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
}

}  // namespace

/// One listening socket.
struct Relay::Port {
  Port(app::Worker& on, Listener& of, bool is_outbind)
      : worker(on), listener(of), outbind(is_outbind), acceptor(on.io()) {}
  app::Worker& worker;
  Listener& listener;
  const bool outbind;
  tcp::acceptor acceptor;
  tcp::endpoint endpoint;
  std::mutex mutex;  // native
  int native = -1;   // for close_listeners() from another thread
};

Relay::Relay(const RelayConfig& config, Parts parts)
    : config_(config), parts_(std::move(parts)), absorbed_(most_absorbed(config)) {}

Relay::~Relay() = default;

Expected<std::unique_ptr<Relay>, std::string> Relay::build(const RelayConfig& config, Parts parts) {
  std::unique_ptr<Relay> relay(new Relay(config, std::move(parts)));
  auto accounts = AccountBook::build(config.accounts);
  if (!accounts) return Unexpected<std::string>(accounts.error());
  relay->accounts_ = std::move(*accounts);
  const bool terminated =
      std::any_of(config.listeners.begin(), config.listeners.end(),
                  [](const ListenerConfig& one) { return one.mode == ListenerMode::kTerminated; });
  // Transparent listeners route nothing by message_id: no file for them.
  auto routes = ReceiptRoutes::open(terminated ? config.routing_file : std::string{},
                                    terminated ? config.routing_capacity : 64);
  if (!routes) return Unexpected<std::string>(routes.error());
  relay->routes_ = std::move(*routes);
  relay->passwords_ = std::make_unique<PasswordCheck>(relay->parts_.verify_password);
  relay->shared_.reset(new RelayShared{
      config, relay->parts_.overload, relay->absorbed_, relay->directory_, relay->failed_binds_,
      *relay->accounts_, *relay->routes_, *relay->passwords_, [raw = relay.get()](unsigned worker) {
        return worker < raw->edges_.size() ? raw->edges_[worker].get() : nullptr;
      }});

  // Names of numbering plans by index: the listener's for submits, the upstream's for delivers.
  std::vector<std::string> plans;
  const auto plan = [&plans](const std::string& name) {
    const auto at = std::find(plans.begin(), plans.end(), name);
    if (at != plans.end()) return static_cast<std::uint16_t>(at - plans.begin());
    plans.push_back(name);
    return static_cast<std::uint16_t>(plans.size() - 1);
  };
  std::vector<std::string> upstream_names;
  for (const auto& one : config.upstreams)
    upstream_names.push_back(one.name);
  for (std::size_t i = 0; i < config.listeners.size(); ++i) {
    const ListenerConfig& one = config.listeners[i];
    const auto upstream = std::find_if(config.upstreams.begin(), config.upstreams.end(),
                                       [&](const auto& up) { return up.name == one.upstream; });
    if (upstream == config.upstreams.end()) {
      return Unexpected<std::string>("listener '" + one.name + "': no upstream named '" +
                                     one.upstream + "'");
    }
    const auto index = [](std::size_t at) {
      return static_cast<std::uint8_t>(std::min<std::size_t>(at, app::kMaxListeners - 1));
    };
    relay->listeners_.push_back(std::unique_ptr<Listener>(new Listener{
        one, app::ListenerIndex{index(i)}, *upstream,
        app::UpstreamIndex{index(static_cast<std::size_t>(upstream - config.upstreams.begin()))},
        plan(one.numbering_plan),
        plan(upstream->numbering_plan.empty() ? one.numbering_plan : upstream->numbering_plan)}));
  }
  relay->parts_.metrics.set_upstreams(std::move(upstream_names));
  for (auto& worker : relay->parts_.workers) {
    relay->edges_.push_back(std::make_unique<Edge>(
        *worker, *relay->shared_,
        MessageJudge(relay->parts_.rulesets, make_chain(relay->parts_.filter_states), plans),
        relay->parts_.metrics.add_shard(),
        relay->parts_.events.add_producer(relay->parts_.event_ring_bytes)));
    relay->load_.push_back(std::make_unique<std::atomic<std::uint32_t>>(0));
  }
  if (auto opened = relay->open_ports(); !opened) return Unexpected<std::string>(opened.error());
  return relay;
}

Expected<void, std::string> Relay::open_ports() {
  const auto open = [this](Listener& listener, const std::string& address,
                           bool outbind) -> Expected<void, std::string> {
    // All that shares an upstream in terminated mode shares a worker: receipts and pools stay on
    // one thread. Transparent connections are spread after accept.
    std::size_t group = 0;
    for (std::size_t i = 0; i < config_.upstreams.size(); ++i) {
      if (config_.upstreams[i].name == listener.upstream.name) group = i;
    }
    auto& worker = *parts_.workers[group % parts_.workers.size()];
    auto port = std::make_unique<Port>(worker, listener, outbind);
    std::string host;
    std::string number;
    error_code error;
    if (!split_address(address, host, number)) {
      return Unexpected<std::string>("listener '" + listener.config.name + "': address '" +
                                     address + "' is not host:port");
    }
    const auto ip = asio::ip::make_address(host == "*" ? "0.0.0.0" : host, error);
    const auto fail = [&](const char* what) {
      return Unexpected<std::string>("listener '" + listener.config.name + "': cannot " + what +
                                     " " + address + ": " + error.message());
    };
    if (error) return fail("listen on");
    port->endpoint =
        tcp::endpoint(ip, static_cast<std::uint16_t>(std::strtoul(number.c_str(), nullptr, 10)));
    listen_on(port->acceptor, port->endpoint, error);
    if (error) return fail("listen on");
    port->endpoint = port->acceptor.local_endpoint(error);
    port->native = port->acceptor.native_handle();
    ports_.push_back(std::move(port));
    return {};
  };
  for (auto& listener : listeners_) {
    if (auto done = open(*listener, listener->config.address, false); !done) return done;
    if (!listener->config.outbind_address.empty()) {
      if (auto done = open(*listener, listener->config.outbind_address, true); !done) return done;
    }
  }
  return {};
}

void Relay::start() {
  listening_.store(true, std::memory_order_relaxed);
  for (auto& port : ports_) {
    port->worker.post([this, raw = port.get()] { accept_next(*raw); });
    if (port->listener.config.mode == ListenerMode::kTerminated) {
      // The pool comes up before the first ESME does.
      port->worker.post(
          [this, raw = port.get()] { edges_[raw->worker.index()]->pool(raw->listener); });
    }
  }
}

unsigned Relay::pick_worker() const noexcept {
  unsigned best = 0;
  for (unsigned i = 1; i < load_.size(); ++i) {
    if (load_[i]->load(std::memory_order_relaxed) < load_[best]->load(std::memory_order_relaxed)) {
      best = i;
    }
  }
  return best;
}

void Relay::accept_next(Port& port) {
  port.acceptor.async_accept([this, &port](const error_code& error, tcp::socket socket) {
    port.worker.begin_turn();
    if (!error) {
      accepted(port, std::move(socket));
    } else if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor ||
               error == asio::error::invalid_argument) {
      return;  // closed, by us
    } else if (error == asio::error::no_descriptors) {
      // Out of file descriptors: a pause lets sessions end; peers wait in the backlog.
      auto timer = std::make_shared<asio::steady_timer>(port.worker.io(), 100ms);
      timer->async_wait([this, &port, timer](const error_code&) { accept_next(port); });
      return;
    }
    accept_next(port);
  });
}

void Relay::accepted(Port& port, tcp::socket socket) {
  Listener& listener = port.listener;
  if (port.outbind) {
    edges_[port.worker.index()]->accept_outbind(std::move(socket), listener);
    return;
  }
  error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return;  // gone already
  const auto now = app::Worker::steady_now();
  const bool full =
      listener.sessions.load(std::memory_order_relaxed) >= listener.config.max_sessions ||
      listener.unbound.load(std::memory_order_relaxed) >= listener.config.max_unbound;
  const bool refused =
      failed_binds_.refused(peer.address().to_string(), listener.config.max_failed_binds, now);
  Edge& here = *edges_[port.worker.index()];
  if (full || refused) {
    // Closed at once; the counter and the event tell why.
    const auto why = full ? app::BindRefusal::kSessions : app::BindRefusal::kFailedBinds;
    here.metrics().count<app::Metric::kBindsRefused>(1, listener.index, why);
    events::SessionFacts facts;
    facts.what = events::SessionWhat::kBindRefused;
    facts.listener = listener.config.name;
    const std::string remote = peer.address().to_string() + ":" + std::to_string(peer.port());
    facts.remote = remote;
    facts.reason = app::kBindRefusalNames[static_cast<std::size_t>(why)];
    here.session_event(facts);
    return;
  }
  listener.sessions.fetch_add(1, std::memory_order_relaxed);
  listener.unbound.fetch_add(1, std::memory_order_relaxed);
  if (listener.config.mode == ListenerMode::kTerminated || edges_.size() == 1) {
    here.accept(std::move(socket), listener);
    return;
  }
  // Sessions never move later, so the worker is chosen now: the one that was given fewest.
  const unsigned chosen = pick_worker();
  load_[chosen]->fetch_add(1, std::memory_order_relaxed);
  if (chosen == port.worker.index()) {
    here.accept(std::move(socket), listener);
    return;
  }
  const auto protocol = peer.protocol();
  const int native = socket.release(error);
  Edge& there = *edges_[chosen];
  const bool posted = !error && there.worker().post([&there, &listener, protocol, native] {
    there.accept(tcp::socket(there.worker().io(), protocol, native), listener);
  });
  if (!posted) {
    tcp::socket lost(port.worker.io(), protocol, native);
    listener.sessions.fetch_sub(1, std::memory_order_relaxed);
    listener.unbound.fetch_sub(1, std::memory_order_relaxed);
  }
}

std::vector<std::pair<std::string, std::string>> Relay::addresses() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& port : ports_) {
    const auto ip = port->endpoint.address().is_v6()
                        ? "[" + port->endpoint.address().to_string() + "]"
                        : port->endpoint.address().to_string();
    all.emplace_back(port->listener.config.name + (port->outbind ? "/outbind" : ""),
                     ip + ":" + std::to_string(port->endpoint.port()));
  }
  return all;
}

bool Relay::wait_for_generation(std::uint64_t generation, std::chrono::milliseconds limit) {
  // Outlives this call: a worker that is stuck may report after the limit.
  struct Count {
    std::mutex mutex;
    std::condition_variable reported;
    std::size_t done = 0;
  };
  auto count = std::make_shared<Count>();
  for (auto& edge : edges_) {
    edge->worker().post([raw = edge.get(), count, generation] {
      raw->take_ruleset();
      if (raw->judge().generation() >= generation) {
        const std::lock_guard lock(count->mutex);
        ++count->done;
        count->reported.notify_all();
      }
    });
  }
  std::unique_lock lock(count->mutex);
  return count->reported.wait_for(lock, limit, [&] { return count->done == edges_.size(); });
}

void Relay::close_listeners() noexcept {
  listening_.store(false, std::memory_order_relaxed);
  for (auto& port : ports_) {
    const std::lock_guard lock(port->mutex);
    // shutdown() ends the listening state at once, from any thread; the worker that owns the
    // socket may be the one that is stuck.
    if (port->native >= 0) ::shutdown(port->native, SHUT_RDWR);
  }
}

void Relay::reopen_listeners() {
  for (auto& port : ports_) {
    port->worker.post([this, raw = port.get()] {
      const std::lock_guard lock(raw->mutex);
      error_code error;
      raw->acceptor.close(error);
      raw->acceptor = tcp::acceptor(raw->worker.io());
      listen_on(raw->acceptor, raw->endpoint, error);
      if (error) return;
      raw->native = raw->acceptor.native_handle();
      accept_next(*raw);
    });
  }
  listening_.store(true, std::memory_order_relaxed);
}

void Relay::drain(std::chrono::milliseconds limit) {
  shared_->draining.store(true, std::memory_order_relaxed);
  close_listeners();
  const auto until = std::chrono::steady_clock::now() + limit;
  // Asks every worker how much is under way until none is left.
  while (std::chrono::steady_clock::now() < until) {
    auto left = std::make_shared<std::atomic<std::size_t>>(0);
    auto answered = std::make_shared<std::atomic<std::size_t>>(0);
    for (auto& edge : edges_) {
      edge->worker().post([raw = edge.get(), left, answered] {
        raw->sessions().for_each([&](Session& one) { left->fetch_add(one.in_flight()); });
        answered->fetch_add(1);
      });
    }
    std::this_thread::sleep_for(20ms);
    if (answered->load() == edges_.size() && left->load() == 0) break;
  }
  for (auto& edge : edges_) {
    edge->worker().post([raw = edge.get()] { raw->unbind_all(); });
  }
  const auto gone = std::chrono::steady_clock::now() + 2s;
  while (std::chrono::steady_clock::now() < gone) {
    const bool empty = std::all_of(listeners_.begin(), listeners_.end(), [](const auto& one) {
      return one->sessions.load(std::memory_order_relaxed) == 0;
    });
    if (empty) break;
    std::this_thread::sleep_for(10ms);
  }
}

std::vector<Relay::ListenerStatus> Relay::status() const {
  std::vector<ListenerStatus> all;
  for (const auto& port : ports_) {
    if (port->outbind) continue;
    const Listener& listener = port->listener;
    const std::uint32_t sessions = listener.sessions.load(std::memory_order_relaxed);
    const std::uint32_t unbound = listener.unbound.load(std::memory_order_relaxed);
    all.push_back(
        {listener.config.name,
         port->endpoint.address().to_string() + ":" + std::to_string(port->endpoint.port()),
         listener.config.mode == ListenerMode::kTerminated ? "terminated" : "transparent",
         listener.upstream.name, sessions, sessions > unbound ? sessions - unbound : 0});
  }
  return all;
}

}  // namespace smsfw::smpp
