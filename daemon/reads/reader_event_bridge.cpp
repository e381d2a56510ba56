// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/reader_event_bridge.hpp"

#include "daemon/reads/reader_choice.hpp"

#include <boost/asio/post.hpp>

namespace fivestar::daemon {
ReaderEventBridge::ReaderEventBridge(const boost::asio::any_io_executor& executor, ReaderRegistry& registry,
                                     ReadListener& listener, ReadStore& store, ScannedKeys& keys)
    : registry_(registry),
      listener_(listener),
      store_(store),
      keys_(keys),
      subscription_(registry.subscribe([this, executor](const ReaderEvent& event) {
          boost::asio::post(executor, [this, event] { take(event); });
      })) {}

void ReaderEventBridge::take(const ReaderEvent& event) {
    listener_.reader_event(event);
    if (store_.size() != 0) store_.cards_present(cards_in(registry_.readers()));
    keys_.reader_event(event);
    notify();
}

void ReaderEventBridge::notify() {
    for (Wakeup* watcher : *watchers_) watcher->notify();
}

ReaderEventBridge::Watch::Watch(ReaderEventBridge& bridge, Wakeup& wakeup)
    : watchers_(bridge.watchers_), wakeup_(wakeup) {
    watchers_->push_back(&wakeup_);
}

ReaderEventBridge::Watch::~Watch() {
    std::erase(*watchers_, &wakeup_);
}

}  // namespace fivestar::daemon
