// Readers inside this process, whose cards come from a factory: for the demo and for tests.
#pragma once

#include "daemon/readers/reader_source.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// A card that can be put into an embedded reader.
struct EmbeddedCard {
    /// A new connection to it, called on the reader's thread.
    std::function<Result<std::unique_ptr<apdu::CardConnection>>()> connect;
    Bytes atr = {};
};

class EmbeddedSource final : public ReaderSource {
  public:
    /// With these readers from the start; a reader's name is its id.
    explicit EmbeddedSource(const std::vector<std::string>& readers = {},
                            ReaderInterface interface = ReaderInterface::contactless);

    // Callable at any time from any thread, the listener's included. An unknown reader is ignored.
    void add_reader(const std::string& reader);
    void remove_reader(std::string_view reader);
    /// Takes a card that is still there out first.
    void insert(std::string_view reader, EmbeddedCard card);
    void remove(std::string_view reader);
    /// Anything but `connected` takes all readers away until it is `connected` again.
    void set_service(ServiceState state);

    void start(std::shared_ptr<Listener> listener) override;
    bool stop() override;
    Result<std::unique_ptr<apdu::CardConnection>> connect(std::string_view reader_id, CardDisposition at_end) override;

  private:
    struct Reader {
        bool has_card = false;
        EmbeddedCard card = {};
    };
    void announce(const std::string& id, const Reader& reader);
    void announce_all();

    const ReaderInterface interface_;
    std::mutex mutex_;  // guards what follows; never held while the listener or a factory is called
    std::shared_ptr<Listener> listener_;
    std::map<std::string, Reader, std::less<>> readers_;
    ServiceState service_ = ServiceState::connected;
};

}  // namespace fivestar::daemon
