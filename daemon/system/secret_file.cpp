// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/secret_file.hpp"

#include "crypto/base/descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fivestar::daemon {
namespace {

constexpr mode_t owner_only = 0600;
constexpr mode_t rights_of_others = 0077;

bool is_its_owners_alone(const Descriptor& file) {
    struct stat status{};
    return ::fstat(file.number(), &status) == 0 && S_ISREG(status.st_mode) &&
           (status.st_mode & rights_of_others) == 0 && (status.st_uid == 0 || status.st_uid == ::geteuid());
}

bool write_all(const Descriptor& file, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(file.number(), content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(file.number()) == 0;
}

}  // namespace

Result<SecretText> read_secret_file(const std::filesystem::path& path) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    if (!file) return fail(errno == ENOENT ? ErrorCode::file_not_found : ErrorCode::access_denied);
    if (!is_its_owners_alone(file)) return fail(ErrorCode::access_denied);
    SecretText content(max_secret_file + 1);
    std::size_t size = 0;
    while (size < content.size()) {
        const ssize_t got = ::read(file.number(), content.data() + size, content.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(ErrorCode::io_failure);
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    if (size > max_secret_file) return fail(ErrorCode::limit_exceeded);
    content.resize(size);
    return content;
}

Result<void> create_secret_file(const std::filesystem::path& path, std::string_view content) {
    const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, owner_only)};
    if (!file) return fail(errno == EEXIST ? ErrorCode::invalid_argument : ErrorCode::io_failure);
    if (::fchmod(file.number(), owner_only) == 0 && write_all(file, content)) return {};
    ::unlink(path.c_str());
    return fail(ErrorCode::io_failure);
}

std::string_view explain_secret_file(ErrorCode code) {
    switch (code) {
        case ErrorCode::file_not_found:
            return "does not exist";
        case ErrorCode::access_denied:
            return "must be a file with mode 0600 that belongs to root or to the daemon's user";
        case ErrorCode::limit_exceeded:
            return "is too large for a key";
        case ErrorCode::invalid_argument:
            return "exists already";
        case ErrorCode::io_failure:
            return "cannot be read or written";
        default:
            return "holds no such key";
    }
}

}  // namespace fivestar::daemon
