// SPDX-License-Identifier: Apache-2.0
// N embedded readers read at once, over a simulated link of 424 kbit/s: throughput against N, and what a read costs the
// processor. The cards are recordings, so that nearly all of that is the host's. Prints rows of a table.

#include "crypto/base/clock.hpp"
#include "daemon/readers/embedded_source.hpp"
#include "daemon/readers/reader_registry.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/played_card.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <latch>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

#include <fmt/core.h>

namespace {

using namespace fivestar;
using namespace fivestar::bench;

constexpr unsigned reads_per_reader = 4;
constexpr std::chrono::milliseconds patience = std::chrono::minutes{1};

double processor_milliseconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto of = [](const timeval& time) {
        return 1e3 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_usec);
    };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

/// Readers with cards, all identified.
class Counter {
  public:
    Counter(unsigned readers, const Recording& recording) : source_(std::make_shared<daemon::EmbeddedSource>()) {
        for (unsigned number = 0; number < readers; ++number) {
            const std::string name = fmt::format("reader-{}", number);
            source_->add_reader(name);
            source_->insert(name, {.connect = [&recording]() -> Result<std::unique_ptr<apdu::CardConnection>> {
                                       return std::make_unique<PlayedConnection>(recording, Link{contactless_rate});
                                   },
                                   .atr = recording.atr});
        }
        registry_.start();
        while (shown() != readers) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }

    /// Reads every card `reads_per_reader` times, all readers at once.
    void read_all(const Recording& recording, const daemon::ReadEnvironment& environment) {
        const auto readers = registry_.readers();
        std::latch left{static_cast<std::ptrdiff_t>(readers.size() * reads_per_reader)};
        std::atomic<unsigned> failures = 0;
        for (unsigned round = 0; round < reads_per_reader; ++round) {
            for (const daemon::ReaderView& reader : readers) {
                registry_.submit(reader.id, reader.card->id,
                                 {.work =
                                      [&](apdu::CardConnection& connection, daemon::JobContext&) {
                                          read_verified(connection, recording, environment);
                                          return std::optional<ErrorCode>{};
                                      },
                                  .done =
                                      [&](const Result<void>& result) {
                                          if (!result) ++failures;
                                          left.count_down();
                                      },
                                  .limits = {.queue = patience, .connect = patience, .run = patience}});
            }
        }
        left.wait();
        if (failures != 0) throw std::runtime_error{"a read failed"};
    }

  private:
    [[nodiscard]] std::size_t shown() const {
        std::size_t count = 0;
        for (const daemon::ReaderView& reader : registry_.readers()) count += reader.card ? 1U : 0U;
        return count;
    }

    std::shared_ptr<daemon::EmbeddedSource> source_;
    SystemClock clock_;
    SystemRandom random_;
    daemon::ReaderRegistry registry_{source_, clock_, random_};
};

void measure(unsigned readers, const Recording& recording, const daemon::ReadEnvironment& environment) {
    Counter counter{readers, recording};
    const double processor_before = processor_milliseconds();
    const double elapsed = milliseconds_of([&] { counter.read_all(recording, environment); });
    const double processor = processor_milliseconds() - processor_before;
    const double reads = readers * reads_per_reader;
    fmt::print(
        "| {} reader{} at once, 424 kbit/s, extended length | {:.1f} reads/s, {:.2f} ms of processor a read | |\n",
        readers, readers == 1 ? "" : "s", 1e3 * reads / elapsed, processor / reads);
}

}  // namespace

int main() {
    try {
        const auto environment = trusting_environment(FIVESTAR_SOURCE_DIR "/sim");
        const Recording recording = record_read(FIVESTAR_SOURCE_DIR "/sim", true, environment);
        for (const unsigned readers : {1U, 2U, 4U, 8U, 16U, 64U}) measure(readers, recording, environment);
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::cerr << "bench_readers: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
