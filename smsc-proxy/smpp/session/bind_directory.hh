#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "smsc-proxy/smpp/session/pending_requests.hh"

namespace smsfw::smpp {

/// Which receiving binds an account has, on which worker. Touched at bind and unbind, and for
/// receipts of absorbed messages: never on the way of a message.
class BindDirectory {
 public:
  struct Bind {
    unsigned worker;
    SessionId session;
  };

  void add(std::string_view listener, std::string_view system_id, Bind bind) {
    const std::lock_guard lock(mutex_);
    binds_[{std::string(listener), std::string(system_id)}].push_back(bind);
  }

  void remove(std::string_view listener, std::string_view system_id, Bind bind) {
    const std::lock_guard lock(mutex_);
    const auto at = binds_.find({std::string(listener), std::string(system_id)});
    if (at == binds_.end()) return;
    std::erase_if(at->second, [&](const Bind& one) {
      return one.worker == bind.worker && one.session == bind.session;
    });
    if (at->second.empty()) binds_.erase(at);
  }

  /// All receiving binds of the account on this listener.
  std::vector<Bind> find(std::string_view listener, std::string_view system_id) const {
    const std::lock_guard lock(mutex_);
    const auto at = binds_.find({std::string(listener), std::string(system_id)});
    return at == binds_.end() ? std::vector<Bind>{} : at->second;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::vector<Bind>> binds_;
};

}  // namespace smsfw::smpp
