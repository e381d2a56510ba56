// SPDX-License-Identifier: Apache-2.0
#include "trust_update/list_folder.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace fivestar::trust_update {
namespace {

namespace fs = std::filesystem;

constexpr mode_t for_all_to_read = 0644;
constexpr std::size_t read_size = 65536;
constexpr std::size_t largest_state = 65536;

bool write_all(const Descriptor& file, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(file.number(), content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool sync_directory(const fs::path& directory) {
    const Descriptor opened{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    return opened && ::fsync(opened.number()) == 0;
}

/// Writes a whole file, readable by all. Removes it again on failure.
bool write_file(const fs::path& path, std::string_view content) {
    const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, for_all_to_read)};
    if (!file) return false;
    if (write_all(file, content) && ::fchmod(file.number(), for_all_to_read) == 0 && ::fsync(file.number()) == 0) {
        return true;
    }
    ::unlink(path.c_str());
    return false;
}

}  // namespace

std::optional<ListFolder> ListFolder::open(const fs::path& directory) {
    for (const fs::path& part : {directory, directory / "lists", directory / "incoming", directory / "state"}) {
        if (::mkdir(part.c_str(), S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH) != 0 && errno != EEXIST) return {};
    }
    Descriptor lock{::open((directory / "lock").c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    if (!lock || ::flock(lock.number(), LOCK_EX | LOCK_NB) != 0) return {};
    std::error_code error;
    for (const auto& left : fs::directory_iterator{directory / "incoming", error}) fs::remove(left.path(), error);
    if (error) {
        errno = error.value();
        return {};
    }
    return ListFolder{directory, std::move(lock)};
}

std::optional<fs::path> ListFolder::write_incoming(const std::string& name, ByteView content) const {
    fs::path path = root_ / "incoming" / name;
    ::unlink(path.c_str());
    if (!write_file(path, as_text(content))) return std::nullopt;
    return path;
}

bool ListFolder::place(const fs::path& incoming, const std::string& name) const {
    return ::rename(incoming.c_str(), list(name).c_str()) == 0 && sync_directory(lists());
}

void ListFolder::discard(const fs::path& incoming) const {
    std::error_code ignored;
    fs::remove(incoming, ignored);
}

std::string ListFolder::state(const std::string& name) const {
    const auto content = content_of(root_ / "state" / (name + ".toml"), largest_state);
    return content ? std::string{as_text(*content)} : std::string{};
}

bool ListFolder::replace_state(const std::string& name, std::string_view text) const {
    return replace(root_ / "state" / (name + ".toml"), text);
}

bool ListFolder::replace_metrics(std::string_view text) const {
    return replace(root_ / "metrics.prom", text);
}

bool ListFolder::announce_changes() const {
    const fs::path mark = root_ / "changed";
    std::error_code error;
    const auto announced = fs::last_write_time(mark, error);
    bool is_newer = announced > fs::file_time_type::clock::now();  // the clock was wrong
    error.clear();
    for (const auto& list : fs::directory_iterator{lists(), error}) {
        std::error_code ignored;
        is_newer = is_newer || list.last_write_time(ignored) > announced;
    }
    if (error) return false;
    return !is_newer || replace(mark, "");
}

bool ListFolder::replace(const fs::path& file, std::string_view text) const {
    const auto incoming = write_incoming(file.filename(), as_bytes(text));
    return incoming && ::rename(incoming->c_str(), file.c_str()) == 0;
}

std::optional<Bytes> content_of(const fs::path& file, std::size_t largest) {
    const Descriptor opened{::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)};
    if (!opened) return std::nullopt;
    Bytes content;
    std::array<std::uint8_t, read_size> part{};
    for (;;) {
        const ssize_t got = ::read(opened.number(), part.data(), part.size());
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) return content;
        if (got < 0 || content.size() + static_cast<std::size_t>(got) > largest) return std::nullopt;
        content.insert(content.end(), part.begin(), part.begin() + got);
    }
}

}  // namespace fivestar::trust_update
