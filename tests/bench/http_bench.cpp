// SPDX-License-Identifier: Apache-2.0
// GET /v1/readers over kept-alive connections against a bare Beast server that answers a constant of the same size, in
// pairs of rounds. Each server has one thread, and so has the client. Prints rows of a table.

#include "crypto/base/random.hpp"
#include "daemon/api/reader_routes.hpp"
#include "daemon/readers/embedded_source.hpp"
#include "daemon/readers/reader_registry.hpp"
#include "tests/bench/bare_server.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/http_load.hpp"
#include "tests/daemon/http/served.hpp"
#include "tests/daemon/readers/test_card.hpp"

#include <cstdlib>
#include <exception>
#include <iostream>
#include <thread>

#include <fmt/core.h>

namespace {

using namespace fivestar;
using namespace fivestar::bench;

constexpr const char* target = "/v1/readers";
constexpr unsigned connections = 8;
constexpr int rounds = 15;
constexpr std::chrono::milliseconds round_time{500};

/// Two readers, a card in each.
std::shared_ptr<daemon::EmbeddedSource> two_readers() {
    const std::vector<std::string> names{"front-desk", "back-office"};
    auto source = std::make_shared<daemon::EmbeddedSource>(names);
    for (const std::string& name : names) source->insert(name, test::passport());
    return source;
}

bool all_shown(const daemon::ReaderRegistry& registry) {
    const auto readers = registry.readers();
    return readers.size() == 2 && readers[0].card && readers[1].card;
}

void measure() {
    SystemClock clock;
    SystemRandom random;
    daemon::ReaderRegistry registry{two_readers(), clock, random};
    registry.start();
    while (!all_shown(registry)) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    daemon::RouteTable routes;
    daemon::add_reader_routes(routes, registry);
    const test::Served served{std::move(routes)};
    const std::string body = get_body(served.socket(), target);
    const test::TemporaryDirectory directory;
    const auto bare_socket = directory.path() / "bare.sock";
    const BareServer bare{bare_socket, body};
    static_cast<void>(put_load(served.socket(), target, connections, round_time));
    static_cast<void>(put_load(bare_socket, target, connections, round_time));

    std::vector<double> rates;
    std::vector<double> bare_rates;
    std::vector<double> ratios;
    std::vector<double> latencies;
    for (int round = 0; round < rounds; ++round) {
        const Load ours = put_load(served.socket(), target, connections, round_time);
        const Load least = put_load(bare_socket, target, connections, round_time);
        rates.push_back(ours.requests_per_second);
        bare_rates.push_back(least.requests_per_second);
        ratios.push_back(ours.requests_per_second / least.requests_per_second);
        latencies.insert(latencies.end(), ours.latencies.begin(), ours.latencies.end());
    }
    fmt::print(
        "| `GET /v1/readers` ({} octets), {} connections | {:.0f}/s against {:.0f}/s: ratio {:.2f} | at least 0.5 |\n",
        body.size(), connections, median(rates), median(bare_rates), median(ratios));
    fmt::print("| its latency | median {:.3f} ms, p99 {:.3f} ms | p99 under 2 ms |\n", median(latencies),
               quantile(latencies, 0.99));
}

}  // namespace

int main() {
    try {
        measure();
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::cerr << "bench_http: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
