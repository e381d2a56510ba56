// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/pace.hpp"

#include "crypto/primitives/constant_time.hpp"
#include "crypto/primitives/digest.hpp"
#include "crypto/primitives/mac.hpp"
#include "crypto/primitives/padding.hpp"
#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"
#include "sim/chip/integrated_mapping.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::sim {
namespace {

namespace sw = apdu::sw;

constexpr std::size_t generic_nonce_size = 16;
constexpr std::size_t token_size = 8;

namespace pace_tag {
constexpr tlv::Tag mechanism = 0x80;
constexpr tlv::Tag password = 0x83;
constexpr tlv::Tag parameter = 0x84;
constexpr tlv::Tag dynamic_authentication = 0x7C;
constexpr tlv::Tag encrypted_nonce = 0x80;
constexpr tlv::Tag terminal_mapping = 0x81;
constexpr tlv::Tag chip_mapping = 0x82;
constexpr tlv::Tag terminal_public = 0x83;
constexpr tlv::Tag chip_public = 0x84;
constexpr tlv::Tag terminal_token = 0x85;
constexpr tlv::Tag chip_token = 0x86;
constexpr tlv::Tag encrypted_chip_data = 0x8A;
constexpr tlv::Tag public_key = 0x7F49;
constexpr tlv::Tag object_identifier = 0x06;
constexpr tlv::Tag public_value = 0x84;
constexpr tlv::Tag public_point = 0x86;
}  // namespace pace_tag

Reply answer(tlv::Tag field, ByteView value) {
    return {tlv::encode(pace_tag::dynamic_authentication, tlv::encode(field, value)), sw::success};
}

/// MAC over the public key data object without domain parameters (§4.4.3.4), truncated to 8 octets.
Result<Bytes> token(const PaceOffer& offer, KeyAgreement agreement, ByteView mac_key, ByteView public_key) {
    tlv::Writer object;
    object.add(pace_tag::public_key, [&](tlv::Writer& content) {
        content.add(pace_tag::object_identifier, pace_oid(offer.mapping, agreement, offer.cipher));
        content.add(agreement == KeyAgreement::dh ? pace_tag::public_value : pace_tag::public_point, public_key);
    });
    Bytes input = std::move(object).take();
    if (offer.cipher == crypto::BlockCipher::triple_des) crypto::pad(input, crypto::block_size(offer.cipher));
    auto mac = crypto::Mac::create(offer.cipher, mac_key);
    if (!mac) return std::unexpected{mac.error()};
    auto value = mac->compute(input);
    if (value) value->resize(token_size);
    return value;
}

/// The first octet of the data object with this tag, if any.
std::optional<std::uint8_t> reference(ByteView data, tlv::Tag field) {
    const auto found = tlv::find(data, field);
    if (!found || !*found || (*found)->value.size() != 1) return std::nullopt;
    return (*found)->value[0];
}

/// The single data object of a step, inside its template.
std::optional<ByteView> step_value(ByteView content, tlv::Tag field) {
    tlv::Cursor cursor{content};
    const auto element = cursor.expect(field);
    if (!element || !cursor.at_end()) return std::nullopt;
    return element->value;
}

constexpr apdu::StatusWord authentication_method_blocked{0x6983};

apdu::StatusWord tries_left(std::uint32_t tries) {
    return {static_cast<std::uint16_t>(0x63C0U | std::min<std::uint32_t>(tries, 0x0F))};
}

}  // namespace

std::uint32_t PasswordCounter::left() const {
    const std::uint32_t tries = quirks_.password_tries.value_or(0);
    return tries - std::min(tries, wrong_);
}

apdu::StatusWord PasswordCounter::chosen() const {
    if (!quirks_.password_tries || wrong_ == 0) return sw::success;
    return left() == 0 ? authentication_method_blocked : tries_left(left());
}

apdu::StatusWord PasswordCounter::wrong() {
    ++wrong_;
    return quirks_.password_tries ? tries_left(left()) : sw::authentication_failed;
}

