// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/reader_registry.hpp"

#include "tests/daemon/readers/registry_fixture.hpp"

#include <atomic>
#include <set>
#include <thread>

#include <gmock/gmock.h>

namespace fivestar::daemon {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::SizeIs;
using Kind = ReaderEventKind;

using ReaderRegistryTest = test::RegistryFixture;

TEST_F(ReaderRegistryTest, ShowsReadersAndCards) {
    source_->insert("gate", test::card([](const auto&) { return test::answer(apdu::sw::file_not_found); }));
    start();
    const auto card = insert("desk", test::passport());
    await_event(Kind::card_inserted);
    EXPECT_THAT(card, MatchesRegex("c[0-9A-F]{16}"));
    EXPECT_EQ(registry_->service(), ServiceState::connected);

    const auto desk = registry_->reader("desk");
    ASSERT_TRUE(desk && desk->card);
    EXPECT_EQ(desk->name, "desk");
    EXPECT_EQ(desk->interface, ReaderInterface::contactless);
    EXPECT_EQ(desk->state, ReaderState::card);
    EXPECT_EQ(desk->card->kind, CardKind::emrtd);
    EXPECT_EQ(registry_->reader("nowhere"), std::nullopt);

    events_.until([](const auto& event) { return event.kind == Kind::card_inserted && event.reader == "gate"; });
    const auto readers = registry_->readers();
    ASSERT_THAT(readers, SizeIs(2));
    EXPECT_EQ(readers[0].id, "desk");
    EXPECT_EQ(readers[1].card->kind, CardKind::unknown);
}

TEST_F(ReaderRegistryTest, ACardIsANewOneAfterTheMachineWasSuspended) {
    start();
    const auto before = insert("desk", test::passport());
    test::Gate gate;
    auto reading = submit("desk", [&](auto& connection, auto& context) {
        gate.pass();
        return test::one_exchange(connection, context);
    });
    gate.await_arrival();
    registry_->system_resumed();
    EXPECT_EQ(reading.await(), "card_removed");
    gate.open();
    events_.until([&](const auto& event) {
        return event.kind == Kind::card_inserted && event.reader == "desk" && event.card != before;
    });
    EXPECT_NE(card_in("desk"), before);
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "done");
    events_.until([](const auto& event) { return event.kind == Kind::read_finished && !event.error; });
    EXPECT_EQ(story("desk"),
              (std::vector<std::string>{"reader_added", "card_inserted", "read_started", "read_finished card_removed",
                                        "card_removed", "card_inserted", "read_started", "read_finished"}));
    EXPECT_TRUE(registry_->reader("gate"));
    EXPECT_EQ(card_in("gate"), "");
}

TEST_F(ReaderRegistryTest, RunsWorkOnTheReadersThreadAndReportsIt) {
    start();
    insert("desk", test::passport());
    std::thread::id thread;
    std::optional<ReaderState> state;
    auto ending = submit("desk", [&](auto& connection, auto& context) {
        thread = std::this_thread::get_id();
        state = registry_->reader("desk")->state;
        EXPECT_TRUE(registry_->busy("desk"));
        return test::one_exchange(connection, context);
    });
    EXPECT_EQ(ending.await(), "done");
    EXPECT_NE(thread, std::this_thread::get_id());
    EXPECT_EQ(state, ReaderState::reading);
    await_event(Kind::read_finished);
    EXPECT_THAT(story("desk"), ElementsAre("reader_added", "card_inserted", "read_started", "read_finished"));
    EXPECT_FALSE(registry_->busy("desk"));
}

TEST_F(ReaderRegistryTest, WorksOnTwoReadersAtTheSameTime) {
    start();
    insert("desk", test::passport());
    insert("gate", test::passport());
    test::Gate desk;
    test::Gate gate;
    auto first = submit("desk", [&](auto&, auto&) {
        desk.open();
        gate.pass();  // the other work opens it
        return std::optional<ErrorCode>{};
    });
    auto second = submit("gate", [&](auto&, auto&) {
        gate.open();
        desk.pass();
        return std::optional<ErrorCode>{};
    });
    EXPECT_EQ(first.await(), "done");
    EXPECT_EQ(second.await(), "done");
}

