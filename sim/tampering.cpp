#include "sim/tampering.hpp"

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
        {"unlisted-data-group", "a DG16 that the SOD does not list", Tampering::unlisted_data_group},
        {"dg15-missing", "DG15 listed in the SOD, but not on the chip", Tampering::dg15_missing},
        {"absent-group-in-common", "EF.COM lists a DG14 that is nowhere", Tampering::absent_group_in_common},
        {"unknown-csca", "a signer whose issuer nobody trusts", Tampering::unknown_csca},
        {"expired-signer", "a signer that has expired since", Tampering::expired_signer},
        {"revoked-signer", "a signer on its issuer's revocation list", Tampering::revoked_signer},
        {"gigabyte-header", "DG1 announces 2 GiB", Tampering::gigabyte_header},
        {"clone-own-signer", "an impostor's signer under the issuer's name", Tampering::clone_own_signer},
    };
    return profiles;
}

}  // namespace fivestar::sim
