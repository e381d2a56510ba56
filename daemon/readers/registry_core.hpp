// SPDX-License-Identifier: Apache-2.0
// What is inside a ReaderRegistry: the slots, a thread for each, and the watchdog.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/random.hpp"
#include "daemon/readers/outbox.hpp"
#include "daemon/readers/reader_slot.hpp"
#include "daemon/readers/reader_source.hpp"
#include "daemon/readers/subscription.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace fivestar::daemon {

/// All state, under one lock. Shared with every thread, so that one that is stuck in a call still finds it when the
/// call returns after all.
class RegistryCore final : public ReaderSource::Listener,
                           private SlotHost,
                           public std::enable_shared_from_this<RegistryCore> {
  public:
    RegistryCore(std::shared_ptr<ReaderSource> source, const Clock& clock, Random& random, RegistryLimits limits)
        : source_(std::move(source)), clock_(clock), random_(random), limits_(limits) {}

    void start();
    bool stop(std::chrono::milliseconds patience);

    std::vector<ReaderView> readers() const;
    std::optional<ReaderView> reader(std::string_view reader_id) const;
    ServiceState service() const;
    bool busy(std::string_view reader_id) const;
    Subscription subscribe(Subscription::Listener listener) { return subscribers_.add(std::move(listener)); }
    Ticket submit(std::string_view reader_id, std::string_view card_id, Job job);

    void service_changed(ServiceState state) override;
    void reader_added(const SourceReader& reader) override;
    void reader_removed(std::string_view reader_id) override;
    void card_inserted(std::string_view reader_id, ByteView atr) override;
    void card_removed(std::string_view reader_id) override;

  private:
    struct Worker {
        Worker(const SourceReader& reader, SlotHost& host, RegistryLimits limits)
            : id(reader.id), slot(reader, host, limits) {}
        const std::string id;
        ReaderSlot slot;
        std::condition_variable wake;
        std::thread thread = {};
        bool finished = false;
    };
    class RunningJob;

    SteadyTime now() const override { return clock_.steady(); }
    WallTime date() const override { return clock_.wall(); }
    std::string new_card_id() override;
    void tell(ReaderEvent event) override;
    void post(std::function<void()> call) override { outbox_.post(std::move(call)); }

    template <class Change>
    void change(std::string_view reader_id, Change&& change_slot);
    void after_change(Worker& worker);
    void retire(const std::shared_ptr<Worker>& worker, ErrorCode error);
    void reap();

    void work(Worker& worker);
    void run(Worker& worker, const std::shared_ptr<JobState>& job, apdu::CardConnection& connection,
             std::unique_lock<std::mutex>& lock);
    void do_job(Worker& worker, const std::shared_ptr<JobState>& job, std::unique_lock<std::mutex>& lock);
    Result<std::unique_ptr<apdu::CardConnection>> connect(Worker& worker, const JobState& job);
    void watch();

    const std::shared_ptr<ReaderSource> source_;
    const Clock& clock_;
    Random& random_;
    const RegistryLimits limits_;
    Subscribers subscribers_;
    Outbox outbox_;

    mutable std::mutex mutex_;  // guards what follows
    std::map<std::string, std::shared_ptr<Worker>, std::less<>> workers_;
    std::vector<std::shared_ptr<Worker>> retired_;  // their readers are gone, their threads perhaps not yet
    ServiceState service_ = ServiceState::unavailable;
    bool service_known_ = false;
    bool stopping_ = false;
    bool all_joined_ = false;  // what `stop` found
    std::condition_variable worker_finished_;
    std::condition_variable deadline_set_;
    SteadyTime watched_ = SteadyTime::max();  // what the watchdog sleeps until
    std::thread watchdog_;
};

}  // namespace fivestar::daemon
