// The control port over real loopback sockets.
#include "smsc-proxy/control/admin_http.hh"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "smsc-proxy/control/admin_routes.hh"
#include "smsc-proxy/control/tls_context.hh"
#include "tests/catch.hh"
#include "tests/unit/control/admin_fixture.hh"

using namespace smsfw;
using namespace smsfw::control;
using namespace smsfw::control::test;
using nlohmann::json;

namespace {

// A server on a thread of its own, and what it was asked to do.
class Server {
 public:
  explicit Server(AdminConfig config = {}, AdminLimits limits = {}) {
    if (config.listen == AdminConfig{}.listen) config.listen = "127.0.0.1:0";
    config.token_file = directory_.file("control.token");
    config.limits = limits;
    server_ = std::make_unique<AdminServer>(io_, config, routes(), [this](const AdminAudit& audit) {
      const std::lock_guard lock(mutex_);
      audits_.push_back(audit);
    });
    std::getline(std::ifstream(config.token_file), token_);
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Server() {
    asio::post(io_, [this] { server_->stop(); });
    thread_.join();
    if (reloader_.joinable()) reloader_.join();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  tcp::endpoint endpoint() const { return server_->local_endpoint(); }
  std::string host() const { return "127.0.0.1:" + std::to_string(endpoint().port()); }
  const std::string& token() const { return token_; }
  std::vector<AdminAudit> audits() const {
    const std::lock_guard lock(mutex_);
    return audits_;
  }
  std::array<std::uint64_t, 5> answered() const { return server_->answered(); }
  bool monitor() const { return monitor_; }
  void set_ready(bool ready) { ready_ = ready; }
  const ScratchDirectory& directory() const { return directory_; }

 private:
  std::vector<AdminRoute> routes() {
    AdminSource source;
    source.version = "0.1.0";
    source.ready = [this] {
      return ready_ ? Readiness{true, "all workers turn"} : Readiness{false, "worker 1 is stuck"};
    };
    source.metrics = [] { return std::string("smsfw_ready 1\n"); };
    source.status = [] {
      return json{{"node", "<fw&1>"},
                  {"workers", json::array({{{"id", 0}, {"turns", 7}}, {{"id", 1}}})}};
    };
    source.config = [] { return std::string("node: fw1\n"); };
    source.blocks = [] { return json::array({{{"limit", "per_source"}, {"key", "84*******78"}}}); };
    source.bypass = [](bool, const std::string&) { return Done{}; };
    source.monitor = [this](bool on, const std::string&) {
      monitor_ = on;
      return Done{true, on ? "on" : "off"};
    };
    // Answers later, from another thread, as a reload that compiles does.
    source.reload = [this](const std::string& actor, std::function<void(Done)> then) {
      if (reloader_.joinable()) reloader_.join();
      reloader_ = std::thread([actor, then = std::move(then)] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        then({false, "packs/x.yaml:3: no such key; asked by " + actor});
      });
    };
    auto routes = admin_routes(std::move(source));
    routes.push_back(
        {"GET", "/fails", AdminAccess::kRead, "Fails.", "", "application/json",
         [](const AdminRequest&, const AdminReply&) { throw std::runtime_error("it broke"); }});
    routes.push_back({"GET", "/never", AdminAccess::kRead, "Never answers.", "", "application/json",
                      [](const AdminRequest&, const AdminReply&) {}});
    return routes;
  }

  const ScratchDirectory directory_;
  asio::io_context io_{1};
  std::unique_ptr<AdminServer> server_;
  std::string token_;
  std::thread thread_;
  std::thread reloader_;
  mutable std::mutex mutex_;
  std::vector<AdminAudit> audits_;
  std::atomic<bool> monitor_{false};
  std::atomic<bool> ready_{true};
};

using Fields = std::vector<std::pair<std::string, std::string>>;
using Answer = http::response<http::string_body>;

http::request<http::string_body> make_request(const Server& server, http::verb method,
                                              const std::string& target, const Fields& fields,
                                              const std::string& body) {
  http::request<http::string_body> request(method, target, 11);
  request.set(http::field::host, server.host());
  for (const auto& [name, value] : fields) {
    if (value.empty()) {
      request.erase(name);
    } else {
      request.set(name, value);
    }
  }
  request.body() = body;
  if (!body.empty()) request.prepare_payload();
  return request;
}

template <class Stream>
Answer round_trip(Stream& stream, const http::request<http::string_body>& request) {
  http::write(stream, request);
  beast::flat_buffer buffer;
  Answer answer;
  http::read(stream, buffer, answer);
  return answer;
}

Answer ask(const Server& server, http::verb method, const std::string& target,
           const Fields& fields = {}, const std::string& body = "") {
  asio::io_context io;
  beast::tcp_stream stream(io);
  stream.connect(server.endpoint());
  return round_trip(stream, make_request(server, method, target, fields, body));
}

Answer get(const Server& server, const std::string& target, const Fields& fields = {}) {
  return ask(server, http::verb::get, target, fields);
}

// Sends raw octets and reads until the server closes; empty when it says nothing.
std::string raw(const Server& server, const std::string& octets) {
  asio::io_context io;
  tcp::socket socket(io);
  socket.connect(server.endpoint());
  error_code failed;
  asio::write(socket, asio::buffer(octets), failed);
  std::string answer;
  asio::read(socket, asio::dynamic_buffer(answer), failed);
  return answer;
}

Fields bearer(const std::string& token) {
  return {{"Authorization", "Bearer " + token}};
}

}  // namespace

TEST_CASE("reads are free on loopback", "[admin]") {
  Server server;
  CHECK(get(server, "/healthz").body() == "ok\n");
  CHECK(get(server, "/metrics").body() == "smsfw_ready 1\n");
  CHECK(get(server, "/metrics")[http::field::content_type].starts_with("text/plain"));
  CHECK(json::parse(get(server, "/api/v1/status?pretty=1").body()).at("node") == "<fw&1>");
  CHECK(json::parse(get(server, "/api/v1/config").body()).at("config") == "node: fw1\n");
  CHECK(json::parse(get(server, "/api/v1/blocks").body()).at("blocks").size() == 1);
  CHECK(get(server, "/healthz", {{"Host", "localhost:1"}}).result_int() == 200);
  CHECK(get(server, "/healthz", {{"Host", "[::1]"}}).result_int() == 200);
  CHECK(server.answered()[1] == 8);
  CHECK(server.audits().empty());
}

TEST_CASE("readiness has a status and a reason", "[admin]") {
  Server server;
  CHECK(get(server, "/readyz").result_int() == 200);
  server.set_ready(false);
  const auto answer = get(server, "/readyz");
  CHECK(answer.result_int() == 503);
  CHECK(answer.body() == "worker 1 is stuck\n");
  CHECK(get(server, "/healthz").result_int() == 200);
}

TEST_CASE("changes need the token, and are audited", "[admin]") {
  Server server;
  const std::string on = R"({"on": true})";
  const auto post = [&](const Fields& fields, const std::string& body) {
    return ask(server, http::verb::post, "/api/v1/monitor", fields, body).result_int();
  };
  CHECK(post({}, on) == 401);
  CHECK(post(bearer("wrong"), on) == 401);
  CHECK(post(bearer(server.token() + "0"), on) == 401);
  CHECK(post(bearer(server.token().substr(1)), on) == 401);
  CHECK(post({{"Authorization", "Basic " + server.token()}}, on) == 401);
  CHECK_FALSE(server.monitor());
  CHECK(post(bearer(server.token()), on) == 200);
  CHECK(server.monitor());
  for (const char* bad : {"", "{}", "{\"on\":1}", "{\"on\":true,\"x\":1}", "[", "\"on\""})
    CHECK(post(bearer(server.token()), bad) == 400);
  CHECK(server.monitor());

  const auto audits = server.audits();
  REQUIRE(audits.size() == 12);
  CHECK(audits[0].actor == "unknown");
  CHECK(audits[0].result == "401");
  CHECK(audits[5].actor == "token");
  CHECK(audits[5].act == "POST /api/v1/monitor");
  CHECK(audits[5].target == on);
  CHECK(audits[5].result == "ok");
  CHECK(audits[5].remote.rfind("127.0.0.1:", 0) == 0);
  CHECK(audits[6].result == "400");
  for (const auto& audit : audits)
    CHECK(audit.target.find(server.token()) == std::string::npos);
}

TEST_CASE("a handler may answer later, from another thread", "[admin]") {
  Server server;
  const auto answer = ask(server, http::verb::post, "/api/v1/reload", bearer(server.token()));
  CHECK(answer.result_int() == 409);
  const json body = json::parse(answer.body());
  CHECK(body.at("ok") == false);
  CHECK(body.at("text") == "packs/x.yaml:3: no such key; asked by token");
}

TEST_CASE("other names and other sites' pages are refused", "[admin]") {
  Server server;
  const std::string own = "http://" + server.host();
  CHECK(get(server, "/metrics", {{"Host", "evil.example"}}).result_int() == 421);
  CHECK(get(server, "/metrics", {{"Host", "127.0.0.1.evil.example"}}).result_int() == 421);
  CHECK(get(server, "/metrics", {{"Host", ""}}).result_int() == 421);
  CHECK(get(server, "/metrics", {{"Origin", "http://evil.example"}}).result_int() == 403);
  CHECK(get(server, "/metrics", {{"Origin", "null"}}).result_int() == 403);
  CHECK(get(server, "/metrics", {{"Origin", own}}).result_int() == 200);
  auto fields = bearer(server.token());
  fields.emplace_back("Origin", "https://evil.example");
  CHECK(ask(server, http::verb::post, "/api/v1/monitor", fields, R"({"on":true})").result_int() ==
        403);
  fields.back() = {"Sec-Fetch-Site", "cross-site"};
  CHECK(ask(server, http::verb::post, "/api/v1/monitor", fields, R"({"on":true})").result_int() ==
        403);
  CHECK_FALSE(server.monitor());
  CHECK(raw(server,
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n"
            "Connection: close\r\n\r\n")
            .rfind("HTTP/1.1 421", 0) == 0);
}

TEST_CASE("unknown pages, wrong methods and failing handlers have answers", "[admin]") {
  Server server;
  CHECK(get(server, "/nothing").result_int() == 404);
  CHECK(get(server, "/../etc/passwd").result_int() == 404);
  const auto wrong = get(server, "/api/v1/reload");
  CHECK(wrong.result_int() == 405);
  CHECK(wrong[http::field::allow] == "POST");
  CHECK(ask(server, http::verb::delete_, "/metrics").result_int() == 405);
  const auto failed = get(server, "/fails");
  CHECK(failed.result_int() == 500);
  CHECK(json::parse(failed.body()).at("error") == "it broke");
}

TEST_CASE("a connection serves several requests", "[admin]") {
  Server server;
  asio::io_context io;
  beast::tcp_stream stream(io);
  stream.connect(server.endpoint());
  for (int i = 0; i < 3; ++i) {
    const auto answer =
        round_trip(stream, make_request(server, http::verb::get, "/healthz", {}, ""));
    CHECK(answer.result_int() == 200);
    CHECK(answer.keep_alive());
  }
  // Two at once: answered in turn.
  const auto answers = raw(server,
                           "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
                           "GET /readyz HTTP/1.1\r\nHost: localhost\r\n"
                           "Connection: close\r\n\r\n");
  CHECK(answers.find("ok\n") < answers.find("all workers turn"));
  CHECK(answers.find("all workers turn") != std::string::npos);
}

TEST_CASE("what is too long, or no HTTP, is refused", "[admin]") {
  AdminLimits limits;
  limits.header_bytes = 1'024;
  limits.body_bytes = 512;
  Server server({}, limits);
  CHECK(
      raw(server, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(4'000, 'x') + "\r\n\r\n")
          .rfind("HTTP/1.1 431", 0) == 0);
  CHECK(raw(server,
            "POST /api/v1/monitor HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
            "\r\n" +
                std::string(1'000, 'x'))
            .rfind("HTTP/1.1 413", 0) == 0);
  CHECK(raw(server, "\x16\x03\x01 hello\r\n\r\n").rfind("HTTP/1.1 400", 0) == 0);
  CHECK(get(server, "/healthz").result_int() == 200);
}

TEST_CASE("slow and idle clients are let go", "[admin]") {
  AdminLimits limits;
  limits.request = std::chrono::milliseconds(150);
  limits.idle = std::chrono::milliseconds(150);
  limits.answer = std::chrono::milliseconds(150);
  Server server({}, limits);
  CHECK(raw(server, "GET / HTTP/1.1\r\nHost: local") == "");  // half a header, then silence
  CHECK(raw(server, "") == "");                               // nothing at all
  CHECK(raw(server, "GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n") == "");
  CHECK(get(server, "/healthz").result_int() == 200);
}

TEST_CASE("connections beyond the bound are closed", "[admin]") {
  AdminLimits limits;
  limits.connections = 2;
  Server server({}, limits);
  asio::io_context io;
  const auto open = [&] {
    beast::tcp_stream stream(io);
    stream.connect(server.endpoint());
    return stream;
  };
  const auto request = make_request(server, http::verb::get, "/healthz", {}, "");
  auto first = open();
  auto second = open();
  CHECK(round_trip(first, request).result_int() == 200);
  CHECK(round_trip(second, request).result_int() == 200);
  CHECK(raw(server, "") == "");  // closed at once; the idle time is 30 s
  first.close();
  // The place is free again as soon as the server has seen the end.
  unsigned status = 0;
  for (int i = 0; i < 200 && status != 200; ++i) {
    auto again = open();
    try {
      status = round_trip(again, request).result_int();
    } catch (const boost::system::system_error&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  CHECK(status == 200);
}

TEST_CASE("the page is escaped and cannot load anything from elsewhere", "[admin]") {
  Server server;
  const auto page = get(server, "/");
  CHECK(page.result_int() == 200);
  CHECK(page.body().find("&lt;fw&amp;1&gt;") != std::string::npos);
  CHECK(page.body().find("<fw") == std::string::npos);
  CHECK(page.body().find("<script") == std::string::npos);
  CHECK(page.body().find("84*******78") != std::string::npos);
  CHECK(page.body().find("http") == page.body().find("http-equiv"));  // no address of elsewhere
  const std::string policy(page["Content-Security-Policy"]);
  CHECK(policy.find("default-src 'none'") == 0);
  CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
  CHECK(page["X-Content-Type-Options"] == "nosniff");
  CHECK(page[http::field::cache_control] == "no-store");
  CHECK(get(server, "/style.css")[http::field::content_type] == "text/css");
}

TEST_CASE("the OpenAPI page knows every route", "[admin]") {
  Server server;
  const json page = json::parse(get(server, "/api/v1/openapi.json").body());
  for (const char* path :
       {"/", "/healthz", "/readyz", "/metrics", "/api/v1/status", "/api/v1/blocks",
        "/api/v1/reload", "/api/v1/monitor", "/api/v1/bypass", "/api/v1/openapi.json"}) {
    CAPTURE(path);
    CHECK(page.at("paths").contains(path));
  }
  CHECK(page.at("paths").at("/api/v1/monitor").at("post").at("security").size() == 2);
  CHECK(page.at("paths").at("/metrics").at("get").at("security").size() == 3);
  CHECK_FALSE(page.at("paths").at("/healthz").at("get").contains("security"));
}

TEST_CASE("the token file is made once, and guarded", "[admin]") {
  const ScratchDirectory directory;
  const std::string file = directory.file("run/control.token");
  const std::string token = read_or_make_token(file);
  CHECK(token.size() == 64);
  CHECK(read_or_make_token(file) == token);
  struct stat info {};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0640);
  CHECK(read_or_make_token(directory.file("other")) != token);

  ::chmod(file.c_str(), 0644);
  CHECK_THROWS_WITH(read_or_make_token(file), Catch::Contains("chmod 0640"));
  const std::string weak = directory.file("weak");
  std::ofstream(weak) << "secret\n";
  ::chmod(weak.c_str(), 0600);
  CHECK_THROWS_WITH(read_or_make_token(weak), Catch::Contains("32 characters"));
  std::filesystem::resize_file(weak, 0);
  CHECK_THROWS_WITH(read_or_make_token(weak), Catch::Contains("empty"));
}

TEST_CASE("a wrong listening address says what to do", "[admin]") {
  const ScratchDirectory directory;
  asio::io_context io;
  const auto listen = [&](const std::string& address) {
    AdminConfig config;
    config.listen = address;
    config.token_file = directory.file("t");
    const AdminServer server(io, config, {}, nullptr);
  };
  CHECK_THROWS_WITH(listen("0.0.0.0:0"), Catch::Contains("control.certificate"));
  CHECK_THROWS_WITH(listen("192.0.2.1:9480"), Catch::Contains("control.certificate"));
  for (const char* bad : {"", "localhost:9480", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000",
                          "127.0.0.1:80x", ":9480"}) {
    CAPTURE(bad);
    CHECK_THROWS_WITH(listen(bad), Catch::Contains("127.0.0.1:9480"));
  }
  CHECK_NOTHROW(listen("127.0.0.1:0"));
}

TEST_CASE("with TLS a certificate or the token opens, on any address", "[admin]") {
  const ScratchDirectory files;
  const Certificate authority("smsfw test CA");
  const Certificate stranger("another CA");
  authority.write(files.file("ca.pem"), files.file("ca.key"));
  Certificate("localhost", &authority).write(files.file("server.pem"), files.file("server.key"));
  Certificate("noc@example", &authority).write(files.file("client.pem"), files.file("client.key"));
  Certificate("mallory", &stranger).write(files.file("bad.pem"), files.file("bad.key"));
  AdminConfig config;
  config.listen = "0.0.0.0:0";
  config.certificate = files.file("server.pem");
  config.private_key = files.file("server.key");
  config.client_ca = files.file("ca.pem");
  Server server(config);

  const auto ask_tls = [&](const std::string& name, http::verb method, const std::string& target,
                           const Fields& fields = {}, const std::string& body = "") -> unsigned {
    asio::io_context io;
    asio::ssl::context tls(asio::ssl::context::tls_client);
    tls.load_verify_file(files.file("ca.pem"));
    tls.set_verify_mode(asio::ssl::verify_peer);
    if (!name.empty()) {
      tls.use_certificate_chain_file(files.file(name + ".pem"));
      tls.use_private_key_file(files.file(name + ".key"), asio::ssl::context::pem);
    }
    beast::ssl_stream<beast::tcp_stream> stream(io, tls);
    beast::get_lowest_layer(stream).connect(
        tcp::endpoint(asio::ip::address_v4::loopback(), server.endpoint().port()));
    try {
      stream.handshake(asio::ssl::stream_base::client);
      return round_trip(stream, make_request(server, method, target, fields, body)).result_int();
    } catch (const boost::system::system_error&) {
      return 0;  // closed on us
    }
  };
  CHECK(ask_tls("", http::verb::get, "/healthz") == 200);
  // Reads are not free here.
  CHECK(ask_tls("", http::verb::get, "/metrics") == 401);
  CHECK(ask_tls("", http::verb::get, "/metrics", bearer(server.token())) == 200);
  CHECK(ask_tls("client", http::verb::get, "/metrics") == 200);
  CHECK(ask_tls("client", http::verb::post, "/api/v1/monitor", {}, R"({"on":true})") == 200);
  CHECK(server.monitor());
  CHECK(server.audits().back().actor == "cert:noc@example");
  CHECK(ask_tls("bad", http::verb::get, "/healthz") == 0);
  // Plain HTTP gets nothing out of it.
  CHECK(raw(server, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").find("ok\n") ==
        std::string::npos);
}

TEST_CASE("TLS files that do not fit are named", "[admin]") {
  const ScratchDirectory files;
  Certificate("a").write(files.file("a.pem"), files.file("a.key"));
  Certificate("b").write(files.file("b.pem"), files.file("b.key"));
  CHECK_NOTHROW(make_server_tls({files.file("a.pem"), files.file("a.key"), ""}));
  CHECK_THROWS_WITH(make_server_tls({files.file("none.pem"), files.file("a.key"), ""}),
                    Catch::Contains("none.pem"));
  CHECK_THROWS_WITH(make_server_tls({files.file("a.pem"), files.file("b.key"), ""}),
                    Catch::Contains("b.key"));
  CHECK_THROWS_WITH(
      make_server_tls({files.file("a.pem"), files.file("a.key"), files.file("none.ca")}),
      Catch::Contains("none.ca"));
}
