// The socket the daemon listens on: its own file, or the one systemd passed.
#pragma once

#include "daemon/system/descriptor.hpp"

#include <expected>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <utility>

namespace fivestar::daemon {

/// Owns a listening Unix stream socket, and its file if it made one.
class ListeningSocket {
  public:
    /// Makes the file at `path`, never wider than mode 0660 for a moment, and `path`.lock beside it. A file that nobody
    /// listens on any more is replaced; one that somebody listens on, or that is no socket, is left alone. The error is
    /// a sentence for the log.
    [[nodiscard]] static std::expected<ListeningSocket, std::string> bind(const std::filesystem::path& path);

    /// Takes over a passed descriptor, which must be a listening Unix stream socket. Its file is somebody else's.
    [[nodiscard]] static std::expected<ListeningSocket, std::string> adopt(int descriptor);

    ListeningSocket(ListeningSocket&& other) noexcept
        : socket_(std::move(other.socket_)),
          lock_(std::move(other.lock_)),
          path_(std::exchange(other.path_, {})),
          inode_(other.inode_) {}
    ListeningSocket& operator=(ListeningSocket&&) = delete;
    ListeningSocket(const ListeningSocket&) = delete;
    ListeningSocket& operator=(const ListeningSocket&) = delete;
    /// Closes the socket and removes its own file, if it is still the one it made.
    ~ListeningSocket();

    [[nodiscard]] int descriptor() const { return socket_.number(); }

  private:
    explicit ListeningSocket(Descriptor socket) : socket_(std::move(socket)) {}

    Descriptor socket_;
    Descriptor lock_ = Descriptor{};
    std::filesystem::path path_ = {};  ///< empty if the file is not ours
    ino_t inode_ = 0;
};

}  // namespace fivestar::daemon
