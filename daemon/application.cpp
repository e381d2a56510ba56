// SPDX-License-Identifier: Apache-2.0
#include "daemon/application.hpp"

#include "crypto/base/clock.hpp"
#include "crypto/base/process.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/stack.hpp"
#include "daemon/api/diagnosis_route.hpp"
#include "daemon/api/evidence_key_route.hpp"
#include "daemon/api/health_route.hpp"
#include "daemon/api/metrics_route.hpp"
#include "daemon/api/number_route.hpp"
#include "daemon/api/openapi_route.hpp"
#include "daemon/api/reader_routes.hpp"
#include "daemon/api/trust_route.hpp"
#include "daemon/api/whoami_route.hpp"
#include "daemon/audit/audit_log.hpp"
#include "daemon/diagnosis/daemon_findings.hpp"
#include "daemon/diagnosis/module_troubles.hpp"
#include "daemon/metrics/metrics.hpp"
#include "daemon/reads/read_context.hpp"
#include "daemon/reads/trust_dates.hpp"
#include "daemon/service.hpp"
#include "daemon/system/local_date.hpp"
#include "daemon/system/locked_heap.hpp"
#include "daemon/system/service_manager.hpp"
#include "daemon/system/signals.hpp"
#include "daemon/system/suspend_watch.hpp"
#include "diagnosis/machine.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <iterator>
#include <optional>
#include <string>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace fivestar::daemon {
namespace {

std::shared_ptr<const Policy> policy_of(const Configuration& configuration, Log& log) {
    auto policy =
        std::make_shared<const Policy>(configuration.clients, ::getuid(), configuration.limits.requests_per_minute);
    if (policy->is_open()) {
        log.warning("no [[client]] is configured: the daemon's own user and root are granted everything");
    }
    return policy;
}

void warn_of_no_audit(const Configuration& configuration, Log& log) {
    if (!configuration.log.audit) log.warning("nothing is audited: [log] audit is false");
}

HoldRules hold_rules(const Configuration& configuration) {
    return {configuration.read.hold, configuration.read.max_hold};
}

class Application {
  public:
    Application(ApplicationParts parts, Log& log)
        : parts_(std::move(parts)),
          log_(log),
          metrics_(FIVESTAR_VERSION, clock_.wall()),
          reading_(clock_, random_, log),
          policy_(policy_of(parts_.configuration, log)),
          audit_(log),
          service_(context_, service_parts()),
          counting_(service_.registry().subscribe([this](const ReaderEvent& event) { metrics_.count(event); })),
          signals_(
              context_, [this] { reload(); }, [this] { stop(); }),
          suspend_watch_(context_.get_executor(), clock_, [this](auto suspended) { resume(suspended); }),
          watchdog_(context_) {
        service_.reads().keys().set_lifetime(parts_.configuration.keys.lifetime);
        RouteTable& routes = service_.routes();
        const auto evidence_key = [this] { return parts_.configuration.evidence.key; };
        add_health_route(routes, [this] { return health(); });
        add_reader_routes(routes, service_.registry());
        add_trust_route(routes, [this] { return reading_.trust(); }, clock_);
        add_whoami_route(routes);
        add_number_route(routes, [this] { return local_date(clock_.wall()); });
        add_evidence_key_route(routes, evidence_key);
        add_metrics_route(routes, [this] { return metrics_page(); });
        add_diagnosis_route(routes, [this] { return diagnosis(); });
        add_openapi_route(routes);
    }

    ApplicationEnd run() {
        warn_of_no_audit(parts_.configuration, log_);
        reading_.configure(parts_.configuration);
        auto socket = listen();
        if (!socket) {
            log_.error("{}", socket.error());
            return {1, false};
        }
        ReaderRegistry& registry = service_.registry();
        registry.start();
        if (const auto started = service_.serve(std::move(*socket)); !started) {
            log_.error("the socket cannot be served: {}", to_string(started.error().code));
            return {1, !registry.stop()};
        }
        feed_watchdog();
        warn_of_unlocked_memory();
        log_.info("fivestard {} is ready", FIVESTAR_VERSION);
        manager_.ready();
        context_.run();
        const bool joined = registry.stop();
        log_.info("fivestard has ended");
        return {0, !joined};
    }

