// SPDX-License-Identifier: Apache-2.0
#include "tests/apdu/fake_chip.hpp"

#include "crypto/primitives/key_derivation.hpp"
#include "crypto/primitives/padding.hpp"
#include "crypto/tlv/writer.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::test {
namespace {

using crypto::BlockCipher;
using crypto::KeyUse;

constexpr BlockCipher cipher = BlockCipher::triple_des;
const Bytes challenge{0x46, 0x08, 0xF9, 0x19, 0x88, 0x70, 0x22, 0x12};
const Bytes keying{0x0B, 0x4F, 0x80, 0x32, 0x3E, 0xB3, 0x19, 0x1C, 0xB0, 0x49, 0x70, 0xCB, 0x40, 0x52, 0x79, 0x0B};
const Bytes zero_vector(8);

Bytes retail_mac(ByteView key, ByteView octets) {
    Bytes padded = copy(octets);
    crypto::pad(padded, 8);
    return crypto::Mac::create(cipher, key).value().compute(padded).value();
}

}  // namespace

void FakeChip::power_cycle() {
    session_.reset();
    current_ = nullptr;
}

Result<apdu::Response> FakeChip::transmit(const apdu::Command& command) {
    ++exchanges;
    const bool is_protected = (command.cla & 0x0C) != 0;
    Answer answer;
    Bytes octets;
    if (is_protected && !session_) {
        answer = {.sw = 0x6988, .naked = true};
    } else if (command.extended() && !manners.extended_length) {
        answer = {.sw = manners.length_refusal, .naked = manners.naked_refusal};
        if (is_protected && !answer.naked) (void)session_->unprotect(command);
    } else {
        answer = execute(is_protected ? session_->unprotect(command) : command);
    }
    if (is_protected && !answer.naked) {
        octets = session_->protect(answer.data, answer.sw, command.ins % 2 == 1);
    } else {
        octets = answer.data;
        octets.push_back(static_cast<std::uint8_t>(answer.sw >> 8));
        octets.push_back(static_cast<std::uint8_t>(answer.sw));
        if (is_protected) session_.reset();
    }
    if (next_session_) session_ = std::exchange(next_session_, std::nullopt);
    largest_answer = std::max(largest_answer, static_cast<std::uint32_t>(octets.size() - 2));
    return apdu::decode_response(octets);
}

FakeChip::Answer FakeChip::execute(const apdu::Command& command) {
    switch (command.ins) {
        case 0xA4:
            return select(command);
        case 0x84:
            return {challenge};
        case 0x82:
            return external_authenticate(command);
        case 0xB0:
        case 0xB1:
            return seed_ && !session_ ? Answer{{}, 0x6982} : read_binary(command);
        default:
            return {{}, 0x6D00};
    }
}

FakeChip::Answer FakeChip::select(const apdu::Command& command) {
    ++selections;
    if (command.p1 == 0x04) return {};
    const auto found = files_.find(static_cast<std::uint16_t>(command.data.at(0) << 8 | command.data.at(1)));
    if (found == files_.end()) return {{}, 0x6A82};
    current_ = &found->second;
    return {};
}

FakeChip::Answer FakeChip::read_binary(const apdu::Command& command) {
    std::size_t offset = std::size_t{command.p1} << 8 | command.p2;
    const bool odd = command.ins == 0xB1;
    if (odd) {
        offset = 0;
        const ByteView octets = tlv::Cursor{command.data}.expect(0x54).value().value;
        for (const std::uint8_t octet : octets) offset = offset << 8 | octet;
    } else if ((command.p1 & 0x80) != 0) {
        if (!manners.short_identifiers) return {{}, manners.no_short_identifier_sw};
        const auto found = files_.find(static_cast<std::uint16_t>(0x0100 | (command.p1 & 0x1F)));
        if (found == files_.end()) return {{}, 0x6A82};
        current_ = &found->second;
        offset = command.p2;
    }
    if (current_ == nullptr) return {{}, 0x6986};
    if (offset >= current_->size()) return {{}, 0x6B00};
    if (command.le > manners.most_le) {
        const bool exact = manners.length_refusal == 0x6C00;
        const auto sw = static_cast<std::uint16_t>(manners.length_refusal | (exact ? manners.most_le : 0));
        return {{}, sw, manners.naked_refusal};
    }
    if (manners.refuses_to_end != 0 && command.le > manners.refuses_to_end) return {{}, 0x6282};
    const std::size_t overhead = !odd ? 0 : command.le <= 129 ? 2 : command.le <= 258 ? 3 : 4;
    const std::size_t asked = command.le - overhead;
    const std::size_t left = current_->size() - offset;
    past_the_end = past_the_end || asked > left;
    const std::size_t given = std::min({asked, left, std::size_t{manners.most_octets}});
    const auto from = current_->begin() + static_cast<std::ptrdiff_t>(offset);
    Bytes data(from, from + static_cast<std::ptrdiff_t>(given));
    if (odd) data = tlv::encode(0x53, data);
    return {data, static_cast<std::uint16_t>(manners.warns_at_end && given == left ? 0x6282 : 0x9000)};
}

FakeChip::Answer FakeChip::external_authenticate(const apdu::Command& command) {
    if (!seed_) return {{}, 0x6A88};
    const SecretBytes encryption = crypto::derive_key(*seed_, KeyUse::encryption, cipher);
    const SecretBytes mac = crypto::derive_key(*seed_, KeyUse::mac, cipher);
    const ByteView sealed = ByteView{command.data}.first(32);
    if (!std::ranges::equal(retail_mac(mac, sealed), ByteView{command.data}.last(8))) return {{}, 0x6300};
    auto cbc = crypto::CbcCipher::create(cipher, encryption).value();
    Bytes token(32);
    cbc.decrypt(zero_vector, sealed, token).value();
    const ByteView terminal_nonce = ByteView{token}.first(8);
    Bytes own = challenge;
    append(own, terminal_nonce);
    append(own, keying);
    Bytes answer(32);
    cbc.encrypt(zero_vector, own, answer).value();
    append(answer, retail_mac(mac, answer));

    Bytes shared(16);
    for (std::size_t at = 0; at < 16; ++at) shared[at] = static_cast<std::uint8_t>(token[16 + at] ^ keying[at]);
    Bytes counter(challenge.begin() + 4, challenge.end());
    append(counter, terminal_nonce.last(4));
    next_session_.emplace(cipher, crypto::derive_key(shared, KeyUse::encryption, cipher),
                          crypto::derive_key(shared, KeyUse::mac, cipher), counter);
    return {answer};
}

Bytes make_file(tlv::Tag tag, std::size_t size) {
    std::size_t content = size;
    while (tlv::encode(tag, Bytes(content)).size() > size) --content;
    Bytes octets(content);
    for (std::size_t at = 0; at < content; ++at) octets[at] = static_cast<std::uint8_t>(at * 7 + at / 256);
    return tlv::encode(tag, octets);
}

}  // namespace fivestar::test
