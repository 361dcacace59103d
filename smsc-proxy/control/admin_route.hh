#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace smsfw::control {

/// One request to the control port that was let in.
struct AdminRequest {
  std::string method;
  std::string path;  ///< Without the query.
  std::string body;
  std::string actor;  ///< `cert:NAME`, `token`, or `local` for a free read.
  std::string remote;
};

struct AdminResponse {
  unsigned status = 200;
  std::string body;
  std::string content_type = "application/json";
};

/// Answers one request. Call it once; from any thread; the connection may be gone by then.
using AdminReply = std::function<void(AdminResponse)>;

/// Who may use a route.
enum class AdminAccess {
  kOpen,    ///< Anybody who reaches the port: health only.
  kRead,    ///< Free on a loopback address; elsewhere a token or certificate.
  kChange,  ///< Always a token or certificate, and audited.
};

/// One operation of the control port. The server, its checks and the OpenAPI page know routes by
/// this table alone.
struct AdminRoute {
  std::string_view method;  ///< GET or POST.
  std::string_view path;
  AdminAccess access = AdminAccess::kRead;
  std::string_view summary;
  std::string_view request;  ///< JSON schema of the body; empty: no body.
  std::string_view content_type = "application/json";
  /// Called on the server's thread. A handler that takes long answers later, from elsewhere.
  std::function<void(const AdminRequest&, AdminReply)> handle;
};

/// A handler that answers at once.
template <class Answer>
auto answer_at_once(Answer answer) {
  return [answer = std::move(answer)](const AdminRequest& request, const AdminReply& reply) {
    reply(answer(request));
  };
}

/// {"error": words}
AdminResponse admin_error(unsigned status, std::string_view words);

/// /api/v1/openapi.json (OpenAPI 3.0) of these routes.
std::string openapi_page(const std::vector<AdminRoute>& routes, std::string_view version);

}  // namespace smsfw::control
