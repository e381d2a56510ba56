// SPDX-License-Identifier: Apache-2.0
#include "apdu/secure_messaging.hpp"

#include "crypto/primitives/key_derivation.hpp"
#include "crypto/primitives/mac.hpp"
#include "crypto/primitives/padding.hpp"
#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"

#include <optional>
#include <utility>

namespace fivestar::apdu {
namespace {

using crypto::BlockCipher;

// Data objects of ISO/IEC 7816-4 §10.2.
constexpr tlv::Tag cryptogram_of_tlv = 0x85;  // of odd INS: no padding indicator
constexpr tlv::Tag cryptogram_with_padding = 0x87;
constexpr tlv::Tag checksum = 0x8E;
constexpr tlv::Tag expected_length = 0x97;
constexpr tlv::Tag processing_status = 0x99;

constexpr std::uint8_t padding_indicator = 0x01;  // ISO/IEC 9797-1 method 2
constexpr std::uint8_t secure_messaging_bits = 0x0C;
constexpr std::uint8_t channel_bits = 0x03;
constexpr std::size_t checksum_size = 8;
constexpr std::size_t status_size = 2;
constexpr std::size_t most_overhead = 64;  // octets that protection adds to a command, at most
constexpr std::string_view step = "secure_messaging";

std::unexpected<Error> broken(std::uint16_t unprotected = 0) {
    return fail(ErrorCode::secure_messaging_failed, unprotected, step);
}

/// Returns the size of a data object with a tag of one octet.
std::size_t object_size(std::size_t value) {
    const std::size_t length_field = value < 0x80 ? 1 : value < 0x100 ? 2 : value < 0x10000 ? 3 : 4;
    return 1 + length_field + value;
}

void increment(SecretBytes& counter) {
    for (std::size_t at = counter.size(); at-- > 0;) {
        if (++counter[at] != 0) return;
    }
}

Bytes encode_expected_length(std::uint32_t le) {
    const auto low = static_cast<std::uint8_t>(le);
    if (le <= max_short_le) return {low};
    return {static_cast<std::uint8_t>(le >> 8), low};
}

bool has_odd_instruction(const Command& command) {
    return (command.ins & 1) != 0;
}

/// The data objects of a protected answer, which stand in a fixed order.
struct AnswerObjects {
    std::optional<tlv::Element> cryptogram;
    StatusWord status;
    ByteView authenticated;  ///< everything before DO'8E'
    ByteView mac;
};

Result<AnswerObjects> parse_answer(ByteView octets) {
    tlv::Cursor cursor{octets};
    AnswerObjects answer;
    auto cryptogram = cursor.optional(cryptogram_with_padding);
    if (cryptogram && !*cryptogram) cryptogram = cursor.optional(cryptogram_of_tlv);
    if (!cryptogram) return std::unexpected{cryptogram.error()};
    answer.cryptogram = *cryptogram;
    const auto status = cursor.expect(processing_status);
    if (!status) return std::unexpected{status.error()};
    answer.authenticated = octets.first(octets.size() - cursor.rest().size());
    const auto mac = cursor.expect(checksum);
    if (!mac) return std::unexpected{mac.error()};
    if (const auto end = cursor.finish(); !end) return std::unexpected{end.error()};
    if (status->value.size() != status_size || mac->value.size() != checksum_size) return fail(ErrorCode::malformed);
    answer.status = {static_cast<std::uint16_t>(status->value[0] << 8 | status->value[1])};
    answer.mac = mac->value;
    return answer;
}

/// Returns the encrypted octets of a DO'85' or DO'87'; `malformed` for a wrong padding indicator or partial blocks.
Result<ByteView> encrypted_octets(const tlv::Element& cryptogram, std::size_t block) {
    ByteView octets = cryptogram.value;
    if (cryptogram.tag == cryptogram_with_padding) {
        if (octets.empty() || octets[0] != padding_indicator) return fail(ErrorCode::malformed);
        octets = octets.subspan(1);
    }
    if (octets.empty() || octets.size() % block != 0) return fail(ErrorCode::malformed);
    return octets;
}

/// Tells whether an answer has no DO'8E', so that its status word is unprotected.
bool is_unprotected(ByteView octets) {
    const auto mac = tlv::find(octets, checksum);
    return !mac || !*mac;
}

}  // namespace

SessionKeys derive_session_keys(ByteView shared_secret, BlockCipher cipher, ByteView send_sequence_counter) {
    return {cipher, crypto::derive_key(shared_secret, crypto::KeyUse::encryption, cipher),
            crypto::derive_key(shared_secret, crypto::KeyUse::mac, cipher), SecretBytes{send_sequence_counter}};
}

std::size_t max_plain_response(BlockCipher cipher, std::size_t limit) {
    const std::size_t fixed = object_size(status_size) + object_size(checksum_size);
    if (limit < fixed) return 0;
    const std::size_t room = limit - fixed;
    const std::size_t block = crypto::block_size(cipher);
    std::size_t blocks = room / block;
    while (blocks > 0 && object_size(1 + blocks * block) > room) --blocks;
    return blocks == 0 ? 0 : blocks * block - 1;
}

bool is_protected_answer(const Response& answer) {
    const auto objects = parse_answer(answer.data);
    return objects && objects->status == answer.sw;
}

struct SecureChannel::Session {
    crypto::CbcCipher cipher;
    crypto::Mac mac;
    SecretBytes counter;
    bool extended_length;

    Result<Response> exchange(Channel& next, const Command& plain) {
        increment(counter);
        const auto command = protect(plain);
        if (!command) return std::unexpected{command.error()};
        const auto answer = next.transmit(*command);
        if (!answer) return std::unexpected{answer.error()};
        increment(counter);
        return unprotect(*answer);
    }

