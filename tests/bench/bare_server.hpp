// SPDX-License-Identifier: Apache-2.0
// The least that an HTTP server costs: Beast's own parser, string body and serializer on one thread, answering
// every request with the same JSON text. A process of its own, so that it has the plain heap.
#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>

namespace fivestar::bench {

class BareServer {
  public:
    /// Listens at `socket`, which must not exist yet, until destroyed; answers `body`. Throws if it does not start.
    BareServer(const std::filesystem::path& socket, std::string body);
    BareServer(const BareServer&) = delete;
    BareServer& operator=(const BareServer&) = delete;
    ~BareServer();

  private:
    pid_t process_ = 0;
};

}  // namespace fivestar::bench
