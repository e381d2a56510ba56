// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/registry_core.hpp"

#include "crypto/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fivestar::daemon {
namespace {

constexpr std::size_t card_id_octets = 8;

}  // namespace

void RegistryCore::start() {
    watchdog_ = std::thread{[self = shared_from_this()] { self->watch(); }};
    source_->start(shared_from_this());
}

bool RegistryCore::stop(std::chrono::milliseconds patience) {
    {
        const std::lock_guard lock{mutex_};
        if (std::exchange(stopping_, true)) return all_joined_;
    }
    const bool source_stopped = source_->stop();

    std::unique_lock lock{mutex_};
    for (const auto& [id, worker] : workers_) {
        worker->slot.shut_down();
        worker->wake.notify_all();
        retired_.push_back(worker);
    }
    workers_.clear();
    deadline_set_.notify_all();
    lock.unlock();
    outbox_.deliver();  // among others the requests to stop

    lock.lock();
    worker_finished_.wait_for(
        lock, patience, [this] { return std::ranges::all_of(retired_, [](auto& each) { return each->finished; }); });
    bool all_finished = true;
    for (const auto& worker : std::exchange(retired_, {})) {
        if (worker->finished) {
            worker->thread.join();  // it has left the lock for good
        } else {
            all_finished = false;
            worker->thread.detach();
        }
    }
    lock.unlock();
    if (watchdog_.joinable()) watchdog_.join();
    outbox_.close();
    lock.lock();
    all_joined_ = source_stopped && all_finished;
    return all_joined_;
}

std::vector<ReaderView> RegistryCore::readers() const {
    const std::lock_guard lock{mutex_};
    std::vector<ReaderView> views;
    views.reserve(workers_.size());
    for (const auto& [id, worker] : workers_) views.push_back(worker->slot.view());
    return views;
}

std::optional<ReaderView> RegistryCore::reader(std::string_view reader_id) const {
    const std::lock_guard lock{mutex_};
    const auto found = workers_.find(reader_id);
    if (found == workers_.end()) return std::nullopt;
    return found->second->slot.view();
}

ServiceState RegistryCore::service() const {
    const std::lock_guard lock{mutex_};
    return service_;
}

bool RegistryCore::busy(std::string_view reader_id) const {
    const std::lock_guard lock{mutex_};
    const auto found = workers_.find(reader_id);
    return found != workers_.end() && found->second->slot.busy();
}

Ticket RegistryCore::submit(std::string_view reader_id, std::string_view card_id, Job job) {
    std::unique_lock lock{mutex_};
    const auto found = workers_.find(reader_id);
    if (found == workers_.end()) {
        const auto error = stopping_ ? ErrorCode::cancelled : ErrorCode::reader_lost;
        lock.unlock();
        job.done(fail(error, 0, "queue"));
        return {};
    }
    const auto worker = found->second;
    const auto state = worker->slot.submit(card_id, std::move(job));
    after_change(*worker);
    lock.unlock();
    outbox_.deliver();
    return Ticket{[core = weak_from_this(), worker = std::weak_ptr{worker}, job = std::weak_ptr{state}] {
        const auto self = core.lock();
        const auto at = worker.lock();
        const auto cancelled = job.lock();
        if (!self || !at || !cancelled) return;
        {
            const std::lock_guard guard{self->mutex_};
            at->slot.cancel(cancelled);
            self->after_change(*at);
        }
        self->outbox_.deliver();
    }};
}

void RegistryCore::service_changed(ServiceState state) {
    {
        const std::lock_guard lock{mutex_};
        const bool was_connected = service_ == ServiceState::connected;
        const bool is_connected = state == ServiceState::connected;
        service_ = state;
        if (was_connected && !is_connected) {
            tell({.kind = ReaderEventKind::pcsc_lost, .at = date()});
            const auto error = state == ServiceState::denied ? ErrorCode::service_denied : ErrorCode::service_lost;
            for (const auto& [id, worker] : std::exchange(workers_, {})) retire(worker, error);
        } else if (!was_connected && is_connected && service_known_) {
            tell({.kind = ReaderEventKind::pcsc_back, .at = date()});
        }
        service_known_ = true;
    }
    reap();
    outbox_.deliver();
}

void RegistryCore::reader_added(const SourceReader& reader) {
    {
        const std::lock_guard lock{mutex_};
        if (stopping_ || workers_.contains(reader.id)) return;
        SlotHost& host = *this;
        const auto worker = std::make_shared<Worker>(reader, host, limits_);
        workers_.emplace(reader.id, worker);
        worker->thread = std::thread{[self = shared_from_this(), worker] { self->work(*worker); }};
    }
    reap();
    outbox_.deliver();
}

void RegistryCore::reader_removed(std::string_view reader_id) {
    {
        const std::lock_guard lock{mutex_};
        const auto found = workers_.find(reader_id);
        if (found == workers_.end()) return;
        const auto worker = found->second;
        workers_.erase(found);
        retire(worker, ErrorCode::reader_lost);
    }
    reap();
    outbox_.deliver();
}

void RegistryCore::card_inserted(std::string_view reader_id, ByteView atr) {
    change(reader_id, [&](ReaderSlot& slot) { slot.card_inserted(atr); });
}

void RegistryCore::card_removed(std::string_view reader_id) {
    change(reader_id, [](ReaderSlot& slot) { slot.card_removed(); });
}

std::string RegistryCore::new_card_id() {
    std::array<std::uint8_t, card_id_octets> number{};
    random_.fill(number);
    return "c" + to_hex(number);
}

void RegistryCore::tell(ReaderEvent event) {
    outbox_.post([this, event = std::move(event)] { subscribers_.tell(event); });
}

template <class Change>
void RegistryCore::change(std::string_view reader_id, Change&& change_slot) {
    {
        const std::lock_guard lock{mutex_};
        const auto found = workers_.find(reader_id);
        if (found == workers_.end()) return;
        change_slot(found->second->slot);
        after_change(*found->second);
    }
    outbox_.deliver();
}

/// Wakes whoever has something to do now. Under the lock.
void RegistryCore::after_change(Worker& worker) {
    worker.wake.notify_all();
    if (worker.slot.nearest_deadline() < watched_) deadline_set_.notify_all();
}

void RegistryCore::retire(const std::shared_ptr<Worker>& worker, ErrorCode error) {
    worker->slot.remove(error);
    worker->wake.notify_all();
    retired_.push_back(worker);
}

/// Joins the threads of readers gone that have come to their end.
void RegistryCore::reap() {
    const std::lock_guard lock{mutex_};
    std::erase_if(retired_, [](const auto& worker) {
        if (!worker->finished) return false;
        worker->thread.join();
        return true;
    });
}

}  // namespace fivestar::daemon
