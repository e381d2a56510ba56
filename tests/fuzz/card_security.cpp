// SPDX-License-Identifier: Apache-2.0
// EF.CardSecurity with and without a trusted signer.
#include "identity/verification/card_security.hpp"

#include "tests/support/vector_file.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    static const crypto::TrustStore nobody;
    static const crypto::TrustStore issuer = [] {
        crypto::TrustStore made;
        const Bytes anchor = test::read_vector_bytes("pki/card_security/anchor_rsa.der");
        made.add_anchor(crypto::Certificate::parse(anchor).value());
        return made;
    }();
    const WallTime now = std::chrono::sys_days{std::chrono::year{2030} / 6 / 1};
    static_cast<void>(identity::verify_card_security({data, size}, nobody, now, {}));
    static_cast<void>(identity::verify_card_security({data, size}, issuer, now, {}));
    return 0;
}
