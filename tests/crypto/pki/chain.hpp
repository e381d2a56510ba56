// SPDX-License-Identifier: Apache-2.0
// Document signers of tests/vectors/pki and the verification of their chains.
#pragma once

#include "crypto/pki/trust_store.hpp"
#include "tests/crypto/pki/pki.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace fivestar::crypto {

inline const WallTime verification_day = test::noon(2030, 6, 1);

inline Certificate signer(std::string_view name) {
    return test::pki_certificate(std::string{"signer/"}.append(name));
}

inline ChainReport verify(const TrustStore& store, std::string_view name, WallTime now = verification_day) {
    return store.verify_chain(signer(name), {}, now, std::nullopt);
}

inline TrustStore all_anchors() {
    return test::pki_store({"csca_rsa", "csca_same_name", "csca_pss", "csca_explicit", "csca_compressed", "csca_root",
                            "csca_expired", "csca_plain", "csca_strings_printable"});
}

}  // namespace fivestar::crypto
