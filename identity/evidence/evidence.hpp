// SPDX-License-Identifier: Apache-2.0
// The evidence of a read, for somebody who was not there: the signed files, the chip's answer to a challenge, and the
// terminal's verdict. docs/EVIDENCE.md says how it is written down, and what it proves to whom.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/digest.hpp"
#include "identity/lds/data_group.hpp"
#include "identity/verification/passive_authentication.hpp"
#include "identity/verification/verification.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fivestar::identity {

/// A data group that was announced or listed, and the state of its file.
struct EvidenceGroup {
    DataGroupNumber number;
    FileState state;
    Bytes digest = {};                         ///< of the file; empty unless it was read
    std::optional<PersonalBytes> octets = {};  ///< the whole file, where whoever holds the evidence may see it
};

/// The proof of PACE with the chip authentication mapping (ICAO Doc 9303-11 §4.4.3.5).
struct EvidenceOfMapping {
    std::uint32_t key_id;
    Bytes mapping_key;  ///< PK_Map,IC
    Bytes data;         ///< CA_IC
};

using ChallengeNonce = std::array<std::uint8_t, 16>;
using Challenge = std::array<std::uint8_t, 8>;  ///< RND.IFD

/// Active authentication, with the nonce of which the challenge was derived.
struct EvidenceOfActiveAuthentication {
    ChallengeNonce nonce;
    Challenge challenge;
    Bytes signature;  ///< as the chip sent it
};

/// The record that a security module read. Only the consistency of its text can be checked again.
struct EvidenceOfModule {
    std::optional<PersonalBytes> text = {};  ///< the 256 octets, where whoever holds the evidence may see them
};

/// Move-only.
struct Evidence {
    WallTime read_at = {};  ///< whole seconds count
    Profile profile = Profile::emrtd;
    std::string access_method = {};                                    ///< that of the check `access`
    std::optional<Bytes> card_access = {};                             ///< EF.CardAccess; nullopt if the chip has none
    Bytes card_security = {};                                          ///< EF.CardSecurity; empty unless PACE needed it
    Bytes security_object = {};                                        ///< EF.SOD; empty if there is none
    crypto::DigestAlgorithm digest = crypto::DigestAlgorithm::sha256;  ///< of the groups' digests
    std::vector<EvidenceGroup> groups = {};
    Bytes signer_certificate = {};  ///< DER; empty if EF.SOD has none that its signer's identifier names
    Bytes anchor_certificate = {};  ///< DER, of whom the terminal trusted; empty if of nobody
    std::optional<EvidenceOfMapping> mapping = {};
    std::optional<Bytes> chip_authentication = {};  ///< value octets of the protocol's identifier, if it was tried
    std::optional<EvidenceOfActiveAuthentication> active_authentication = {};
    std::optional<EvidenceOfModule> module = {};  ///< profile `sam` only

    // The terminal's own findings and verdict.
    Verification claimed = {};
    Verdict claimed_verdict = Verdict::unverified;
};

/// Derives the challenge of active authentication: the first eight octets of SHA-256 over a label, the nonce and
/// everything the terminal knows of the read by then (docs/EVIDENCE.md): read_at, access_method, card_access,
/// card_security, security_object, mapping and chip_authentication. The chip's signature thus binds them, and nobody
/// can have chosen the challenge for its meaning.
[[nodiscard]] Challenge derived_challenge(const Evidence& evidence, const ChallengeNonce& nonce);

}  // namespace fivestar::identity
