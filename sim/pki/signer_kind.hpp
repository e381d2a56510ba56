// SPDX-License-Identifier: Apache-2.0
// The document signer of an issuing state that signs a document.
#pragma once

#include <cstdint>

namespace fivestar::sim {

enum class SignerKind : std::uint8_t {
    good,
    expired,         ///< valid when it signed in 2021, expired since 2023
    revoked,         ///< on the revocation list of its issuer
    unknown_issuer,  ///< its CSCA is in no trust directory
    self_made,       ///< an impostor's: name and key identifier of the issuer, another key
};

}  // namespace fivestar::sim
