// The least that an HTTP server made of the same library can do: whatever is asked, the same answer.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace fivestar::bench {

class BareServer {
  public:
    /// Serves `body` as application/json on a Unix socket at `path`, on one thread of its own.
    BareServer(const std::filesystem::path& path, std::string body);
    BareServer(const BareServer&) = delete;
    BareServer& operator=(const BareServer&) = delete;
    ~BareServer();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace fivestar::bench
