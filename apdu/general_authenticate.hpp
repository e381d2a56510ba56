// SPDX-License-Identifier: Apache-2.0
// GENERAL AUTHENTICATE with dynamic authentication data (ISO/IEC 7816-4 §11.5.5), as PACE and chip authentication use
// it.
#pragma once

#include "apdu/channel.hpp"
#include "crypto/tlv/cursor.hpp"

#include <optional>

namespace fivestar::apdu {

/// The dynamic authentication data (DO'7C') of an answer.
class DynamicAuthenticationData {
  public:
    /// Parses octets that are one DO'7C' of whole data objects. `malformed` or `trailing_bytes` otherwise.
    static Result<DynamicAuthenticationData> parse(ByteView octets);

    /// Returns the value of the object with this tag, borrowed; nullopt if there is none.
    [[nodiscard]] std::optional<ByteView> find(tlv::Tag tag) const;

  private:
    explicit DynamicAuthenticationData(PersonalBytes content) : content_(std::move(content)) {}
    PersonalBytes content_;
};

/// Tells the chip whether further commands of the same protocol follow (class byte 10).
enum class Chain : std::uint8_t { continues, ends };

/// Sends DO'7C' with these encoded data objects.
[[nodiscard]] Result<Response> general_authenticate(Channel& channel, ByteView objects, Chain chain);

}  // namespace fivestar::apdu
