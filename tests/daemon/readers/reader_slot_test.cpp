// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/reader_slot.hpp"

#include "tests/support/manual_clock.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::daemon {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const Bytes some_atr{0x3B, 0x80, 0x80, 0x01, 0x01};
const Bytes chinese_card_atr{0x3B, 0x88, 0x80, 0x01, 0xD1, 0x03, 0x86, 0x05, 0x00, 0x80, 0x80, 0x00, 0x58};

/// Records events in order. Posted calls are made when the test says so, as the registry makes them without its lock.
class RecordingHost final : public SlotHost {
  public:
    SteadyTime now() const override { return clock.steady(); }
    WallTime date() const override { return clock.wall(); }
    std::string new_card_id() override { return "card-" + std::to_string(++cards); }
    void tell(ReaderEvent event) override {
        post([this, event] {
            std::string line{to_string(event.kind)};
            if (!event.card.empty()) line += " " + event.card + " " + std::string{to_string(event.card_kind)};
            if (event.error) line += " " + std::string{to_string(*event.error)};
            told.push_back(line);
        });
    }
    void post(std::function<void()> call) override { calls.push_back(std::move(call)); }

    /// Returns the events since the last call.
    std::vector<std::string> news() {
        for (const auto& call : std::exchange(calls, {})) call();
        return std::exchange(told, {});
    }

    test::ManualClock clock;
    int cards = 0;
    std::vector<std::function<void()>> calls;
    std::vector<std::string> told;
};

class ReaderSlotTest : public testing::Test {
  protected:
    /// Returns a job whose end is recorded among the events.
    Job job(JobLimits limits = {}) {
        return {.work = [](auto&, auto&) { return std::optional<ErrorCode>{}; },
                .done =
                    [this](Result<void> result) {
                        std::string line = "done";
                        if (!result) line += " " + std::string{to_string(result.error().code)};
                        if (!result && !result.error().step.empty()) line += " " + std::string{result.error().step};
                        host.told.push_back(line);
                    },
                .limits = limits};
    }

    /// Inserts a passport that was identified.
    void with_passport() {
        slot.card_inserted(some_atr);
        look(Identification{.kind = CardKind::emrtd});
        host.news();
    }

    void look(const Result<Identification>& identification) {
        const auto look = slot.next();
        ASSERT_TRUE(look && look->identification);
        ASSERT_TRUE(slot.connected(*look));
        slot.identified(look, identification);
        slot.idle();
    }

    /// Starts the work of the next job.
    std::shared_ptr<JobState> run() {
        auto state = slot.next();
        EXPECT_TRUE(state && slot.connected(*state));
        return state;
    }

    RecordingHost host;
    ReaderSlot slot{{.id = "desk", .name = "Desk 00 00"}, host, {}};
};

TEST_F(ReaderSlotTest, ShowsACardOnceItIsIdentified) {
    slot.card_inserted(some_atr);
    EXPECT_THAT(host.news(), ElementsAre("reader_added"));
    EXPECT_EQ(slot.view().state, ReaderState::empty);
    look(Identification{.kind = CardKind::emrtd});
    EXPECT_THAT(host.news(), ElementsAre("card_inserted card-1 emrtd"));
    const auto view = slot.view();
    EXPECT_EQ(view.state, ReaderState::card);
    EXPECT_EQ(view.interface, ReaderInterface::contactless);
    EXPECT_FALSE(view.card->offers_pace);
    EXPECT_THAT(access_keys(*view.card), ElementsAre(AccessKey::mrz));
}

TEST_F(ReaderSlotTest, IdentifiesAChineseIdCardByItsAtrAlone) {
    slot.card_inserted(chinese_card_atr);
    EXPECT_THAT(host.news(), ElementsAre("reader_added", "card_inserted card-1 cn_id_bare"));
    EXPECT_EQ(slot.next(), nullptr);
}

TEST_F(ReaderSlotTest, ReportsNoCardThatIsRemovedBeforeItsIdentification) {
    slot.card_inserted(some_atr);
    const auto look = slot.next();
    slot.card_removed();
    EXPECT_FALSE(slot.connected(*look));
    slot.idle();
    EXPECT_THAT(host.news(), ElementsAre("reader_added"));
}

