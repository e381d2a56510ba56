// SPDX-License-Identifier: Apache-2.0
// A response APDU (ISO/IEC 7816-4 §5.3): data and status word. The data may be personal, so its memory is zeroized.
#pragma once

#include "apdu/status_word.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

namespace fivestar::apdu {

struct Response {
    PersonalBytes data = {};
    StatusWord sw = {};
};

/// Decodes a response. `transport_failure` for fewer than the two octets of a status word, which PC/SC reports as
/// success.
[[nodiscard]] Result<Response> decode_response(ByteView octets);

/// Encodes the data, then SW1 and SW2.
[[nodiscard]] PersonalBytes encode(const Response& response);

}  // namespace fivestar::apdu
