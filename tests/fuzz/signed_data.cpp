// SPDX-License-Identifier: Apache-2.0
// CMS SignedData: parsing, including BER, and verification of every signer.
#include "crypto/pki/signed_data.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (const auto signed_data = fivestar::crypto::SignedData::parse({data, size})) (void)signed_data->verify();
    return 0;
}