  private:
    std::expected<ListeningSocket, std::string> listen() const {
        auto passed = manager_.passed_socket();
        if (!passed) return std::unexpected{passed.error()};
        if (*passed) return ListeningSocket::adopt(**passed);
        return ListeningSocket::bind(parts_.configuration.socket.path);
    }

    ServiceParts service_parts() {
        return {.readers = parts_.readers,
                .clock = clock_,
                .random = random_,
                .log = log_,
                .read_card =
                    [this](apdu::CardConnection& connection, const ReadRequest& request, ReadObserver& observer,
                           JobContext& job) {
                        auto outcome = reading_.read(connection, request, observer, job);
                        note_module(connection, outcome);
                        if (outcome) metrics_.measure(*outcome);
                        warn_of_unlocked_memory();
                        return outcome;
                    },
                .hold = hold_rules(parts_.configuration),
                .deadline = [this] { return std::chrono::milliseconds{parts_.configuration.read.deadline}; },
                .today = [this] { return local_date(clock_.wall()); },
                .evidence_key = [this] { return parts_.configuration.evidence.key; },
                .portrait_program = portrait_program(),
                .policy = [this] { return policy_; },
                .on_problem = [this](const ResponseProblem& problem) { metrics_.count_problem(problem.code); },
                .audit =
                    [this](const AuditEntry& entry) {
                        if (parts_.configuration.log.audit) audit_.write(entry);
                    }};
    }

    /// Warns once, as soon as the kernel has refused to lock memory.
    void warn_of_unlocked_memory() {
        if (heap_is_locked() || warned_of_memory_.exchange(true)) return;
        log_.warning("memory cannot be locked (RLIMIT_MEMLOCK): data of cards may be swapped");
    }

    /// Notes the state of the reader's security module. The reader's name is asked for only if there is something to
    /// note, because that calls the driver.
    void note_module(const apdu::CardConnection& connection, const Result<ReadOutcome>& outcome) {
        const std::uint8_t code = outcome ? 0 : outcome.error().module_code;
        const bool has_read = outcome.has_value();
        if (code != 0 || (has_read && modules_.any())) modules_.note(connection.reader().name, code);
    }

    /// The findings that need no look at the machine's processes.
    std::vector<diagnosis::Finding> own_findings() {
        auto findings = daemon_findings({.pcsc = service_.registry().service(),
                                         .has_clients = !policy_->is_open(),
                                         .readers = service_.registry().readers(),
                                         .refused_configuration = refused_configuration_,
                                         .reads = reading_.troubles(),
                                         .memory_is_locked = heap_is_locked(),
                                         .held_readers = parts_.readers->held_readers(),
                                         .now = clock_.wall(),
                                         .built = build_day()},
                                        *reading_.trust());
        std::ranges::move(modules_.findings(), std::back_inserter(findings));
        return findings;
    }

    HealthReport health() {
        HealthReport report{.reasons = health_reasons(own_findings()),
                            .version = FIVESTAR_VERSION,
                            .pcsc = service_.registry().service(),
                            .readers = service_.registry().readers().size()};
        describe_trust(*reading_.trust(), report);
        return report;
    }

    diagnosis::Diagnosis diagnosis() {
        auto findings = own_findings();
        const diagnosis::Machine machine;
        std::ranges::move(diagnosis::examine_user_namespace(machine), std::back_inserter(findings));
        std::ranges::move(diagnosis::examine_pcscd(machine), std::back_inserter(findings));
        diagnosis::Diagnosis diagnosis{.findings = std::move(findings)};
        if (!diagnosis::pcscd_is_seen(machine)) {
            diagnosis.not_examined.push_back(diagnosis::Cause::pcscd_logs_exchanges);
        }
        return diagnosis;
    }

