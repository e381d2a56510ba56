// SPDX-License-Identifier: Apache-2.0
// Sends entries to the journal, one datagram each, in its native protocol
// (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/). sd_journal_sendv(3) speaks it too, but waits without end for a journal
// that does not read.
#pragma once

#include "crypto/base/descriptor.hpp"
#include "crypto/base/utf8.hpp"
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

/// Returns the octets of one entry. Names of fields are literals: A to Z, 0 to 9 and `_`, at most 64 characters, no `_`
/// first. Control characters of line and values become `?`, and
/// what is not UTF-8 becomes U+FFFD.
[[nodiscard]] Utf8Text journal_entry(LogLevel level, std::string_view line, std::span<const LogField> fields);

/// Sends from its own thread, which the first entry starts, so that no other thread waits for the journal. Up to
/// `most_waiting` entries that the journal does not take are kept and sent again. Further entries are lost; their
/// number is logged once the journal reads again.
class JournalSender {
  public:
    static constexpr std::size_t most_waiting = 1024;

    /// Returns null if no journal listens at `socket`.
    [[nodiscard]] static std::unique_ptr<JournalSender> connect(const std::filesystem::path& socket);
    JournalSender(const JournalSender&) = delete;
    JournalSender& operator=(const JournalSender&) = delete;
    /// Waits at most two seconds for the journal to take the remaining entries.
    ~JournalSender();

    /// Queues an entry. Any thread; never waits.
    void send(Utf8Text entry);

    /// Returns the number of entries lost since the start.
    [[nodiscard]] std::uint64_t lost() const;

  private:
    JournalSender(Descriptor connected, std::filesystem::path socket);

    void run();
    [[nodiscard]] bool deliver(const Utf8Text& entry);
    [[nodiscard]] bool may_wait();

    const std::filesystem::path socket_;
    Descriptor connected_;      // used by the thread only
    mutable std::mutex mutex_;  // guards the members below
    std::condition_variable changed_;
    std::deque<Utf8Text> waiting_;
    std::uint64_t lost_ = 0;
    bool stopping_ = false;
    std::chrono::steady_clock::time_point last_moment_ = {};  // set when stopping
    std::thread thread_;
};

}  // namespace fivestar::daemon
