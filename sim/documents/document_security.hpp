// SPDX-License-Identifier: Apache-2.0
// The files and keys of PACE, chip authentication and active authentication: EF.CardAccess, EF.CardSecurity, DG14, DG15
// and their keys; and how impostors change them.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "sim/documents/document.hpp"

namespace fivestar::sim {

/// Adds DG14 and DG15 if the persona's chip has the keys.
void add_key_groups(std::map<unsigned, Bytes>& groups, const Persona& persona);

/// Adds EF.CardAccess, EF.CardSecurity and the keys as the issuer makes them. Errors as for
/// `TestPki::sign_card_security`.
[[nodiscard]] Result<void> add_chip_security(Document& document, const Persona& persona, const TestPki& pki);

/// The protocols and keys of the chip.
[[nodiscard]] ChipSecurity chip_security(const Persona& persona, const Document& document);

// Each applies the tampering if it is of its kind. Returns `invalid_argument` if the document lacks what the tampering
// needs.

/// Before the SOD is made: replaces keys by an impostor's, also in data groups that the impostor signs.
[[nodiscard]] Result<void> forge_keys(Document& document, const Persona& persona, const TestPki& pki,
                                      Tampering tampering);
/// After the SOD is made: replaces data groups by an impostor's, or offers less PACE than DG14.
[[nodiscard]] Result<void> forge_files(Document& document, const Persona& persona, Tampering tampering);

}  // namespace fivestar::sim
