// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/read_store.hpp"

#include "tests/support/manual_clock.hpp"

#include <set>
#include <string>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using namespace std::chrono_literals;

class ReadStoreTest : public testing::Test {
  protected:
    std::string hold(const std::string& client, const std::string& card) {
        const std::string id = store.new_id();
        store.hold(std::make_shared<const FinishedRead>(
            FinishedRead{.label = {.id = id, .client = client, .reader = "r", .reader_name = "Reader", .card = card},
                         .fields = {},
                         .outcome = {}}));
        return id;
    }
    [[nodiscard]] bool has(const std::string& client, const std::string& id) const {
        return store.find(client, id) != nullptr;
    }

    test::ManualClock clock;
    SystemRandom random;
    boost::asio::io_context context;
    ReadStore store{context.get_executor(), {.after_removal = 60s, .at_most = 600s}, clock, random};
};

TEST_F(ReadStoreTest, IdsAre128RandomBits) {
    std::set<std::string> ids;
    for (int count = 0; count < 100; ++count) {
        const std::string id = store.new_id();
        EXPECT_EQ(id.size(), 32U);
        EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
        ids.insert(id);
    }
    EXPECT_EQ(ids.size(), 100U);
}

TEST_F(ReadStoreTest, AReadExistsForItsOwnerAlone) {
    const std::string id = hold("hotel", "c1");
    EXPECT_TRUE(has("hotel", id));
    EXPECT_FALSE(has("station", id));
    EXPECT_FALSE(has("", id));
    EXPECT_FALSE(has("hotel", store.new_id()));
    EXPECT_FALSE(store.erase("station", id));
    EXPECT_TRUE(has("hotel", id));
    EXPECT_TRUE(store.erase("hotel", id));
    EXPECT_FALSE(has("hotel", id));
    EXPECT_FALSE(store.erase("hotel", id));
}

TEST_F(ReadStoreTest, ACardThatStaysIsHeldForTheLongestTime) {
    const std::string id = hold("hotel", "c1");
    clock.advance(599s);
    store.cards_present({"c1"});
    store.end_due();
    EXPECT_TRUE(has("hotel", id));
    clock.advance(1s);
    EXPECT_FALSE(has("hotel", id));  // even before the timer came
    EXPECT_EQ(store.size(), 1U);
    store.end_due();
    EXPECT_EQ(store.size(), 0U);
}

TEST_F(ReadStoreTest, ACardThatLeftIsHeldForAShorterTime) {
    const std::string left = hold("hotel", "c1");
    const std::string stayed = hold("hotel", "c2");
    clock.advance(10s);
    store.cards_present({"c2"});
    clock.advance(30s);
    store.cards_present({"c2"});  // missed already: nothing begins anew
    clock.advance(29s);
    EXPECT_TRUE(has("hotel", left));
    clock.advance(1s);
    EXPECT_FALSE(has("hotel", left));
    EXPECT_TRUE(has("hotel", stayed));
}

TEST_F(ReadStoreTest, TheTimeThatTheMachineIsSuspendedCounts) {
    const std::string id = hold("hotel", "c1");
    clock.suspend(600s);
    EXPECT_FALSE(has("hotel", id)) << "even before anybody noticed";
    store.end_due();
    EXPECT_EQ(store.size(), 0U);
    const std::string left = hold("hotel", "c2");
    store.cards_present({});
    clock.suspend(60s);
    EXPECT_FALSE(has("hotel", left));
}

TEST_F(ReadStoreTest, ACardCountsAsRemovedWhenTheMachineWasSuspended) {
    const std::string id = hold("hotel", "c1");
    clock.advance(10s);
    clock.suspend(40s);
    store.resumed_after(40s);
    EXPECT_TRUE(has("hotel", id));
    store.cards_present({"c1"});  // cannot be: a card has a new id after its removal
    clock.advance(19s);
    EXPECT_TRUE(has("hotel", id));
    clock.advance(1s);
    EXPECT_FALSE(has("hotel", id));
    hold("hotel", "c2");
    clock.suspend(60s);
    store.resumed_after(60s);
    EXPECT_EQ(store.size(), 0U) << "zeroized, not only hidden";
}

