// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/subscription.hpp"

#include "tests/daemon/readers/test_card.hpp"

#include <atomic>
#include <optional>
#include <thread>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

const ReaderEvent event{.kind = ReaderEventKind::pcsc_back};

TEST(SubscriptionTest, EndsWithItsHandle) {
    Subscribers subscribers;
    int first = 0;
    int second = 0;
    const auto staying = subscribers.add([&](const auto&) { ++first; });
    {
        auto leaving = subscribers.add([&](const auto&) { ++second; });
        auto moved = std::move(leaving);
        subscribers.tell(event);
    }
    subscribers.tell(event);
    EXPECT_EQ(first, 2);
    EXPECT_EQ(second, 1);
}

TEST(SubscriptionTest, MayBeEndedByItsOwnListener) {
    Subscribers subscribers;
    int calls = 0;
    std::optional<Subscription> subscription;
    subscription.emplace(subscribers.add([&](const auto&) {
        ++calls;
        subscription.reset();
    }));
    subscribers.tell(event);
    subscribers.tell(event);
    EXPECT_EQ(calls, 1);
}

TEST(SubscriptionTest, MayOutliveTheSubscribers) {
    std::optional<Subscription> subscription;
    {
        Subscribers subscribers;
        subscription.emplace(subscribers.add([](const auto&) {}));
    }
    subscription.reset();
}

TEST(SubscriptionTest, WaitsForARunningCall) {
    Subscribers subscribers;
    test::Gate gate;
    std::atomic<bool> returned = false;
    std::optional subscription{subscribers.add([&](const auto&) {
        gate.pass();
        returned = true;
    })};
    std::thread telling{[&] { subscribers.tell(event); }};
    gate.await_arrival();
    std::thread opening{[&] { gate.open(); }};
    subscription.reset();
    EXPECT_TRUE(returned);
    telling.join();
    opening.join();
}

}  // namespace
}  // namespace fivestar::daemon
