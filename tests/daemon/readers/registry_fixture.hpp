// SPDX-License-Identifier: Apache-2.0
// A registry over embedded readers, and the events and results it reports.
#pragma once

#include "daemon/readers/embedded_source.hpp"
#include "daemon/readers/reader_registry.hpp"
#include "tests/daemon/readers/test_card.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::test {

/// Long enough for every expected event, even on a busy machine.
inline constexpr auto ages = std::chrono::seconds{60};

/// A list that threads append to and a test waits for.
template <class T>
class Collected {
  public:
    void add(T item) {
        const std::lock_guard lock{mutex_};
        items_.push_back(std::move(item));
        added_.notify_all();
    }
    /// Returns all elements once the last one satisfies the condition, or after a time-out.
    template <class Wish>
    std::vector<T> until(Wish wish) {
        std::unique_lock lock{mutex_};
        added_.wait_for(lock, ages, [&] { return std::ranges::any_of(items_, wish); });
        return items_;
    }
    std::vector<T> all() {
        const std::lock_guard lock{mutex_};
        return items_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable added_;
    std::vector<T> items_;
};

/// The end of one job.
class Ending {
  public:
    daemon::Done done() {
        return [state = state_](Result<void> result) { state->add(result); };
    }
    /// Returns the result; fails the test if there were two.
    std::string await() {
        const auto results = state_->until([](const auto&) { return true; });
        EXPECT_EQ(results.size(), 1U);
        if (results.empty()) return "never";
        return results[0] ? "done" : std::string{to_string(results[0].error().code)};
    }
    std::size_t times() { return state_->all().size(); }

  private:
    std::shared_ptr<Collected<Result<void>>> state_ = std::make_shared<Collected<Result<void>>>();
};

class RegistryFixture : public testing::Test {
  protected:
    explicit RegistryFixture(daemon::RegistryLimits limits = {.identify = ages}) : limits_(limits) {}
    ~RegistryFixture() override {
        const bool stopped = !registry_ || registry_->stop(ages);
        EXPECT_TRUE(stopped);
    }

    void start(std::shared_ptr<daemon::ReaderSource> source) {
        registry_ = std::make_unique<daemon::ReaderRegistry>(std::move(source), clock_, random_, limits_);
        subscription_.emplace(registry_->subscribe([this](const daemon::ReaderEvent& event) { events_.add(event); }));
        registry_->start();
    }
    void start() { start(source_); }

    /// Inserts a card, waits for its event, and returns its id.
    std::string insert(const std::string& reader, daemon::EmbeddedCard card) {
        const std::string before = card_in(reader);
        source_->insert(reader, std::move(card));
        events_.until([&](const auto& event) {
            return event.kind == daemon::ReaderEventKind::card_inserted && event.reader == reader &&
                   event.card != before && event.card == card_in(reader);
        });
        return card_in(reader);
    }
    std::string card_in(const std::string& reader) {
        const auto view = registry_->reader(reader);
        return view && view->card ? view->card->id : "";
    }

    Ending submit(const std::string& reader, daemon::Work work,
                  daemon::JobLimits limits = {.queue = ages, .run = ages}) {
        Ending ending;
        ticket_ = registry_->submit(reader, card_in(reader),
                                    {.work = std::move(work), .done = ending.done(), .limits = limits});
        return ending;
    }

    void await_event(daemon::ReaderEventKind kind) {
        events_.until([kind](const auto& event) { return event.kind == kind; });
    }
    /// Returns the events of a reader, and those without a reader, as words.
    std::vector<std::string> story(const std::string& reader) {
        std::vector<std::string> lines;
        for (const auto& event : events_.all()) {
            if (!event.reader.empty() && event.reader != reader) continue;
            std::string line{to_string(event.kind)};
            if (event.error) line += " " + std::string{to_string(*event.error)};
            lines.push_back(line);
        }
        return lines;
    }

    const daemon::RegistryLimits limits_;
    SystemClock clock_;
    SystemRandom random_;
    std::shared_ptr<daemon::EmbeddedSource> source_ =
        std::make_shared<daemon::EmbeddedSource>(std::vector<std::string>{"desk", "gate"});
    Collected<daemon::ReaderEvent> events_;
    std::unique_ptr<daemon::ReaderRegistry> registry_;
    std::optional<daemon::Subscription> subscription_;
    daemon::Ticket ticket_;
};

/// Work that makes one exchange.
inline std::optional<ErrorCode> one_exchange(apdu::CardConnection& connection, daemon::JobContext&) {
    const auto response = connection.channel().transmit({});
    return response ? std::nullopt : std::optional{response.error().code};
}

}  // namespace fivestar::test
