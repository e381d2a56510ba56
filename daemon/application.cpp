#include "daemon/application.hpp"

#include "crypto/base/clock.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/stack.hpp"
#include "daemon/api/comparison_routes.hpp"
#include "daemon/api/diagnosis_route.hpp"
#include "daemon/api/event_hub.hpp"
#include "daemon/api/event_routes.hpp"
#include "daemon/api/evidence_key_route.hpp"
#include "daemon/api/health_route.hpp"
#include "daemon/api/metrics_route.hpp"
#include "daemon/api/number_route.hpp"
#include "daemon/api/openapi_route.hpp"
#include "daemon/api/read_routes.hpp"
#include "daemon/api/reader_json.hpp"
#include "daemon/api/reader_routes.hpp"
#include "daemon/api/trust_route.hpp"
#include "daemon/api/whoami_route.hpp"
#include "daemon/audit/audit_log.hpp"
#include "daemon/diagnosis/build_day.hpp"
#include "daemon/diagnosis/daemon_findings.hpp"
#include "daemon/diagnosis/module_troubles.hpp"
#include "daemon/http/http_server.hpp"
#include "daemon/metrics/metrics.hpp"
#include "daemon/readers/reader_registry.hpp"
#include "daemon/reads/reader_event_bridge.hpp"
#include "daemon/reads/trust_loader.hpp"
#include "daemon/system/local_date.hpp"
#include "daemon/system/locked_heap.hpp"
#include "daemon/system/process.hpp"
#include "daemon/system/service_manager.hpp"
#include "daemon/system/signals.hpp"
#include "diagnosis/machine.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <iterator>
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
          surroundings_(clock_, log),
          registry_(parts_.readers, clock_, random_),
          counting_(registry_.subscribe([this](const ReaderEvent& event) { metrics_.count(event); })),
          hub_(context_.get_executor(), clock_, random_,
               [this](const Grants& grants, std::string_view reader) {
                   return readers_json(registry_.readers(), grants, reader);
               }),
          store_(context_.get_executor(), hold_rules(parts_.configuration), clock_, random_),
          news_(context_.get_executor(), registry_, hub_, store_),
          portraits_(PortraitConverter{portrait_program()}),
          reads_(read_services()),
          comparisons_(store_, [this] { return local_date(clock_.wall()); }),
          policy_(policy_of(parts_.configuration, log)),
          audit_(log),
          server_(context_, {}, routes_, [this] { return policy_; }, clock_, log,
                  {.on_problem = [this](const Request&,
                                        const Problem& problem) { metrics_.count_problem(to_string(problem.code)); },
                   .audit =
                       [this](const AuditEntry& entry) {
                           if (parts_.configuration.log.audit) audit_.write(entry);
                       }}),
          signals_(
              context_, [this] { reload(); }, [this] { stop(); }),
          watchdog_(context_) {
        add_health_route(routes_, [this] { return health(); });
        add_reader_routes(routes_, registry_);
        add_trust_route(routes_, [this] { return surroundings_.trust(); }, clock_);
        add_whoami_route(routes_);
        add_number_route(routes_, [this] { return local_date(clock_.wall()); });
        add_evidence_key_route(routes_, [this] { return parts_.configuration.evidence.key; });
        add_metrics_route(routes_, [this] { return metrics_page(); });
        add_diagnosis_route(routes_, [this] { return diagnosis(); });
        add_openapi_route(routes_);
        reads_.add_to(routes_);
        comparisons_.add_to(routes_);
        add_event_routes(routes_, registry_, hub_);
    }

    ApplicationEnd run() {
        warn_of_no_audit(parts_.configuration, log_);
        surroundings_.load(parts_.configuration);
        auto socket = listen();
        if (!socket) {
            log_.error("{}", socket.error());
            return {1, false};
        }
        registry_.start();
        if (const auto started = server_.start(std::move(*socket)); !started) {
            log_.error("the socket cannot be served: {}", to_string(started.error().code));
            return {1, !registry_.stop()};
        }
        feed_watchdog();
        warn_of_unlocked_memory();
        log_.info("fivestard {} is ready", FIVESTAR_VERSION);
        manager_.ready();
        context_.run();
        const bool joined = registry_.stop();
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

    ReadServices read_services() {
        return {.registry = registry_,
                .news = news_,
                .store = store_,
                .hub = hub_,
                .clock = clock_,
                .portraits = portraits_,
                .read_card =
                    [this](apdu::CardConnection& connection, const ReadRequest& order, ReadObserver& observer,
                           JobContext& job) {
                        auto environment = surroundings_.environment();
                        environment.on_slow_mode = [&job, by = environment.slow_mode] { job.extend(by); };
                        if (job.after_denial()) environment.on_slow_mode();
                        auto outcome = read_card(connection, order, environment, random_, clock_, observer, job.stop());
                        note_module(connection, outcome);
                        if (outcome) develop_portrait(*outcome);
                        if (outcome) metrics_.measure(*outcome);
                        warn_of_unlocked_memory();
                        return outcome;
                    },
                .today = [this] { return local_date(clock_.wall()); },
                .deadline = [this] { return std::chrono::milliseconds{parts_.configuration.read.deadline}; },
                .evidence_key = [this] { return parts_.configuration.evidence.key; }};
    }

    /// Once, as soon as the kernel has refused.
    void warn_of_unlocked_memory() {
        if (heap_is_locked() || told_of_memory_.exchange(true)) return;
        log_.warning("memory cannot be locked (RLIMIT_MEMLOCK): what cards say may be swapped");
    }

    /// Asks the reader for its name only where there is something to note: that takes calls to its driver.
    void note_module(const apdu::CardConnection& connection, const Result<ReadOutcome>& outcome) {
        const std::uint8_t code = outcome ? 0 : outcome.error().module_code;
        const bool has_read = outcome.has_value();
        if (code != 0 || (has_read && modules_.any())) modules_.note(connection.reader().name, code);
    }

    /// A portrait that cannot be made a picture stays as it is, and the report says why.
    void develop_portrait(ReadOutcome& outcome) const {
        if (!outcome.record.portrait) return;
        const std::string_view fault = surroundings_.wlt_decoder()->develop(*outcome.record.portrait);
        if (!fault.empty()) outcome.verification[identity::CheckName::record_consistency].note(fault);
    }

    HealthReport health() const {
        HealthReport report{
            .version = FIVESTAR_VERSION, .pcsc = registry_.service(), .readers = registry_.readers().size()};
        surroundings_.describe(report);
        if (!heap_is_locked()) report.reasons.emplace_back("memory_not_locked");
        return report;
    }

    diagnosis::Diagnosis diagnosis() const {
        auto findings = daemon_findings({.pcsc = registry_.service(),
                                         .has_clients = !policy_->is_open(),
                                         .readers = registry_.readers(),
                                         .now = clock_.wall(),
                                         .built = build_day()},
                                        *surroundings_.trust());
        std::ranges::move(modules_.findings(), std::back_inserter(findings));
        const diagnosis::Machine machine;
        std::ranges::move(diagnosis::examine_user_namespace(machine), std::back_inserter(findings));
        std::ranges::move(diagnosis::examine_pcscd(machine), std::back_inserter(findings));
        diagnosis::Diagnosis diagnosis{.findings = std::move(findings)};
        if (!diagnosis::pcscd_is_seen(machine)) {
            diagnosis.not_examined.push_back(diagnosis::Cause::pcscd_logs_exchanges);
        }
        return diagnosis;
    }

    std::string metrics_page() const {
        const auto readers = registry_.readers();
        const HealthReport report = health();
        return metrics_.text({.pcsc = report.pcsc,
                              .readers = readers,
                              .reads_queued = reads_.queued(),
                              .reads_held = store_.size(),
                              .event_streams = hub_.subscribers(),
                              .trust_anchors = report.trust_anchors,
                              .trust_files_skipped = report.trust_skipped,
                              .trust_loaded_at = report.trust_loaded_at,
                              .log_entries_lost = log_.lost()});
    }

    /// All or nothing: what cannot be read leaves everything as it was.
    void reload() {
        manager_.reloading();
        auto configuration = parts_.reload();
        if (configuration) {
            const Configuration& old = parts_.configuration;
            if (configuration->socket != old.socket || configuration->read.time_zone != old.read.time_zone) {
                log_.warning("changes of [socket] and of time_zone take effect at the next start");
            }
            parts_.configuration = std::move(*configuration);
            policy_ = policy_of(parts_.configuration, log_);
            warn_of_no_audit(parts_.configuration, log_);
            store_.set_rules(hold_rules(parts_.configuration));
            surroundings_.load(parts_.configuration);
            hub_.end_streams();
            log_.info("configuration reloaded");
        } else {
            log_.error("configuration not reloaded, the old one stays: {}", configuration.error().to_string());
        }
        manager_.ready();
    }

    void stop() {
        if (std::exchange(stopping_, true)) return;
        manager_.stopping();
        boost::asio::co_spawn(context_, server_.stop(), [this](const std::exception_ptr&) { context_.stop(); });
    }

    /// Runs only where systemd watches: an idle daemon wakes up for nothing else.
    void feed_watchdog() {
        const auto interval = manager_.alive_interval();
        if (!interval) return;
        manager_.alive();
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
    ReadSurroundings surroundings_;
    boost::asio::io_context context_{1};
    ReaderRegistry registry_;
    Subscription counting_;
    EventHub hub_;
    ReadStore store_;
    ReaderEventBridge news_;
    RouteTable routes_;
    PortraitConverterPool portraits_;
    ReadRoutes reads_;
    ComparisonRoutes comparisons_;
    std::shared_ptr<const Policy> policy_;
    AuditWriter audit_;
    HttpServer server_;
    Signals signals_;
    boost::asio::steady_timer watchdog_;
    bool stopping_ = false;
    std::atomic<bool> told_of_memory_ = false;
};

}  // namespace

ApplicationEnd run_application(ApplicationParts parts, Log& log) {
    lock_stack();
    set_time_zone(parts.configuration.read.time_zone);
    ignore_broken_pipes();
    if (!forbid_core_dumps()) log.warning("core dumps could not be forbidden");
    auto application = std::make_unique<Application>(std::move(parts), log);
    const ApplicationEnd end = application->run();
    // A stuck thread may still use what it was given; the process ends under it.
    if (end.stuck) std::ignore = application.release();
    return end;
}

}  // namespace fivestar::daemon
