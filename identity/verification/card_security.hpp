// SPDX-License-Identifier: Apache-2.0
// EF.CardSecurity (ICAO Doc 9303-10 §3.11.4): SecurityInfos, signed by the issuer.
#pragma once

#include "crypto/asn1/security_infos.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/base/reason.hpp"
#include "crypto/pki/trust_store.hpp"
#include "identity/verification/algorithm_policy.hpp"

#include <expected>

namespace fivestar::identity {

/// Returns the SecurityInfos if an issuer that we trust signed them with algorithms that the policy accepts. Errors:
/// `card_security_missing` (`file` is empty), `card_security_malformed`, `card_security_forged` (the signature or the
/// chain is broken, or a certificate is revoked), `card_security_not_verified` (the issuer is unknown, or an algorithm
/// is refused).
[[nodiscard]] std::expected<crypto::SecurityInfos, Reason> verify_card_security(ByteView file,
                                                                                const crypto::TrustStore& trust,
                                                                                WallTime now,
                                                                                const AlgorithmPolicy& policy);

}  // namespace fivestar::identity
