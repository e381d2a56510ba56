// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/journal.hpp"

#include <cerrno>
#include <chrono>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <utility>

#include <fmt/format.h>

namespace fivestar::daemon {
namespace {

constexpr std::chrono::milliseconds before_next_try{100};
constexpr std::chrono::seconds patience_at_end{2};

void append(PersonalText& entry, std::string_view name, std::string_view value) {
    entry.append(name);
    entry.push_back('=');
    append_one_line(entry, value);
    entry.push_back('\n');
}

Descriptor connect_to(const std::filesystem::path& path) {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    if (path.native().size() >= sizeof address.sun_path) return Descriptor{};
    path.native().copy(address.sun_path, sizeof address.sun_path - 1);
    Descriptor socket{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!socket || ::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return Descriptor{};
    }
    return socket;
}

}  // namespace

Utf8Text journal_entry(LogLevel level, std::string_view line, std::span<const LogField> fields) {
    constexpr std::size_t of_every_entry = 64;
    std::size_t size = of_every_entry + line.size();
    for (const LogField& field : fields) size += field.name.size() + field.value.size() + 2;
    PersonalText entry;
    entry.reserve(size);
    append(entry, "MESSAGE", line);
    append(entry, "PRIORITY", std::to_string(static_cast<unsigned>(level)));
    append(entry, "SYSLOG_IDENTIFIER", "fivestard");
    for (const LogField& field : fields) append(entry, field.name, field.value);
    return Utf8Text{std::move(entry)};
}

std::unique_ptr<JournalSender> JournalSender::connect(const std::filesystem::path& socket) {
    Descriptor connected = connect_to(socket);
    if (!connected) return nullptr;
    return std::unique_ptr<JournalSender>{new JournalSender{std::move(connected), socket}};
}

JournalSender::JournalSender(Descriptor connected, std::filesystem::path socket)
    : socket_(std::move(socket)), connected_(std::move(connected)) {}

JournalSender::~JournalSender() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        last_moment_ = std::chrono::steady_clock::now() + patience_at_end;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void JournalSender::send(Utf8Text entry) {
    {
        const std::lock_guard lock{mutex_};
        if (waiting_.size() >= most_waiting) {
            ++lost_;
            return;
        }
        waiting_.push_back(std::move(entry));
        if (!thread_.joinable()) thread_ = std::thread{[this] { run(); }};
    }
    changed_.notify_one();
}

std::uint64_t JournalSender::lost() const {
    const std::lock_guard lock{mutex_};
    return lost_;
}

void JournalSender::run() {
    std::uint64_t told = 0;
    std::unique_lock lock{mutex_};
    for (;;) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        const Utf8Text entry = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        const bool taken = deliver(entry);
        lock.lock();
        if (!taken) {
            ++lost_;
        } else if (lost_ != told) {
            waiting_.push_front(journal_entry(
                LogLevel::warning,
                fmt::format("log entries lost because the journal did not take them: {}", lost_ - told), {}));
            told = lost_;
        }
    }
}

/// Sends one entry. False if the journal refuses its size, or if it does not take the entry before the end.
bool JournalSender::deliver(const Utf8Text& entry) {
    for (;;) {
        if (::send(connected_.number(), entry.view().data(), entry.size(), MSG_NOSIGNAL) >= 0) return true;
        if (errno == EMSGSIZE) return false;
        const bool is_full = errno == EAGAIN;
        if (!may_wait()) return false;
        if (is_full) {
            pollfd room{.fd = connected_.number(), .events = POLLOUT, .revents = 0};
            ::poll(&room, 1, static_cast<int>(before_next_try.count()));
        } else {
            // The journal was restarted or will be.
            std::unique_lock lock{mutex_};
            changed_.wait_for(lock, before_next_try, [this] { return stopping_; });
            lock.unlock();
            if (Descriptor again = connect_to(socket_)) connected_ = std::move(again);
        }
    }
}

bool JournalSender::may_wait() {
    const std::lock_guard lock{mutex_};
    return !stopping_ || std::chrono::steady_clock::now() < last_moment_;
}

}  // namespace fivestar::daemon
