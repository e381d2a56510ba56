// SPDX-License-Identifier: Apache-2.0
// The LDS security object.
#include "identity/lds/security_object.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    const auto object = identity::parse_security_object({data, size});
    if (!object) return 0;
    for (const auto& [number, hash] : object->hashes) {
        const bool sound = hash.empty() || hash.size() == crypto::digest_size(object->digest);
        if (number < 1 || number > identity::last_data_group || !sound) std::abort();
    }
    return 0;
}
