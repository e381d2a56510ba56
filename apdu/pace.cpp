// SPDX-License-Identifier: Apache-2.0
#include "apdu/pace.hpp"

#include "apdu/general_authenticate.hpp"
#include "apdu/integrated_mapping.hpp"
#include "apdu/key_agreement.hpp"
#include "crypto/primitives/constant_time.hpp"
#include "crypto/primitives/digest.hpp"
#include "crypto/primitives/key_derivation.hpp"
#include "crypto/primitives/mac.hpp"
#include "crypto/primitives/padding.hpp"
#include "crypto/tlv/writer.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

namespace fivestar::apdu {
namespace {

using crypto::BlockCipher;
using crypto::PaceInfo;
using crypto::PaceMapping;

constexpr std::string_view pace_select_step = "pace_select";
constexpr std::string_view nonce_step = "pace_nonce";
constexpr std::string_view map_step = "pace_map";
constexpr std::string_view pace_agree_step = "pace_agree";
constexpr std::string_view token_step = "pace_authenticate";

// Data objects of table 4.
constexpr tlv::Tag encrypted_nonce = 0x80;
constexpr tlv::Tag own_mapping_data = 0x81;
constexpr tlv::Tag chip_mapping_data = 0x82;
constexpr tlv::Tag own_public_key = 0x83;
constexpr tlv::Tag chip_public_key = 0x84;
constexpr tlv::Tag own_token = 0x85;
constexpr tlv::Tag chip_token = 0x86;
constexpr tlv::Tag chip_authentication_data = 0x8A;

constexpr std::size_t pace_token_size = 8;
constexpr std::size_t most_nonce = 64;
constexpr StatusWord authentication_method_blocked{0x6983};

/// Status words for a password that is wrong or blocked.
bool means_wrong_password(StatusWord status) {
    return status.sw1() == 0x63 || status == authentication_method_blocked;
}

/// Status words for a wrong token. Chips use many of them.
bool means_wrong_token(StatusWord status) {
    return means_wrong_password(status) || status == sw::security_status_not_satisfied ||
           status == sw::conditions_not_satisfied || status == sw::incorrect_data || status == sw::sm_objects_incorrect;
}

/// 6Axx: the data field is wrong or incomplete.
bool may_miss_parameters(StatusWord status) {
    return status.sw1() == 0x6A;
}

/// One run of the protocol.
class Run {
  public:
    Run(Channel& channel, const PaceInfo& info, Random& random)
        : channel_(channel), info_(info), random_(random), group_(crypto::agreement_group(info.parameters)) {}

    Result<void> select(PasswordKind password, const PaceOptions& options) {
        auto response = set_authentication_template(password, options.name_parameters);
        // Some chips require DO'84' although they have only one set of parameters. Asking again uses up no try.
        if (response && may_miss_parameters(response->sw) && !options.name_parameters) {
            response = set_authentication_template(password, true);
        }
        if (!response) return std::unexpected{response.error()};
        const StatusWord status = response->sw;
        if (status.success()) return {};
        const auto tries = status.tries_left();
        if (tries && *tries > 0) {
            if (options.on_slow_mode) options.on_slow_mode();
            return {};
        }
        if (means_wrong_password(status)) return fail(ErrorCode::access_denied, status.value, pace_select_step);
        return fail(ErrorCode::unsupported, status.value, pace_select_step);
    }

    Result<void> get_nonce(const PacePassword& password) {
        const auto answer = exchange({}, Chain::continues, nonce_step);
        if (!answer) return std::unexpected{answer.error()};
        const auto sealed = answer->find(encrypted_nonce);
        if (!sealed || !fits(sealed->size())) return malformed(nonce_step);
        auto cipher = crypto::CbcCipher::create(info_.cipher, password.key(info_.cipher));
        if (!cipher) return std::unexpected{cipher.error()};
        nonce_ = SecretBytes(sealed->size());
        return cipher->decrypt(Bytes(crypto::block_size(info_.cipher)), *sealed, {nonce_.data(), nonce_.size()});
    }

    Result<void> map() {
        auto mapped = info_.mapping == PaceMapping::integrated ? map_integrated() : map_generic();
        if (!mapped) return fail(mapped.error().code, mapped.error().sw, map_step);
        group_ = std::move(*mapped);
        return {};
    }