std::chrono::milliseconds PasswordCounter::delay() const {
    const bool slowed = quirks_.slow_mode && wrong_ >= quirks_.slow_mode->wrong_passwords;
    return quirks_.pace_delay + (slowed ? quirks_.slow_mode->delay : std::chrono::milliseconds{0});
}

SecretBytes encode_mrz_password(std::string_view mrz_information) {
    return SecretBytes{crypto::digest(crypto::DigestAlgorithm::sha1, as_bytes(mrz_information))};
}

/// Ignores unknown data objects (§4.4.4.1, note 2).
Reply Pace::select(ByteView data) {
    run_.reset();
    const auto mechanism = tlv::find(data, pace_tag::mechanism);
    const auto password = reference(data, pace_tag::password);
    const auto parameter = reference(data, pace_tag::parameter);
    if (!mechanism || !*mechanism || !password) return sw::incorrect_data;
    if (quirks_.needs_parameter_reference && !parameter) return apdu::StatusWord{0x6A87};
    std::vector<PaceOffer> matching;
    for (const PaceOffer& offer : access_.offers) {
        const auto group = AgreementGroup::standardized(offer.parameter);
        if (group &&
            std::ranges::equal(pace_oid(offer.mapping, group->agreement(), offer.cipher), (*mechanism)->value)) {
            matching.push_back(offer);
        }
    }
    if (matching.empty()) return sw::incorrect_data;
    if (parameter) std::erase_if(matching, [&](const PaceOffer& offer) { return offer.parameter != *parameter; });
    if (matching.size() != 1 || !access_.passwords.contains(*password)) return sw::reference_not_found;
    const apdu::StatusWord status = counter_.chosen();
    if (counter_.blocked()) return status;
    run_.emplace(Run{matching[0], AgreementGroup::standardized(matching[0].parameter).value(), *password});
    return status;
}

Reply Pace::step(ByteView data, Random& random) {
    if (!run_) return sw::conditions_not_satisfied;
    const auto delay = counter_.delay();
    Reply reply = proceed(*run_, data, random);
    reply.delay = delay;
    if (!reply.response.sw.success() || reply.new_session) run_.reset();
    return reply;
}

Reply Pace::proceed(Run& run, ByteView data, Random& random) {
    tlv::Cursor cursor{data};
    const auto outer = cursor.expect(pace_tag::dynamic_authentication);
    if (!outer || !cursor.at_end()) return sw::incorrect_data;
    if (run.next == Step::nonce) return outer->value.empty() ? give_nonce(run, random) : Reply{sw::incorrect_data};
    const tlv::Tag field = run.next == Step::map     ? pace_tag::terminal_mapping
                           : run.next == Step::agree ? pace_tag::terminal_public
                                                     : pace_tag::terminal_token;
    const auto value = step_value(outer->value, field);
    if (!value) return sw::incorrect_data;
    switch (run.next) {
        case Step::map:
            return map(run, *value, random);
        case Step::agree:
            return agree(run, *value, random);
        default:
            return authenticate(run, *value);
    }
}

Reply Pace::give_nonce(Run& run, Random& random) {
    const crypto::BlockCipher cipher = run.offer.cipher;
    const bool integrated = run.offer.mapping == Mapping::integrated;
    run.nonce = SecretBytes(integrated ? integrated_nonce_size(cipher) : generic_nonce_size);
    random.fill(run.nonce);
    auto engine = crypto::CbcCipher::create(cipher, derive_password_key(cipher, access_.passwords.at(run.password)));
    Bytes encrypted(run.nonce.size());
    const Bytes zeros(crypto::block_size(cipher));
    if (!engine || !engine->encrypt(zeros, run.nonce, encrypted)) return sw::conditions_not_satisfied;
    run.next = Step::map;
    return answer(pace_tag::encrypted_nonce, encrypted);
}

