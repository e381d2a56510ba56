// SPDX-License-Identifier: Apache-2.0
// Readers inside this process, for the demo and for tests.
#pragma once

#include "daemon/readers/outbox.hpp"
#include "daemon/readers/reader_source.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// A card that can be put into an embedded reader.
struct EmbeddedCard {
    /// Connects to the card; called on the reader's thread.
    std::function<Result<std::unique_ptr<apdu::CardConnection>>()> connect;
    Bytes atr = {};
};

class EmbeddedSource final : public ReaderSource {
  public:
    /// Starts with these readers; the name of a reader is its id.
    explicit EmbeddedSource(const std::vector<std::string>& readers = {},
                            ReaderInterface interface = ReaderInterface::contactless);

    // Any thread, also the listener's. An unknown reader is ignored.
    void add_reader(const std::string& reader);
    void remove_reader(std::string_view reader);
    /// Inserts a card; removes the card that is there first.
    void insert(std::string_view reader, EmbeddedCard card);
    void remove(std::string_view reader);
    /// Any state but `connected` hides the readers until the state is `connected` again.
    void set_service(ServiceState state);

    void start(std::shared_ptr<Listener> listener) override;
    bool stop() override;
    void look_again() override;
    Result<std::unique_ptr<apdu::CardConnection>> connect(std::string_view reader_id, CardDisposition at_end) override;

  private:
    struct InsertedCard {
        EmbeddedCard card;
        std::shared_ptr<std::atomic<bool>> pulled = std::make_shared<std::atomic<bool>>(false);
    };
    using Readers = std::map<std::string, std::optional<InsertedCard>, std::less<>>;

    [[nodiscard]] bool watched() const { return listener_ && service_ == ServiceState::connected; }
    void announce(const Readers::value_type& reader);
    void announce_all();
    void pull(Readers::value_type& reader);
    void tell(std::function<void(Listener&)> call);

    const ReaderInterface interface_;
    Outbox outbox_;
    std::mutex mutex_;  // guards the members below; not held while the listener or a factory is called
    std::shared_ptr<Listener> listener_;
    Readers readers_;
    ServiceState service_ = ServiceState::connected;
};

}  // namespace fivestar::daemon