    Result<void> agree() {
        auto own = group_.generate(random_);
        if (!own) return std::unexpected{own.error()};
        const auto answer = exchange(tlv::encode(own_public_key, own->public_value), Chain::continues, pace_agree_step);
        if (!answer) return std::unexpected{answer.error()};
        const auto key = answer->find(chip_public_key);
        if (!key) return malformed(pace_agree_step);
        chip_key_ = copy(*key);
        own_key_ = std::move(own->public_value);
        // A reflection attack: the answer would repeat our key, and later our token.
        if (chip_key_ == own_key_) return fail(ErrorCode::invalid_key, 0, pace_agree_step);
        const auto secret = group_.agree(own->secret, chip_key_);
        if (!secret) return fail(secret.error().code, 0, pace_agree_step);
        const Bytes counter(crypto::block_size(info_.cipher));
        keys_ = derive_session_keys(*secret, info_.cipher, counter);
        return {};
    }

    Result<PaceResult> authenticate() {
        const auto own = token_over(chip_key_);
        if (!own) return std::unexpected{own.error()};
        const auto answer = exchange(tlv::encode(own_token, *own), Chain::ends, token_step);
        if (!answer) return std::unexpected{answer.error()};
        const auto theirs = answer->find(chip_token);
        if (!theirs || theirs->size() != pace_token_size) return malformed(token_step);
        const auto expected = token_over(own_key_);
        if (!expected) return std::unexpected{expected.error()};
        if (!crypto::constant_time_equal(*theirs, *expected)) return fail(ErrorCode::access_denied, 0, token_step);

        PaceResult result{.keys = std::move(keys_)};
        if (info_.mapping != PaceMapping::chip_authentication) return result;
        const auto sealed = answer->find(chip_authentication_data);
        if (!sealed || !info_.parameter_id) return malformed(token_step);
        auto data = open_chip_authentication_data(result.keys, *sealed);
        if (!data) return fail(data.error().code, 0, token_step);
        result.chip_authentication =
            ChipAuthenticationData{std::move(*data), std::move(chip_mapping_key_), *info_.parameter_id};
        return result;
    }

  private:
    static std::unexpected<Error> malformed(std::string_view step) { return fail(ErrorCode::malformed, 0, step); }

    Result<Response> set_authentication_template(PasswordKind password, bool name_parameters) {
        tlv::Writer objects;
        objects.add(0x80, info_.protocol).add(0x83, Bytes{static_cast<std::uint8_t>(password)});
        if (name_parameters && info_.parameter_id) objects.add(0x84, key_reference(*info_.parameter_id));
        return channel_.transmit(Command{.ins = 0x22, .p1 = 0xC1, .p2 = 0xA4, .data = std::move(objects).take()});
    }

    Result<DynamicAuthenticationData> exchange(ByteView objects, Chain chain, std::string_view step) {
        const auto response = general_authenticate(channel_, objects, chain);
        if (!response) return std::unexpected{response.error()};
        const StatusWord status = response->sw;
        const bool denied = chain == Chain::ends ? means_wrong_token(status) : means_wrong_password(status);
        if (denied) return fail(ErrorCode::access_denied, status.value, step);
        if (!status.success()) return fail(ErrorCode::unexpected_status, status.value, step);
        auto data = DynamicAuthenticationData::parse(response->data);
        if (!data) return malformed(step);
        return data;
    }

    /// The integrated mapping fixes the size; for the other mappings the chip chooses whole blocks (§4.4.3.3).
    [[nodiscard]] bool fits(std::size_t nonce) const {
        if (info_.mapping == PaceMapping::integrated) return nonce == chip_nonce_size(info_.cipher);
        return nonce != 0 && nonce <= most_nonce && nonce % crypto::block_size(info_.cipher) == 0;
    }

    Result<KeyAgreement> map_generic() {
        const auto own = group_.generate(random_);
        if (!own) return std::unexpected{own.error()};
        const auto answer = exchange(tlv::encode(own_mapping_data, own->public_value), Chain::continues, map_step);
        if (!answer) return std::unexpected{answer.error()};
        const auto key = answer->find(chip_mapping_data);
        if (!key) return malformed(map_step);
        chip_mapping_key_ = copy(*key);
        if (chip_mapping_key_ == own->public_value) return fail(ErrorCode::invalid_key);
        return group_.map_generic(nonce_, own->secret, chip_mapping_key_);
    }

