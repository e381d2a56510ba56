// SPDX-License-Identifier: Apache-2.0
#include "apdu/chip_authentication.hpp"

#include "apdu/general_authenticate.hpp"
#include "apdu/key_agreement.hpp"
#include "crypto/asn1/object_identifier.hpp"
#include "crypto/tlv/writer.hpp"

#include <string_view>
#include <tuple>
#include <utility>

namespace fivestar::apdu {
namespace {

using crypto::AgreementKind;
using crypto::BlockCipher;
using crypto::ChipAuthenticationInfo;
using crypto::ChipAuthenticationKey;

constexpr std::string_view select_step = "chip_authentication_select";
constexpr std::string_view agree_step = "chip_authentication_agree";
constexpr std::string_view dh_triple_des = "0.4.0.127.0.7.2.2.3.1.1";
constexpr std::string_view ecdh_triple_des = "0.4.0.127.0.7.2.2.3.2.1";
constexpr std::uint32_t version = 1;

struct Candidate {
    Bytes protocol;
    BlockCipher cipher;
    const ChipAuthenticationKey* key;

    [[nodiscard]] auto rank() const {
        return std::tuple{static_cast<int>(cipher), key->agreement == AgreementKind::ecdh};
    }
};

bool belongs_to(const ChipAuthenticationInfo& info, const ChipAuthenticationKey& key, bool only_key) {
    if (info.version != version || info.agreement != key.agreement) return false;
    // If there is one key, its number may be missing on either side.
    return info.key_id == key.key_id || (only_key && (!info.key_id || !key.key_id));
}

Result<void> succeed(const Result<Response>& response, std::string_view step) {
    if (!response) return std::unexpected{response.error()};
    if (!response->sw.success()) return fail(ErrorCode::unsupported, response->sw.value, step);
    return {};
}

/// §6.2.4.1.
Result<void> set_key_agreement_template(Channel& channel, const ChipAuthenticationChoice& choice, ByteView own) {
    tlv::Writer objects;
    objects.add(0x91, own);
    if (choice.key_id) objects.add(0x84, key_reference(*choice.key_id));
    return succeed(channel.transmit(Command{.ins = 0x22, .p1 = 0x41, .p2 = 0xA6, .data = std::move(objects).take()}),
                   agree_step);
}

/// §6.2.4.2.
Result<void> general_authenticate_with(Channel& channel, const ChipAuthenticationChoice& choice, ByteView own) {
    tlv::Writer objects;
    objects.add(0x80, choice.protocol);
    if (choice.key_id) objects.add(0x84, key_reference(*choice.key_id));
    const auto selected =
        channel.transmit(Command{.ins = 0x22, .p1 = 0x41, .p2 = 0xA4, .data = std::move(objects).take()});
    if (const auto done = succeed(selected, select_step); !done) return done;
    return succeed(general_authenticate(channel, tlv::encode(0x80, own), Chain::ends), agree_step);
}

}  // namespace

Result<ChipAuthenticationChoice> choose_chip_authentication(const crypto::SecurityInfos& infos) {
    const auto& keys = infos.chip_authentication_keys;
    if (keys.empty()) return fail(ErrorCode::file_not_found);
    std::optional<Candidate> best;
    const auto consider = [&](Candidate candidate) {
        if (!best || best->rank() < candidate.rank()) best = std::move(candidate);
    };
    for (const ChipAuthenticationKey& key : keys) {
        for (const ChipAuthenticationInfo& info : infos.chip_authentication) {
            if (belongs_to(info, key, keys.size() == 1)) consider({info.protocol, info.cipher, &key});
        }
        if (!infos.chip_authentication.empty()) continue;
        const bool curve = key.agreement == AgreementKind::ecdh;
        consider({crypto::oid_value(curve ? ecdh_triple_des : dh_triple_des).value(), BlockCipher::triple_des, &key});
    }
    if (!best) return fail(ErrorCode::unsupported);
    auto key = crypto::parse_agreement_key(best->key->subject_public_key_info);
    if (!key) return std::unexpected{key.error()};
    if (KeyAgreement{key->group}.on_curve() != (best->key->agreement == AgreementKind::ecdh)) {
        return fail(ErrorCode::malformed);
    }
    const bool ambiguous = keys.size() > 1;
    return ChipAuthenticationChoice{std::move(best->protocol), best->cipher, std::move(*key),
                                    ambiguous ? best->key->key_id : std::nullopt};
}

Result<SessionKeys> authenticate_chip(Channel& channel, const ChipAuthenticationChoice& choice, Random& random) {
    const KeyAgreement group{choice.key.group};
    const auto own = group.generate(random);
    if (!own) return std::unexpected{own.error()};
    const auto secret = group.agree(own->secret, choice.key.public_value);
    if (!secret) return std::unexpected{secret.error()};
    const bool by_template = choice.cipher == BlockCipher::triple_des;
    auto done = by_template ? set_key_agreement_template(channel, choice, own->public_value)
                            : general_authenticate_with(channel, choice, own->public_value);
    // Some chips do 3DES only with MSE:Set AT and GENERAL AUTHENTICATE (§6.2.4).
    if (!done && by_template && done.error().code == ErrorCode::unsupported) {
        done = general_authenticate_with(channel, choice, own->public_value);
    }
    if (!done) return std::unexpected{done.error()};
    return derive_session_keys(*secret, choice.cipher, Bytes(crypto::block_size(choice.cipher)));
}

}  // namespace fivestar::apdu
