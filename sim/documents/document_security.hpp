// What a document has beside its signed files to prove itself and to open: EF.CardAccess, EF.CardSecurity, DG14, DG15
// and the keys behind them; and how impostors change it.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "sim/documents/document.hpp"

namespace fivestar::sim {

/// DG14 and DG15, as far as the persona's chip has what they tell of.
void add_key_groups(std::map<unsigned, Bytes>& groups, const Persona& persona);

/// EF.CardAccess, EF.CardSecurity and the keys, as the issuer makes them. Errors as `TestPki::sign_card_security`.
[[nodiscard]] Result<void> add_chip_security(Document& document, const Persona& persona, const TestPki& pki);

/// What the chip itself holds.
[[nodiscard]] ChipSecurity chip_security(const Persona& persona, const Document& document);

// Each does what the tampering asks of it, which may be nothing. `invalid_argument` if the document lacks what it
// needs.

/// Before the SOD is made: keys of the impostor's, in the data groups too where the impostor signs them.
[[nodiscard]] Result<void> forge_keys(Document& document, const Persona& persona, const TestPki& pki,
                                      Tampering tampering);
/// After it: data groups of the impostor's under the issuer's SOD, less PACE than DG14 tells of.
[[nodiscard]] Result<void> forge_files(Document& document, const Persona& persona, Tampering tampering);

}  // namespace fivestar::sim