TEST_F(ReaderRegistryTest, QueuesWorkBehindWork) {
    start();
    insert("desk", test::passport());
    test::Gate gate;
    std::vector<int> order;
    auto first = submit("desk", [&](auto&, auto&) {
        gate.pass();
        order.push_back(1);
        return std::optional<ErrorCode>{};
    });
    gate.await_arrival();
    auto refused = submit("desk", test::one_exchange, {.queue = 0s});
    EXPECT_EQ(refused.await(), "reader_busy");
    auto impatient = submit("desk", test::one_exchange, {.queue = 10ms});
    EXPECT_EQ(impatient.await(), "reader_busy");
    auto second = submit("desk", [&](auto&, auto&) {
        order.push_back(2);
        return std::optional<ErrorCode>{};
    });
    gate.open();
    EXPECT_EQ(first.await(), "done");
    EXPECT_EQ(second.await(), "done");
    EXPECT_THAT(order, ElementsAre(1, 2));
}

TEST_F(ReaderRegistryTest, QuarantinesASilentCardUntilItAnswers) {
    start();
    test::Gate silence;
    std::atomic<bool> silent = false;
    insert("desk", test::card([&](const auto&) {
               if (silent) silence.pass();
               return test::answer(apdu::sw::success);
           }));
    insert("gate", test::passport());
    silent = true;
    // Later results of the work are discarded.
    auto result = std::make_shared<std::optional<ErrorCode>>();
    auto lost = submit("desk",
                       [result](auto& connection, auto& context) {
                           *result = test::one_exchange(connection, context);
                           return std::optional<ErrorCode>{};
                       },
                       {.run = 20ms});
    EXPECT_EQ(lost.await(), "deadline_exceeded");
    await_event(Kind::reader_unresponsive);
    EXPECT_EQ(registry_->reader("desk")->state, ReaderState::unresponsive);

    // Reported at once, for that reader only.
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "reader_unresponsive");
    EXPECT_EQ(submit("gate", test::one_exchange).await(), "done");

    silence.open();
    await_event(Kind::reader_recovered);
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "done");
    EXPECT_EQ(lost.times(), 1U);
    await_event(Kind::read_finished);
}

TEST_F(ReaderRegistryTest, ExtendsADeadlineOnce) {
    start();
    insert("desk", test::passport());
    test::Gate gate;
    bool extended = false;
    bool again = true;
    auto ending = submit("desk",
                         [&](auto&, JobContext& context) {
                             extended = context.extend(test::ages);
                             again = context.extend(test::ages);
                             gate.pass();
                             return std::optional<ErrorCode>{};
                         },
                         {.run = test::ages});
    gate.await_arrival();
    gate.open();
    EXPECT_EQ(ending.await(), "done");
    EXPECT_TRUE(extended);
    EXPECT_FALSE(again);
}

TEST_F(ReaderRegistryTest, EndsWorkOnARemovedCard) {
    start();
    insert("desk", test::passport());
    test::Gate gate;
    auto ending = submit("desk", [&](auto& connection, auto& context) {
        gate.pass();
        return test::one_exchange(connection, context);
    });
    gate.await_arrival();
    source_->remove("desk");
    EXPECT_EQ(ending.await(), "card_removed");
    gate.open();
    insert("desk", test::passport());
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "done");
    EXPECT_EQ(ending.times(), 1U);
    EXPECT_TRUE(registry_->stop(test::ages));
    EXPECT_THAT(story("desk"),
                ElementsAre("reader_added", "card_inserted", "read_started", "read_finished card_removed",
                            "card_removed", "card_inserted", "read_started", "read_finished"));
}

