// SPDX-License-Identifier: Apache-2.0
#include "daemon/metrics/metrics.hpp"

#include "daemon/readers/job.hpp"

#include <chrono>
#include <map>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace fivestar::daemon {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Histogram;
using prometheus::Labels;

constexpr double milliseconds_in_a_second = 1000;

// A contactless read takes one to four seconds, a step of it some milliseconds to a second.
const Histogram::BucketBoundaries read_buckets{0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 10, 20, 40};
const Histogram::BucketBoundaries step_buckets{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

double unix_seconds(WallTime at) {
    return std::chrono::duration<double>(at.time_since_epoch()).count();
}

Family<Counter>& counters(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

Family<Histogram>& histograms(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

template <class Number>
void set_gauge(prometheus::Registry& registry, const char* name, const char* help, Number value,
               const Labels& labels = {}) {
    prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add(labels).Set(static_cast<double>(value));
}

/// Counts readers in each state. States without readers have a 0, so that no line of the page disappears.
std::map<std::string_view, unsigned> readers_by_state(std::span<const ReaderView> readers) {
    std::map<std::string_view, unsigned> counts;
    for (const auto state : {ReaderState::empty, ReaderState::card, ReaderState::reading, ReaderState::unresponsive}) {
        counts[to_string(state)] = 0;
    }
    for (const ReaderView& reader : readers) ++counts[to_string(reader.state)];
    return counts;
}

}  // namespace

struct Metrics::Families {
    prometheus::Registry registry;
    Family<Counter>& reads =
        counters(registry, "fivestard_reads_total", "Ended reads, by verdict, or by error if there is no record.");
    Family<Histogram>& read_seconds =
        histograms(registry, "fivestard_read_duration_seconds", "Duration of reads with a record.");
    Family<Histogram>& step_seconds =
        histograms(registry, "fivestard_read_step_duration_seconds", "Duration of the steps of these reads.");
    Family<Counter>& exchanges =
        counters(registry, "fivestard_card_exchanges_total", "Commands sent to cards in reads with a record.");
    Family<Counter>& octets =
        counters(registry, "fivestard_card_bytes_total", "Octets of these commands and their responses on the wire.");
    Family<Counter>& cards = counters(registry, "fivestard_cards_inserted_total", "Inserted cards, by kind.");
    Family<Counter>& service_losses = counters(registry, "fivestard_pcsc_losses_total", "Losses of the PC/SC service.");
    Family<Counter>& reader_losses =
        counters(registry, "fivestard_reader_unresponsive_total", "Calls to readers that did not return in time.");
    Family<Counter>& problems =
        counters(registry, "fivestard_request_problems_total", "Requests answered with a problem, by code.");

    Families(std::string_view version, WallTime started_at) {
        set_gauge(registry, "fivestard_build_info", "1, with the version of the program.", 1,
                  {{"version", std::string{version}}});
        set_gauge(registry, "fivestard_start_time_seconds", "Start of the program, in Unix time.",
                  unix_seconds(started_at));
        // Counters start with 0, so that rates are known from the first event on.
        for (const auto verdict :
             {identity::Verdict::genuine, identity::Verdict::unverified, identity::Verdict::not_genuine}) {
            reads.Add({{"outcome", std::string{identity::to_string(verdict)}}});
        }
        read_seconds.Add({}, read_buckets);
        exchanges.Add({});
        octets.Add({});
        service_losses.Add({});
        reader_losses.Add({});
    }
};

Metrics::Metrics(std::string_view version, WallTime started_at)
    : families_(std::make_unique<Families>(version, started_at)) {}

Metrics::~Metrics() = default;

void Metrics::count(const ReaderEvent& event) {
    switch (event.kind) {
        case ReaderEventKind::read_finished:
            // `measure` counts reads with a record.
            if (event.error) count_read(to_string(*event.error));
            break;
        case ReaderEventKind::card_inserted:
            families_->cards.Add({{"kind", std::string{to_string(event.card_kind)}}}).Increment();
            break;
        case ReaderEventKind::pcsc_lost:
            families_->service_losses.Add({}).Increment();
            break;
        case ReaderEventKind::reader_unresponsive:
            families_->reader_losses.Add({}).Increment();
            break;
        case ReaderEventKind::reader_added:
        case ReaderEventKind::reader_removed:
        case ReaderEventKind::card_removed:
        case ReaderEventKind::read_started:
        case ReaderEventKind::reader_recovered:
        case ReaderEventKind::pcsc_back:
            break;
    }
}

void Metrics::count_read(std::string_view outcome) {
    families_->reads.Add({{"outcome", std::string{outcome}}}).Increment();
}

void Metrics::measure(const ReadOutcome& outcome) {
    count_read(identity::to_string(outcome.verdict));
    families_->read_seconds.Add({}, read_buckets).Observe(outcome.timing.total_milliseconds / milliseconds_in_a_second);
    for (const StepReport& step : outcome.steps) {
        families_->step_seconds.Add({{"step", std::string{step.name}}}, step_buckets)
            .Observe(step.milliseconds / milliseconds_in_a_second);
    }
    families_->exchanges.Add({}).Increment(outcome.timing.exchanges);
    families_->octets.Add({}).Increment(static_cast<double>(outcome.timing.bytes));
}

void Metrics::count_problem(std::string_view code) {
    families_->problems.Add({{"code", std::string{code}}}).Increment();
}

std::string Metrics::text(const Gauges& now) const {
    prometheus::Registry moment;
    set_gauge(moment, "fivestard_pcsc_connected", "1 while the PC/SC service answers.",
              now.pcsc == ServiceState::connected ? 1 : 0);
    for (const auto& [state, count] : readers_by_state(now.readers)) {
        set_gauge(moment, "fivestard_readers", "Readers, by state.", count, {{"state", std::string{state}}});
    }
    set_gauge(moment, "fivestard_reads_queued", "Reads that wait for their reader.", now.reads_queued);
    set_gauge(moment, "fivestard_reads_held", "Finished reads in memory.", now.reads_held);
    set_gauge(moment, "fivestard_event_streams", "Clients that receive events.", now.event_streams);
    set_gauge(moment, "fivestard_trust_anchors", "Trusted certificates of issuers.", now.trust_anchors);
    set_gauge(moment, "fivestard_trust_files_skipped", "Trust files that could not be used.", now.trust_files_skipped);
    set_gauge(moment, "fivestard_trust_anchors_expired", "Trusted certificates of issuers that have expired.",
              now.trust_anchors_expired);
    set_gauge(moment, "fivestard_revocation_lists", "Revocation lists that count.", now.revocation_lists);
    set_gauge(moment, "fivestard_revocation_lists_stale", "Revocation lists past their next update.",
              now.revocation_lists_stale);
    const auto set_instant = [&moment](const char* name, const char* help, const std::optional<WallTime>& instant) {
        if (instant) set_gauge(moment, name, help, unix_seconds(*instant));
    };
    set_instant("fivestard_trust_loaded_timestamp_seconds", "Last load of trust, in Unix time.", now.trust_loaded_at);
    set_instant("fivestard_trust_last_expiry_timestamp_seconds",
                "Expiry of the trusted certificate that expires last, in Unix time.", now.trust_last_expiry);
    set_instant("fivestard_master_list_signed_timestamp_seconds",
                "Signing time of the newest master list, in Unix time.", now.master_list_signed_at);
    set_gauge(moment, "fivestard_trust_lists_of_unknown_issuers", "Revocation lists that no trusted issuer needs.",
              now.trust_lists_of_unknown_issuers);
    for (const auto& [code, count] : now.findings) {
        set_gauge(moment, "fivestard_finding", "Findings of GET /v1/diagnosis, by code.", count,
                  {{"code", std::string{code}}});
    }
    counters(moment, "fivestard_log_entries_lost_total",
             "Log entries, including audit entries, that the journal did not take.")
        .Add({})
        .Increment(static_cast<double>(now.log_entries_lost));
    auto families = families_->registry.Collect();
    for (auto& family : moment.Collect()) families.push_back(std::move(family));
    return prometheus::TextSerializer{}.Serialize(families);
}

}  // namespace fivestar::daemon