TEST_F(ReaderSlotTest, GivesEveryInsertionItsOwnId) {
    with_passport();
    slot.card_removed();
    slot.card_inserted(some_atr);
    look(Identification{});
    EXPECT_THAT(host.news(), ElementsAre("card_removed card-1 emrtd", "card_inserted card-2 unknown"));
}

TEST_F(ReaderSlotTest, TreatsASecondInsertionAsAnotherCard) {
    with_passport();
    slot.card_inserted(some_atr);
    look(Identification{.kind = CardKind::emrtd});
    EXPECT_THAT(host.news(), ElementsAre("card_removed card-1 emrtd", "card_inserted card-2 emrtd"));
}

TEST_F(ReaderSlotTest, RunsJobsInTheirOrder) {
    with_passport();
    slot.submit("card-1", job());
    slot.submit("card-1", job({.queue = 10s}));
    EXPECT_TRUE(slot.busy());
    for (int i = 0; i < 2; ++i) {
        const auto state = run();
        EXPECT_EQ(slot.view().state, ReaderState::reading);
        slot.finished(state, {});
        EXPECT_EQ(slot.view().state, ReaderState::card);
        slot.idle();
        EXPECT_THAT(host.news(), ElementsAre("read_started card-1 emrtd", "done", "read_finished card-1 emrtd"));
    }
    EXPECT_FALSE(slot.busy());
}

TEST_F(ReaderSlotTest, RefusesWorkOnAnotherCard) {
    with_passport();
    slot.submit("card-0", job());
    EXPECT_THAT(host.news(), ElementsAre("done card_removed queue"));
    slot.card_removed();
    slot.submit("card-1", job());
    EXPECT_THAT(host.news(), ElementsAre("card_removed card-1 emrtd", "done card_removed queue"));
}

TEST_F(ReaderSlotTest, RefusesToQueueWithoutTimeToWait) {
    with_passport();
    slot.submit("card-1", job());
    host.news();
    slot.submit("card-1", job({.queue = 0s}));
    EXPECT_THAT(host.news(), ElementsAre("done reader_busy queue"));
}

TEST_F(ReaderSlotTest, DoesNotCountItsOwnDisconnectAsWorkAhead) {
    with_passport();
    slot.submit("card-1", job());
    const auto first = run();
    slot.finished(first, {});
    host.news();
    slot.submit("card-1", job({.queue = 0s}));  // while the card is being reset
    slot.idle();
    EXPECT_TRUE(run());
    EXPECT_THAT(host.news(), ElementsAre("read_started card-1 emrtd"));
}

TEST_F(ReaderSlotTest, EndsAJobThatQueuesTooLong) {
    with_passport();
    slot.submit("card-1", job());
    run();
    host.news();
    slot.submit("card-1", job({.queue = 3s}));
    host.clock.advance(2999ms);
    EXPECT_FALSE(slot.expire());
    host.clock.advance(1ms);
    EXPECT_TRUE(slot.expire());
    EXPECT_THAT(host.news(), ElementsAre("done reader_busy queue"));
}

TEST_F(ReaderSlotTest, ReportsAnotherProgramThatHoldsTheCardAndContinuesAfterIt) {
    with_passport();
    slot.submit("card-1", job({.connect = 5s}));
    const auto blocked = slot.next();
    host.clock.advance(5s);
    slot.expire();
    EXPECT_THAT(host.news(), ElementsAre("done reader_busy connect"));
    EXPECT_EQ(slot.view().state, ReaderState::card);
    EXPECT_TRUE(slot.view().held_by_other_program);

    slot.submit("card-1", job());
    EXPECT_FALSE(slot.connected(*blocked));
    EXPECT_FALSE(slot.view().held_by_other_program);
    slot.idle();
    slot.finished(run(), {});
    EXPECT_THAT(host.news(), ElementsAre("read_started card-1 emrtd", "done", "read_finished card-1 emrtd"));
}

