// SPDX-License-Identifier: Apache-2.0
// Recovery of the message from an RSA signature of active authentication.
#include "crypto/keys/iso9796.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    const auto message = crypto::parse_message_representative({data, size});
    if (message && message->hash.size() != crypto::digest_size(message->digest)) std::abort();
    return 0;
}
