// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/embedded_source.hpp"

#include <utility>

namespace fivestar::daemon {
namespace {

/// A connection to a card that can be removed. From then on every exchange fails with `card_removed`.
class PluggedConnection final : public apdu::CardConnection, private apdu::Channel {
  public:
    PluggedConnection(std::unique_ptr<apdu::CardConnection> card, std::shared_ptr<const std::atomic<bool>> pulled)
        : card_(std::move(card)), pulled_(std::move(pulled)) {}

    apdu::Channel& channel() override { return *this; }
    ByteView atr() const override { return card_->atr(); }
    apdu::Protocol protocol() const override { return card_->protocol(); }
    bool extended_length() const override { return card_->extended_length(); }
    apdu::ReaderDescription reader() const override { return card_->reader(); }
    Result<void> reset() override {
        if (*pulled_) return fail(ErrorCode::card_removed);
        return card_->reset();
    }

  private:
    Result<apdu::Response> transmit(const apdu::Command& command) override {
        if (*pulled_) return fail(ErrorCode::card_removed);
        auto response = card_->channel().transmit(command);
        if (*pulled_) return fail(ErrorCode::card_removed);  // removed during the exchange
        return response;
    }

    const std::unique_ptr<apdu::CardConnection> card_;
    const std::shared_ptr<const std::atomic<bool>> pulled_;
};

}  // namespace

EmbeddedSource::EmbeddedSource(const std::vector<std::string>& readers, ReaderInterface interface)
    : interface_(interface) {
    for (const auto& reader : readers) readers_.try_emplace(reader);
}

void EmbeddedSource::add_reader(const std::string& reader) {
    {
        const std::lock_guard lock{mutex_};
        const auto [at, added] = readers_.try_emplace(reader);
        if (added && watched()) announce(*at);
    }
    outbox_.deliver();
}

void EmbeddedSource::remove_reader(std::string_view reader) {
    {
        const std::lock_guard lock{mutex_};
        const auto found = readers_.find(reader);
        if (found == readers_.end()) return;
        if (found->second) *found->second->pulled = true;
        if (watched()) tell([id = found->first](Listener& listener) { listener.reader_removed(id); });
        readers_.erase(found);
    }
    outbox_.deliver();
}

void EmbeddedSource::insert(std::string_view reader, EmbeddedCard card) {
    {
        const std::lock_guard lock{mutex_};
        const auto found = readers_.find(reader);
        if (found == readers_.end()) return;
        pull(*found);
        if (watched()) {
            tell([id = found->first, atr = card.atr](Listener& listener) { listener.card_inserted(id, atr); });
        }
        found->second = InsertedCard{std::move(card)};
    }
    outbox_.deliver();
}

void EmbeddedSource::remove(std::string_view reader) {
    {
        const std::lock_guard lock{mutex_};
        const auto found = readers_.find(reader);
        if (found != readers_.end()) pull(*found);
    }
    outbox_.deliver();
}

void EmbeddedSource::set_service(ServiceState state) {
    {
        const std::lock_guard lock{mutex_};
        if (state == service_) return;
        if (state != ServiceState::connected) {
            for (auto& [id, inserted] : readers_) {
                if (inserted) *inserted->pulled = true;
            }
        }
        service_ = state;
        tell([state](Listener& listener) { listener.service_changed(state); });
        if (watched()) announce_all();
    }
    outbox_.deliver();
}

void EmbeddedSource::start(std::shared_ptr<Listener> listener) {
    {
        const std::lock_guard lock{mutex_};
        listener_ = std::move(listener);
        tell([state = service_](Listener& to) { to.service_changed(state); });
        if (watched()) announce_all();
    }
    outbox_.deliver();
}

bool EmbeddedSource::stop() {
    outbox_.close();
    const std::lock_guard lock{mutex_};
    listener_.reset();
    return true;
}

void EmbeddedSource::look_again() {
    {
        const std::lock_guard lock{mutex_};
        for (auto& reader : readers_) {
            if (!reader.second) continue;
            auto card = std::move(reader.second->card);
            pull(reader);
            if (watched()) {
                tell([id = reader.first, atr = card.atr](Listener& listener) { listener.card_inserted(id, atr); });
            }
            reader.second = InsertedCard{std::move(card)};
        }
    }
    outbox_.deliver();
}

Result<std::unique_ptr<apdu::CardConnection>> EmbeddedSource::connect(std::string_view reader_id, CardDisposition) {
    std::unique_lock lock{mutex_};
    if (service_ == ServiceState::denied) return fail(ErrorCode::service_denied);
    if (service_ != ServiceState::connected) return fail(ErrorCode::service_lost);
    const auto found = readers_.find(reader_id);
    if (found == readers_.end()) return fail(ErrorCode::reader_lost);
    const auto& inserted = found->second;
    if (!inserted || *inserted->pulled) return fail(ErrorCode::card_removed);
    const auto factory = inserted->card.connect;
    auto pulled = inserted->pulled;
    lock.unlock();

    auto card = factory();
    if (!card) return card;
    return std::make_unique<PluggedConnection>(std::move(*card), std::move(pulled));
}

void EmbeddedSource::announce(const Readers::value_type& reader) {
    const auto& [id, inserted] = reader;
    tell([added = SourceReader{.id = id, .name = id, .interface = interface_}](Listener& listener) {
        listener.reader_added(added);
    });
    if (!inserted) return;
    tell([id, atr = inserted->card.atr](Listener& listener) { listener.card_inserted(id, atr); });
}

void EmbeddedSource::announce_all() {
    for (auto& reader : readers_) {
        auto& inserted = reader.second;
        // Inserted again: earlier connections stay removed.
        if (inserted) inserted = InsertedCard{std::move(inserted->card)};
        announce(reader);
    }
}

void EmbeddedSource::pull(Readers::value_type& reader) {
    auto& [id, inserted] = reader;
    if (!inserted) return;
    *inserted->pulled = true;
    inserted.reset();
    if (watched()) tell([id](Listener& listener) { listener.card_removed(id); });
}

/// Posts a call to the listener. Called with the lock held, so that calls keep the order of the changes.
void EmbeddedSource::tell(std::function<void(Listener&)> call) {
    outbox_.post([listener = listener_, call = std::move(call)] {
        if (listener) call(*listener);
    });
}

}  // namespace fivestar::daemon
