// Public keys of key agreement as SubjectPublicKeyInfo (ICAO Doc 9303-11 §9.4, §9.5), in the forms that chips use.
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstdint>

namespace fivestar::sim {

/// How a key names its group.
enum class KeyForm : std::uint8_t {
    spelt_out,     ///< ECParameters, or prime, generator and order of X9.42
    standardized,  ///< by the number of the standardised domain parameters
    short_form,    ///< the curve by its object identifier, or prime and generator of PKCS #3, as the standard has it
};

/// AlgorithmIdentifier of the group with this number of the standardised domain parameters; throws for no such number.
[[nodiscard]] Bytes agreement_algorithm(std::uint8_t parameter, KeyForm form);

/// SubjectPublicKeyInfo of an element of that group, as it travels (agreement_group.hpp).
[[nodiscard]] Bytes agreement_key_info(std::uint8_t parameter, ByteView element, KeyForm form);

}  // namespace fivestar::sim
