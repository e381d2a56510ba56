// SPDX-License-Identifier: Apache-2.0
// Certificates: parsing, names, keys with explicit parameters, verification with the certificate's own key.
#include "crypto/pki/certificate.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar::crypto;
    const auto certificate = Certificate::parse_in_part({data, size});
    const auto whole = Certificate::parse({data, size});
    if (whole.has_value() != (certificate && !certificate->has_malformed_parts)) std::abort();
    if (!certificate) return 0;
    (void)certificate->key_identifier();
    (void)certificate->self_issued();
    if (const auto key = certificate->public_key()) (void)certificate->verify_signed_by(*key);
    return 0;
}
