// SPDX-License-Identifier: Apache-2.0
#include "tests/apdu/chip_session.hpp"

#include "crypto/primitives/padding.hpp"
#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"

#include <stdexcept>

namespace fivestar::test {
namespace {

void require(bool holds, const char* what) {
    if (!holds) throw std::runtime_error{what};
}

}  // namespace

ChipSession::ChipSession(crypto::BlockCipher cipher, ByteView encryption, ByteView mac, ByteView counter)
    : cipher_(crypto::CbcCipher::create(cipher, encryption).value()),
      mac_(crypto::Mac::create(cipher, mac).value()),
      counter_(copy(counter)),
      block_(crypto::block_size(cipher)) {}

apdu::Command ChipSession::unprotect(const apdu::Command& command) {
    count();
    require((command.cla & 0x0C) == 0x0C, "class byte without secure messaging");
    apdu::Command plain{static_cast<std::uint8_t>(command.cla & ~0x0C), command.ins, command.p1, command.p2};
    Bytes signed_octets{command.cla, command.ins, command.p1, command.p2};
    crypto::pad(signed_octets, block_);
    signed_octets.insert(signed_octets.begin(), counter_.begin(), counter_.end());

    tlv::Cursor cursor{command.data};
    const std::uint32_t tag = command.ins % 2 == 1 ? 0x85 : 0x87;
    const auto cryptogram = cursor.optional(tag).value();
    const auto length = cursor.optional(0x97).value();
    const auto mac = cursor.expect(0x8E).value();
    require(cursor.at_end(), "octets behind DO'8E'");
    if (cryptogram) append(signed_octets, cryptogram->whole);
    if (length) append(signed_octets, length->whole);
    if (cryptogram || length) crypto::pad(signed_octets, block_);
    require(mac.value.size() == 8 && mac_.verify(signed_octets, mac.value), "wrong MAC");

    if (cryptogram) {
        const ByteView octets = tag == 0x87 ? cryptogram->value.subspan(1) : cryptogram->value;
        require(tag == 0x85 || cryptogram->value[0] == 0x01, "padding indicator");
        plain.data.resize(octets.size());
        require(cipher_.decrypt(vector(), octets, plain.data).has_value(), "cryptogram");
        plain.data.resize(crypto::unpadded_size(plain.data, block_).value());
    }
    if (length) {
        for (const std::uint8_t octet : length->value) plain.le = plain.le << 8 | octet;
        if (plain.le == 0) plain.le = length->value.size() == 1 ? 256 : 65'536;
    }
    return plain;
}

Bytes ChipSession::protect(ByteView plain, std::uint16_t sw, bool odd) {
    count();
    tlv::Writer objects;
    if (!plain.empty()) {
        Bytes padded = copy(plain);
        crypto::pad(padded, block_);
        Bytes cryptogram(padded.size());
        require(cipher_.encrypt(vector(), padded, cryptogram).has_value(), "encryption");
        if (!odd) cryptogram.insert(cryptogram.begin(), 0x01);
        objects.add(odd ? 0x85 : 0x87, cryptogram);
    }
    const Bytes status{static_cast<std::uint8_t>(sw >> 8), static_cast<std::uint8_t>(sw)};
    objects.add(0x99, status);
    return finish(objects.view(), sw);
}

Bytes ChipSession::sign(ByteView objects, std::uint16_t outer_sw) {
    count();
    return finish(objects, outer_sw);
}

Bytes ChipSession::finish(ByteView objects, std::uint16_t outer_sw) {
    Bytes signed_octets = counter_;
    append(signed_octets, objects);
    crypto::pad(signed_octets, block_);
    const Bytes mac = mac_.compute(signed_octets).value();
    Bytes answer = copy(objects);
    append(answer, tlv::encode(0x8E, ByteView{mac}.first(8)));
    answer.push_back(static_cast<std::uint8_t>(outer_sw >> 8));
    answer.push_back(static_cast<std::uint8_t>(outer_sw));
    return answer;
}

Bytes ChipSession::vector() {
    Bytes zeros(block_);
    if (block_ == 8) return zeros;
    Bytes encrypted(block_);
    require(cipher_.encrypt(zeros, counter_, encrypted).has_value(), "vector");
    return encrypted;
}

void ChipSession::count() {
    for (std::size_t at = counter_.size(); at-- > 0;) {
        if (++counter_[at] != 0) return;
    }
}

}  // namespace fivestar::test
