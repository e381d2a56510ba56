// SPDX-License-Identifier: Apache-2.0
// The source of readers and cards: PC/SC in the daemon (daemon/pcsc), embedded readers in demo and tests.
#pragma once

#include "apdu/card_connection.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// The state of the service behind the readers (pcscd). `denied`: it runs, but its policy refuses us.
enum class ServiceState : std::uint8_t { connected, unavailable, denied };

/// The interface between reader and card. `sam`: a security module in the reader reads the card.
enum class ReaderInterface : std::uint8_t { contact, contactless, sam, unknown };

/// The action on the card when a connection ends. `reset` ends every session; `leave` does not disturb other programs.
enum class CardDisposition : std::uint8_t { reset, leave };

struct SourceReader {
    std::string id;    ///< stable over replugging and restarts, unique among the present readers
    std::string name;  ///< as the system shows it
    ReaderInterface interface = ReaderInterface::unknown;
    std::string sam_id = {};  ///< printed id of its security module; empty if the driver did not tell it
};

class ReaderSource {
  public:
    /// Called for each change in order, on one thread at a time, and never after `stop` has returned true. The loss of
    /// the service removes all readers without further calls.
    class Listener {
      public:
        Listener() = default;
        Listener(const Listener&) = delete;
        Listener& operator=(const Listener&) = delete;
        virtual ~Listener() = default;
        virtual void service_changed(ServiceState state) = 0;
        virtual void reader_added(const SourceReader& reader) = 0;
        virtual void reader_removed(std::string_view reader_id) = 0;
        /// A card was inserted; one that was removed and inserted again is a new card. `atr` is empty for a mute card.
        virtual void card_inserted(std::string_view reader_id, ByteView atr) = 0;
        virtual void card_removed(std::string_view reader_id) = 0;
    };

    ReaderSource() = default;
    ReaderSource(const ReaderSource&) = delete;
    ReaderSource& operator=(const ReaderSource&) = delete;
    virtual ~ReaderSource() = default;

    /// Starts watching. Present readers and cards are reported like new ones, before this returns unless the service is
    /// slow.
    virtual void start(std::shared_ptr<Listener> listener) = 0;

    /// Stops watching, within about two seconds. False: a thread is stuck in a call that does not return.
    virtual bool stop() = 0;

    /// Reports all cards as removed, and those that are still there as inserted: called after the machine was
    /// suspended, when a card may have been exchanged unseen. Returns before that; never blocks.
    virtual void look_again() = 0;

    /// Connects to the card in the reader, and keeps other programs away from it until the connection is destroyed. May
    /// block without limit, so it is called on the reader's own thread, which keeps the source alive. Errors:
    /// `card_removed` (no card), `reader_lost`, `reader_busy` (another program holds it exclusively), `service_lost`,
    /// `service_denied`, `transport_failure` (mute or broken card).
    virtual Result<std::unique_ptr<apdu::CardConnection>> connect(std::string_view reader_id,
                                                                  CardDisposition at_end) = 0;

    /// Returns the names of readers that could not be reported yet, because another program holds their cards.
    [[nodiscard]] virtual std::vector<std::string> held_readers() const { return {}; }
};

}  // namespace fivestar::daemon
