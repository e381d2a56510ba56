// Brings what happens at the readers from the registry's threads to the I/O thread, and to all who live there: the
// event hub, the held reads, and requests that wait for a card.
#pragma once

#include "daemon/api/event_hub.hpp"
#include "daemon/readers/reader_registry.hpp"
#include "daemon/reads/read_store.hpp"
#include "daemon/system/wakeup.hpp"

#include <memory>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

namespace fivestar::daemon {

class ReaderEventBridge {
  public:
    /// All must outlive this object, which is destroyed once the executor runs no more.
    ReaderEventBridge(const boost::asio::any_io_executor& executor, ReaderRegistry& registry, EventHub& hub,
                      ReadStore& store);
    ReaderEventBridge(const ReaderEventBridge&) = delete;
    ReaderEventBridge& operator=(const ReaderEventBridge&) = delete;
    ~ReaderEventBridge() = default;

    /// Notifies a wakeup at any news, as long as this lives. Used on the I/O thread.
    class Watch {
      public:
        Watch(ReaderEventBridge& news, Wakeup& wakeup);
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
    EventHub& hub_;
    ReadStore& store_;
    /// Shared with the watches, which may be destroyed after this object.
    std::shared_ptr<std::vector<Wakeup*>> watchers_ = std::make_shared<std::vector<Wakeup*>>();
    Subscription subscription_;  // last: no event may come before the rest stands
};

}  // namespace fivestar::daemon