  private:
    [[nodiscard]] std::size_t block() const { return crypto::block_size(cipher.cipher()); }

    /// Returns zeros for 3DES (§9.8.6.1), the encrypted counter for AES (§9.8.7.1).
    Result<Bytes> initialization_vector() {
        Bytes zeros(block());
        if (cipher.cipher() == BlockCipher::triple_des) return zeros;
        Bytes vector(block());
        if (const auto done = cipher.encrypt(zeros, counter, vector); !done) return std::unexpected{done.error()};
        return vector;
    }

    Result<Bytes> encrypt(ByteView plain) {
        SecretBytes padded{plain};
        crypto::pad(padded, block());
        const auto vector = initialization_vector();
        if (!vector) return vector;
        Bytes cryptogram(padded.size());
        if (const auto done = cipher.encrypt(*vector, padded, cryptogram); !done) return std::unexpected{done.error()};
        return cryptogram;
    }

    Result<Command> protect(const Command& plain) {
        Command command{.cla = static_cast<std::uint8_t>(plain.cla | secure_messaging_bits),
                        .ins = plain.ins,
                        .p1 = plain.p1,
                        .p2 = plain.p2};
        tlv::Writer objects;
        if (!plain.data.empty()) {
            auto cryptogram = encrypt(plain.data);
            if (!cryptogram) return std::unexpected{cryptogram.error()};
            const bool odd = has_odd_instruction(plain);
            if (!odd) cryptogram->insert(cryptogram->begin(), padding_indicator);
            objects.add(odd ? cryptogram_of_tlv : cryptogram_with_padding, *cryptogram);
        }
        if (plain.le != 0) objects.add(expected_length, encode_expected_length(plain.le));

        // N of §9.8.4: the counter, the padded header, and the data objects, padded if there are any.
        Bytes header{command.cla, command.ins, command.p1, command.p2};
        crypto::pad(header, block());
        Bytes authenticated;
        authenticated.reserve(counter.size() + header.size() + objects.view().size() + block());
        append(authenticated, counter);
        append(authenticated, header);
        append(authenticated, objects.view());
        if (!objects.view().empty()) crypto::pad(authenticated, block());
        const auto code = mac.compute(authenticated);
        if (!code) return std::unexpected{code.error()};
        objects.add(checksum, ByteView{*code}.first(checksum_size));

        command.data = std::move(objects).take();
        const bool all_of_a_short_answer = plain.le == max_short_le && !extended_length;
        const bool long_answer = !all_of_a_short_answer && plain.le > max_plain_response(cipher.cipher(), max_short_le);
        command.le = command.data.size() > max_short_data || long_answer ? max_extended_le : max_short_le;
        return command;
    }

    /// Decrypts a cryptogram after its MAC was verified.
    Result<PersonalBytes> decrypt(const tlv::Element& cryptogram) {
        const auto octets = encrypted_octets(cryptogram, block());
        const auto vector = initialization_vector();
        if (!octets || !vector) return broken();
        PersonalBytes plain(octets->size());
        if (!cipher.decrypt(*vector, *octets, plain)) return broken();
        const auto size = crypto::unpadded_size(plain, block());
        if (!size) return broken();
        plain.resize(*size);
        return plain;
    }

    Result<Response> unprotect(const Response& answer) {
        const auto objects = parse_answer(answer.data);
        if (!objects) return broken(is_unprotected(answer.data) ? answer.sw.value : std::uint16_t{0});
        Bytes authenticated;
        authenticated.reserve(counter.size() + objects->authenticated.size() + block());
        append(authenticated, counter);
        append(authenticated, objects->authenticated);
        crypto::pad(authenticated, block());
        if (!mac.verify(authenticated, objects->mac)) return broken();
        // The protected status word counts. The unprotected one must equal it, or be 9000 as after GET RESPONSE.
        if (answer.sw != objects->status && !answer.sw.success()) return broken(answer.sw.value);
        Response plain{.data = {}, .sw = objects->status};
        if (objects->cryptogram) {
            auto data = decrypt(*objects->cryptogram);
            if (!data) return std::unexpected{data.error()};
            plain.data = std::move(*data);
        }
        return plain;
    }
};

SecureChannel::SecureChannel(Channel& next, std::unique_ptr<Session> session)
    : next_(next), session_(std::move(session)) {}

SecureChannel::~SecureChannel() = default;

Result<std::unique_ptr<SecureChannel>> SecureChannel::create(Channel& next, const SessionKeys& keys,
                                                             bool extended_length) {
    if (keys.send_sequence_counter.size() != crypto::block_size(keys.cipher)) return fail(ErrorCode::invalid_key);
    auto cipher = crypto::CbcCipher::create(keys.cipher, keys.encryption);
    if (!cipher) return std::unexpected{cipher.error()};
    auto mac = crypto::Mac::create(keys.cipher, keys.mac);
    if (!mac) return std::unexpected{mac.error()};
    auto session = std::make_unique<Session>(std::move(*cipher), std::move(*mac), keys.send_sequence_counter.clone(),
                                             extended_length);
    // make_unique cannot reach the private constructor.
    return std::unique_ptr<SecureChannel>{new SecureChannel{next, std::move(session)}};
}

Result<Response> SecureChannel::transmit(const Command& command) {
    if (!session_) return broken();
    if ((command.cla & ~channel_bits) != 0 || command.data.size() > max_extended_data - most_overhead ||
        command.le > max_extended_le) {
        return fail(ErrorCode::invalid_argument);
    }
    auto response = session_->exchange(next_, command);
    if (!response) session_.reset();
    return response;
}

}  // namespace fivestar::apdu