TEST_F(ReadStoreTest, ALateRemovalDoesNotProlong) {
    const std::string id = hold("hotel", "c1");
    clock.advance(590s);
    store.cards_present({});
    clock.advance(10s);
    EXPECT_FALSE(has("hotel", id));
}

TEST_F(ReadStoreTest, ANewReadOfACardReplacesTheOldOneOfTheClient) {
    const std::string first = hold("hotel", "c1");
    const std::string others = hold("station", "c1");
    const std::string second = hold("hotel", "c1");
    EXPECT_FALSE(has("hotel", first));
    EXPECT_TRUE(has("hotel", second));
    EXPECT_TRUE(has("station", others));
}

TEST_F(ReadStoreTest, ReplacingManyTimesHoldsOne) {
    for (int count = 0; count < 1000; ++count) hold("hotel", "c1");
    EXPECT_EQ(store.size(), 1U);
}

TEST_F(ReadStoreTest, TheOldestReadOfAClientIsReleasedBeyondEight) {
    const std::string others = hold("station", "c0");
    std::vector<std::string> ids;
    for (int card = 1; card <= 8; ++card) ids.push_back(hold("hotel", "c" + std::to_string(card)));
    for (const std::string& id : ids) EXPECT_TRUE(has("hotel", id));
    const std::string ninth = hold("hotel", "c9");
    EXPECT_FALSE(has("hotel", ids[0]));
    EXPECT_TRUE(has("hotel", ids[1]));
    EXPECT_TRUE(has("hotel", ninth));
    EXPECT_TRUE(has("station", others));
    hold("hotel", "c5");  // replaces its own card, displaces none
    EXPECT_TRUE(has("hotel", ids[1]));
}

TEST_F(ReadStoreTest, NewRulesApplyToHeldReads) {
    const std::string id = hold("hotel", "c1");
    clock.advance(100s);
    store.set_rules({.after_removal = 5s, .at_most = 50s});
    EXPECT_FALSE(has("hotel", id));
}

TEST_F(ReadStoreTest, AnAnswerBeingWrittenOutlivesItsEnd) {
    const std::string id = hold("hotel", "c1");
    const auto read = store.find("hotel", id);
    store.erase("hotel", id);
    EXPECT_EQ(read->label.id, id);
    EXPECT_EQ(read.use_count(), 1);
}

TEST_F(ReadStoreTest, NamesTheNextEnd) {
    EXPECT_FALSE(store.next_end());
    const BootTime start = clock.boot();
    hold("hotel", "c1");
    clock.advance(5s);
    hold("hotel", "c2");
    EXPECT_EQ(store.next_end(), start + 600s);
    store.cards_present({"c1"});
    EXPECT_EQ(store.next_end(), start + 65s);
}

TEST_F(ReadStoreTest, NoTimerRunsWhileNothingIsHeld) {
    const std::string id = hold("hotel", "c1");
    store.erase("hotel", id);
    EXPECT_GT(context.poll(), 0U);  // the cancelled waits
    context.restart();
    EXPECT_EQ(context.run(), 0U);  // returns at once: no timer is pending
}

TEST_F(ReadStoreTest, TheTimerEndsReadsByItself) {
    SystemClock real;
    ReadStore timed{context.get_executor(), {.after_removal = 0s, .at_most = 600s}, real, random};
    timed.hold(std::make_shared<const FinishedRead>(
        FinishedRead{.label = {.id = "i", .client = "hotel", .reader = "r", .reader_name = "R", .card = "c"},
                     .fields = {},
                     .outcome = {}}));
    timed.cards_present({});
    context.run();  // until no timer is pending
    EXPECT_EQ(timed.size(), 0U);
}

}  // namespace
}  // namespace fivestar::daemon
