// SPDX-License-Identifier: Apache-2.0
// Entries that are sent to a journal, however it behaves.
#include "daemon/system/journal.hpp"

#include "crypto/base/descriptor.hpp"
#include "daemon/system/log.hpp"
#include "tests/daemon/system/journal.hpp"
#include "tests/support/temporary_directory.hpp"

#include <string>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using daemon::JournalSender;
using testing::HasSubstr;

TEST(JournalSender, NeedsAJournal) {
    EXPECT_EQ(JournalSender::connect("/nonexistent"), nullptr);
    EXPECT_EQ(JournalSender::connect("/" + std::string(200, 'x')), nullptr);
}

TEST(JournalSender, QueuesEntriesAndCountsLostOnes) {
    const Journal journal;
    const auto sender = JournalSender::connect(journal.path());
    ASSERT_NE(sender, nullptr);
    // Twice the entries that are kept. The kernel buffers some more, and the thread holds one.
    constexpr std::size_t sent = 2 * JournalSender::most_waiting;
    for (std::size_t count = 0; count < sent; ++count) sender->send(Utf8Text{std::to_string(count)});
    const std::uint64_t lost = sender->lost();
    EXPECT_GT(lost, 0U);
    EXPECT_LE(lost, sent - JournalSender::most_waiting);
    const std::string_view telling = "MESSAGE=log entries lost because the journal did not take them: ";
    std::size_t last = 0;  // and one
    std::size_t taken = 0;
    std::uint64_t told = 0;
    while (taken < sent - lost || told < lost) {
        const std::string entry = journal.read();
        ASSERT_NE(entry, "") << taken << " of " << sent << " were taken, " << lost << " lost";
        if (entry.starts_with(telling)) {
            told += std::stoull(entry.substr(telling.size()));
            EXPECT_THAT(entry, HasSubstr("\nPRIORITY=4\nSYSLOG_IDENTIFIER=fivestard\n"));
        } else {
            const std::size_t number = std::stoull(entry) + 1;
            EXPECT_GT(number, last) << "in order, none twice";
            last = number;
            ++taken;
        }
    }
    EXPECT_EQ(taken, sent - lost);
    EXPECT_EQ(told, lost);
    EXPECT_EQ(sender->lost(), lost);
}

TEST(JournalSender, FindsAJournalThatWasRestarted) {
    Journal journal;
    const auto sender = JournalSender::connect(journal.path());
    ASSERT_NE(sender, nullptr);
    sender->send(Utf8Text{"before"});
    EXPECT_EQ(journal.read(), "before");
    journal.restart();
    sender->send(Utf8Text{"after"});
    EXPECT_EQ(journal.read(), "after");
    EXPECT_EQ(sender->lost(), 0U);
}

TEST(JournalSender, LosesOnlyAnEntryThatIsTooLarge) {
    const Journal journal;
    const auto sender = JournalSender::connect(journal.path());
    ASSERT_NE(sender, nullptr);
    sender->send(Utf8Text{std::string(std::size_t{64} * 1024 * 1024, 'x')});
    sender->send(Utf8Text{"next"});
    EXPECT_EQ(journal.read(), "next");
    EXPECT_THAT(journal.read(), HasSubstr("did not take them: 1\n"));
    EXPECT_EQ(sender->lost(), 1U);
}

TEST(JournalSender, DoesNotWaitForeverForAJournalThatDoesNotRead) {
    const Journal journal;
    const auto sender = JournalSender::connect(journal.path());
    ASSERT_NE(sender, nullptr);
    for (std::size_t count = 0; count < JournalSender::most_waiting; ++count) sender->send(Utf8Text{"entry"});
    // Passes if the destructor returns: it does not wait for a journal that does not read.
}

}  // namespace
}  // namespace fivestar::test
