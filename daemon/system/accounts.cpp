// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/accounts.hpp"

#include <cerrno>
#include <grp.h>
#include <pwd.h>
#include <vector>

namespace fivestar::daemon {
namespace {

constexpr std::size_t first_buffer = 1024;
constexpr std::size_t largest_buffer = std::size_t{16} * 1024 * 1024;  // a group may list very many members

/// Calls `look_up(buffer)` with growing buffers until it no longer returns ERANGE.
template <class LookUp>
void with_buffer(LookUp look_up) {
    for (std::size_t size = first_buffer; size <= largest_buffer; size *= 4) {
        std::vector<char> buffer(size);
        if (look_up(buffer) != ERANGE) return;
    }
}

}  // namespace

std::optional<uid_t> uid_of(const std::string& user) {
    std::optional<uid_t> uid;
    with_buffer([&](std::vector<char>& buffer) {
        passwd entry{};
        passwd* found = nullptr;
        const int error = ::getpwnam_r(user.c_str(), &entry, buffer.data(), buffer.size(), &found);
        if (error == 0 && found != nullptr) uid = found->pw_uid;
        return error;
    });
    return uid;
}

std::optional<gid_t> gid_of(const std::string& group_name) {
    std::optional<gid_t> gid;
    with_buffer([&](std::vector<char>& buffer) {
        group entry{};
        group* found = nullptr;
        const int error = ::getgrnam_r(group_name.c_str(), &entry, buffer.data(), buffer.size(), &found);
        if (error == 0 && found != nullptr) gid = found->gr_gid;
        return error;
    });
    return gid;
}

}  // namespace fivestar::daemon
