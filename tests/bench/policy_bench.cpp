// SPDX-License-Identifier: Apache-2.0
// The cost of policy and audit: finding a client among 200, writing an audit entry, and GET /v1/reads/{id}
// through grants and with its audit over kept-alive connections against a bare Beast server that answers a constant of
// the same size, in pairs of rounds. Prints rows of a table.

#include "daemon/audit/audit_log.hpp"
#include "daemon/policy/policy.hpp"
#include "daemon/system/journal.hpp"
#include "tests/bench/bare_server.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/http_load.hpp"
#include "tests/daemon/api/api_fixture.hpp"

#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

#include <boost/json/object.hpp>
#include <fmt/core.h>

namespace {

using namespace fivestar;
using namespace fivestar::bench;

constexpr std::size_t clients = 200;
constexpr unsigned connections = 8;
constexpr int rounds = 15;
constexpr std::chrono::milliseconds round_time{500};
constexpr gid_t unused_group = 100'000;

/// The grants of a hotel's program.
daemon::Grants grants_of_a_desk() {
    daemon::Grants grants{.routes = daemon::RouteSet::by_default(), .reader_globs = {"*"}};
    for (const char* path : {"document.*", "holder.names", "holder.birth_date", "holder.sex", "holder.nationality",
                             "holder.over_18", "verification", "portrait"}) {
        if (!grants.fields.add(path)) throw std::runtime_error{path};
    }
    return grants;
}

/// The last entry is the one of who runs this; those before it name groups that nobody is in.
std::shared_ptr<const daemon::Policy> two_hundred_clients() {
    std::vector<daemon::ClientRule> rules;
    for (std::size_t index = 0; index + 1 < clients; ++index) {
        rules.push_back({.name = "client-" + std::to_string(index),
                         .who = daemon::GroupRule{unused_group + static_cast<gid_t>(index)},
                         .grants = grants_of_a_desk()});
    }
    rules.push_back({.name = "hotel", .who = daemon::UserRule{::geteuid()}, .grants = grants_of_a_desk()});
    return std::make_shared<const daemon::Policy>(std::move(rules), ::geteuid(), 1'000'000'000U);
}

void measure_table() {
    constexpr int calls = 100'000;
    const auto policy = two_hundred_clients();
    daemon::Peer peer{.uid = ::geteuid(), .gid = 1000};
    for (gid_t group = 0; group < 32; ++group) peer.groups.push_back(1000 + group);
    std::vector<double> microseconds;
    for (int round = 0; round < rounds; ++round) {
        int allowed = 0;
        const double time = milliseconds_of([&] {
            for (int call = 0; call < calls; ++call) {
                allowed += policy->caller(peer).grants->allows(daemon::RouteName::read) ? 1 : 0;
            }
        });
        if (allowed != calls) throw std::runtime_error{"the client was not found"};
        microseconds.push_back(time * 1000 / calls);
    }
    fmt::print(
        "| policy table of {} clients, the last one, in 32 groups | {:.2f} us a request (slowest of {}: {:.2f} us) | "
        "at most 5 us |\n",
        clients, median(microseconds), rounds, quantile(microseconds, 1));
}

/// The work of the I/O thread for the journal, without that of the sending thread and of the journal.
class JournalEntries final : public daemon::Log {
    void write(daemon::LogLevel level, std::string_view line, std::span<const daemon::LogField> fields) override {
        waiting_ = daemon::journal_entry(level, line, fields);
    }
    Utf8Text waiting_ = {};
};

void measure_audit() {
    constexpr int calls = 10'000;
    JournalEntries journal;
    daemon::AuditWriter audit{journal};
    const daemon::AuditEntry entry{.client = "client-199",
                                   .uid = 1000,
                                   .gid = 1000,
                                   .pid = 4711,
                                   .request = "GET /v1/reads/{id}",
                                   .outcome = daemon::AuditOutcome::answered,
                                   .facts = {.fields = grants_of_a_desk().fields,
                                             .reader = "front-desk",
                                             .card = "c8F4D9CA567898B8D",
                                             .reads = {"93c89f391076138ad2c8c1a9bb84e643"}},
                                   .duration = std::chrono::microseconds{12}};
    std::vector<double> microseconds;
    for (int round = 0; round < rounds; ++round) {
        const double time = milliseconds_of([&] {
            for (int call = 0; call < calls; ++call) audit.write(entry);
        });
        microseconds.push_back(time * 1000 / calls);
    }
    fmt::print("| audit entry for the journal, of {} fields | {:.2f} us a request |  |\n",
               entry.facts.fields.leaves().size(), median(microseconds));
}

void measure_reads() {
    JournalEntries journal;
    daemon::AuditWriter audit{journal};
    test::ApiFixture api;
    api.audit_with([&](const daemon::AuditEntry& entry) { audit.write(entry); });
    api.set_policy(two_hundred_clients());
    api.insert();
    const std::string target = "/v1/reads/" + std::string{api.post("{}").body.at("id").as_string()};
    const std::string body = get_body(api.socket(), target);
    const test::TemporaryDirectory directory;
    const auto bare_socket = directory.path() / "bare.sock";
    const BareServer bare{bare_socket, body};
    static_cast<void>(put_load(api.socket(), target, connections, round_time));
    static_cast<void>(put_load(bare_socket, target, connections, round_time));

    std::vector<double> rates;
    std::vector<double> bare_rates;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        rates.push_back(put_load(api.socket(), target, connections, round_time).requests_per_second);
        bare_rates.push_back(put_load(bare_socket, target, connections, round_time).requests_per_second);
        ratios.push_back(rates.back() / bare_rates.back());
    }
    fmt::print(
        "| `GET /v1/reads/{{id}}` through grants, audited ({} octets), {} connections | {:.0f}/s against {:.0f}/s: "
        "ratio "
        "{:.2f} | at least 0.4 |\n",
        body.size(), connections, median(rates), median(bare_rates), median(ratios));
}

}  // namespace

int main() {
    try {
        measure_table();
        measure_audit();
        measure_reads();
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::cerr << "bench_policy: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
