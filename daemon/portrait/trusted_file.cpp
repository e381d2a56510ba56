// SPDX-License-Identifier: Apache-2.0
#include "daemon/portrait/trusted_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace fivestar::daemon {
namespace {

bool is_trusted(const Descriptor& file, uid_t owner, mode_t type) {
    constexpr mode_t writable_by_others = S_IWGRP | S_IWOTH;
    struct stat status{};
    return ::fstat(file.number(), &status) == 0 && status.st_uid == owner && (status.st_mode & S_IFMT) == type &&
           (status.st_mode & writable_by_others) == 0;
}

}  // namespace

Result<Descriptor> open_trusted_file(const Descriptor& top, const std::filesystem::path& path, uid_t owner) {
    if (!is_trusted(top, owner, S_IFDIR)) return fail(ErrorCode::access_denied);
    const std::filesystem::path below = path.relative_path();
    Descriptor here;
    for (auto part = below.begin(); part != below.end(); ++part) {
        if (part->empty() || *part == "." || *part == "..") return fail(ErrorCode::invalid_argument);
        const bool last = std::next(part) == below.end();
        const int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | (last ? O_NONBLOCK : O_DIRECTORY);
        const int directory = here ? here.number() : top.number();
        Descriptor next{::openat(directory, part->c_str(), flags)};
        if (!next) return fail(errno == ENOENT ? ErrorCode::file_not_found : ErrorCode::access_denied);
        if (!is_trusted(next, owner, last ? S_IFREG : S_IFDIR)) return fail(ErrorCode::access_denied);
        here = std::move(next);
    }
    if (!here) return fail(ErrorCode::invalid_argument);
    return here;
}

}  // namespace fivestar::daemon
