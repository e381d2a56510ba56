// SPDX-License-Identifier: Apache-2.0
// Certificates: parsing, names, keys with explicit parameters, verification with the certificate's own key.
#include "crypto/pki/certificate.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar::crypto;
    const auto certificate = Certificate::parse({data, size});
    if (!certificate) return 0;
    (void)certificate->key_identifier();
    (void)certificate->self_issued();
    if (const auto key = certificate->public_key()) (void)certificate->verify_signed_by(*key);
    return 0;
}