    Result<KeyAgreement> map_integrated() {
        Bytes own_nonce(terminal_nonce_size(info_.cipher));
        random_.fill(own_nonce);
        const auto answer = exchange(tlv::encode(own_mapping_data, own_nonce), Chain::continues, map_step);
        if (!answer) return std::unexpected{answer.error()};
        // DO'82' is empty. Some chips leave it out.
        if (const auto data = answer->find(chip_mapping_data); data && !data->empty()) return malformed(map_step);
        return group_.map_integrated(nonce_, own_nonce, info_.cipher);
    }

    /// Computes the token of §4.4.3.4: the MAC over the other side's public key data object, without domain parameters
    /// (§9.4.5).
    Result<Bytes> token_over(ByteView public_key) {
        tlv::Writer object;
        object.add(0x7F49, [&](tlv::Writer& fields) {
            fields.add(0x06, info_.protocol).add(group_.on_curve() ? 0x86 : 0x84, public_key);
        });
        Bytes octets = std::move(object).take();
        if (info_.cipher == BlockCipher::triple_des) crypto::pad(octets, crypto::block_size(info_.cipher));
        auto mac = crypto::Mac::create(info_.cipher, keys_.mac);
        if (!mac) return std::unexpected{mac.error()};
        auto token = mac->compute(octets);
        if (token) token->resize(pace_token_size);
        return token;
    }

    /// Decrypts CA_IC. The initialization vector is the encryption of a block of ones (§4.4.3.5.4).
    static Result<SecretBytes> open_chip_authentication_data(const SessionKeys& keys, ByteView sealed) {
        const std::size_t block = crypto::block_size(keys.cipher);
        auto cipher = crypto::CbcCipher::create(keys.cipher, keys.encryption);
        if (!cipher) return std::unexpected{cipher.error()};
        Bytes vector(block);
        if (const auto done = cipher->encrypt(Bytes(block), Bytes(block, 0xFF), vector); !done) {
            return std::unexpected{done.error()};
        }
        SecretBytes data(sealed.size());
        if (!cipher->decrypt(vector, sealed, {data.data(), data.size()})) return fail(ErrorCode::malformed);
        const auto size = crypto::unpadded_size(data, block);
        if (!size) return std::unexpected{size.error()};
        data.resize(*size);
        return data;
    }

    Channel& channel_;
    const PaceInfo& info_;
    Random& random_;
    KeyAgreement group_;
    SecretBytes nonce_;
    Bytes chip_mapping_key_;
    Bytes own_key_;
    Bytes chip_key_;
    SessionKeys keys_{};
};

}  // namespace

PacePassword PacePassword::mrz(ByteView mrz_information) {
    Bytes hash = crypto::digest(crypto::DigestAlgorithm::sha1, mrz_information);
    SecretBytes encoded{ByteView{hash}};
    zeroize(hash.data(), hash.size());
    return {PasswordKind::mrz, std::move(encoded)};
}

PacePassword PacePassword::digits(PasswordKind kind, ByteView digits) {
    return {kind, SecretBytes{digits}};
}

SecretBytes PacePassword::key(crypto::BlockCipher cipher) const {
    return crypto::derive_key(encoded_, crypto::KeyUse::pace_password, cipher);
}

const PaceInfo* best_pace_info(std::span<const PaceInfo> offers) {
    const auto rank = [](const PaceInfo& info) {
        const int mapping = info.mapping == PaceMapping::chip_authentication ? 2
                            : info.mapping == PaceMapping::generic           ? 1
                                                                             : 0;
        return std::tuple{mapping, static_cast<int>(info.cipher), info.agreement == crypto::AgreementKind::ecdh};
    };
    const auto best = std::ranges::max_element(offers, {}, rank);
    return best == offers.end() ? nullptr : &*best;
}

bool parameters_are_ambiguous(std::span<const PaceInfo> offers) {
    return std::ranges::any_of(offers,
                               [&](const PaceInfo& info) { return info.parameter_id != offers[0].parameter_id; });
}

Result<PaceResult> pace(Channel& channel, const PaceInfo& info, const PacePassword& password, Random& random,
                        const PaceOptions& options) {
    Run run{channel, info, random};
    auto done = run.select(password.kind(), options);
    if (done) done = run.get_nonce(password);
    if (done) done = run.map();
    if (done) done = run.agree();
    if (!done) return std::unexpected{done.error()};
    return run.authenticate();
}

Result<bool> verify_chip_authentication_data(const ChipAuthenticationData& given, ByteView public_key) {
    const auto key = crypto::parse_agreement_key(public_key);
    if (!key) return std::unexpected{key.error()};
    return KeyAgreement{key->group}.is_product(given.data, key->public_value, given.mapping_key);
}

}  // namespace fivestar::apdu
