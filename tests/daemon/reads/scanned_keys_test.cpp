// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/scanned_keys.hpp"

#include "tests/support/manual_clock.hpp"

#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using namespace std::chrono_literals;

class ScannedKeysTest : public testing::Test {
  protected:
    static ReaderView reader(std::string id, std::string card = {}) {
        ReaderView view{.id = std::move(id), .name = "Reader"};
        if (!card.empty()) view.card = CardView{.id = std::move(card), .kind = CardKind::emrtd};
        return view;
    }
    std::chrono::seconds keep(const ReaderView& reader, std::string_view key) {
        return keys.keep(reader, SecretText{key});
    }
    std::string take(std::string_view reader) {
        const auto key = keys.take(reader);
        return key ? std::string{key->view()} : "none";
    }
    void happen(ReaderEventKind kind, std::string reader = {}, std::string card = {}) {
        keys.reader_event({.kind = kind, .reader = std::move(reader), .card = std::move(card)});
    }

    test::ManualClock clock;
    boost::asio::io_context context;
    ScannedKeys keys{context.get_executor(), clock};
};

TEST_F(ScannedKeysTest, AKeyIsUsedOnceAtItsReader) {
    EXPECT_EQ(keep(reader("a"), "first"), 30s);
    EXPECT_EQ(take("b"), "none");
    EXPECT_EQ(take("a"), "first");
    EXPECT_EQ(take("a"), "none");
    EXPECT_EQ(keys.size(), 0U);
}

TEST_F(ScannedKeysTest, ANewerKeyReplacesThatOfTheSameReader) {
    keep(reader("a"), "first");
    keep(reader("b"), "other");
    keep(reader("a"), "second");
    EXPECT_EQ(keys.size(), 2U);
    EXPECT_EQ(take("a"), "second");
    EXPECT_EQ(take("b"), "other");
}

TEST_F(ScannedKeysTest, AKeyEndsWithItsLifetime) {
    keep(reader("a"), "first");
    clock.advance(29s);
    keys.set_lifetime(10s);
    EXPECT_EQ(keep(reader("b"), "short"), 10s);
    clock.advance(999ms);
    keys.end_due();
    EXPECT_EQ(keys.size(), 2U);
    clock.advance(1ms);
    EXPECT_EQ(take("a"), "none");
    EXPECT_EQ(keys.size(), 1U);
    clock.advance(9s);
    keys.end_due();
    EXPECT_EQ(keys.size(), 0U);
}

TEST_F(ScannedKeysTest, TheTimerDropsAKeyThatNobodyTakes) {
    keys.set_lifetime(0s);
    keep(reader("a"), "first");
    context.run();
    EXPECT_EQ(keys.size(), 0U);
}

TEST_F(ScannedKeysTest, AKeyEndsWithTheCardThatWasThere) {
    keep(reader("a", "c1"), "first");
    keep(reader("b", "c1"), "other");
    happen(ReaderEventKind::card_removed, "a", "c1");
    EXPECT_EQ(take("a"), "none");
    EXPECT_EQ(take("b"), "other");
}

TEST_F(ScannedKeysTest, AKeyThatComesFirstWaitsForItsCardAndEndsWithIt) {
    keep(reader("a"), "first");
    happen(ReaderEventKind::card_removed, "a", "c1");  // it was gone when the key came
    happen(ReaderEventKind::card_inserted, "b", "c2");
    EXPECT_EQ(keys.size(), 1U);
    happen(ReaderEventKind::card_inserted, "a", "c2");
    happen(ReaderEventKind::read_started, "a", "c2");
    happen(ReaderEventKind::read_finished, "a", "c2");
    EXPECT_EQ(keys.size(), 1U);
    happen(ReaderEventKind::card_removed, "a", "c2");
    EXPECT_EQ(keys.size(), 0U);
}

TEST_F(ScannedKeysTest, KeysEndWithTheirReaderAndWithPcsc) {
    keep(reader("a"), "first");
    keep(reader("b"), "other");
    happen(ReaderEventKind::reader_removed, "a");
    EXPECT_EQ(take("a"), "none");
    EXPECT_EQ(keys.size(), 1U);
    happen(ReaderEventKind::pcsc_lost);
    EXPECT_EQ(keys.size(), 0U);
}

TEST_F(ScannedKeysTest, DropsOneOrAll) {
    keep(reader("a"), "first");
    keep(reader("b"), "other");
    keep(reader("c"), "third");
    keys.drop("b");
    keys.drop("nothing");
    EXPECT_EQ(take("b"), "none");
    EXPECT_EQ(keys.size(), 2U);
    keys.drop_all();
    EXPECT_EQ(keys.size(), 0U);
}

}  // namespace
}  // namespace fivestar::daemon
