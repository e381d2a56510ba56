// SPDX-License-Identifier: Apache-2.0
// Manipulated documents, which passive authentication must detect.
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
    bit_in_signature,        ///< of the SOD
    dg1_of_another,          ///< DG1 of another persona
    dg2_of_another,          ///< DG2 of another persona
    unlisted_data_group,     ///< DG16 on the chip and in EF.COM, not in the SOD
    dg15_missing,            ///< listed in SOD and EF.COM, not on the chip
    absent_group_in_common,  ///< EF.COM lists DG14, which is neither on the chip nor in the SOD
    unknown_csca,            ///< signer of an issuer that is not trusted
    expired_signer,
    revoked_signer,
    gigabyte_header,  ///< DG1 announces 2 GiB
    // The chip withholds a listed group, which needs no key.
    dg2_missing,          ///< listed in SOD and EF.COM, not on the chip
    dg2_refused,          ///< 6982
    dg2_empty,            ///< a file of no octets
    dg2_wrong_tag,        ///< the tag of DG3
    dg2_too_long,         ///< announces one octet more than the file has
    dg2_too_short,        ///< announces one octet less
    dg2_gigabyte_header,  ///< announces 2 GiB
    dg11_missing,         ///< listed in SOD and EF.COM, not on the chip
    clone_own_signer,     ///< a self-signed signer under the name of the issuer
    // Chips that do not belong to the document. For documents with PACE, DG14 and DG15.
    clone_without_keys,      ///< all files of a document without its private keys
    dg12_refused,            ///< 6982
    dg14_refused,            ///< 6982; DG15 proves the chip
    dg15_refused,            ///< 6982; DG14 proves the chip
    dg14_missing,            ///< listed in SOD and EF.COM, not on the chip
    dg14_of_impostor,        ///< DG14 with a key of the chip; the SOD is the original
    resigned_by_impostor,    ///< DG14 and DG15 with keys of the chip, an SOD under the name of the issuer
    resigned_by_unknown,     ///< the same with an SOD of an issuer that is not trusted
    card_access_downgraded,  ///< EF.CardAccess and the chip offer a weaker PACE than DG14
    pace_hidden,             ///< no EF.CardAccess and no PACE, although DG14 offers it
};

struct TamperingProfile {
    std::string_view name;
    std::string_view what;
    Tampering tampering;
    bool of_chip = false;  ///< needs a document with PACE, DG14 and DG15
};

[[nodiscard]] const std::vector<TamperingProfile>& tampering_profiles();

}  // namespace fivestar::sim
