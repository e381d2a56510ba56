// SPDX-License-Identifier: Apache-2.0
#include "compat/files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fivestar::compat {
namespace {

constexpr mode_t private_mode = 0600;

bool write_all(int file, std::span<const std::uint8_t> octets) {
    while (!octets.empty()) {
        const ssize_t written = ::write(file, octets.data(), octets.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        octets = octets.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

bool write_private_file(const char* path, std::span<const std::uint8_t> octets) {
    if (path == nullptr) return false;
    // The kernel reads the name itself, so that a wrong pointer is an error. A FIFO does not block.
    const int file = ::open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, private_mode);
    if (file < 0) return false;
    struct stat about{};
    // A file of another user, or one with a second name, would show its content there.
    const bool is_ours =
        ::fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_uid == ::geteuid() && about.st_nlink == 1;
    const bool is_written =
        is_ours && ::fchmod(file, private_mode) == 0 && ::ftruncate(file, 0) == 0 && write_all(file, octets);
    const bool is_closed = ::close(file) == 0;
    if (is_ours && !(is_written && is_closed)) ::unlink(path);
    return is_written && is_closed;
}

std::optional<std::size_t> read_file(const char* path, std::span<std::uint8_t> to) {
    if (path == nullptr) return std::nullopt;
    const int file = ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) return std::nullopt;
    struct stat about{};
    std::optional<std::size_t> size;
    if (::fstat(file, &about) == 0 && S_ISREG(about.st_mode)) {
        size = 0;
        ssize_t came = 0;
        while (*size < to.size() && (came = ::read(file, to.data() + *size, to.size() - *size)) > 0) {
            *size += static_cast<std::size_t>(came);
        }
        if (came < 0) size.reset();
    }
    ::close(file);
    return size;
}

}  // namespace fivestar::compat
