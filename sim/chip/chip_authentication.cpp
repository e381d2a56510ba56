// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/chip_authentication.hpp"

#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"
#include "sim/chip/agreement_group.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::sim {
namespace {

using crypto::BlockCipher;

namespace sw = apdu::sw;

namespace tag {
constexpr tlv::Tag mechanism = 0x80;
constexpr tlv::Tag key_reference = 0x84;
constexpr tlv::Tag agreement_public = 0x91;
constexpr tlv::Tag dynamic_authentication = 0x7C;
constexpr tlv::Tag terminal_public = 0x80;
}  // namespace tag

/// Starts a new session with the agreed keys, or refuses the terminal's public key.
Reply agree(const ChipAuthenticationKey& key, BlockCipher cipher, ByteView terminal_public, ByteView data) {
    const auto group = AgreementGroup::standardized(key.parameter);
    if (!group) return sw::conditions_not_satisfied;
    if (!group->check(terminal_public)) return sw::incorrect_data;
    const auto shared = group->power(terminal_public, key.private_key);
    if (!shared) return sw::incorrect_data;
    Reply reply{data, sw::success};
    reply.new_session = derive_session_keys(cipher, group->secret(*shared));
    return reply;
}

}  // namespace

const ChipAuthenticationKey* ChipAuthentication::find(ByteView data, BlockCipher cipher,
                                                      std::optional<KeyAgreement> agreement) const {
    const auto reference = tlv::find(data, tag::key_reference);
    std::vector<const ChipAuthenticationKey*> matching;
    for (const ChipAuthenticationKey& key : keys_) {
        const auto group = AgreementGroup::standardized(key.parameter);
        const bool named = reference && *reference;
        if (group && (!agreement || group->agreement() == *agreement) &&
            std::ranges::find(key.ciphers, cipher) != key.ciphers.end() &&
            (!named || (key.key_id && (*reference)->value.size() == 1 && (*reference)->value[0] == *key.key_id))) {
            matching.push_back(&key);
        }
    }
    return matching.size() == 1 ? matching[0] : nullptr;
}

Reply ChipAuthentication::set_key_agreement(ByteView data) const {
    const auto terminal_public = tlv::find(data, tag::agreement_public);
    if (!terminal_public || !*terminal_public) return sw::incorrect_data;
    const ChipAuthenticationKey* const key = find(data, BlockCipher::triple_des, {});
    if (key == nullptr) return sw::reference_not_found;
    return agree(*key, BlockCipher::triple_des, (*terminal_public)->value, {});
}

Reply ChipAuthentication::select(ByteView data) {
    chosen_.reset();
    const auto mechanism = tlv::find(data, tag::mechanism);
    if (!mechanism || !*mechanism) return sw::incorrect_data;
    for (const KeyAgreement agreement : {KeyAgreement::dh, KeyAgreement::ecdh}) {
        for (const BlockCipher cipher :
             {BlockCipher::triple_des, BlockCipher::aes_128, BlockCipher::aes_192, BlockCipher::aes_256}) {
            if (!std::ranges::equal(chip_authentication_oid(agreement, cipher), (*mechanism)->value)) continue;
            const ChipAuthenticationKey* const key = find(data, cipher, agreement);
            if (key == nullptr) return sw::reference_not_found;
            chosen_ = Choice{key, cipher};
            return sw::success;
        }
    }
    return sw::incorrect_data;
}

Reply ChipAuthentication::authenticate(ByteView data) {
    const auto choice = std::exchange(chosen_, {});
    tlv::Cursor cursor{data};
    auto content = cursor.enter(tag::dynamic_authentication);
    if (!choice || !content || !cursor.at_end()) return sw::incorrect_data;
    const auto terminal_public = content->expect(tag::terminal_public);
    if (!terminal_public || !content->at_end()) return sw::incorrect_data;
    return agree(*choice->key, choice->cipher, terminal_public->value, tlv::encode(tag::dynamic_authentication, {}));
}

}  // namespace fivestar::sim