Reply Pace::map(Run& run, ByteView terminal_data, Random& random) {
    const AgreementGroup& group = run.group;
    run.next = Step::agree;
    if (run.offer.mapping == Mapping::integrated) {
        const auto number = pseudo_random_number(run.offer.cipher, run.nonce, terminal_data, group.prime());
        if (!number) return sw::incorrect_data;
        auto generator = group.map_number(*number);
        if (!generator) return sw::incorrect_data;
        run.generator = std::move(*generator);
        return answer(pace_tag::chip_mapping, {});
    }
    if (!group.check(terminal_data)) return sw::incorrect_data;
    auto own = group.random_private_key(random);
    if (!own) return sw::conditions_not_satisfied;
    const auto own_public = group.power(group.generator(), *own);
    const auto shared = group.power(terminal_data, *own);
    const auto scaled = group.power(group.generator(), run.nonce);
    if (!own_public || !shared || !scaled) return sw::incorrect_data;
    auto generator = group.combine(*scaled, *shared);
    if (!generator) return sw::incorrect_data;
    run.generator = std::move(*generator);
    run.mapping_private = std::move(*own);
    return answer(pace_tag::chip_mapping, *own_public);
}

Reply Pace::agree(Run& run, ByteView terminal_public, Random& random) {
    run.next = Step::authenticate;
    if (!run.group.check(terminal_public)) return sw::incorrect_data;
    const auto own = run.group.random_private_key(random);
    if (!own) return sw::conditions_not_satisfied;
    auto own_public = run.group.power(run.generator, *own);
    const auto shared = run.group.power(terminal_public, *own);
    if (!own_public || !shared || std::ranges::equal(*own_public, terminal_public)) return sw::incorrect_data;
    run.own_public = std::move(*own_public);
    run.terminal_public = copy(terminal_public);
    run.shared = run.group.secret(*shared);
    return answer(pace_tag::chip_public, run.own_public);
}

Reply Pace::authenticate(const Run& run, ByteView terminal_token) {
    SessionKeys keys = derive_session_keys(run.offer.cipher, run.shared);
    const auto expected = token(run.offer, run.group.agreement(), keys.mac, run.own_public);
    const auto own = token(run.offer, run.group.agreement(), keys.mac, run.terminal_public);
    if (!expected || !own) return sw::conditions_not_satisfied;
    if (quirks_.refuses_token) return sw::authentication_failed;
    if (!crypto::constant_time_equal(*expected, terminal_token)) return counter_.wrong();
    counter_.right();
    tlv::Writer content;
    content.add(pace_tag::chip_token, *own);
    if (run.offer.mapping == Mapping::chip_authentication) {
        const auto data = encrypted_chip_data(run, keys);
        if (!data) return sw::conditions_not_satisfied;
        content.add(pace_tag::encrypted_chip_data, *data);
    }
    Reply reply{tlv::encode(pace_tag::dynamic_authentication, content.view()), sw::success};
    reply.new_session = std::move(keys);
    return reply;
}

/// CA.IC, the inverse of the static key times the mapping key, padded and encrypted (§4.4.3.5).
Result<Bytes> Pace::encrypted_chip_data(const Run& run, const SessionKeys& keys) const {
    const crypto::Modulus order = run.group.order();
    const auto inverse = order.inverse_of_prime(access_.mapping_key);
    if (!inverse) return std::unexpected{inverse.error()};
    auto data = order.multiply(*inverse, run.mapping_private);
    if (!data) return std::unexpected{data.error()};
    const std::size_t block = crypto::block_size(keys.cipher);
    crypto::pad(*data, block);
    auto cipher = crypto::CbcCipher::create(keys.cipher, keys.encryption);
    if (!cipher) return std::unexpected{cipher.error()};
    const Bytes zeros(block);
    const Bytes ones(block, 0xFF);
    Bytes vector(block);
    Bytes encrypted(data->size());
    if (const auto done = cipher->encrypt(zeros, ones, vector); !done) return std::unexpected{done.error()};
    if (const auto done = cipher->encrypt(vector, *data, encrypted); !done) return std::unexpected{done.error()};
    return encrypted;
}

}  // namespace fivestar::sim