TEST_F(ReaderRegistryTest, EndsWorkOnARemovedReader) {
    start();
    insert("desk", test::passport());
    test::Gate gate;
    std::atomic<bool> stopped = false;
    auto ending = submit("desk", [&](auto&, JobContext& context) {
        const std::stop_callback on_stop{context.stop(), [&] { stopped = true; }};
        gate.pass();
        return std::optional<ErrorCode>{};
    });
    gate.await_arrival();
    auto queued = submit("desk", test::one_exchange);
    source_->remove_reader("desk");
    EXPECT_EQ(ending.await(), "reader_lost");
    EXPECT_EQ(queued.await(), "reader_lost");
    EXPECT_EQ(registry_->reader("desk"), std::nullopt);
    EXPECT_TRUE(stopped);

    // The reader comes back while its old thread still works.
    source_->add_reader("desk");
    insert("desk", test::passport());
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "done");
    gate.open();
    EXPECT_TRUE(registry_->stop(test::ages));
    EXPECT_THAT(story("desk"), ElementsAre("reader_added", "card_inserted", "read_started", "read_finished reader_lost",
                                           "card_removed", "reader_removed", "reader_added", "card_inserted",
                                           "read_started", "read_finished"));
}

TEST_F(ReaderRegistryTest, LosesItsReadersWithTheServiceAndFindsThemAgain) {
    start();
    insert("desk", test::passport());
    test::Gate gate;
    auto ending = submit("desk", [&](auto&, auto&) {
        gate.pass();
        return std::optional<ErrorCode>{};
    });
    gate.await_arrival();
    source_->set_service(ServiceState::unavailable);
    EXPECT_EQ(ending.await(), "service_lost");
    EXPECT_EQ(registry_->service(), ServiceState::unavailable);
    EXPECT_THAT(registry_->readers(), IsEmpty());
    source_->set_service(ServiceState::denied);
    EXPECT_EQ(registry_->service(), ServiceState::denied);
    gate.open();
    source_->set_service(ServiceState::connected);
    events_.until(
        [this](const auto& event) { return event.kind == Kind::card_inserted && event.card == card_in("desk"); });
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "done");
    EXPECT_TRUE(registry_->stop(test::ages));
    EXPECT_THAT(story("desk"), ElementsAre("reader_added", "card_inserted", "read_started", "pcsc_lost",
                                           "read_finished service_lost", "card_removed", "reader_removed", "pcsc_back",
                                           "reader_added", "card_inserted", "read_started", "read_finished"));
}

TEST_F(ReaderRegistryTest, ReportsAServiceThatStartsLater) {
    source_->set_service(ServiceState::denied);
    start();
    EXPECT_EQ(registry_->service(), ServiceState::denied);
    source_->set_service(ServiceState::connected);
    await_event(Kind::reader_added);
    EXPECT_EQ(story("desk").front(), "pcsc_back");
}

TEST_F(ReaderRegistryTest, RefusesWorkOnAbsentReadersAndCards) {
    start();
    EXPECT_EQ(submit("nowhere", test::one_exchange).await(), "reader_lost");
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "card_removed");
    const auto old = insert("desk", test::passport());
    insert("desk", test::passport());
    test::Ending ending;
    registry_->submit("desk", old, {.work = test::one_exchange, .done = ending.done()});
    EXPECT_EQ(ending.await(), "card_removed");
}

TEST_F(ReaderRegistryTest, ReportsWhyACardCannotBeConnected) {
    start();
    for (const auto code : {ErrorCode::transport_failure, ErrorCode::service_denied, ErrorCode::card_reset}) {
        insert("desk", {.connect = [code] { return fail(code); }});
        EXPECT_EQ(submit("desk", test::one_exchange).await(), to_string(code));
    }
}

TEST_F(ReaderRegistryTest, WaitsForAProgramThatHoldsTheCardExclusively) {
    start();
    std::atomic<int> refusals = 2;
    insert(
        "desk", {.connect = [&]() -> Result<std::unique_ptr<apdu::CardConnection>> {
            if (refusals-- > 0) return fail(ErrorCode::reader_busy);
            return std::make_unique<test::TestConnection>([](const auto&) { return test::answer(apdu::sw::success); });
        }});
    refusals = 2;
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "done");
    refusals = 1'000'000;
    EXPECT_EQ(submit("desk", test::one_exchange, {.connect = 20ms}).await(), "reader_busy");
    refusals = 1'000'000;
    auto cancelled = submit("desk", test::one_exchange, {.connect = test::ages});
    ticket_.cancel();
    EXPECT_EQ(cancelled.await(), "cancelled");
    refusals = 0;
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "done");
}

