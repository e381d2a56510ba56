// Issues a persona's document: encodes the data groups, signs them, lays the files onto a card.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "sim/chip/chip.hpp"
#include "sim/documents/persona.hpp"
#include "sim/documents/tampering.hpp"
#include "sim/pki/pki.hpp"

#include <map>
#include <optional>
#include <vector>

namespace fivestar::sim {

/// The files of the LDS1 application, with their outer tags, and what is beside them.
struct Document {
    std::map<unsigned, Bytes> data_groups;  ///< by number
    Bytes common;                           ///< EF.COM
    Bytes security_object;                  ///< EF.SOD
    Bytes card_access = {};                 ///< EF.CardAccess, in the master file; empty without PACE
    Bytes card_security = {};               ///< EF.CardSecurity, in the master file; empty unless PACE needs it

    // What the chip does and has, as opposed to what the files say.
    std::vector<PaceOffer> pace = {};
    bool basic_access_control = false;
    SecretBytes chip_authentication = {};  ///< private key, of the persona's group
    std::optional<ActiveAuthenticationKey> active_authentication = {};
};

/// The data groups that the persona has, not signed yet.
[[nodiscard]] Result<std::map<unsigned, Bytes>> encode_data_groups(const Persona& persona);

/// The document, signed by its issuer and then tampered with. `other` gives what `dg1_of_another` and `dg2_of_another`
/// need and may be the persona itself otherwise. `invalid_argument` if the document lacks what is to be tampered with.
[[nodiscard]] Result<Document> issue_document(const Persona& persona, const TestPki& pki,
                                              Tampering tampering = Tampering::none, const Persona* other = nullptr);

/// The persona's card with this document on it.
[[nodiscard]] Card make_card(const Persona& persona, const Document& document);

/// All of it: persona NAME below `data`, issued, tampered with (by means of `passport-plain`, whose portrait nobody
/// else has, or of `passport` for `passport-plain` itself) and put on a card.
[[nodiscard]] Result<Card> load_card(const std::filesystem::path& data, std::string_view name,
                                     Tampering tampering = Tampering::none);

}  // namespace fivestar::sim
