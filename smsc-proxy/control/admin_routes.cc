#include "smsc-proxy/control/admin_routes.hh"

#include <memory>
#include <nlohmann/json.hpp>

#include "smsc-proxy/control/status_page.hh"

namespace smsfw::control {

namespace {

using nlohmann::json;

AdminResponse json_response(const json& value, unsigned status = 200) {
  // Names come from the configuration and from peers' binds: whatever is no UTF-8 is replaced.
  return {status, value.dump(2, ' ', false, json::error_handler_t::replace) + "\n"};
}

AdminResponse of_done(const Done& done) {
  // 409: the request was understood, the state in force does not allow it.
  return json_response({{"ok", done.ok}, {"text", done.words}}, done.ok ? 200 : 409);
}

// What `{"on": true}` says; false in `well_formed` for anything else.
bool read_switch(const std::string& body, bool& well_formed) {
  const json value = json::parse(body, nullptr, false);
  well_formed =
      value.is_object() && value.size() == 1 && value.contains("on") && value.at("on").is_boolean();
  return well_formed && value.at("on").get<bool>();
}

constexpr std::string_view kSwitchSchema =
    R"({"type":"object","additionalProperties":false,"required":["on"],)"
    R"("properties":{"on":{"type":"boolean"}}})";

}  // namespace

AdminResponse admin_error(unsigned status, std::string_view words) {
  return json_response({{"error", words}}, status);
}

std::string openapi_page(const std::vector<AdminRoute>& routes, std::string_view version) {
  json page = {{"openapi", "3.0.3"},
               {"info", {{"title", "smsc-proxy control port"}, {"version", version}}},
               {"components",
                {{"securitySchemes",
                  {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
                   {"certificate", {{"type", "mutualTLS"}}}}}}},
               {"paths", json::object()}};
  for (const AdminRoute& route : routes) {
    std::string method(route.method);
    for (char& c : method)
      c = static_cast<char>(c | 0x20);
    json operation = {{"summary", route.summary}};
    json& responses = operation["responses"];
    responses["200"] = {{"description", "Done."},
                        {"content", {{std::string(route.content_type), json::object()}}}};
    if (!route.request.empty()) {
      operation["requestBody"] = {
          {"required", true},
          {"content", {{"application/json", {{"schema", json::parse(route.request)}}}}}};
      responses["400"] = {{"description", "The body is not what the schema asks for."}};
    }
    if (route.access != AdminAccess::kOpen) {
      json security = json::array({{{"token", json::array()}}, {{"certificate", json::array()}}});
      // An empty requirement: also without, on a loopback address.
      if (route.access == AdminAccess::kRead) security.push_back(json::object());
      operation["security"] = security;
      responses["401"] = {{"description", "A token or client certificate is needed."}};
    }
    page["paths"][std::string(route.path)][method] = operation;
  }
  return page.dump(2) + "\n";
}

std::vector<AdminRoute> admin_routes(AdminSource given) {
  const auto source = std::make_shared<const AdminSource>(std::move(given));
  std::vector<AdminRoute> routes;
  routes.push_back({"GET", "/healthz", AdminAccess::kOpen, "200 while the control thread runs.", "",
                    "text/plain", answer_at_once([](const AdminRequest&) {
                      return AdminResponse{200, "ok\n", "text/plain"};
                    })});
  routes.push_back(
      {"GET", "/readyz", AdminAccess::kOpen,
       "200 while traffic is taken and judged, 503 with the reason otherwise.", "", "text/plain",
       answer_at_once([source](const AdminRequest&) {
         const Readiness state = source->ready();
         return AdminResponse{state.ready ? 200U : 503U, state.why + "\n", "text/plain"};
       })});
  routes.push_back(
      {"GET", "/metrics", AdminAccess::kRead, "Metrics in Prometheus' text format.", "",
       "text/plain; version=0.0.4; charset=utf-8", answer_at_once([source](const AdminRequest&) {
         return AdminResponse{200, source->metrics(), "text/plain; version=0.0.4; charset=utf-8"};
       })});
  routes.push_back(
      {"GET", "/api/v1/status", AdminAccess::kRead,
       "Node, ruleset, workers, listeners and upstreams.", "", "application/json",
       answer_at_once([source](const AdminRequest&) { return json_response(source->status()); })});
  routes.push_back({"GET", "/api/v1/config", AdminAccess::kRead,
                    "The configuration in force as YAML, without secrets.", "", "application/json",
                    answer_at_once([source](const AdminRequest&) {
                      return json_response({{"config", source->config()}});
                    })});
  routes.push_back({"GET", "/api/v1/blocks", AdminAccess::kRead, "Dynamic blocks in force.", "",
                    "application/json", answer_at_once([source](const AdminRequest&) {
                      return json_response({{"blocks", source->blocks()}});
                    })});
  routes.push_back(
      {"POST", "/api/v1/reload", AdminAccess::kChange,
       "Reads configuration, packs and lists again; 409 when the old ones stay.", "",
       "application/json", [source](const AdminRequest& request, const AdminReply& reply) {
         source->reload(request.actor, [reply](const Done& done) { reply(of_done(done)); });
       }});
  const auto switched = [](const std::function<Done(bool, const std::string&)>& change) {
    return answer_at_once([change](const AdminRequest& request) {
      bool well_formed = false;
      const bool on = read_switch(request.body, well_formed);
      if (!well_formed)
        return admin_error(400, R"(the body has to be {"on": true} or {"on": false})");
      return of_done(change(on, request.actor));
    });
  };
  routes.push_back({"POST", "/api/v1/monitor", AdminAccess::kChange,
                    "Monitor mode of the whole system: judge, act on nothing.", kSwitchSchema,
                    "application/json", switched(source->monitor)});
  routes.push_back({"POST", "/api/v1/bypass", AdminAccess::kChange,
                    "Bypass: messages pass without being judged, until it is switched off.",
                    kSwitchSchema, "application/json", switched(source->bypass)});
  routes.push_back({"GET", "/", AdminAccess::kRead, "The status as a page for people.", "",
                    "text/html; charset=utf-8", answer_at_once([source](const AdminRequest&) {
                      return AdminResponse{200,
                                           status_page(source->version, source->ready(),
                                                       source->status(), source->blocks()),
                                           "text/html; charset=utf-8"};
                    })});
  routes.push_back({"GET", "/style.css", AdminAccess::kOpen, "Style of the page.", "", "text/css",
                    answer_at_once([](const AdminRequest&) {
                      return AdminResponse{200, std::string(kStatusStyle), "text/css"};
                    })});
  // The page describes itself too; its text is made once, when all routes are known.
  const auto page = std::make_shared<std::string>();
  routes.push_back({"GET", "/api/v1/openapi.json", AdminAccess::kRead, "This description.", "",
                    "application/json", answer_at_once([page](const AdminRequest&) {
                      return AdminResponse{200, *page};
                    })});
  *page = openapi_page(routes, source->version);
  return routes;
}

}  // namespace smsfw::control
