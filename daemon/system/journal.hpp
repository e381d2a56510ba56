// SPDX-License-Identifier: Apache-2.0
// What goes to the journal, and how: one datagram an entry, in its native protocol
// (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/). sd_journal_sendv(3) speaks it too, but waits without end for a journal
// that does not read.
#pragma once

#include "crypto/base/descriptor.hpp"
#include "daemon/system/log.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>

namespace fivestar::daemon {

/// The octets of one entry. Names of fields are literals: A to Z, 0 to 9 and `_`, at most 64, no `_` first. Control
/// characters of line and values become `?`.
[[nodiscard]] std::string journal_entry(LogLevel level, std::string_view line, std::span<const LogField> fields);

/// Sends from a thread of its own, which the first entry starts, so that nobody else ever waits for the journal.
/// Entries that it does not take are kept, `most_waiting` of them, and offered again; what comes beyond is lost,
/// counted, and told to the journal once it reads again.
class JournalSender {
  public:
    static constexpr std::size_t most_waiting = 1024;

    /// Null if nobody listens at `socket`.
    [[nodiscard]] static std::unique_ptr<JournalSender> connect(const std::filesystem::path& socket);
    JournalSender(const JournalSender&) = delete;
    JournalSender& operator=(const JournalSender&) = delete;
    /// Waits at most two seconds for the journal to take what is left.
    ~JournalSender();

    /// From any thread; never waits.
    void send(std::string entry);

    /// How many entries were lost, ever.
    [[nodiscard]] std::uint64_t lost() const;

  private:
    JournalSender(Descriptor connected, std::filesystem::path socket);

    void run();
    [[nodiscard]] bool deliver(const std::string& entry);
    [[nodiscard]] bool may_wait();

    const std::filesystem::path socket_;
    Descriptor connected_;  // the thread's
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> waiting_;  // guarded, and so is what follows
    std::uint64_t lost_ = 0;
    bool stopping_ = false;
    std::chrono::steady_clock::time_point last_moment_ = {};  // once stopping
    std::thread thread_;
};

}  // namespace fivestar::daemon
