// SPDX-License-Identifier: Apache-2.0
// A full verified read through pcscd and vpcd against a bare replay of its exchanges, in pairs. Prints rows of a table;
// to be run below tools/with-pcscd, which names the virtual readers' ports.

#include "daemon/pcsc/pcsc_connection.hpp"
#include "tests/bench/bare_reader.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/played_card.hpp"
#include "tests/bench/vpcd_card.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>

#include <fmt/core.h>

namespace {

using namespace fivestar;
using namespace fivestar::bench;

struct Setting {
    const char* name;
    bool extended_length;
    std::uint32_t rate;
    int pairs;
    double target;                 ///< 0: none
    bool first_of_signer = false;  ///< each read meets anchors that remember no signer
};

constexpr int warm_up_pairs = 3;
constexpr int reads_in_process = 300;
constexpr const char* data_directory = FIVESTAR_SOURCE_DIR "/sim";

constexpr Setting settings[] = {
    {"short length", false, 0, 150, 0},
    {"extended length", true, 0, 300, 0},
    {"extended length, its signer's certificate not seen before", true, 0, 100, 0, true},
    {"short length, 424 kbit/s", false, contactless_rate, 15, 1.02},
    {"extended length, 424 kbit/s", true, contactless_rate, 15, 1.02},
    {"short length, 848 kbit/s", false, 2 * contactless_rate, 15, 1.03},
    {"extended length, 848 kbit/s", true, 2 * contactless_rate, 15, 1.03},
};

std::uint16_t first_port() {
    const char* ports = std::getenv("FIVESTAR_VPCD_PORTS");
    if (ports == nullptr) throw std::runtime_error{"no virtual readers: run below tools/with-pcscd"};
    return static_cast<std::uint16_t>(std::strtoul(ports, nullptr, 10));
}

template <class Condition>
void wait_until(Condition condition, const char* what) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error{std::string{"waited in vain for "} + what};
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

double time_read(const std::string& reader, const Recording& recording, const daemon::ReadEnvironment& environment) {
    const auto connection = daemon::pcsc::PcscConnection::open(reader, daemon::CardDisposition::leave).value();
    return milliseconds_of([&] { read_verified(*connection, recording, environment); });
}

double time_replay(const std::string& reader, const Recording& recording) {
    BareReader bare{reader};
    return milliseconds_of([&] { bare.replay(recording); });
}

void measure(const Setting& setting) {
    auto environment = trusting_environment(data_directory);
    const Recording recording = record_read(data_directory, setting.extended_length, environment);
    PlayedCard card{recording, Link{setting.rate}};
    wait_until([] { return readers_with_cards().empty(); }, "empty readers");
    const VpcdCard inserted{card, first_port()};
    wait_until([] { return !readers_with_cards().empty(); }, "the card");
    const std::string reader = readers_with_cards().front();
    std::vector<double> reads;
    std::vector<double> replays;
    std::vector<double> ratios;
    for (int pair = -warm_up_pairs; pair < setting.pairs; ++pair) {
        if (setting.first_of_signer) environment = trusting_environment(data_directory);
        // Each goes first in turn.
        const bool read_first = pair % 2 == 0;
        double read = read_first ? time_read(reader, recording, environment) : 0;
        const double replay = time_replay(reader, recording);
        if (!read_first) read = time_read(reader, recording, environment);
        if (pair < 0) continue;
        reads.push_back(read);
        replays.push_back(replay);
        ratios.push_back(read / replay);
    }
    const std::string target = setting.target == 0 ? "" : fmt::format("at most {}", setting.target);
    fmt::print("| verified read, {} ({} exchanges, {} octets) | {:.2f} ms against {:.2f} ms: ratio {:.3f} | {} |\n",
               setting.name, recording.exchanges.size(), recording.octets(), median(reads), median(replays),
               median(ratios), target);
}

/// The time of a read in this process: the recording is played without a service or a link.
void measure_in_process(bool extended_length) {
    const auto environment = trusting_environment(data_directory);
    const Recording recording = record_read(data_directory, extended_length, environment);
    std::vector<double> reads;
    for (int read = -warm_up_pairs; read < reads_in_process; ++read) {
        PlayedConnection connection{recording, Link{0}};
        const double took = milliseconds_of([&] { read_verified(connection, recording, environment); });
        if (read >= 0) reads.push_back(took);
    }
    fmt::print("| verified read in one process, {} length | {:.2f} ms (fastest of {}: {:.2f} ms) | |\n",
               extended_length ? "extended" : "short", median(reads), reads_in_process, std::ranges::min(reads));
}

}  // namespace

int main() {
    try {
        for (const Setting& setting : settings) measure(setting);
        for (const bool extended_length : {false, true}) measure_in_process(extended_length);
        for (const bool extended_length : {false, true}) {
            const auto recording = record_read(data_directory, extended_length, trusting_environment(data_directory));
            fmt::print("| exchanges of that read, {} length | {} | at most {} |\n",
                       extended_length ? "extended" : "short", recording.exchanges.size(), extended_length ? 16 : 88);
        }
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::cerr << "bench_read: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
