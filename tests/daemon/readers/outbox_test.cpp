// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/outbox.hpp"

#include "tests/daemon/readers/test_card.hpp"

#include <thread>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::daemon {
namespace {

using testing::ElementsAre;

TEST(OutboxTest, CallsInOrderAndOnlyWhenDelivered) {
    Outbox outbox;
    std::vector<int> seen;
    outbox.post([&] { seen.push_back(1); });
    outbox.post([&] { seen.push_back(2); });
    EXPECT_TRUE(seen.empty());
    outbox.deliver();
    EXPECT_THAT(seen, ElementsAre(1, 2));
}

TEST(OutboxTest, CallsInOrderWhatACallPosts) {
    Outbox outbox;
    std::vector<int> seen;
    outbox.post([&] {
        seen.push_back(1);
        outbox.post([&] { seen.push_back(3); });
        outbox.deliver();  // does not call from within a call
        seen.push_back(2);
    });
    outbox.deliver();
    EXPECT_THAT(seen, ElementsAre(1, 2, 3));
}

TEST(OutboxTest, LeavesCallsToTheThreadThatDelivers) {
    Outbox outbox;
    test::Gate gate;
    std::vector<int> seen;
    outbox.post([&] {
        gate.pass();
        seen.push_back(1);
    });
    std::thread first{[&] { outbox.deliver(); }};
    gate.await_arrival();
    outbox.post([&] { seen.push_back(2); });
    outbox.deliver();  // returns at once
    gate.open();
    first.join();
    EXPECT_THAT(seen, ElementsAre(1, 2));
}

TEST(OutboxTest, ClosesAfterTheLastCall) {
    Outbox outbox;
    test::Gate gate;
    bool called = false;
    outbox.post([&] {
        gate.pass();
        called = true;
    });
    std::thread first{[&] { outbox.deliver(); }};
    gate.await_arrival();
    gate.open();
    outbox.close();
    EXPECT_TRUE(called);
    first.join();
    outbox.post([] { FAIL() << "called after close"; });
    outbox.deliver();
}

TEST(OutboxTest, MayBeClosedByACall) {
    Outbox outbox;
    outbox.post([&] { outbox.close(); });
    outbox.deliver();
    outbox.close();
}

}  // namespace
}  // namespace fivestar::daemon
