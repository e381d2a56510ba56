// The socket the daemon listens on: its own file, or the one systemd passed.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

namespace fivestar::daemon {

/// Owns a listening Unix stream socket, and its file if it made one.
class ListeningSocket {
  public:
    /// Makes the file at `path`, never wider than mode 0660 for a moment. A file that nobody listens on any more is
    /// replaced; one that somebody listens on, or that is no socket, is left alone. The error is a sentence for the
    /// log.
    [[nodiscard]] static std::expected<ListeningSocket, std::string> bind(const std::filesystem::path& path);

    /// Takes over a passed descriptor, which must be a listening Unix stream socket. Its file is somebody else's.
    [[nodiscard]] static std::expected<ListeningSocket, std::string> adopt(int descriptor);

    ListeningSocket(ListeningSocket&& other) noexcept;
    ListeningSocket& operator=(ListeningSocket&& other) noexcept;
    ListeningSocket(const ListeningSocket&) = delete;
    ListeningSocket& operator=(const ListeningSocket&) = delete;
    /// Closes the socket and removes its own file, if it is still the one it made.
    ~ListeningSocket();

    [[nodiscard]] int descriptor() const { return descriptor_; }

  private:
    explicit ListeningSocket(int descriptor) : descriptor_(descriptor) {}
    void close();

    int descriptor_ = -1;
    std::filesystem::path path_ = {};  ///< empty if the file is not ours
    unsigned long long inode_ = 0;
};

}  // namespace fivestar::daemon
