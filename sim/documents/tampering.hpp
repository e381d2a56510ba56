// Documents that are not what their issuer made: what passive authentication has to see.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace fivestar::sim {

enum class Tampering : std::uint8_t {
    none,
    bit_in_dg1,
    bit_in_dg2,
    bit_in_dg11,
    bit_in_dg13,
    bit_in_signature,  ///< of the SOD
    dg1_of_another,    ///< another persona's
    dg2_of_another,
    unlisted_data_group,     ///< DG16 on the chip and in EF.COM, not in the SOD
    dg15_missing,            ///< listed in SOD and EF.COM, not on the chip
    absent_group_in_common,  ///< EF.COM lists DG14, which is neither on the chip nor in the SOD
    unknown_csca,            ///< signer of an issuer nobody trusts
    expired_signer,
    revoked_signer,
    gigabyte_header,   ///< DG1 announces 2 GiB
    clone_own_signer,  ///< a signer that signed itself, under the issuer's name
    // Chips that are not the document's: for documents that offer chip authenticity.
    clone_without_keys,      ///< every file of another's document, but not the private keys
    dg14_missing,            ///< listed in SOD and EF.COM, not on the chip
    dg14_of_impostor,        ///< DG14 with a key that the chip has; the SOD is the document's
    resigned_by_impostor,    ///< DG14 and DG15 with keys that the chip has, an SOD under the issuer's name
    resigned_by_unknown,     ///< the same, the SOD of an issuer nobody trusts
    card_access_downgraded,  ///< EF.CardAccess offers less than DG14, and so does the chip
    pace_hidden,             ///< no EF.CardAccess and no PACE, although DG14 tells of it
};

struct TamperingProfile {
    std::string_view name;
    std::string_view meaning;
    Tampering tampering;
    bool of_chip = false;  ///< needs a document with PACE, DG14 and DG15
};

[[nodiscard]] const std::vector<TamperingProfile>& tampering_profiles();

}  // namespace fivestar::sim
