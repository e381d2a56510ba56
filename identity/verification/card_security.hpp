// SPDX-License-Identifier: Apache-2.0
// EF.CardSecurity (ICAO Doc 9303-10 §3.11.4): SecurityInfos, signed by the issuer.
#pragma once

#include "crypto/asn1/security_infos.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/pki/trust_store.hpp"
#include "identity/verification/algorithm_policy.hpp"

#include <string_view>
#include <variant>

namespace fivestar::identity {

/// The SecurityInfos, if signature, chain and revocation are those of an issuer we trust and the policy accepts the
/// algorithms; else why not, a code: `card_security_malformed`, `card_security_forged` (the signature, or the chain, is
/// broken, or a certificate revoked), `card_security_not_verified` (the issuer is unknown, the algorithm refused).
[[nodiscard]] std::variant<crypto::SecurityInfos, std::string_view> verify_card_security(
    ByteView file, const crypto::TrustStore& trust, WallTime now, const AlgorithmPolicy& policy);

}  // namespace fivestar::identity
