// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/log.hpp"

#include "daemon/system/journal.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace fivestar::daemon {
namespace {

/// Whether the journal reads our standard error: JOURNAL_STREAM names its device and inode (systemd.exec(5)).
bool journal_reads_standard_error() {
    const char* const stream = std::getenv("JOURNAL_STREAM");
    struct stat status{};
    if (stream == nullptr || ::fstat(STDERR_FILENO, &status) != 0) return false;
    return fmt::format("{}:{}", status.st_dev, status.st_ino) == stream;
}

bool is_control(char character) {
    return (character >= 0 && character < ' ') || character == '\x7F';
}

class StandardErrorLog final : public Log {
  public:
    explicit StandardErrorLog(bool for_journal)
        : for_journal_(for_journal), logger_("fivestard", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
        logger_.set_pattern(for_journal_ ? "%v" : "%Y-%m-%dT%H:%M:%S.%e%z %l: %v");
        logger_.flush_on(spdlog::level::info);
    }

  private:
    void write(LogLevel level, std::string_view line, std::span<const LogField>) override {
        switch (level) {
            case LogLevel::info:
                return write(spdlog::level::info, "<6>", line);
            case LogLevel::warning:
                return write(spdlog::level::warn, "<4>", line);
            case LogLevel::error:
                return write(spdlog::level::err, "<3>", line);
        }
    }
    void write(spdlog::level::level_enum level, std::string_view priority, std::string_view line) {
        std::string text{for_journal_ ? priority : ""};
        append_one_line(text, line);
        logger_.log(level, spdlog::string_view_t{text});
    }

    bool for_journal_;
    spdlog::logger logger_;
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

void append_one_line(std::string& to, std::string_view text) {
    const auto begin = static_cast<std::ptrdiff_t>(to.size());
    to += text;
    std::replace_if(to.begin() + begin, to.end(), is_control, '?');
}

}  // namespace fivestar::daemon
