// SPDX-License-Identifier: Apache-2.0
// The limits of the server. The daemon uses the defaults.
#pragma once

#include "daemon/http/request_parser.hpp"

#include <chrono>
#include <cstddef>

namespace fivestar::daemon {

struct ServerOptions {
    RequestLimits request = {};
    std::size_t max_connections = 512;                                     ///< of all users
    std::size_t max_connections_of_uid = 384;                              ///< so that no user can lock out all others
    std::chrono::milliseconds receive_timeout = std::chrono::seconds{10};  ///< for a head, and again for a body
    std::chrono::milliseconds idle_timeout = std::chrono::seconds{60};     ///< between requests
    std::chrono::milliseconds send_timeout =
        std::chrono::seconds{30};  ///< for a response that the client does not read
    std::chrono::milliseconds shutdown_grace = std::chrono::seconds{3};  ///< for requests that are being answered
};

}  // namespace fivestar::daemon
