// SPDX-License-Identifier: Apache-2.0
// The listening socket: a file that the daemon creates, or a descriptor that systemd passed.
#pragma once

#include "crypto/base/descriptor.hpp"

#include <expected>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <utility>

namespace fivestar::daemon {

/// Owns a listening Unix stream socket, and its file if it created one.
class ListeningSocket {
  public:
    /// Creates the socket file at `path` with mode 0660, and `path`.lock beside it. A stale socket, on which no process
    /// listens, is replaced; any other file is left alone. The error is a sentence for the log.
    [[nodiscard]] static std::expected<ListeningSocket, std::string> bind(const std::filesystem::path& path);

    /// Takes over a passed descriptor, which must be a listening Unix stream socket. Does not own its file.
    [[nodiscard]] static std::expected<ListeningSocket, std::string> adopt(int descriptor);

    ListeningSocket(ListeningSocket&& other) noexcept
        : socket_(std::move(other.socket_)),
          lock_(std::move(other.lock_)),
          path_(std::exchange(other.path_, {})),
          inode_(other.inode_) {}
    ListeningSocket& operator=(ListeningSocket&&) = delete;
    ListeningSocket(const ListeningSocket&) = delete;
    ListeningSocket& operator=(const ListeningSocket&) = delete;
    /// Closes the socket, and removes its file unless another process has replaced it.
    ~ListeningSocket();

    /// Closes the connections that wait, and those that arrive in the next seconds if there were any. A service manager
    /// starts the daemon again for each connection that is left waiting.
    void turn_away() const;

    [[nodiscard]] int descriptor() const { return socket_.number(); }

  private:
    explicit ListeningSocket(Descriptor socket) : socket_(std::move(socket)) {}

    Descriptor socket_;
    Descriptor lock_ = Descriptor{};
    std::filesystem::path path_ = {};  ///< empty if the file is not owned
    ino_t inode_ = 0;
};

}  // namespace fivestar::daemon
