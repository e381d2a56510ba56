// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/accounts.hpp"

#include <cerrno>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>
#include <vector>

namespace fivestar::daemon {
namespace {

constexpr std::size_t first_buffer = 1024;
constexpr std::size_t largest_buffer = std::size_t{16} * 1024 * 1024;  // a group may list very many members

/// Calls getpwnam_r or getgrnam_r with growing buffers, and returns the member `id` of the entry.
template <class Entry, class Id>
std::optional<Id> look_up(int (*function)(const char*, Entry*, char*, std::size_t, Entry**), const std::string& name,
                          Id Entry::* id) {
    for (std::size_t size = first_buffer; size <= largest_buffer; size *= 4) {
        std::vector<char> buffer(size);
        Entry entry{};
        Entry* found = nullptr;
        const int error = function(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
        if (error == ERANGE) continue;
        return error == 0 && found != nullptr ? std::optional{entry.*id} : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::optional<uid_t> uid_of(const std::string& user) {
    return look_up(::getpwnam_r, user, &passwd::pw_uid);
}

std::optional<gid_t> gid_of(const std::string& group_name) {
    return look_up(::getgrnam_r, group_name, &group::gr_gid);
}

bool become_user(const std::string& user) {
    const auto uid = uid_of(user);
    const auto gid = look_up(::getpwnam_r, user, &passwd::pw_gid);
    return uid && gid && ::initgroups(user.c_str(), *gid) == 0 && ::setgid(*gid) == 0 && ::setuid(*uid) == 0;
}

}  // namespace fivestar::daemon
