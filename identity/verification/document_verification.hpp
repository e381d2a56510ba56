// SPDX-License-Identifier: Apache-2.0
// The checks of a document that depend on the issuer's signature, for a read or for evidence of one: passive
// authentication, EF.CardAccess against DG14, and the chip's proofs of authenticity (ICAO Doc 9303-11 §5.1, §9.2.11,
// §6).
#pragma once

#include "crypto/asn1/security_infos.hpp"
#include "crypto/base/bytes.hpp"
#include "identity/lds/data_group.hpp"
#include "identity/verification/passive_authentication.hpp"
#include "identity/verification/verification.hpp"

#include <span>
#include <string_view>

namespace fivestar::identity {

/// One proof of the chip's authenticity and its result.
struct ChipProof {
    std::string_view method;  ///< `pace-cam`, `chip`, `active`
    CheckResult result;
    DataGroupNumber key_in = 0;  ///< the group whose hash vouches for the key; 0: EF.CardSecurity does
};

/// The facts to verify; borrowed.
struct DocumentFacts {
    const SodReport& sod;
    std::span<const DataGroupFile> files;      ///< every group announced or listed, with what became of it
    std::string_view issuing_state = {};       ///< of DG1; empty if unknown
    const crypto::SecurityInfos* card_access;  ///< null if there is none, or none that can be parsed
    const crypto::SecurityInfos* dg14;         ///< content of the file in `files`; null likewise
    std::span<const ChipProof> proofs = {};    ///< in the order in which they were tried
};

/// Fills every check that rests on the signature, adds to `access` what EF.CardAccess comes to, and fills
/// `chip_authenticity`: a chip's key counts only if its group passed passive authentication, signature and chain
/// included; the first proof that passed gives the method, one that failed fails the check.
///
/// `access` fails with `card_access_mismatch` if the signed DG14 lists PACE otherwise than EF.CardAccess, which anybody
/// between chip and reader could have changed, or at all where that had none; `card_access_unconfirmed` is noted where
/// DG14 says nothing of the PACE that EF.CardAccess offers.
void verify_document(const DocumentFacts& facts, Verification& verification);

/// True if PACE with the chip authentication mapping is offered.
[[nodiscard]] bool announces_chip_authentication_mapping(const crypto::SecurityInfos* card_access);

/// The issuers and the algorithms that a verifier accepts. Borrowed.
struct IssuerTrust {
    const crypto::TrustStore& trust;
    const crypto::TrustStore* lds_trust;  ///< anchors of the five-star LDS profile; null: profile off
    const AlgorithmPolicy& policy;
};

/// A document's profile, and what EF.SOD proves to those who trust the issuers of that profile.
struct RecognisedDocument {
    Profile profile;
    SodReport sod;
};

/// Verifies EF.SOD as `verify_sod` does, and decides the profile. The five-star LDS profile depends on who signed,
/// never on what DG13 looks like.
[[nodiscard]] RecognisedDocument recognise_document(const ParsedSod& sod, const IssuerTrust& trust, WallTime now,
                                                    ByteView dg13, std::span<const crypto::Certificate> apart = {});

}  // namespace fivestar::identity
