// SPDX-License-Identifier: Apache-2.0
// A command as a card receives it: a decoded command must survive encoding and decoding. The same octets, decoded as a
// response, must be encoded to the same octets.
#include "apdu/command.hpp"
#include "apdu/response.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    const ByteView octets{data, size};
    if (const auto command = apdu::decode_command(octets)) {
        const auto encoded = apdu::encode(*command);
        if (!encoded || encoded->size() > size || apdu::decode_command(*encoded) != *command) std::abort();
    }
    if (const auto response = apdu::decode_response(octets)) {
        if (!std::ranges::equal(apdu::encode(*response), octets)) std::abort();
    }
    return 0;
}
