#include "daemon/reads/reader_event_bridge.hpp"

#include "daemon/reads/reader_choice.hpp"

#include <boost/asio/post.hpp>

namespace fivestar::daemon {
namespace {

/// Whether the event is told as it is. Reads are told by those who run them, who know whose they are.
bool is_told(ReaderEventKind kind) {
    switch (kind) {
        case ReaderEventKind::reader_added:
        case ReaderEventKind::reader_removed:
        case ReaderEventKind::card_inserted:
        case ReaderEventKind::card_removed:
        case ReaderEventKind::pcsc_lost:
        case ReaderEventKind::pcsc_back:
            return true;
        case ReaderEventKind::read_started:
        case ReaderEventKind::read_finished:
        case ReaderEventKind::reader_unresponsive:
        case ReaderEventKind::reader_recovered:
            break;
    }
    return false;
}

}  // namespace

ReaderEventBridge::ReaderEventBridge(const boost::asio::any_io_executor& executor, ReaderRegistry& registry,
                                     EventHub& hub, ReadStore& store)
    : registry_(registry),
      hub_(hub),
      store_(store),
      subscription_(registry.subscribe([this, executor](const ReaderEvent& event) {
          boost::asio::post(executor, [this, event] { take(event); });
      })) {}

void ReaderEventBridge::take(const ReaderEvent& event) {
    if (is_told(event.kind)) {
        const bool about_card = !event.card.empty();
        hub_.publish({.name = to_string(event.kind),
                      .at = event.at,
                      .reader = event.reader,
                      .reader_name = event.reader_name,
                      .card = event.card,
                      .kind = about_card ? to_string(event.card_kind) : std::string_view{}});
    }
    if (store_.size() != 0) store_.cards_present(cards_in(registry_.readers()));
    for (Wakeup* watcher : *watchers_) watcher->notify();
}

ReaderEventBridge::Watch::Watch(ReaderEventBridge& news, Wakeup& wakeup) : watchers_(news.watchers_), wakeup_(wakeup) {
    watchers_->push_back(&wakeup_);
}

ReaderEventBridge::Watch::~Watch() {
    std::erase(*watchers_, &wakeup_);
}

}  // namespace fivestar::daemon
