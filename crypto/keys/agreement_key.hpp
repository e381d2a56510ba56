// SPDX-License-Identifier: Apache-2.0
// Static key agreement keys of chips (ICAO Doc 9303-11 §9.2.6, §9.4, §9.5): a SubjectPublicKeyInfo with standardised or
// explicit domain parameters.
#pragma once

#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/groups/dh_group.hpp"
#include "crypto/groups/domain_parameters.hpp"
#include "crypto/groups/ec_group.hpp"

#include <variant>

namespace fivestar::crypto {

using AgreementGroup = std::variant<EcGroup, DhGroup>;

[[nodiscard]] AgreementGroup agreement_group(const DomainParameters& parameters);

/// Returns the group that an AlgorithmIdentifier names: standardizedDomainParameters with a number of the table,
/// id-ecPublicKey and id-ecDH on a known curve other than SM2, named or explicit, dhKeyAgreement (PKCS #3) and
/// dhpublicnumber (X9.42) with explicit numbers. `unsupported` for anything else, `malformed`, `invalid_key`
/// (`DhGroup::from_numbers`).
[[nodiscard]] Result<AgreementGroup> read_agreement_group(const AlgorithmIdentifier& algorithm);

struct AgreementKey {
    AgreementGroup group;
    Bytes public_value;  ///< `04 | x | y`, or an integer as long as the prime; checked to be in the group
};

/// Parses an encoded SubjectPublicKeyInfo. Errors as above, `trailing_bytes`, and `invalid_key` for a value that is not
/// in the group.
[[nodiscard]] Result<AgreementKey> parse_agreement_key(ByteView subject_public_key_info);

}  // namespace fivestar::crypto
