// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/monitor.hpp"

#include "tests/daemon/pcsc/fake_service.hpp"
#include "tests/daemon/readers/registry_fixture.hpp"

#include <gmock/gmock.h>

namespace fivestar::daemon::pcsc {
namespace {

using namespace std::chrono_literals;
using test::Call;
using testing::Contains;
using testing::ElementsAre;

const std::string desk = "Desk 00 00";
const std::string gate = "Gate 01 00";

class Seen final : public Monitor::Observer {
  public:
    void service_changed(ServiceState state) override { add(std::string{to_string(state)}); }
    void readers_added(const std::vector<std::string>& names) override {
        for (const auto& name : names) add("+ " + name);
    }
    void reader_removed(const std::string& name) override { add("- " + name); }
    void card_inserted(const std::string& name, ByteView atr) override {
        add((atr.empty() ? "mute card in " : "card in ") + name);
    }
    void card_removed(const std::string& name) override { add("no card in " + name); }

    /// Returns the events since the last call, up to and including `last`.
    std::vector<std::string> until(const std::string& last) {
        std::unique_lock lock{mutex_};
        auto found = lines_.end();
        added_.wait_for(lock, test::ages, [&] { return (found = std::ranges::find(lines_, last)) != lines_.end(); });
        const auto later = found == lines_.end() ? found : std::next(found);
        std::vector<std::string> taken{lines_.begin(), later};
        lines_.erase(lines_.begin(), later);
        return taken;
    }
    std::vector<std::string> rest() {
        const std::lock_guard lock{mutex_};
        return std::exchange(lines_, {});
    }

  private:
    void add(std::string line) {
        const std::lock_guard lock{mutex_};
        lines_.push_back(std::move(line));
        added_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable added_;
    std::vector<std::string> lines_;
};

constexpr MonitorTimes quick{.first_retry = 1ms, .longest_retry = 4ms, .settle = 1ms, .patience = 60s};

class MonitorTest : public testing::Test {
  protected:
    ~MonitorTest() override {
        EXPECT_TRUE(monitor.stop());
        EXPECT_EQ(service.open_contexts(), 0U);
    }
    void start_with_desk() {
        service.plug(desk);
        monitor.start(seen);
        seen->until("+ " + desk);
    }

