// SPDX-License-Identifier: Apache-2.0
// Where readers and their cards come from: PC/SC in the daemon (daemon/pcsc), embedded ones in demo and tests.
#pragma once

#include "apdu/card_connection.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace fivestar::daemon {

/// Whether the service behind the readers (pcscd) can be used. `denied`: it runs, and its policy refuses us.
enum class ServiceState : std::uint8_t { connected, unavailable, denied };

/// How a reader meets its card, as far as that is known. `sam`: a security module in the reader reads it.
enum class ReaderInterface : std::uint8_t { contact, contactless, sam, unknown };

/// What becomes of the card when a connection ends. `reset`: no session survives. `leave`: for one who only looked and
/// does not want to disturb other programs.
enum class CardDisposition : std::uint8_t { reset, leave };

struct SourceReader {
    std::string id;    ///< stable over replugging and restarts, unique among the readers present
    std::string name;  ///< as the system shows it
    ReaderInterface interface = ReaderInterface::unknown;
};

class ReaderSource {
  public:
    /// Told of changes in their order, from one thread at a time and never again once `stop` has returned true.
    /// When the service goes, its readers go with it: no removals are reported for them.
    class Listener {
      public:
        Listener() = default;
        Listener(const Listener&) = delete;
        Listener& operator=(const Listener&) = delete;
        virtual ~Listener() = default;
        virtual void service_changed(ServiceState state) = 0;
        virtual void reader_added(const SourceReader& reader) = 0;
        virtual void reader_removed(std::string_view reader_id) = 0;
        /// A card lies there that did not before; one that comes back is another card. `atr` may be empty (mute card).
        virtual void card_inserted(std::string_view reader_id, ByteView atr) = 0;
        virtual void card_removed(std::string_view reader_id) = 0;
    };

    ReaderSource() = default;
    ReaderSource(const ReaderSource&) = delete;
    ReaderSource& operator=(const ReaderSource&) = delete;
    virtual ~ReaderSource() = default;

    /// Begins to watch; what is there already is reported like what comes, before this returns unless the service takes
    /// its time. `listener` outlives the watching.
    virtual void start(std::shared_ptr<Listener> listener) = 0;

    /// Ends it, within about two seconds. False: a thread is stuck in a call that does not return.
    virtual bool stop() = 0;

    /// Connects to the card in the reader, shared with other programs, and keeps them out until the connection is
    /// destroyed. May block without limit: called on the reader's own thread, and the source must be kept alive by the
    /// caller until it returns.
    ///
    /// Errors: `card_removed` (none there), `reader_lost`, `reader_busy` (another program holds it exclusively),
    /// `service_lost`, `service_denied`, `transport_failure` (mute or broken card).
    virtual Result<std::unique_ptr<apdu::CardConnection>> connect(std::string_view reader_id,
                                                                  CardDisposition at_end) = 0;
};

}  // namespace fivestar::daemon