    std::string metrics_page() {
        const auto readers = service_.registry().readers();
        HealthReport report{.pcsc = service_.registry().service()};
        describe_trust(*reading_.trust(), report);
        const TrustDates dates = dates_of(reading_.trust()->passports, clock_.wall());
        const auto findings = count_findings(diagnosis().findings);
        return metrics_.text({.pcsc = report.pcsc,
                              .readers = readers,
                              .reads_queued = service_.reads().queued(),
                              .reads_held = service_.reads().store().size(),
                              .event_streams = service_.hub().subscribers(),
                              .trust_anchors = report.trust_anchors,
                              .trust_files_skipped = report.trust_skipped,
                              .trust_lists_of_unknown_issuers = report.lists_of_unknown_issuers,
                              .findings = findings,
                              .trust_loaded_at = report.trust_loaded_at,
                              .trust_anchors_expired = dates.anchors_expired,
                              .trust_last_expiry = dates.last_expiry,
                              .master_list_signed_at = dates.master_list_signed_at,
                              .revocation_lists = dates.revocation_lists,
                              .revocation_lists_stale = dates.revocation_lists_stale,
                              .log_entries_lost = log_.lost()});
    }

    /// Replaces the configuration as a whole. One with an error changes nothing, but trust is loaded again: a new
    /// revocation list must count, whatever else somebody has misspelled.
    void reload() {
        manager_.reloading();
        auto configuration = parts_.reload();
        refused_configuration_ = configuration ? std::nullopt : std::optional{configuration.error().to_string()};
        if (configuration) {
            const Configuration& old = parts_.configuration;
            if (configuration->socket != old.socket || configuration->read.time_zone != old.read.time_zone) {
                log_.warning("changes of [socket] and of time_zone take effect at the next start");
            }
            parts_.configuration = std::move(*configuration);
            policy_ = policy_of(parts_.configuration, log_);
            warn_of_no_audit(parts_.configuration, log_);
            service_.reads().store().set_rules(hold_rules(parts_.configuration));
            service_.reads().keys().set_lifetime(parts_.configuration.keys.lifetime);
            reading_.configure(parts_.configuration);
            service_.hub().end_streams();
            log_.info("configuration reloaded");
        } else {
            reading_.configure(parts_.configuration);
            log_.error("configuration not reloaded, the old one stays: {}", configuration.error().to_string());
        }
        manager_.ready();
    }

    /// A card may have been exchanged while the machine was suspended.
    void resume(std::chrono::nanoseconds suspended) {
        log_.info("the machine was suspended for {} s: every card counts as removed",
                  std::chrono::ceil<std::chrono::seconds>(suspended).count());
        service_.reads().store().resumed_after(suspended);
        service_.reads().keys().end_due();
        service_.registry().system_resumed();
    }

    void stop() {
        if (std::exchange(stopping_, true)) return;
        manager_.stopping();
        service_.reads().keys().drop_all();
        boost::asio::co_spawn(context_, service_.stop(), [this](const std::exception_ptr&) { context_.stop(); });
    }

    /// Sets a timer only if systemd watches the daemon, so that an idle daemon does not wake up.
    void feed_watchdog() {
        const auto interval = manager_.alive_interval();
        if (!interval) return;
        manager_.alive();
        suspend_watch_.check();
        watchdog_.expires_after(*interval);
        watchdog_.async_wait([this](const boost::system::error_code& error) {
            if (!error) feed_watchdog();
        });
    }

    ApplicationParts parts_;
    Log& log_;
    SystemClock clock_;
    SystemRandom random_;
    ServiceManager manager_;
    Metrics metrics_;
    ModuleTroubles modules_;
    ReadContext reading_;
    boost::asio::io_context context_{1};
    std::shared_ptr<const Policy> policy_;
    AuditWriter audit_;
    Service service_;
    Subscription counting_;
    Signals signals_;
    SuspendWatch suspend_watch_;
    boost::asio::steady_timer watchdog_;
    std::optional<std::string> refused_configuration_;  ///< the fault, since the last reload was refused
    bool stopping_ = false;
    std::atomic<bool> warned_of_memory_ = false;
};

}  // namespace

ApplicationEnd run_application(ApplicationParts parts, Log& log) {
    lock_stack();
    set_time_zone(parts.configuration.read.time_zone);
    ignore_broken_pipes();
    if (!forbid_core_dumps()) log.warning("core dumps could not be disabled");
    auto application = std::make_unique<Application>(std::move(parts), log);
    const ApplicationEnd end = application->run();
    // A stuck thread may still use the application, which therefore is not destroyed.
    if (end.stuck) std::ignore = application.release();
    return end;
}

}  // namespace fivestar::daemon
