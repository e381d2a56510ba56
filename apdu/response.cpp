// SPDX-License-Identifier: Apache-2.0
#include "apdu/response.hpp"

namespace fivestar::apdu {

Result<Response> decode_response(ByteView octets) {
    if (octets.size() < 2) return fail(ErrorCode::transport_failure);
    const ByteView sw = octets.last(2);
    return Response{PersonalBytes{octets.first(octets.size() - 2)},
                    StatusWord{static_cast<std::uint16_t>(sw[0] << 8 | sw[1])}};
}

PersonalBytes encode(const Response& response) {
    PersonalBytes octets;
    octets.reserve(response.data.size() + 2);
    octets.append(response.data.view());
    octets.push_back(response.sw.sw1());
    octets.push_back(response.sw.sw2());
    return octets;
}

}  // namespace fivestar::apdu
