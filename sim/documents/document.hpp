// SPDX-License-Identifier: Apache-2.0
// Issues a persona's document: encodes the data groups, signs them and puts the files on a card.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "sim/chip/chip.hpp"
#include "sim/documents/persona.hpp"
#include "sim/documents/tampering.hpp"
#include "sim/pki/pki.hpp"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace fivestar::sim {

/// The files of the LDS1 application with their outer tags, and the files of the master file.
struct Document {
    std::map<unsigned, Bytes> data_groups;   ///< by number
    Bytes common;                            ///< EF.COM
    Bytes security_object;                   ///< EF.SOD
    Bytes card_access = {};                  ///< EF.CardAccess, in the master file; empty without PACE
    Bytes card_security = {};                ///< EF.CardSecurity, in the master file; empty unless PACE needs it
    std::set<unsigned> refused_groups = {};  ///< the chip answers 6982 to these

    // The chip's real abilities and keys. Files of a forged document may say something else.
    std::vector<PaceOffer> pace = {};
    bool basic_access_control = false;
    SecretBytes chip_authentication = {};  ///< private key, in the persona's group
    std::optional<ActiveAuthenticationKey> active_authentication = {};
};

/// The persona's data groups, unsigned.
[[nodiscard]] Result<std::map<unsigned, Bytes>> encode_data_groups(const Persona& persona);

/// Signs the document and then tampers with it. `other` supplies the data of `dg1_of_another` and `dg2_of_another`; for
/// other tamperings it can be the persona itself. Returns `invalid_argument` if the document lacks what the tampering
/// needs.
[[nodiscard]] Result<Document> issue_document(const Persona& persona, const TestPki& pki,
                                              Tampering tampering = Tampering::none, const Persona* other = nullptr);

/// Puts the document on the persona's card.
[[nodiscard]] Card make_card(const Persona& persona, const Document& document);

/// Loads persona NAME from `data`, issues its document, tampers with it and puts it on a card. The other document of a
/// tampering is `passport-plain`, which has a portrait of its own, or `passport` for `passport-plain` itself.
[[nodiscard]] Result<Card> load_card(const std::filesystem::path& data, std::string_view name,
                                     Tampering tampering = Tampering::none);

}  // namespace fivestar::sim
