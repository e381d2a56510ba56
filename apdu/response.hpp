// A response APDU (ISO/IEC 7816-4 §5.3): data and status word. The data may be what a card says of a person, so its
// memory is zeroized.
#pragma once

#include "apdu/status_word.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

namespace fivestar::apdu {

struct Response {
    PersonalBytes data = {};
    StatusWord sw = {};
};

/// `transport_failure` for fewer than the two octets of a status word: PC/SC calls such an exchange a success.
[[nodiscard]] Result<Response> decode_response(ByteView octets);

/// Data, then SW1 and SW2.
[[nodiscard]] PersonalBytes encode(const Response& response);

}  // namespace fivestar::apdu
