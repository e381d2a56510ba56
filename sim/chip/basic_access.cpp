// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/basic_access.hpp"

#include "crypto/primitives/constant_time.hpp"
#include "crypto/primitives/digest.hpp"
#include "crypto/primitives/mac.hpp"
#include "crypto/primitives/padding.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fivestar::sim {
namespace {

using crypto::BlockCipher;

constexpr std::size_t seed_size = 16;
constexpr std::size_t half_size = 16;  // K.IFD and K.IC
constexpr std::size_t nonce_size = BasicAccess::challenge_size;
constexpr std::size_t plain_size = 2 * nonce_size + half_size;
constexpr std::array<std::uint8_t, 8> zero_block{};

std::unexpected<Error> denied() {
    return fail(ErrorCode::access_denied);
}

Bytes padded(ByteView octets) {
    Bytes block = copy(octets);
    crypto::pad(block, zero_block.size());
    return block;
}

/// RND.IFD, RND.IC and K.IFD in the order of E.IFD.
struct TerminalShare {
    ByteView nonce;
    ByteView challenge;
    ByteView half;
    explicit TerminalShare(ByteView plain)
        : nonce(plain.first(nonce_size)),
          challenge(plain.subspan(nonce_size, nonce_size)),
          half(plain.subspan(2 * nonce_size, half_size)) {}
};

/// K.IFD xor K.IC is the key seed; the SSC starts with the lower halves of both nonces (§9.8.6.3).
SessionKeys session_keys(const TerminalShare& terminal, ByteView chip_half) {
    SecretBytes seed{terminal.half};
    std::ranges::transform(seed, chip_half, seed.begin(), [](std::uint8_t left, std::uint8_t right) {
        return static_cast<std::uint8_t>(left ^ right);
    });
    SessionKeys keys = derive_session_keys(BlockCipher::triple_des, seed);
    keys.send_sequence_counter = SecretBytes{terminal.challenge.last(4)};
    keys.send_sequence_counter.append(terminal.nonce.last(4));
    return keys;
}

}  // namespace

BasicAccessKeys derive_basic_access_keys(std::string_view mrz_information) {
    SecretBytes seed{crypto::digest(crypto::DigestAlgorithm::sha1, as_bytes(mrz_information))};
    seed.resize(seed_size);
    SessionKeys keys = derive_session_keys(BlockCipher::triple_des, seed);
    return {std::move(keys.encryption), std::move(keys.mac)};
}

Result<BasicAccess::Opened> BasicAccess::authenticate(ByteView challenge, ByteView cryptogram, Random& random) const {
    auto cipher = crypto::CbcCipher::create(BlockCipher::triple_des, keys_.encryption);
    auto mac = crypto::Mac::create(BlockCipher::triple_des, keys_.mac);
    if (!cipher || !mac) return fail(ErrorCode::invalid_key);
    if (cryptogram.size() != cryptogram_size) return denied();
    const ByteView encrypted = cryptogram.first(plain_size);
    if (!mac->verify(padded(encrypted), cryptogram.subspan(plain_size))) return denied();
    SecretBytes plain(plain_size);
    if (!cipher->decrypt(zero_block, encrypted, plain)) return denied();
    const TerminalShare terminal{plain};
    if (!crypto::constant_time_equal(terminal.challenge, challenge)) return denied();

    SecretBytes half(half_size);
    random.fill(half);
    SecretBytes reply{challenge};
    reply.append(terminal.nonce);
    reply.append(half);
    Bytes answer(plain_size);
    if (!cipher->encrypt(zero_block, reply, answer)) return fail(ErrorCode::crypto_failure);
    const auto checksum = mac->compute(padded(answer));
    if (!checksum) return std::unexpected{checksum.error()};
    append(answer, *checksum);
    return Opened{std::move(answer), session_keys(terminal, half)};
}

}  // namespace fivestar::sim
