// SPDX-License-Identifier: Apache-2.0
// The page of GET /metrics, parsed by the Prometheus project (python3-prometheus-client).
#include "daemon/metrics/metrics.hpp"

#include "tests/support/temporary_directory.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <unistd.h>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using daemon::Metrics;
using daemon::ReaderEventKind;

/// Prints each sample as `name{label="value"} number`, with sorted labels. Exits with another status than 0 after an
/// error of form.
constexpr const char* parser = R"(
import sys
from prometheus_client.parser import text_string_to_metric_families
for family in text_string_to_metric_families(sys.stdin.read()):
    assert family.documentation and family.type != 'unknown', family
    for sample in family.samples:
        labels = ','.join(f'{k}="{v}"' for k, v in sorted(sample.labels.items()))
        print(f'{sample.name}{{{labels}}} {sample.value:g}')
)";

std::map<std::string, double> samples_of(const std::string& page) {
    const TemporaryDirectory directory;
    const std::string path = directory.path() / "page";
    std::ofstream{path} << page;
    const std::string command = std::string{FIVESTAR_PYTHON} + " -c '" + [] {
        std::string quoted;
        for (const char* at = parser; *at != '\0'; ++at)
            quoted += *at == '\'' ? std::string{"'\\''"} : std::string{*at};
        return quoted;
    }() + "' <" + path;
    std::map<std::string, double> samples;
    FILE* output = ::popen(command.c_str(), "r");
    std::array<char, 512> line{};
    while (output != nullptr && std::fgets(line.data(), line.size(), output) != nullptr) {
        const std::string text{line.data()};
        const auto blank = text.rfind(' ');
        samples[text.substr(0, blank)] = std::stod(text.substr(blank + 1));
    }
    EXPECT_EQ(output != nullptr ? ::pclose(output) : -1, 0) << page;
    return samples;
}