TEST_F(ReaderSlotTest, QuarantinesAReaderUntilItsWorkReturns) {
    with_passport();
    slot.submit("card-1", job({.run = 30s}));
    const auto silent = run();
    slot.submit("card-1", job({.queue = 60s}));
    host.news();
    host.clock.advance(30s);
    slot.expire();
    EXPECT_THAT(host.news(), ElementsAre("done deadline_exceeded", "read_finished card-1 emrtd deadline_exceeded",
                                         "done reader_unresponsive queue", "reader_unresponsive card-1 emrtd"));
    EXPECT_TRUE(silent->stop.stop_requested());
    EXPECT_EQ(slot.view().state, ReaderState::unresponsive);
    EXPECT_EQ(slot.nearest_deadline(), SteadyTime::max());

    slot.submit("card-1", job({.queue = 60s}));
    EXPECT_THAT(host.news(), ElementsAre("done reader_unresponsive queue"));

    slot.finished(silent, {});  // too late to count
    slot.idle();
    EXPECT_THAT(host.news(), ElementsAre("reader_recovered card-1 emrtd"));
    EXPECT_EQ(slot.view().state, ReaderState::card);
    slot.submit("card-1", job());
    EXPECT_TRUE(run());
}

TEST_F(ReaderSlotTest, ExtendsADeadlineOnceWhileTheWorkRuns) {
    with_passport();
    const auto state = slot.submit("card-1", job({.run = 30s}));
    EXPECT_FALSE(slot.extend(*state, 30s));
    run();
    EXPECT_TRUE(slot.extend(*state, 30s));
    EXPECT_FALSE(slot.extend(*state, 30s));
    host.clock.advance(59s);
    slot.expire();
    EXPECT_FALSE(state->settled);
    host.clock.advance(1s);
    slot.expire();
    EXPECT_TRUE(state->settled);
    EXPECT_FALSE(slot.extend(*state, 30s));
}

/// A chip may delay its answers after a wrong password, even if it was removed and inserted again.
TEST_F(ReaderSlotTest, RemembersDeniedAccessUntilAReadSucceeds) {
    with_passport();
    const auto after = [&](std::string_view card, std::optional<ErrorCode> failure) {
        slot.submit(card, job());
        const auto state = run();
        const bool denied_before = state->after_denial;
        slot.finished(state, failure);
        slot.idle();
        return denied_before;
    };
    EXPECT_FALSE(after("card-1", ErrorCode::access_denied));
    EXPECT_TRUE(after("card-1", ErrorCode::unexpected_status));
    slot.card_removed();
    with_passport();
    EXPECT_TRUE(after("card-2", std::nullopt));
    EXPECT_FALSE(after("card-2", std::nullopt));
}

TEST_F(ReaderSlotTest, EndsTheReadBeforeItReportsTheRemovalOfTheCard) {
    with_passport();
    slot.submit("card-1", job());
    const auto state = run();
    slot.submit("card-1", job({.queue = 10s}));
    host.news();
    slot.card_removed();
    EXPECT_THAT(host.news(), ElementsAre("done card_removed", "read_finished card-1 emrtd card_removed",
                                         "done card_removed", "card_removed card-1 emrtd"));
    EXPECT_TRUE(state->stop.stop_requested());
    slot.finished(state, {});
    slot.idle();
    EXPECT_THAT(host.news(), IsEmpty());
}

TEST_F(ReaderSlotTest, EndsTheReadBeforeItReportsTheRemovalOfTheReader) {
    with_passport();
    slot.submit("card-1", job());
    const auto state = run();
    host.news();
    slot.remove(ErrorCode::reader_lost);
    EXPECT_THAT(host.news(), ElementsAre("done reader_lost", "read_finished card-1 emrtd reader_lost",
                                         "card_removed card-1 emrtd", "reader_removed"));
    slot.submit("card-1", job());
    EXPECT_THAT(host.news(), ElementsAre("done reader_lost queue"));
    slot.finished(state, {});
    slot.idle();
    slot.card_inserted(some_atr);
    EXPECT_EQ(slot.next(), nullptr);
    EXPECT_THAT(host.news(), IsEmpty());
}

TEST_F(ReaderSlotTest, NoticesThatWorkOnARemovedCardNeverReturns) {
    with_passport();
    slot.submit("card-1", job({.run = 30s}));
    run();
    slot.card_removed();
    host.news();
    host.clock.advance(30s);
    slot.expire();
    EXPECT_THAT(host.news(), ElementsAre("reader_unresponsive"));
    slot.card_inserted(some_atr);
    host.clock.advance(2s);
    slot.expire();
    EXPECT_THAT(host.news(), ElementsAre("card_inserted card-2 unknown"));
}