TEST_F(ReaderRegistryTest, CancelsWork) {
    start();
    insert("desk", test::passport());
    test::Gate gate;
    auto running = submit("desk", [&](auto&, JobContext& context) {
        const std::stop_callback on_stop{context.stop(), [&] { gate.open(); }};
        gate.pass();
        return std::optional{ErrorCode::cancelled};
    });
    const auto running_ticket = ticket_;
    gate.await_arrival();
    auto waiting = submit("desk", test::one_exchange);
    ticket_.cancel();
    ticket_.cancel();
    EXPECT_EQ(waiting.await(), "cancelled");
    running_ticket.cancel();
    EXPECT_EQ(running.await(), "done");
    running_ticket.cancel();
    Ticket{}.cancel();
}

TEST_F(ReaderRegistryTest, MayBeCalledByListenersAndByDone) {
    start();
    test::Collected<std::string> endings;
    const auto again = registry_->subscribe([&](const ReaderEvent& event) {
        if (event.kind != Kind::card_inserted) return;
        EXPECT_EQ(registry_->reader("desk")->card->id, event.card);
        registry_->submit("desk", event.card, {.work = test::one_exchange, .done = [&](Result<void> result) {
                                                   source_->remove("desk");
                                                   endings.add(result ? "done" : "failed");
                                               }});
    });
    source_->insert("desk", test::passport());
    EXPECT_THAT(endings.until([](const auto&) { return true; }), ElementsAre("done"));
    await_event(Kind::card_removed);
}

TEST_F(ReaderRegistryTest, StopsWhileWorkRunsAndWaits) {
    start();
    insert("desk", test::passport());
    test::Gate gate;
    auto running = submit("desk", [&](auto&, JobContext& context) {
        const std::stop_callback on_stop{context.stop(), [&] { gate.open(); }};
        gate.pass();
        return std::optional<ErrorCode>{};
    });
    gate.await_arrival();
    auto waiting = submit("desk", test::one_exchange);
    EXPECT_TRUE(registry_->stop(test::ages));
    EXPECT_EQ(running.await(), "cancelled");
    EXPECT_EQ(waiting.await(), "cancelled");
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "cancelled");
    EXPECT_TRUE(registry_->stop());
}

TEST_F(ReaderRegistryTest, ReportsAStuckThreadAtTheEnd) {
    test::Gate silence;
    test::Gate left;
    {
        ReaderRegistry registry{source_, clock_, random_};
        registry.start();
        test::Collected<std::string> shown;
        const auto subscription = registry.subscribe([&](const auto& event) {
            if (event.kind == Kind::card_inserted) shown.add(event.card);
        });
        source_->insert("desk", test::passport());
        const auto card = shown.until([](const auto&) { return true; }).at(0);
        test::Ending ending;
        registry.submit("desk", card,
                        {.work =
                             [&](auto&, auto&) {
                                 silence.pass();
                                 left.open();
                                 return std::optional<ErrorCode>{};
                             },
                         .done = ending.done()});
        silence.await_arrival();
        EXPECT_FALSE(registry.stop(10ms));
        EXPECT_EQ(ending.await(), "cancelled");
        EXPECT_FALSE(registry.stop(10ms));
    }
    silence.open();  // the thread's objects still exist
    left.pass();
}

