// Which of an issuing state's document signers signs a document.
#pragma once

#include <cstdint>

namespace fivestar::sim {

enum class SignerKind : std::uint8_t {
    good,
    expired,         ///< valid when it signed, in 2021, and not since 2023
    revoked,         ///< on its issuer's revocation list
    unknown_issuer,  ///< of an authority in nobody's trust directory
    self_made,       ///< an impostor's: the issuer's name and key identifier, another key
};

}  // namespace fivestar::sim
