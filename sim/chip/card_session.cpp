// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/card_session.hpp"

#include "crypto/primitives/padding.hpp"
#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fivestar::sim {
namespace {

constexpr std::uint8_t protected_class = 0x0C;
constexpr std::size_t mac_size = 8;
/// DO'99' of two octets and DO'8E' of eight.
constexpr std::size_t trailer_size = 4 + 10;
/// First octet of DO'87': padding method 2.
constexpr std::uint8_t padding_indicator = 0x01;

namespace tag {
constexpr tlv::Tag cryptogram = 0x87;
constexpr tlv::Tag bare_cryptogram = 0x85;  // with odd instructions, whose data are BER-TLV
constexpr tlv::Tag expected_length = 0x97;
constexpr tlv::Tag status = 0x99;
constexpr tlv::Tag checksum = 0x8E;
}  // namespace tag

bool odd(std::uint8_t instruction) {
    return (instruction & 1U) != 0;
}

tlv::Tag cryptogram_tag(std::uint8_t instruction) {
    return odd(instruction) ? tag::bare_cryptogram : tag::cryptogram;
}

std::optional<std::uint32_t> read_expected_length(ByteView value) {
    if (value.size() == 1) return value[0] == 0 ? apdu::max_short_le : value[0];
    if (value.size() != 2) return std::nullopt;
    const auto number = static_cast<std::uint32_t>(value[0] << 8 | value[1]);
    return number == 0 ? apdu::max_extended_le : number;
}

/// DO'99', damaged if `fault` says so.
Bytes status_object(apdu::StatusWord sw, std::optional<Fault> fault) {
    Bytes value{sw.sw1(), sw.sw2()};
    if (fault == Fault::without_do99) return {};
    if (fault == Fault::empty_do99) value.clear();
    if (fault == Fault::short_do99) value.resize(1);
    if (fault == Fault::long_do99) value.push_back(0);
    return tlv::encode(tag::status, value);
}

std::unexpected<Error> missing_objects() {
    return fail(ErrorCode::secure_messaging_failed, apdu::sw::sm_objects_missing.value);
}

std::unexpected<Error> incorrect_objects() {
    return fail(ErrorCode::secure_messaging_failed, apdu::sw::sm_objects_incorrect.value);
}

/// The data objects of a protected command.
struct Objects {
    std::optional<tlv::Element> cryptogram;
    std::optional<tlv::Element> expected_length;
    ByteView authenticated;  ///< the encoded objects that the MAC covers
    ByteView checksum;
};

Result<Objects> read_objects(ByteView data, tlv::Tag cryptogram) {
    tlv::Cursor cursor{data};
    Objects objects;
    const auto first = cursor.optional(cryptogram);
    if (!first) return incorrect_objects();
    objects.cryptogram = *first;
    const auto second = cursor.optional(tag::expected_length);
    if (!second) return incorrect_objects();
    objects.expected_length = *second;
    objects.authenticated = data.first(data.size() - cursor.rest().size());
    if (cursor.at_end()) return missing_objects();
    const auto last = cursor.expect(tag::checksum);
    if (!last || !cursor.at_end()) return incorrect_objects();
    objects.checksum = last->value;
    return objects;
}

}  // namespace

CardSession::CardSession(crypto::CbcCipher cipher, crypto::Mac mac, SecretBytes counter)
    : cipher_(std::move(cipher)), mac_(std::move(mac)), counter_(std::move(counter)) {}

Result<CardSession> CardSession::create(SessionKeys keys) {
    auto cipher = crypto::CbcCipher::create(keys.cipher, keys.encryption);
    auto mac = crypto::Mac::create(keys.cipher, keys.mac);
    if (!cipher || !mac || keys.send_sequence_counter.size() != crypto::block_size(keys.cipher)) {
        return fail(ErrorCode::invalid_key);
    }
    return CardSession{std::move(*cipher), std::move(*mac), std::move(keys.send_sequence_counter)};
}

void CardSession::count() {
    for (std::size_t at = counter_.size(); at-- > 0;) {
        if (++counter_[at] != 0) return;
    }
}

