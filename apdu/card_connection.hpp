// A card in a reader, connected: what a channel rests on, and what the code above must know of it to speak to it well.
#pragma once

#include "apdu/channel.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstdint>
#include <string>

namespace fivestar::apdu {

/// The transmission protocol of ISO/IEC 7816-3 in use. Contactless cards count as T=1.
enum class Protocol : std::uint8_t { t0, t1 };

/// What a reader's driver says of the reader. No card has a say in it. Empty where nothing is said.
struct ReaderDescription {
    std::string name = {};    ///< as the system shows it
    std::string vendor = {};  ///< SCARD_ATTR_VENDOR_NAME of PC/SC
    std::string type = {};    ///< SCARD_ATTR_VENDOR_IFD_TYPE
};

class CardConnection {
  public:
    CardConnection() = default;
    CardConnection(const CardConnection&) = delete;
    CardConnection& operator=(const CardConnection&) = delete;
    virtual ~CardConnection() = default;

    /// Carries whole APDUs, as the reader takes them: no chaining, no GET RESPONSE. Lives as long as the connection.
    [[nodiscard]] virtual Channel& channel() = 0;
    /// The answer to reset; contactless readers make one up (PC/SC part 3 §3.1.3.2.3). Borrowed from the connection.
    [[nodiscard]] virtual ByteView atr() const = 0;
    [[nodiscard]] virtual Protocol protocol() const = 0;
    /// Whether the reader says that it takes extended length. A claim, about the reader alone: the card may disagree.
    [[nodiscard]] virtual bool extended_length() const = 0;
    /// The reader that the card lies in. Asks the driver each time.
    [[nodiscard]] virtual ReaderDescription reader() const { return {}; }
    /// Power-cycles the card. Security state and selection are lost, the connection stays usable; its channel too.
    virtual Result<void> reset() = 0;
};

}  // namespace fivestar::apdu
