// SPDX-License-Identifier: Apache-2.0
// A journal of systemd, as far as the daemon knows it.
#pragma once

#include "crypto/base/descriptor.hpp"
#include "daemon/system/service_manager.hpp"
#include "daemon/system/signals.hpp"
#include "tests/support/temporary_directory.hpp"

#include <cstddef>
#include <filesystem>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>

namespace fivestar::test {

/// A journal that reads on request.
class Journal {
  public:
    Journal() { listen(); }
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    [[nodiscard]] std::filesystem::path path() const { return directory_.path() / "socket"; }
    /// Closes its socket and listens at the same path again.
    void restart() {
        std::filesystem::remove(path());
        socket_ = Descriptor{};
        listen();
    }
    /// Returns the next entry; empty after a time-out.
    [[nodiscard]] std::string read() const {
        pollfd ready{.fd = socket_.number(), .events = POLLIN, .revents = 0};
        if (::poll(&ready, 1, 10'000) != 1) return {};
        std::string entry(65536, '\0');
        const ssize_t size = ::recv(socket_.number(), entry.data(), entry.size(), 0);
        entry.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
        return entry;
    }

  private:
    void listen() {
        socket_ = Descriptor{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        path().native().copy(address.sun_path, sizeof address.sun_path - 1);
        if (::bind(socket_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            throw std::runtime_error{"cannot bind"};
        }
    }

    const TemporaryDirectory directory_;
    Descriptor socket_;
};

}  // namespace fivestar::test
