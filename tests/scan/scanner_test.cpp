// SPDX-License-Identifier: Apache-2.0
// A scanner on a pseudo-terminal, from plugging in to the delivery.
#include "scan/scanner.hpp"

#include "crypto/base/descriptor.hpp"
#include "tests/scan/pseudo_terminal.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <sys/eventfd.h>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;
using scan::Scanner;
using scan::ScannerSettings;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

class RunningScanner {
  public:
    explicit RunningScanner(ScannerSettings settings)
        : scanner_{std::move(settings), [this](std::string_view text) { return deliver(text); },
                   [this](std::string_view text) { note(reports_, text); }},
          thread_{[this] { scanner_.run(stop_.number()); }} {}
    RunningScanner(const RunningScanner&) = delete;
    RunningScanner& operator=(const RunningScanner&) = delete;
    ~RunningScanner() { stop(); }

    void stop() {
        ::eventfd_write(stop_.number(), 1);
        if (thread_.joinable()) thread_.join();
    }
    /// Waits for that many scans, at most a minute.
    std::vector<std::string> scans(std::size_t count) { return wait_for(scans_, count); }
    std::vector<std::string> reports(std::size_t count) { return wait_for(reports_, count); }

  private:
    scan::DeliveryOutcome deliver(std::string_view text) {
        note(scans_, text);
        return {.is_done = true, .text = "delivered"};
    }
    void note(std::vector<std::string>& list, std::string_view text) {
        const std::lock_guard lock{mutex_};
        list.emplace_back(text);
        changed_.notify_all();
    }
    std::vector<std::string> wait_for(const std::vector<std::string>& list, std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, 60s, [&] { return list.size() >= count; });
        return list;
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> scans_;
    std::vector<std::string> reports_;
    Descriptor stop_{::eventfd(0, EFD_CLOEXEC)};
    Scanner scanner_;
    std::thread thread_;
};

ScannerSettings settings_for(const PseudoTerminal& terminal) {
    return {.name = "desk", .device = terminal.path(), .framing = {.silence = 100ms}};
}

TEST(Scanner, DeliversWhatWasScanned) {
    const PseudoTerminal terminal;
    RunningScanner scanner{settings_for(terminal)};
    scanner.reports(1);
    terminal.send("I<UTO\rD23145890\r");
    EXPECT_THAT(scanner.scans(1), ElementsAre("I<UTO\rD23145890\r"));
    terminal.send("\x02one\x03\x02two\x03");
    EXPECT_THAT(scanner.scans(3), ElementsAre("I<UTO\rD23145890\r", "one", "two"));
    EXPECT_THAT(scanner.reports(4), Contains("delivered").Times(3));
}

TEST(Scanner, SendsItsCommands) {
    const PseudoTerminal terminal;
    ScannerSettings settings = settings_for(terminal);
    settings.serial.start = {"\x16M\rA!", "\x16M\rB!"};
    settings.serial.trigger = "\x16T\r";
    RunningScanner scanner{settings};
    EXPECT_EQ(terminal.receive(13), "\x16M\rA!\x16M\rB!\x16T\r");
    terminal.send("\x02one\x03");
    EXPECT_EQ(terminal.receive(3), "\x16T\r");
    EXPECT_THAT(scanner.scans(1), ElementsAre("one"));
}

TEST(Scanner, TriggersAgainInSilence) {
    const PseudoTerminal terminal;
    ScannerSettings settings = settings_for(terminal);
    settings.serial.trigger = "T";
    settings.serial.trigger_every = 1s;
    const RunningScanner scanner{settings};
    EXPECT_EQ(terminal.receive(3), "TTT");
}

TEST(Scanner, SurvivesUnplugging) {
    PseudoTerminal terminal;
    RunningScanner scanner{settings_for(terminal)};
    scanner.reports(1);
    for (std::size_t round = 1; round <= 3; ++round) {
        terminal.send("\x02half");
        std::this_thread::sleep_for(20ms);
        terminal.unplug();
        EXPECT_THAT(scanner.reports(4 * round - 1).at(4 * round - 3), EndsWith("is gone"));
        EXPECT_THAT(scanner.reports(4 * round - 1).at(4 * round - 2), HasSubstr("is not there"));
        terminal.plug();
        scanner.reports(4 * round);
        terminal.send("\x02whole\x03");
        EXPECT_THAT(scanner.scans(round), Contains("whole").Times(round));
        scanner.reports(4 * round + 1);
    }
}

TEST(Scanner, WaitsForADeviceAndStops) {
    PseudoTerminal terminal;
    terminal.unplug();
    RunningScanner scanner{settings_for(terminal)};
    EXPECT_THAT(scanner.reports(1), ElementsAre(HasSubstr("is not there; waiting for it")));
    std::this_thread::sleep_for(1200ms);
    EXPECT_EQ(scanner.reports(1).size(), 1U) << "it says so once";
    scanner.stop();
}

TEST(Scanner, ReportsFaultsWithoutText) {
    const PseudoTerminal terminal;
    RunningScanner scanner{settings_for(terminal)};
    scanner.reports(1);
    terminal.send("\x02SECRET\x02");
    EXPECT_THAT(scanner.reports(2).at(1), HasSubstr("cut off"));
    terminal.send(std::string(1100, 'S'));
    EXPECT_THAT(scanner.reports(3).at(2), HasSubstr("longer than"));
    for (const std::string& report : scanner.reports(3)) EXPECT_EQ(report.find("SS"), std::string::npos);
}

}  // namespace
}  // namespace fivestar::test
