// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/event_hub.hpp"

#include "crypto/base/text.hpp"
#include "daemon/api/json_text.hpp"
#include "daemon/api/rfc3339.hpp"
#include "daemon/system/wakeup.hpp"

#include <array>
#include <charconv>
#include <utility>

#include <boost/json/object.hpp>
#include <fmt/format.h>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;

constexpr std::size_t boot_size = 8;

std::string random_name(Random& random) {
    std::array<std::uint8_t, boot_size> octets{};
    random.fill(octets);
    return to_hex(octets);
}

json::object to_json(const HubEvent& event) {
    json::object object;
    object.emplace("at", rfc3339(event.at));
    const auto put = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) object.emplace(name, value);
    };
    put("reader", event.reader);
    put("card", event.card);
    put("kind", event.kind);
    put("outcome", event.outcome);
    put("form", event.form);
    return object;
}

}  // namespace

/// A rendered event: one text for all subscribers, and one for the owner of the read.
struct EventHub::Entry {
    std::uint64_t number;
    std::string_view name;
    std::string reader;
    std::string reader_name;
    ClientId owner;
    Utf8Text text;
    Utf8Text text_for_owner;

    [[nodiscard]] bool visible_to(const Subscriber& who) const {
        if (reader.empty()) return true;
        return (who.reader.empty() || who.reader == reader) && who.grants->allows_reader(reader, reader_name);
    }
};

struct EventHub::Subscription {
    Subscriber who;
    Wakeup wakeup;
    std::deque<std::shared_ptr<const Entry>> queue = {};  ///< at most `max_behind`
    bool fell_behind = false;
    bool over = false;

    void push(const std::shared_ptr<const Entry>& entry) {
        if (queue.size() == max_behind) fell_behind = true;
        if (!fell_behind) queue.push_back(entry);
        wakeup.notify();
    }
    void end() {
        over = true;
        wakeup.notify();
    }
};

/// Keeps a subscription in the hub's list while its stream lasts.
class EventHub::Enrolment {
  public:
    Enrolment(std::shared_ptr<std::vector<Subscription*>> list, Subscription& subscription)
        : list_(std::move(list)), subscription_(subscription) {
        list_->push_back(&subscription_);
    }
    Enrolment(const Enrolment&) = delete;
    Enrolment& operator=(const Enrolment&) = delete;
    ~Enrolment() { std::erase(*list_, &subscription_); }

  private:
    std::shared_ptr<std::vector<Subscription*>> list_;
    Subscription& subscription_;
};

EventHub::EventHub(const boost::asio::any_io_executor& executor, const Clock& clock, Random& random,
                   ReaderSnapshot snapshot, std::chrono::milliseconds heartbeat)
    : executor_(executor),
      clock_(clock),
      snapshot_(std::move(snapshot)),
      heartbeat_(heartbeat),
      boot_(random_name(random)) {}

void EventHub::publish(const HubEvent& event) {
    json::object object = to_json(event);
    const auto entry = std::make_shared<Entry>(Entry{.number = ++published_,
                                                     .name = event.name,
                                                     .reader = event.reader,
                                                     .reader_name = event.reader_name,
                                                     .owner = event.owner,
                                                     .text = serialize_json(object),
                                                     .text_for_owner = {}});
    if (!event.read.empty()) {
        object.emplace("read", event.read);
        entry->text_for_owner = serialize_json(object);
    }
    recent_.push_back(entry);
    if (recent_.size() > kept) recent_.pop_front();
    for (Subscription* subscription : *subscriptions_) {
        if (entry->visible_to(subscription->who)) subscription->push(entry);
    }
}

boost::asio::awaitable<void> EventHub::serve(EventStream& stream, Subscriber subscriber) {
    Subscription self{.who = std::move(subscriber), .wakeup = Wakeup{executor_}};
    const Enrolment enrolment{subscriptions_, self};
    const std::stop_callback on_end{self.who.ended, [&self] { self.end(); }};

    if (const auto missed = missed_since(self.who.last_event_id)) {
        for (const auto& entry : *missed) {
            if (entry->visible_to(self.who) && !co_await send(stream, self, entry)) co_return;
        }
    } else if (self.who.last_event_id.empty()) {
        if (!co_await send_snapshot(stream, self)) co_return;
    } else {
        if (!co_await send_resync(stream, self)) co_return;
    }
    while (!self.over) {
        bool taken = true;
        if (self.fell_behind) {
            taken = co_await send_resync(stream, self);
        } else if (!self.queue.empty()) {
            auto entry = std::move(self.queue.front());
            self.queue.pop_front();
            taken = co_await send(stream, self, std::move(entry));
        } else if (!co_await self.wakeup.wait_until(clock_.steady() + heartbeat_)) {
            taken = co_await stream.comment();
        }
        if (!taken) co_return;
    }
}

void EventHub::end_streams() {
    for (Subscription* subscription : *subscriptions_) subscription->end();
}

std::string EventHub::id_of(std::uint64_t number) const {
    return fmt::format("{}-{}", boot_, number);
}

std::optional<std::vector<std::shared_ptr<const EventHub::Entry>>> EventHub::missed_since(std::string_view id) const {
    if (!id.starts_with(boot_) || id.size() <= boot_.size() || id[boot_.size()] != '-') return std::nullopt;
    id.remove_prefix(boot_.size() + 1);
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(id.data(), id.data() + id.size(), number);
    const std::uint64_t oldest = published_ - recent_.size();
    if (parsed.ec != std::errc{} || parsed.ptr != id.data() + id.size()) return std::nullopt;
    if (number < oldest || number > published_) return std::nullopt;
    return std::vector<std::shared_ptr<const Entry>>(recent_.end() - static_cast<std::ptrdiff_t>(published_ - number),
                                                     recent_.end());
}

boost::asio::awaitable<bool> EventHub::send(EventStream& stream, const Subscription& to,
                                            std::shared_ptr<const Entry> entry) const {
    const bool for_owner = !entry->text_for_owner.empty() && entry->owner == to.who.client;
    StreamEvent event{.event = entry->name, .id = id_of(entry->number)};
    event.data = (for_owner ? entry->text_for_owner : entry->text).clone();
    co_return co_await stream.send(std::move(event));
}

boost::asio::awaitable<bool> EventHub::send_snapshot(EventStream& stream, Subscription& to) const {
    to.queue.clear();  // the snapshot includes all of it
    to.fell_behind = false;
    json::object object;
    object.emplace("at", rfc3339(clock_.wall()));
    object.emplace("readers", snapshot_(*to.who.grants, to.who.reader));
    StreamEvent event{.event = "snapshot", .id = id_of(published_)};
    event.data = serialize_json(object);
    co_return co_await stream.send(std::move(event));
}

boost::asio::awaitable<bool> EventHub::send_resync(EventStream& stream, Subscription& to) const {
    json::object object;
    object.emplace("at", rfc3339(clock_.wall()));
    StreamEvent event{.event = "resync"};
    event.data = serialize_json(object);
    if (!co_await stream.send(std::move(event))) co_return false;
    co_return co_await send_snapshot(stream, to);
}

}  // namespace fivestar::daemon