TEST(Metrics, CountReadsByOutcomeFromZero) {
    Metrics metrics{"1.2.3", WallTime{std::chrono::seconds{1'700'000'000}}};
    auto samples = samples_of(metrics.text({}));
    EXPECT_EQ(samples.at("fivestard_build_info{version=\"1.2.3\"}"), 1);
    EXPECT_EQ(samples.at("fivestard_start_time_seconds{}"), 1.7e9);
    EXPECT_EQ(samples.at("fivestard_reads_total{outcome=\"genuine\"}"), 0);
    EXPECT_EQ(samples.at("fivestard_reads_total{outcome=\"not_genuine\"}"), 0);
    EXPECT_EQ(samples.at("fivestard_pcsc_losses_total{}"), 0);
    EXPECT_FALSE(samples.contains("fivestard_trust_loaded_timestamp_seconds{}"));

    using Failure = std::optional<ErrorCode>;
    for (const Failure error : {Failure{}, Failure{}, Failure{ErrorCode::access_denied}}) {
        metrics.count({.kind = ReaderEventKind::read_finished, .reader = "a", .error = error});
    }
    metrics.measure({.verdict = identity::Verdict::genuine});
    metrics.measure({.verdict = identity::Verdict::genuine});
    metrics.count({.kind = ReaderEventKind::card_inserted, .reader = "a", .card_kind = daemon::CardKind::emrtd});
    metrics.count({.kind = ReaderEventKind::pcsc_lost});
    metrics.count({.kind = ReaderEventKind::reader_unresponsive, .reader = "a"});
    metrics.count({.kind = ReaderEventKind::card_removed, .reader = "a"});
    metrics.count_problem("not_granted");
    samples = samples_of(metrics.text({}));
    EXPECT_EQ(samples.at("fivestard_reads_total{outcome=\"genuine\"}"), 2);
    EXPECT_EQ(samples.at("fivestard_reads_total{outcome=\"access_denied\"}"), 1);
    EXPECT_EQ(samples.at("fivestard_cards_inserted_total{kind=\"emrtd\"}"), 1);
    EXPECT_EQ(samples.at("fivestard_pcsc_losses_total{}"), 1);
    EXPECT_EQ(samples.at("fivestard_reader_unresponsive_total{}"), 1);
    EXPECT_EQ(samples.at("fivestard_request_problems_total{code=\"not_granted\"}"), 1);
}

TEST(Metrics, AddUpDurationsAndExchanges) {
    Metrics metrics{"1", {}};
    daemon::ReadOutcome outcome;
    outcome.steps = {{.name = "access", .milliseconds = 30}, {.name = "read_dg2", .milliseconds = 1200}};
    outcome.timing = {.total_milliseconds = 1800, .exchanges = 16, .bytes = 17'504};
    metrics.measure(outcome);
    metrics.measure(outcome);
    const auto samples = samples_of(metrics.text({}));
    EXPECT_EQ(samples.at("fivestard_read_duration_seconds_count{}"), 2);
    EXPECT_DOUBLE_EQ(samples.at("fivestard_read_duration_seconds_sum{}"), 3.6);
    EXPECT_EQ(samples.at("fivestard_read_duration_seconds_bucket{le=\"1.5\"}"), 0);
    EXPECT_EQ(samples.at("fivestard_read_duration_seconds_bucket{le=\"2\"}"), 2);
    EXPECT_EQ(samples.at("fivestard_read_step_duration_seconds_bucket{le=\"0.05\",step=\"access\"}"), 2);
    EXPECT_EQ(samples.at("fivestard_read_step_duration_seconds_bucket{le=\"1\",step=\"read_dg2\"}"), 0);
    EXPECT_EQ(samples.at("fivestard_card_exchanges_total{}"), 32);
    EXPECT_EQ(samples.at("fivestard_card_bytes_total{}"), 35'008);
}

TEST(Metrics, ShowGauges) {
    const Metrics metrics{"1", {}};
    const std::vector<daemon::ReaderView> readers{{.id = "a", .name = "A", .state = daemon::ReaderState::card},
                                                  {.id = "b", .name = "B", .state = daemon::ReaderState::card},
                                                  {.id = "c", .name = "C", .state = daemon::ReaderState::unresponsive}};
    const std::vector<std::pair<std::string_view, std::size_t>> findings{{"no_reader", 0}, {"reader_held", 2}};
    const auto samples = samples_of(metrics.text({.pcsc = daemon::ServiceState::denied,
                                                  .readers = readers,
                                                  .reads_queued = 3,
                                                  .reads_held = 4,
                                                  .event_streams = 5,
                                                  .trust_anchors = 600,
                                                  .trust_files_skipped = 7,
                                                  .trust_lists_of_unknown_issuers = 8,
                                                  .findings = findings,
                                                  .trust_loaded_at = WallTime{std::chrono::seconds{1'800'000'000}},
                                                  .trust_anchors_expired = 8,
                                                  .trust_last_expiry = WallTime{std::chrono::seconds{1'900'000'000}},
                                                  .revocation_lists = 9,
                                                  .revocation_lists_stale = 2,
                                                  .log_entries_lost = 6}));
    EXPECT_EQ(samples.at("fivestard_log_entries_lost_total{}"), 6);
    EXPECT_EQ(samples.at("fivestard_pcsc_connected{}"), 0);
    EXPECT_EQ(samples.at("fivestard_readers{state=\"card\"}"), 2);
    EXPECT_EQ(samples.at("fivestard_readers{state=\"empty\"}"), 0);
    EXPECT_EQ(samples.at("fivestard_readers{state=\"unresponsive\"}"), 1);
    EXPECT_EQ(samples.at("fivestard_reads_queued{}"), 3);
    EXPECT_EQ(samples.at("fivestard_reads_held{}"), 4);
    EXPECT_EQ(samples.at("fivestard_event_streams{}"), 5);
    EXPECT_EQ(samples.at("fivestard_trust_anchors{}"), 600);
    EXPECT_EQ(samples.at("fivestard_trust_files_skipped{}"), 7);
    EXPECT_EQ(samples.at("fivestard_trust_lists_of_unknown_issuers{}"), 8);
    EXPECT_EQ(samples.at("fivestard_finding{code=\"no_reader\"}"), 0);
    EXPECT_EQ(samples.at("fivestard_finding{code=\"reader_held\"}"), 2);
    EXPECT_EQ(samples.at("fivestard_trust_loaded_timestamp_seconds{}"), 1.8e9);
    EXPECT_EQ(samples.at("fivestard_trust_anchors_expired{}"), 8);
    EXPECT_EQ(samples.at("fivestard_trust_last_expiry_timestamp_seconds{}"), 1.9e9);
    EXPECT_FALSE(samples.contains("fivestard_master_list_signed_timestamp_seconds{}")) << "there is no master list";
    EXPECT_EQ(samples.at("fivestard_revocation_lists{}"), 9);
    EXPECT_EQ(samples.at("fivestard_revocation_lists_stale{}"), 2);
}

}  // namespace
}  // namespace fivestar::test
