// SPDX-License-Identifier: Apache-2.0
// Passes events of the reader registry from its threads to the I/O thread: to the listener, the store of held reads,
// the keys of scanners, and reads that wait for a card or a key.
#pragma once

#include "daemon/readers/reader_registry.hpp"
#include "daemon/reads/read_listener.hpp"
#include "daemon/reads/read_store.hpp"
#include "daemon/reads/scanned_keys.hpp"
#include "daemon/system/wakeup.hpp"

#include <memory>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

namespace fivestar::daemon {

class ReaderEventBridge {
  public:
    /// The references must outlive this object. It must be destroyed after the executor has stopped.
    ReaderEventBridge(const boost::asio::any_io_executor& executor, ReaderRegistry& registry, ReadListener& listener,
                      ReadStore& store, ScannedKeys& keys);
    ReaderEventBridge(const ReaderEventBridge&) = delete;
    ReaderEventBridge& operator=(const ReaderEventBridge&) = delete;
    ~ReaderEventBridge() = default;

    /// Notifies all watches: a key has come.
    void notify();

    /// Notifies a wakeup at each event while it lives. Used on the I/O thread.
    class Watch {
      public:
        Watch(ReaderEventBridge& bridge, Wakeup& wakeup);
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;
        ~Watch();

      private:
        std::shared_ptr<std::vector<Wakeup*>> watchers_;
        Wakeup& wakeup_;
    };

  private:
    void take(const ReaderEvent& event);

    ReaderRegistry& registry_;
    ReadListener& listener_;
    ReadStore& store_;
    ScannedKeys& keys_;
    /// Shared with the watches, which may be destroyed after this object.
    std::shared_ptr<std::vector<Wakeup*>> watchers_ = std::make_shared<std::vector<Wakeup*>>();
    Subscription subscription_;  // last: events arrive as soon as it exists
};

}  // namespace fivestar::daemon
