// One POST /v1/read from its request to its answer: finds the card, has it read, tells what happens meanwhile.
#pragma once

#include "daemon/api/event_hub.hpp"
#include "daemon/api/read_body.hpp"
#include "daemon/http/handler.hpp"
#include "daemon/readers/reader_registry.hpp"
#include "daemon/reads/portrait_converter_pool.hpp"
#include "daemon/reads/read_run.hpp"
#include "daemon/reads/read_store.hpp"
#include "daemon/reads/reader_event_bridge.hpp"

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>

#include <boost/asio/awaitable.hpp>

namespace fivestar::daemon {

/// What reads rest on. All that is referred to outlives every request.
struct ReadServices {
    ReaderRegistry& registry;
    ReaderEventBridge& news;
    ReadStore& store;
    EventHub& hub;
    const Clock& clock;
    PortraitConverterPool& portraits;
    CardReader read_card;
    std::function<std::chrono::year_month_day()> today;   ///< in the configured time zone
    std::function<std::chrono::milliseconds()> deadline;  ///< `deadline_seconds` of this moment
    /// What evidence is signed with now: null, or no function, for nothing.
    std::function<std::shared_ptr<const EvidenceKey>()> evidence_key = {};
};

/// Lives on the I/O thread. Shared: a read whose client has gone is still told to have ended.
class ReadSession : public std::enable_shared_from_this<ReadSession> {
  public:
    /// `running` keeps sessions whose read is under way.
    ReadSession(const ReadServices& services, std::set<std::shared_ptr<ReadSession>>& running, Request& request,
                ReadBody asked, FieldSet fields);

    /// The whole answer at once.
    [[nodiscard]] boost::asio::awaitable<Reply> answer();
    /// `progress` events, `record`, then `result` or `problem`.
    [[nodiscard]] boost::asio::awaitable<void> stream(EventStream& stream);

    /// Whether the reader has been asked, and has not begun.
    [[nodiscard]] bool is_queued() const { return run_ != nullptr && !announced_; }

  private:
    using Finished = std::expected<std::shared_ptr<const FinishedRead>, Problem>;

    [[nodiscard]] boost::asio::awaitable<Finished> read(EventStream* stream);
    [[nodiscard]] boost::asio::awaitable<std::expected<ReaderView, Problem>> find_card(std::stop_token ended,
                                                                                       SteadyTime until);
    void start(const ReaderView& reader, SteadyTime until, bool streamed);
    [[nodiscard]] boost::asio::awaitable<bool> send_update(EventStream& stream);
    [[nodiscard]] Finished finish(Result<ReadOutcome> result);
    [[nodiscard]] Problem nobody_waits();

    /// Takes what the reader's thread has left, tells the hub, and wakes whoever waits.
    void absorb();
    void announce(std::string_view event, std::string_view outcome = {}) const;

    const ReadServices& services_;
    std::set<std::shared_ptr<ReadSession>>& running_;
    ClientLink& link_;   ///< for as long as the request's coroutine runs
    AuditFacts& audit_;  ///< so, too
    boost::asio::any_io_executor executor_;
    std::shared_ptr<const Grants> grants_;
    Language language_;
    ReadBody asked_;
    FieldSet fields_;
    ReadLabel label_;
    std::vector<std::string_view> accepts_ = {"mrz"};
    std::shared_ptr<ReadRun> run_ = nullptr;
    Ticket ticket_ = {};
    ReadUpdate update_ = {};
    bool announced_ = false;
    bool record_sent_ = false;
    Wakeup wakeup_;
};

}  // namespace fivestar::daemon
