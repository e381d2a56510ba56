// SPDX-License-Identifier: Apache-2.0
// `CardConnection` is a connection to a card in a reader: its channel, its protocol and what the reader supports.
#pragma once

#include "apdu/channel.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstdint>
#include <string>

namespace fivestar::apdu {

/// The transmission protocol of ISO/IEC 7816-3 in use. Contactless cards count as T=1.
enum class Protocol : std::uint8_t { t0, t1 };

/// The reader as its driver describes it; a card has no influence on it. Empty where the driver says nothing.
struct ReaderDescription {
    std::string name = {};    ///< as the system shows it
    std::string vendor = {};  ///< SCARD_ATTR_VENDOR_NAME of PC/SC
    std::string type = {};    ///< SCARD_ATTR_VENDOR_IFD_TYPE
    std::string serial = {};  ///< SCARD_ATTR_VENDOR_IFD_SERIAL_NO; of our driver's readers the module's printed id
};

class CardConnection {
  public:
    CardConnection() = default;
    CardConnection(const CardConnection&) = delete;
    CardConnection& operator=(const CardConnection&) = delete;
    virtual ~CardConnection() = default;

    /// Returns the channel that carries whole APDUs as the reader takes them: no chaining, no GET RESPONSE. It lives as
    /// long as the connection.
    [[nodiscard]] virtual Channel& channel() = 0;
    /// Returns the answer to reset, borrowed from the connection. Contactless readers compose one (PC/SC part 3
    /// §3.1.3.2.3).
    [[nodiscard]] virtual ByteView atr() const = 0;
    [[nodiscard]] virtual Protocol protocol() const = 0;
    /// Tells whether the reader claims to take extended length. The card may still refuse it.
    [[nodiscard]] virtual bool extended_length() const = 0;
    /// Describes the reader. Asks the driver at each call.
    [[nodiscard]] virtual ReaderDescription reader() const { return {}; }
    /// Resets the card. Security state and selection are lost; connection and channel stay usable.
    virtual Result<void> reset() = 0;
};

}  // namespace fivestar::apdu
