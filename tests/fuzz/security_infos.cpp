// SPDX-License-Identifier: Apache-2.0
// SecurityInfos and the keys in them.
#include "crypto/asn1/security_infos.hpp"

#include "crypto/keys/agreement_key.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    const auto infos = crypto::SecurityInfos::parse({data, size});
    if (!infos) return 0;
    for (const auto& key : infos->chip_authentication_keys) {
        static_cast<void>(crypto::parse_agreement_key(key.subject_public_key_info));
    }
    return 0;
}
