#include "daemon/system/log.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

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
    StandardErrorLog()
        : for_journal_(journal_reads_standard_error()),
          logger_("fivestard", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
        logger_.set_pattern(for_journal_ ? "%v" : "%Y-%m-%dT%H:%M:%S.%e%z %l: %v");
        logger_.flush_on(spdlog::level::info);
    }

  private:
    void write(LogLevel level, std::string_view line) override {
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
        text += line;
        // Names come from readers and files: none of them may begin a line of its own or speak to a terminal.
        std::ranges::replace_if(text, is_control, '?');
        logger_.log(level, spdlog::string_view_t{text});
    }

    bool for_journal_;
    spdlog::logger logger_;
};

}  // namespace

std::unique_ptr<Log> make_standard_error_log() {
    return std::make_unique<StandardErrorLog>();
}

}  // namespace fivestar::daemon
