// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/log.hpp"

#include "crypto/base/text.hpp"
#include "daemon/system/journal.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/chrono.h>

namespace fivestar::daemon {
namespace {

/// True if JOURNAL_STREAM names the device and inode of our standard error.
bool journal_reads_standard_error() {
    const char* const stream = std::getenv("JOURNAL_STREAM");
    struct stat status{};
    if (stream == nullptr || ::fstat(STDERR_FILENO, &status) != 0) return false;
    return fmt::format("{}:{}", status.st_dev, status.st_ino) == stream;
}

/// Returns the local time with its offset from UTC: `2026-01-31T09:30:00.250+01:00`.
std::string time_stamp() {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const std::tm local = fmt::localtime(std::chrono::system_clock::to_time_t(now));
    const long offset = std::labs(local.tm_gmtoff) / 60;
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}{}{:02}:{:02}", local, now.time_since_epoch().count() % 1000,
                       local.tm_gmtoff < 0 ? '-' : '+', offset / 60, offset % 60);
}

std::string_view name_of(LogLevel level) {
    if (level == LogLevel::info) return "info";
    return level == LogLevel::warning ? "warning" : "error";
}

/// Standard error is not buffered: one call is one write, so lines of several threads do not mix.
void print(const Utf8Text& line) {
    std::fwrite(line.view().data(), 1, line.size(), stderr);
}

class StandardErrorLog final : public Log {
  public:
    explicit StandardErrorLog(bool for_journal) : for_journal_(for_journal) {}

  private:
    void write(LogLevel level, std::string_view line, std::span<const LogField>) override {
        PersonalText text{for_journal_ ? fmt::format("<{}>", static_cast<unsigned>(level))
                                       : fmt::format("{} {}: ", time_stamp(), name_of(level))};
        append_one_line(text, line);
        text.push_back('\n');
        print(Utf8Text{std::move(text)});
    }

    const bool for_journal_;
};

class JournalLog final : public Log {
  public:
    explicit JournalLog(std::unique_ptr<JournalSender> sender) : sender_(std::move(sender)) {}

    [[nodiscard]] std::uint64_t lost() const override { return sender_->lost(); }

  private:
    void write(LogLevel level, std::string_view line, std::span<const LogField> fields) override {
        sender_->send(journal_entry(level, line, fields));
    }

    const std::unique_ptr<JournalSender> sender_;
};

}  // namespace

std::unique_ptr<Log> make_standard_error_log(const std::filesystem::path& journal) {
    const bool for_journal = journal_reads_standard_error();
    if (for_journal) {
        if (auto sender = JournalSender::connect(journal)) return std::make_unique<JournalLog>(std::move(sender));
    }
    return std::make_unique<StandardErrorLog>(for_journal);
}

void append_one_line(PersonalText& to, std::string_view text) {
    const std::size_t begin = to.size();
    to.append(text);
    std::replace_if(to.begin() + begin, to.end(), is_control, '?');
}

}  // namespace fivestar::daemon