TEST_F(ReaderSlotTest, NoticesThatTheDisconnectNeverReturns) {
    with_passport();
    slot.submit("card-1", job());
    slot.finished(run(), {});
    host.news();
    host.clock.advance(5s);
    slot.expire();
    EXPECT_THAT(host.news(), ElementsAre("reader_unresponsive card-1 emrtd"));
    slot.idle();
    EXPECT_THAT(host.news(), ElementsAre("reader_recovered card-1 emrtd"));
}

TEST_F(ReaderSlotTest, CancelsWaitingWorkAtOnceAndAsksRunningWorkToStop) {
    with_passport();
    const auto running = slot.submit("card-1", job());
    const auto waiting = slot.submit("card-1", job({.queue = 10s}));
    run();
    host.news();
    slot.cancel(waiting);
    EXPECT_THAT(host.news(), ElementsAre("done cancelled"));
    slot.cancel(running);
    EXPECT_THAT(host.news(), IsEmpty());
    EXPECT_TRUE(running->stop.stop_requested());
    slot.finished(running, ErrorCode::cancelled);
    slot.cancel(running);
    EXPECT_THAT(host.news(), ElementsAre("done", "read_finished card-1 emrtd cancelled"));
}

TEST_F(ReaderSlotTest, CancelsWorkThatWaitsForTheCard) {
    with_passport();
    const auto state = slot.submit("card-1", job());
    ASSERT_EQ(slot.next(), state);
    slot.cancel(state);
    EXPECT_THAT(host.news(), ElementsAre("done cancelled"));
    EXPECT_FALSE(slot.connected(*state));
}

TEST_F(ReaderSlotTest, ReportsACardThatCannotBeConnected) {
    with_passport();
    const auto state = slot.submit("card-1", job());
    ASSERT_EQ(slot.next(), state);
    slot.not_connected(state, {ErrorCode::transport_failure});
    slot.idle();
    EXPECT_THAT(host.news(), ElementsAre("done transport_failure connect"));
    EXPECT_EQ(slot.view().state, ReaderState::card);
}

TEST_F(ReaderSlotTest, ShowsASilentCardAsUnknownUntilItAnswers) {
    slot.card_inserted(some_atr);
    const auto look = slot.next();
    ASSERT_TRUE(slot.connected(*look));
    host.clock.advance(2s);
    slot.expire();
    EXPECT_THAT(host.news(),
                ElementsAre("reader_added", "card_inserted card-1 unknown", "reader_unresponsive card-1 unknown"));
    slot.identified(look, Identification{.kind = CardKind::emrtd});
    slot.idle();
    EXPECT_THAT(host.news(), ElementsAre("reader_recovered card-1 emrtd"));
    EXPECT_EQ(slot.view().card->kind, CardKind::emrtd);
    EXPECT_EQ(slot.next(), nullptr);
}

TEST_F(ReaderSlotTest, IdentifiesACardAfterAnotherProgramReleasesIt) {
    slot.card_inserted(some_atr);
    const auto look = slot.next();
    host.clock.advance(2s);
    slot.expire();
    EXPECT_THAT(host.news(), ElementsAre("reader_added", "card_inserted card-1 unknown"));
    EXPECT_EQ(slot.view().state, ReaderState::card);
    ASSERT_TRUE(slot.connected(*look));
    EXPECT_EQ(slot.nearest_deadline(), host.now() + 2s);
    slot.identified(look, Identification{.kind = CardKind::emrtd});
    slot.idle();
    EXPECT_EQ(slot.view().card->kind, CardKind::emrtd);
    EXPECT_THAT(host.news(), IsEmpty());
}

TEST_F(ReaderSlotTest, TriesToIdentifyACardTwice) {
    slot.card_inserted(some_atr);
    look(fail(ErrorCode::transport_failure));
    EXPECT_THAT(host.news(), ElementsAre("reader_added", "card_inserted card-1 unknown"));
    look(fail(ErrorCode::transport_failure));
    EXPECT_EQ(slot.next(), nullptr);
    EXPECT_THAT(host.news(), IsEmpty());
}

TEST_F(ReaderSlotTest, EndsEverythingSilentlyAtShutDown) {
    with_passport();
    slot.submit("card-1", job());
    run();
    slot.submit("card-1", job({.queue = 10s}));
    host.news();
    slot.shut_down();
    EXPECT_THAT(host.news(), ElementsAre("done cancelled", "read_finished card-1 emrtd cancelled", "done cancelled"));
    EXPECT_TRUE(slot.removed());
}

}  // namespace
}  // namespace fivestar::daemon
