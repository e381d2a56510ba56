// SPDX-License-Identifier: Apache-2.0
// Verifies evidence without card, reader or daemon: repeats the checks of a read as far as others can.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/pki/trust_store.hpp"
#include "identity/evidence/evidence.hpp"
#include "identity/verification/passive_authentication.hpp"
#include "identity/verification/verification.hpp"

namespace fivestar::identity {

/// The trust of the verifier. Both stores are the caller's.
struct EvidenceTrust {
    const crypto::TrustStore& trust;
    const crypto::TrustStore* lds_trust = nullptr;  ///< anchors of the five-star LDS profile; null: profile off
    AlgorithmPolicy policy = {};
    /// The evidence is signed by a daemon that is believed, so what cannot be repeated is taken from it.
    bool terminal_is_believed = false;
};

struct EvidenceReport {
    Profile profile = Profile::emrtd;  ///< that the verifier's own trust makes of it
    Verification verification = {};
    Verdict verdict = Verdict::unverified;
    Outcome valid_at_reading = Outcome::not_performed;  ///< the certificates, at the time that the evidence says
    /// Why the evidence contradicts itself, and so is nobody's read; `none` if it does not: `challenge_not_derived`,
    /// `digest_mismatch`, `group_state_mismatch`, `signer_certificate_mismatch`, `anchor_mismatch`,
    /// `data_groups_mismatch`, `profile_mismatch`, `verdict_mismatch`. The verdict is `not_genuine` then; it is at most
    /// `unverified` with `anchor_unknown`: nobody holds the octets of the anchor's certificate, which did not sign
    /// itself and is neither the verifier's nor signed by one of theirs.
    Reason contradiction = Reason::none;
};

/// Repeats hashes, signature, chain, validity, revocation, policy and active authentication with the code of a read.
/// Claims that a terminal could have invented (access, chip authentication, PACE-CAM, a security module's statement,
/// files of which only the digest is there) are not performed, `not_transferable`, unless the terminal is believed. A
/// failure that it reports always stands.
[[nodiscard]] EvidenceReport verify_evidence(const Evidence& evidence, const EvidenceTrust& trust, WallTime now);

}  // namespace fivestar::identity
