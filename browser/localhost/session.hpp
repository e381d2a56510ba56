// SPDX-License-Identifier: Apache-2.0
// One connection of a page to a local service: a GET or a preflight, or the WebSocket of EST.
#pragma once

#include "browser/localhost/configuration.hpp"
#include "browser/localhost/reader_pool.hpp"
#include "browser/localhost/vendor_forms.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <sys/types.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace fivestar::browser {

/// The parts that the sessions share.
struct LocalhostParts {
    std::string socket = {};  ///< of the daemon
    std::filesystem::path policy = {};
    uid_t policy_owner = 0;
    std::function<void(std::string_view)> log = {};  ///< takes a line without personal data
    VendorForms forms = {};
    ReaderPool readers = {};
};

/// Serves the connection to its end. The policy is loaded for each request, so that a change is in force at once.
[[nodiscard]] boost::asio::awaitable<void> serve_page(boost::asio::ip::tcp::socket socket, LocalService service,
                                                      std::shared_ptr<LocalhostParts> parts);

}  // namespace fivestar::browser
