// The server's limits. Defaults are what the daemon uses; tests make them small.
#pragma once

#include "daemon/http/request_parser.hpp"

#include <chrono>
#include <cstddef>

namespace fivestar::daemon {

struct ServerOptions {
    RequestLimits request = {};
    std::size_t max_connections = 512;                                     ///< of everybody
    std::size_t max_connections_of_uid = 384;                              ///< so that no user can keep all others out
    std::chrono::milliseconds receive_timeout = std::chrono::seconds{10};  ///< for a head, and again for a body
    std::chrono::milliseconds idle_timeout = std::chrono::seconds{60};     ///< between requests
    std::chrono::milliseconds send_timeout = std::chrono::seconds{30};     ///< for an answer nobody takes
    std::chrono::milliseconds shutdown_grace = std::chrono::seconds{3};    ///< for requests under way
};

}  // namespace fivestar::daemon
