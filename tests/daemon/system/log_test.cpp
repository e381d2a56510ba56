// SPDX-License-Identifier: Apache-2.0
// The log on standard error, which may be a journal: systemd.exec(5) has JOURNAL_STREAM.
#include "daemon/system/log.hpp"

#include "crypto/base/descriptor.hpp"
#include "daemon/system/journal.hpp"
#include "tests/daemon/system/journal.hpp"
#include "tests/daemon/system/variable.hpp"
#include "tests/support/temporary_directory.hpp"

#include <array>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using testing::MatchesRegex;

/// Returns the text that `speak` writes to standard error.
template <class Speak>
std::string standard_error_of(Speak speak) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    const Descriptor reading{ends[0]};
    Descriptor writing{ends[1]};
    const Descriptor before{::dup(STDERR_FILENO)};
    ::dup2(writing.number(), STDERR_FILENO);
    speak();
    ::dup2(before.number(), STDERR_FILENO);
    writing = Descriptor{};
    std::string text(4096, '\0');
    const ssize_t count = ::read(reading.number(), text.data(), text.size());
    text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return text;
}

TEST(Log, WritesLinesWithTimeAndLevel) {
    const std::string text = standard_error_of([] {
        const auto log = daemon::make_standard_error_log();
        log->info("reader {} has {} cards", "front", 2);
        log->warning("careful");
        log->error("wrong");
    });
    EXPECT_THAT(text, MatchesRegex("20[0-9-]+T[0-9:.+-]+ info: reader front has 2 cards\n"
                                   "20[0-9-]+T[0-9:.+-]+ warning: careful\n"
                                   "20[0-9-]+T[0-9:.+-]+ error: wrong\n"));
}

TEST(Log, WritesUtf8) {
    const std::string text = standard_error_of([] {
        const auto log = daemon::make_standard_error_log();
        log->info("reader {}", "Leseger\xE4t");
        log->info("\xE8\xAF");
    });
    EXPECT_THAT(text, MatchesRegex("20.* info: reader Leseger\uFFFDt\n20.* info: \uFFFD\n"));
    EXPECT_EQ(daemon::journal_entry(daemon::LogLevel::info, "\xFF", {{{"FIVESTAR_READER", "\xE8\xAF"}}}).view(),
              "MESSAGE=\uFFFD\nPRIORITY=6\nSYSLOG_IDENTIFIER=fivestard\nFIVESTAR_READER=\uFFFD\n");
}

/// Returns the value of JOURNAL_STREAM for a process whose standard error the journal reads.
std::string standard_error_stream() {
    struct stat status{};
    ::fstat(STDERR_FILENO, &status);
    return std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

TEST(Log, WritesPrioritiesForAJournalWithoutASocket) {
    const std::string text = standard_error_of([] {
        const Variable stream{"JOURNAL_STREAM", standard_error_stream()};
        const auto log = daemon::make_standard_error_log("/nonexistent");
        log->info("a");
        log->warning("b");
        log->error("c");
    });
    EXPECT_EQ(text, "<6>a\n<4>b\n<3>c\n");
}

TEST(Log, WritesOneLineWithoutControlCharacters) {
    const std::string text =
        standard_error_of([] { daemon::make_standard_error_log()->info("a\nb\x1B[2J{}", "\r{}"); });
    EXPECT_THAT(text, testing::EndsWith(" info: a?b?[2J?{}\n"));
}

// The format is that of https://systemd.io/JOURNAL_NATIVE_PROTOCOL/, the priorities are those of syslog(3).
TEST(Log, SendsFieldsToTheJournal) {
    const Journal journal;
    const std::string text = standard_error_of([&] {
        const Variable stream{"JOURNAL_STREAM", standard_error_stream()};
        const auto log = daemon::make_standard_error_log(journal.path());
        log->info("a {}", 1);
        log->warning("b");
        log->error("c\nPRIORITY=7");
        const std::array fields{daemon::LogField{"FIVESTAR_READER", "front\nMESSAGE=x\x1B"},
                                daemon::LogField{"FIVESTAR_FIELD", "portrait"},
                                daemon::LogField{"FIVESTAR_FIELD", "holder.names.chinese"}};
        log->record("d", fields);
        EXPECT_EQ(log->lost(), 0U);
    });
    EXPECT_EQ(text, "");
    EXPECT_EQ(journal.read(), "MESSAGE=a 1\nPRIORITY=6\nSYSLOG_IDENTIFIER=fivestard\n");
    EXPECT_EQ(journal.read(), "MESSAGE=b\nPRIORITY=4\nSYSLOG_IDENTIFIER=fivestard\n");
    EXPECT_EQ(journal.read(), "MESSAGE=c?PRIORITY=7\nPRIORITY=3\nSYSLOG_IDENTIFIER=fivestard\n");
    EXPECT_EQ(journal.read(),
              "MESSAGE=d\nPRIORITY=6\nSYSLOG_IDENTIFIER=fivestard\nFIVESTAR_READER=front?MESSAGE=x?\n"
              "FIVESTAR_FIELD=portrait\nFIVESTAR_FIELD=holder.names.chinese\n");
}

}  // namespace
}  // namespace fivestar::test