    test::FakeService service;
    std::shared_ptr<Seen> seen = std::make_shared<Seen>();
    Monitor monitor{quick};
};

TEST_F(MonitorTest, SeesPresentReadersAndCards) {
    service.plug(desk);
    service.insert(gate);
    monitor.start(seen);
    EXPECT_THAT(seen->until("card in " + gate), ElementsAre("connected", "+ " + desk, "+ " + gate, "card in " + gate));
}

TEST_F(MonitorTest, ReportsPresentReadersAtTheFirstLook) {
    service.plug(desk);
    service.insert(gate);
    monitor.start(seen);
    monitor.await_first_look(test::ages);
    EXPECT_THAT(seen->rest(), ElementsAre("connected", "+ " + desk, "+ " + gate, "card in " + gate));
}

TEST_F(MonitorTest, EndsItsFirstLookWithoutReaders) {
    monitor.start(seen);
    monitor.await_first_look(test::ages);
    EXPECT_THAT(seen->rest(), ElementsAre("connected"));
}

TEST_F(MonitorTest, EndsItsFirstLookWithoutAService) {
    service.stop();
    monitor.start(seen);
    monitor.await_first_look(test::ages);
    EXPECT_THAT(seen->rest(), ElementsAre("unavailable"));
}

TEST_F(MonitorTest, SeesCardsComeAndGo) {
    start_with_desk();
    service.insert(desk);
    EXPECT_THAT(seen->until("card in " + desk), ElementsAre("card in " + desk));
    service.remove(desk);
    EXPECT_THAT(seen->until("no card in " + desk), ElementsAre("no card in " + desk));
}

TEST_F(MonitorTest, SeesACardRemovedAndInsertedBetweenTwoWaits) {
    start_with_desk();
    service.insert(desk);
    seen->until("card in " + desk);
    service.swap(desk);
    EXPECT_THAT(seen->until("card in " + desk), ElementsAre("no card in " + desk, "card in " + desk));
}

TEST_F(MonitorTest, SeesAReaderUnpluggedAndPluggedInBetweenTwoWaits) {
    start_with_desk();
    service.insert(desk);
    seen->until("card in " + desk);
    service.swap(desk);
    seen->until("card in " + desk);
    service.replug(desk);
    EXPECT_THAT(seen->until("card in " + desk), ElementsAre("- " + desk, "+ " + desk, "card in " + desk));
    service.remove(desk);
    seen->until("no card in " + desk);
    service.replug(desk);
    EXPECT_THAT(seen->until("+ " + desk), ElementsAre("- " + desk, "+ " + desk));
}

TEST_F(MonitorTest, LooksAgainAtCardsThatTheServiceTakesForTheSame) {
    service.plug(gate);
    start_with_desk();
    service.insert(desk);
    seen->until("card in " + desk);
    for (int round = 0; round < 3; ++round) {
        monitor.look_again();
        EXPECT_THAT(seen->until("card in " + desk), ElementsAre("no card in " + desk, "card in " + desk));
    }
    service.remove(desk);
    seen->until("no card in " + desk);
    service.lose_cancels(3);
    const auto waits = service.count(Call::wait);
    monitor.look_again();
    while (service.count(Call::wait) == waits) std::this_thread::yield();
    service.insert(gate);
    EXPECT_THAT(seen->until("card in " + gate), ElementsAre("card in " + gate)) << "no card, no event";
}

TEST_F(MonitorTest, ANewContextLooksAtAllCardsAnyway) {
    service.insert(desk);
    service.stop();
    monitor.start(seen);
    seen->until("unavailable");
    monitor.look_again();
    service.start();
    EXPECT_THAT(seen->until("card in " + desk), ElementsAre("connected", "+ " + desk, "card in " + desk));
    service.remove(desk);
    EXPECT_THAT(seen->until("no card in " + desk), ElementsAre("no card in " + desk));
    service.await_waiting();
    service.insert(gate);
    EXPECT_THAT(seen->until("card in " + gate), ElementsAre("+ " + gate, "card in " + gate)) << "once only";
}

TEST_F(MonitorTest, SeesMuteCardsAndThatTheyAnswer) {
    start_with_desk();
    service.insert_mute(desk);
    EXPECT_THAT(seen->until("mute card in " + desk), ElementsAre("mute card in " + desk));
    service.revive(desk);
    EXPECT_THAT(seen->until("card in " + desk), ElementsAre("no card in " + desk, "card in " + desk));
}

TEST_F(MonitorTest, SeesReadersComeAndGo) {
    monitor.start(seen);
    EXPECT_THAT(seen->until("connected"), ElementsAre("connected"));
    service.await_waiting();
    service.plug(desk);
    EXPECT_THAT(seen->until("+ " + desk), ElementsAre("+ " + desk));
    service.await_waiting();
    service.insert(gate);
    EXPECT_THAT(seen->until("card in " + gate), ElementsAre("+ " + gate, "card in " + gate));
    service.unplug(gate);
    EXPECT_THAT(seen->until("- " + gate), ElementsAre("- " + gate));
    service.unplug(desk);
    EXPECT_THAT(seen->until("- " + desk), ElementsAre("- " + desk));
}

TEST_F(MonitorTest, SeesAReaderThatGoesBeforeTheWaitForIt) {
    service.plug(desk);
    service.plug(gate);
    service.before_next_wait([&] { service.unplug(desk); });
    monitor.start(seen);
    EXPECT_THAT(seen->until("- " + desk), ElementsAre("connected", "+ " + desk, "+ " + gate, "- " + desk));
}

TEST_F(MonitorTest, SeesAReaderThatComesBetweenTheListAndTheWait) {
    service.plug(desk);
    service.before_next_wait([&] { service.plug(gate); });
    monitor.start(seen);
    EXPECT_THAT(seen->until("+ " + gate), ElementsAre("connected", "+ " + desk, "+ " + gate));
}

TEST_F(MonitorTest, SleepsWhenNothingHappens) {
    start_with_desk();
    service.await_waiting();
    const auto waits = service.count(Call::wait);
    const auto lists = service.count(Call::list);
    std::this_thread::sleep_for(50ms);  // many times every interval of the monitor
    EXPECT_EQ(service.count(Call::wait), waits);
    EXPECT_EQ(service.count(Call::list), lists);
}

TEST_F(MonitorTest, WatchesTheMostReadersThatTheServiceTakes) {
    const auto name = [](int i) { return "Reader " + std::to_string(i) + " 00 00"; };
    for (int i = 10; i < 26; ++i) service.plug(name(i));
    monitor.start(seen);
    seen->until("+ " + name(25));
    service.insert(name(17));
    EXPECT_THAT(seen->until("card in " + name(17)), ElementsAre("card in " + name(17)));
    service.unplug(name(12));
    EXPECT_THAT(seen->until("- " + name(12)), ElementsAre("- " + name(12)));
    service.await_waiting();
    service.plug(desk);
    EXPECT_THAT(seen->until("+ " + desk), ElementsAre("+ " + desk));
}

TEST_F(MonitorTest, FindsAServiceThatStartsLate) {
    service.stop();
    monitor.start(seen);
    EXPECT_THAT(seen->until("unavailable"), ElementsAre("unavailable"));
    service.start();
    service.insert(desk);
    EXPECT_THAT(seen->until("card in " + desk), ElementsAre("connected", "+ " + desk, "card in " + desk));
}

TEST_F(MonitorTest, FindsALostServiceAgain) {
    service.insert(desk);
    monitor.start(seen);
    seen->until("card in " + desk);
    service.stop();
    EXPECT_THAT(seen->until("unavailable"), ElementsAre("unavailable"));
    service.start();
    EXPECT_THAT(seen->until("card in " + desk), ElementsAre("connected", "+ " + desk, "card in " + desk));
}

TEST_F(MonitorTest, DropsTheContextOnAnyErrorOfTheService) {
    start_with_desk();
    int readers = 0;
    for (const LONG code : {SCARD_E_NO_SERVICE, SCARD_E_SERVICE_STOPPED, SCARD_E_INVALID_HANDLE, SCARD_F_COMM_ERROR,
                            SCARD_F_INTERNAL_ERROR, SCARD_E_NO_MEMORY, SCARD_P_SHUTDOWN, LONG{0x12345}}) {
        for (const Call call : {Call::wait, Call::list}) {
            // A reader that comes before the wait for it has begun is not noticed.
            service.await_waiting();
            service.fail_next(call, code);
            // A new name each time ends the wait. A reader that left and came back may look unchanged.
            const auto reader = gate + std::to_string(++readers);
            service.insert(reader);
            EXPECT_THAT(seen->until("unavailable"), Contains("unavailable")) << code;
            seen->until("card in " + reader);
            // One more than the service can watch would not be noticed either.
            service.unplug(reader);
            seen->until("- " + reader);
        }
    }
}

TEST_F(MonitorTest, DistinguishesDenialFromAbsence) {
    service.deny(true);
    monitor.start(seen);
    EXPECT_THAT(seen->until("denied"), ElementsAre("denied"));
    service.stop();
    EXPECT_THAT(seen->until("unavailable"), ElementsAre("unavailable"));
    service.start();
    EXPECT_THAT(seen->until("denied"), ElementsAre("denied"));
    service.deny(false);
    EXPECT_THAT(seen->until("connected"), ElementsAre("connected"));
}

TEST_F(MonitorTest, StopsAlthoughCancelsHaveNoEffect) {
    start_with_desk();
    service.await_waiting();
    service.lose_cancels(3);
    service.fail_next(Call::cancel, SCARD_E_INVALID_HANDLE);
    EXPECT_TRUE(monitor.stop());
    EXPECT_GE(service.count(Call::cancel), 5U);
    EXPECT_TRUE(monitor.stop());
}

TEST_F(MonitorTest, StopsBeforeItsFirstWait) {
    std::atomic<bool> stopped = false;
    std::thread stopping;
    test::Gate started;
    service.before_next_wait([&] {
        stopping = std::thread{[&] {
            started.open();
            stopped = monitor.stop();
        }};
        started.pass();
        while (service.count(Call::cancel) == 0) std::this_thread::yield();  // a request without effect
    });
    monitor.start(seen);
    while (!stopped) std::this_thread::sleep_for(1ms);
    stopping.join();
}

TEST_F(MonitorTest, StopsWithoutAService) {
    service.stop();
    monitor.start(seen);
    seen->until("unavailable");
    EXPECT_TRUE(monitor.stop());
}

TEST_F(MonitorTest, IsNotStoppedByAnotherCancel) {
    start_with_desk();
    service.fail_next(Call::wait, SCARD_E_CANCELLED);
    service.insert(desk);
    EXPECT_THAT(seen->until("card in " + desk), ElementsAre("card in " + desk));
    service.remove(desk);
    EXPECT_THAT(seen->until("no card in " + desk), ElementsAre("no card in " + desk));
}

TEST_F(MonitorTest, PausesIfListAndWaitContradictEachOther) {
    start_with_desk();
    service.await_waiting();
    for (int i = 0; i < 1000; ++i) service.fail_next(Call::wait, SCARD_E_UNKNOWN_READER);
    service.insert(desk);
    const auto before = service.count(Call::list);
    std::this_thread::sleep_for(250ms);
    EXPECT_LT(service.count(Call::list) - before, 30U);
}

TEST(MonitorStuckTest, ReportsACallThatDoesNotReturn) {
    auto* const service = new test::FakeService;  // NOLINT: the detached thread still uses it
    service->plug(desk);
    service->block(Call::wait);
    const auto seen = std::make_shared<Seen>();
    {
        Monitor monitor{{.patience = 20ms}};
        monitor.start(seen);
        service->await_blocked();
        monitor.await_first_look(1ms);  // returns
        EXPECT_FALSE(monitor.stop());
    }
    service->unblock();
    while (service->open_contexts() != 0) std::this_thread::sleep_for(1ms);
    delete service;
}

}  // namespace
}  // namespace fivestar::daemon::pcsc