/// Zeros with 3DES, the encrypted counter with AES (Doc 9303-11 §9.8.6.1, §9.8.7.1).
Result<Bytes> CardSession::initial_vector() {
    Bytes vector(block());
    if (cipher_.cipher() == crypto::BlockCipher::triple_des) return vector;
    const Bytes zeros(block());
    const auto done = cipher_.encrypt(zeros, counter_, vector);
    if (!done) return std::unexpected{done.error()};
    return vector;
}

Bytes CardSession::authenticated(ByteView header, ByteView objects) const {
    Bytes octets = copy(counter_);
    append(octets, header);
    append(octets, objects);
    if (!objects.empty()) crypto::pad(octets, block());
    return octets;
}

Result<Bytes> CardSession::decrypt(ByteView cryptogram) {
    const auto vector = initial_vector();
    Bytes plain(cryptogram.size());
    if (!vector || cryptogram.empty() || !cipher_.decrypt(*vector, cryptogram, plain)) return incorrect_objects();
    const auto size = crypto::unpadded_size(plain, block());
    if (!size) return incorrect_objects();
    plain.resize(*size);
    return plain;
}

Result<Bytes> CardSession::encrypt(ByteView plain) {
    Bytes padded = copy(plain);
    crypto::pad(padded, block());
    const auto vector = initial_vector();
    if (!vector) return vector;
    Bytes cryptogram(padded.size());
    const auto done = cipher_.encrypt(*vector, padded, cryptogram);
    if (!done) return std::unexpected{done.error()};
    return cryptogram;
}

Result<apdu::Command> CardSession::unwrap(const apdu::Command& command) {
    count();
    const auto objects = read_objects(command.data, cryptogram_tag(command.ins));
    if (!objects) return std::unexpected{objects.error()};

    Bytes header{protected_class, command.ins, command.p1, command.p2};
    crypto::pad(header, block());
    const Bytes input = authenticated(header, objects->authenticated);
    if (objects->checksum.size() != mac_size || !mac_.verify(input, objects->checksum)) return incorrect_objects();

    apdu::Command plain{0x00, command.ins, command.p1, command.p2};
    if (objects->cryptogram) {
        ByteView cryptogram = objects->cryptogram->value;
        if (!odd(command.ins)) {
            if (cryptogram.empty() || cryptogram[0] != padding_indicator) return incorrect_objects();
            cryptogram = cryptogram.subspan(1);
        }
        auto data = decrypt(cryptogram);
        if (!data) return std::unexpected{data.error()};
        plain.data = std::move(*data);
    }
    if (objects->expected_length) {
        const auto length = read_expected_length(objects->expected_length->value);
        if (!length) return incorrect_objects();
        plain.le = *length;
    }
    instruction_ = command.ins;
    return plain;
}

std::size_t CardSession::capacity(std::size_t octets) const {
    struct Form {
        std::size_t length_octets;
        std::size_t longest_value;
    };
    constexpr std::array forms{Form{1, 0x7F}, Form{2, 0xFF}, Form{3, 0xFFFF}};
    const std::size_t indicator = odd(instruction_) ? 0 : 1;
    std::size_t most = 0;
    for (const Form& form : forms) {
        const std::size_t around = trailer_size + 1 + form.length_octets;
        if (octets < around) break;
        const std::size_t value = std::min(octets - around, form.longest_value);
        if (value < indicator + block()) break;
        most = std::max(most, (value - indicator) / block() * block() - 1);
    }
    return most;
}

Result<apdu::Response> CardSession::wrap(const apdu::Response& plain, std::optional<Fault> fault) {
    count();
    tlv::Writer objects;
    if (!plain.data.empty()) {
        const auto cryptogram = encrypt(plain.data);
        if (!cryptogram) return std::unexpected{cryptogram.error()};
        Bytes value;
        if (!odd(instruction_)) value.push_back(padding_indicator);
        append(value, *cryptogram);
        objects.add(cryptogram_tag(instruction_), value);
    }
    objects.raw(status_object(plain.sw, fault));
    auto checksum = mac_.compute(authenticated({}, objects.view()));
    if (!checksum) return std::unexpected{checksum.error()};
    checksum->resize(mac_size);
    if (fault == Fault::wrong_mac) checksum->back() ^= 0x01;
    if (fault != Fault::without_do8e) objects.add(tag::checksum, *checksum);
    return apdu::Response{PersonalBytes{objects.view()}, plain.sw};
}

}  // namespace fivestar::sim
