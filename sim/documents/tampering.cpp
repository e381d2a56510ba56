// SPDX-License-Identifier: Apache-2.0
#include "sim/documents/tampering.hpp"

namespace fivestar::sim {

const std::vector<TamperingProfile>& tampering_profiles() {
    static const std::vector<TamperingProfile> profiles{
        {"bit-in-dg1", "one bit of the holder's name in DG1 flipped", Tampering::bit_in_dg1},
        {"bit-in-dg2", "one bit of the portrait flipped", Tampering::bit_in_dg2},
        {"bit-in-dg11", "one bit of DG11 flipped", Tampering::bit_in_dg11},
        {"bit-in-dg13", "one bit of the Latin name in DG13 flipped", Tampering::bit_in_dg13},
        {"bit-in-signature", "one bit of the SOD's signature flipped", Tampering::bit_in_signature},
        {"dg1-of-another", "DG1 of another persona", Tampering::dg1_of_another},
        {"dg2-of-another", "DG2 of another persona", Tampering::dg2_of_another},
        {"unlisted-data-group", "DG16 that the SOD does not list", Tampering::unlisted_data_group},
        {"dg15-missing", "DG15 listed in the SOD but missing on the chip", Tampering::dg15_missing},
        {"absent-group-in-common", "EF.COM lists a DG14 that neither SOD nor chip has",
         Tampering::absent_group_in_common},
        {"unknown-csca", "signer of an issuer that is not trusted", Tampering::unknown_csca},
        {"expired-signer", "signer that has expired since", Tampering::expired_signer},
        {"revoked-signer", "signer on the revocation list of its issuer", Tampering::revoked_signer},
        {"gigabyte-header", "DG1 announces 2 GiB", Tampering::gigabyte_header},
        {"dg2-missing", "DG2 listed in the SOD but missing on the chip", Tampering::dg2_missing},
        {"dg2-refused", "6982 to DG2", Tampering::dg2_refused},
        {"dg2-empty", "DG2 of no octets", Tampering::dg2_empty},
        {"dg2-wrong-tag", "DG2 with the tag of DG3", Tampering::dg2_wrong_tag},
        {"dg2-too-long", "DG2 announces one octet more than it has", Tampering::dg2_too_long},
        {"dg2-too-short", "DG2 announces one octet less than it has", Tampering::dg2_too_short},
        {"dg2-gigabyte-header", "DG2 announces 2 GiB", Tampering::dg2_gigabyte_header},
        {"dg11-missing", "DG11 listed in the SOD but missing on the chip", Tampering::dg11_missing},
        {"clone-own-signer", "signer of an impostor under the name of the issuer", Tampering::clone_own_signer},
        {"clone-without-keys", "all files of the document without its private keys", Tampering::clone_without_keys,
         true},
        {"dg12-refused", "6982 to DG12", Tampering::dg12_refused, true},
        {"dg14-refused", "6982 to DG14", Tampering::dg14_refused, true},
        {"dg15-refused", "6982 to DG15", Tampering::dg15_refused, true},
        {"dg14-missing", "DG14 listed in the SOD but missing on the chip", Tampering::dg14_missing, true},
        {"dg14-of-impostor", "DG14 with a key of an impostor", Tampering::dg14_of_impostor, true},
        {"resigned-by-impostor", "keys and signer of an impostor under the name of the issuer",
         Tampering::resigned_by_impostor, true},
        {"resigned-by-unknown", "keys of an impostor, signed by an issuer that is not trusted",
         Tampering::resigned_by_unknown, true},
        {"card-access-downgraded", "EF.CardAccess offers a weaker PACE than DG14", Tampering::card_access_downgraded,
         true},
        {"pace-hidden", "no EF.CardAccess and only BAC, although DG14 offers PACE", Tampering::pace_hidden, true},
    };
    return profiles;
}

}  // namespace fivestar::sim