TEST_F(ReaderRegistryTest, ReadsFromSixtyFourReadersAtOnce) {
    constexpr int readers = 64;
    start();
    std::vector<std::string> names;
    for (int i = 0; i < readers; ++i) names.push_back("reader-" + std::to_string(i));
    for (const auto& name : names) {
        source_->add_reader(name);
        source_->insert(name, test::passport());
    }
    for (const auto& name : names) {
        events_.until([&](const auto& event) { return event.kind == Kind::card_inserted && event.reader == name; });
    }
    // All jobs run before any may continue.
    std::mutex mutex;
    std::condition_variable all_there;
    int there = 0;
    std::vector<test::Ending> endings;
    for (const auto& name : names) {
        endings.push_back(submit(name, [&](auto& connection, auto& context) {
            std::unique_lock lock{mutex};
            ++there;
            all_there.notify_all();
            all_there.wait(lock, [&] { return there == readers; });
            lock.unlock();
            return test::one_exchange(connection, context);
        }));
    }
    for (auto& ending : endings) EXPECT_EQ(ending.await(), "done");
}

TEST_F(ReaderRegistryTest, KeepsEventsConsistentUnderLoad) {
    constexpr int rounds = 300;
    start();
    std::atomic<int> ended = 0;
    std::atomic<int> submitted = 0;
    const auto reading = registry_->subscribe([&](const ReaderEvent& event) {
        if (event.kind != Kind::card_inserted) return;
        ++submitted;
        registry_->submit(event.reader, event.card,
                          {.work = test::one_exchange, .done = [&](Result<void>) { ++ended; }});
    });
    const auto storm = [&](const std::string& reader) {
        for (int i = 0; i < rounds; ++i) {
            source_->insert(reader, test::passport());
            if (i % 3 == 0) source_->remove(reader);
            if (i % 50 == 0) {
                source_->remove_reader(reader);
                source_->add_reader(reader);
            }
        }
    };
    std::thread desk{storm, "desk"};
    std::thread gate{storm, "gate"};
    std::thread service{[&] {
        for (int i = 0; i < 5; ++i) {
            source_->set_service(ServiceState::unavailable);
            source_->set_service(ServiceState::connected);
        }
    }};
    desk.join();
    gate.join();
    service.join();
    EXPECT_TRUE(registry_->stop(test::ages));
    EXPECT_EQ(ended, submitted);

    // Each reader is added and removed in turn; its cards are inserted, read and removed in turn.
    for (const std::string reader : {"desk", "gate"}) {
        bool present = false;
        std::string card;
        bool being_read = false;
        std::set<std::string> seen;
        for (const auto& event : events_.all()) {
            if (event.reader != reader) continue;
            switch (event.kind) {
                case Kind::reader_added:
                    EXPECT_FALSE(std::exchange(present, true));
                    break;
                case Kind::reader_removed:
                    EXPECT_TRUE(std::exchange(present, false) && card.empty());
                    break;
                case Kind::card_inserted:
                    EXPECT_TRUE(present && card.empty() && seen.insert(event.card).second);
                    card = event.card;
                    break;
                case Kind::card_removed:
                    EXPECT_TRUE(!being_read && card == event.card);
                    card.clear();
                    break;
                case Kind::read_started:
                    EXPECT_TRUE(!std::exchange(being_read, true) && card == event.card);
                    break;
                case Kind::read_finished:
                    EXPECT_TRUE(std::exchange(being_read, false) && card == event.card);
                    break;
                default:
                    FAIL() << to_string(event.kind);
            }
        }
    }
}

class ImpatientRegistryTest : public test::RegistryFixture {
  protected:
    ImpatientRegistryTest() : RegistryFixture({.identify = 20ms}) {}
};

TEST_F(ImpatientRegistryTest, ShowsACardThatNeverAnswers) {
    start();
    test::Gate silence;
    insert("desk", test::card([&](const auto&) {
               silence.pass();
               return test::answer(apdu::sw::success);
           }));
    await_event(Kind::reader_unresponsive);
    EXPECT_EQ(registry_->reader("desk")->card->kind, CardKind::unknown);
    silence.open();
    await_event(Kind::reader_recovered);
    EXPECT_EQ(registry_->reader("desk")->card->kind, CardKind::emrtd);
}

}  // namespace
}  // namespace fivestar::daemon
