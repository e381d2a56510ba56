// SPDX-License-Identifier: Apache-2.0
// SubjectPublicKeyInfo of keys for key agreement (ICAO Doc 9303-11 §9.4, §9.5) in the forms that chips use.
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstdint>

namespace fivestar::sim {

/// The way in which a key names its group.
enum class KeyForm : std::uint8_t {
    explicit_parameters,  ///< ECParameters, or prime, generator and order of X9.42
    standardized,         ///< number of the standardised domain parameters
    short_form,           ///< object identifier of the curve, or prime and generator of PKCS #3
};

/// AlgorithmIdentifier of the group with this number of the standardised domain parameters. Throws for another number.
[[nodiscard]] Bytes agreement_algorithm(std::uint8_t parameter, KeyForm form);

/// SubjectPublicKeyInfo of an encoded element of that group (agreement_group.hpp).
[[nodiscard]] Bytes agreement_key_info(std::uint8_t parameter, ByteView element, KeyForm form);

}  // namespace fivestar::sim
