// SPDX-License-Identifier: Apache-2.0
#include "apdu/basic_access_control.hpp"

#include "crypto/primitives/block_cipher.hpp"
#include "crypto/primitives/constant_time.hpp"
#include "crypto/primitives/digest.hpp"
#include "crypto/primitives/key_derivation.hpp"
#include "crypto/primitives/mac.hpp"
#include "crypto/primitives/padding.hpp"

#include <array>
#include <utility>

namespace fivestar::apdu {
namespace {

using crypto::BlockCipher;

constexpr std::size_t seed_size = 16;
constexpr std::size_t nonce_size = 8;    // RND.IFD and RND.IC
constexpr std::size_t keying_size = 16;  // K.IFD and K.IC
constexpr std::size_t bac_token_size = 2 * nonce_size + keying_size;
constexpr std::size_t mac_size = 8;
constexpr std::string_view challenge_step = "get_challenge";
constexpr std::string_view authenticate_step = "external_authenticate";
constexpr std::array<std::uint8_t, 8> zero_vector{};

/// Encrypts and authenticates the two tokens with the document basic access keys (§4.3.2).
class TokenCrypto {
  public:
    static Result<TokenCrypto> create(ByteView key_seed) {
        auto cipher = crypto::CbcCipher::create(
            BlockCipher::triple_des, crypto::derive_key(key_seed, crypto::KeyUse::encryption, BlockCipher::triple_des));
        auto mac = crypto::Mac::create(BlockCipher::triple_des,
                                       crypto::derive_key(key_seed, crypto::KeyUse::mac, BlockCipher::triple_des));
        if (!cipher || !mac) return fail(ErrorCode::crypto_failure, 0, authenticate_step);
        return TokenCrypto{std::move(*cipher), std::move(*mac)};
    }

    /// E || M.
    Result<Bytes> seal(ByteView token) {
        Bytes sealed(token.size());
        if (const auto done = cipher_.encrypt(zero_vector, token, sealed); !done) return std::unexpected{done.error()};
        const auto code = mac_.compute(padded(sealed));
        if (!code) return code;
        append(sealed, *code);
        return sealed;
    }

    Result<SecretBytes> open(ByteView sealed) {
        const ByteView cryptogram = sealed.first(bac_token_size);
        if (!mac_.verify(padded(cryptogram), sealed.last(mac_size))) return fail(ErrorCode::access_denied);
        SecretBytes token(bac_token_size);
        if (const auto done = cipher_.decrypt(zero_vector, cryptogram, token); !done) {
            return std::unexpected{done.error()};
        }
        return token;
    }

  private:
    TokenCrypto(crypto::CbcCipher cipher, crypto::Mac mac) : cipher_(std::move(cipher)), mac_(std::move(mac)) {}

    static Bytes padded(ByteView octets) {
        Bytes whole = copy(octets);
        crypto::pad(whole, crypto::block_size(BlockCipher::triple_des));
        return whole;
    }

    crypto::CbcCipher cipher_;
    crypto::Mac mac_;
};

/// Status words of a chip that does not know the command, and so does not do BAC.
bool means_no_bac(StatusWord status) {
    return status == sw::reference_not_found || status == sw::function_not_supported || status == sw::incorrect_p1_p2 ||
           status == sw::ins_not_supported || status == sw::cla_not_supported || status.sw1() == 0x68;
}

/// 63xx, 66xx, 69xx, 6A80 and 6F00: status words for a token made with a wrong key.
bool means_wrong_key(StatusWord status) {
    return status.sw1() == 0x63 || status.sw1() == 0x66 || status.sw1() == 0x69 || status == sw::incorrect_data ||
           status == StatusWord{0x6F00};
}

Result<PersonalBytes> get_challenge(Channel& channel) {
    auto response = channel.transmit(Command{.ins = 0x84, .le = nonce_size});
    if (!response) return std::unexpected{response.error()};
    const StatusWord status = response->sw;
    if (means_no_bac(status) || status.sw1() == 0x69) return fail(ErrorCode::unsupported, status.value, challenge_step);
    if (!status.success()) return fail(ErrorCode::unexpected_status, status.value, challenge_step);
    if (response->data.size() != nonce_size) return fail(ErrorCode::malformed, status.value, challenge_step);
    return std::move(response->data);
}

Result<PersonalBytes> external_authenticate(Channel& channel, Bytes sealed, std::uint32_t le) {
    auto response = channel.transmit(Command{.ins = 0x82, .data = std::move(sealed), .le = le});
    if (!response) return std::unexpected{response.error()};
    const StatusWord status = response->sw;
    if (means_no_bac(status)) return fail(ErrorCode::unsupported, status.value, authenticate_step);
    if (means_wrong_key(status)) return fail(ErrorCode::access_denied, status.value, authenticate_step);
    if (!status.success()) return fail(ErrorCode::unexpected_status, status.value, authenticate_step);
    if (response->data.size() != bac_token_size + mac_size) {
        return fail(ErrorCode::malformed, status.value, authenticate_step);
    }
    return std::move(response->data);
}

/// Runs the protocol once, with this Le in EXTERNAL AUTHENTICATE.
Result<AccessResult> authenticate(Channel& channel, TokenCrypto& keys, Random& random, std::uint32_t le) {
    const auto chip_nonce = get_challenge(channel);
    if (!chip_nonce) return std::unexpected{chip_nonce.error()};

    // S = RND.IFD || RND.IC || K.IFD
    std::array<std::uint8_t, nonce_size> own_nonce{};
    SecretBytes keying(keying_size);
    random.fill(own_nonce);
    random.fill(keying);
    SecretBytes token{ByteView{own_nonce}};
    token.append(*chip_nonce);
    token.append(keying);
    auto sealed = keys.seal(token);
    if (!sealed) return std::unexpected{sealed.error()};

    const auto answer = external_authenticate(channel, std::move(*sealed), le);
    if (!answer) return std::unexpected{answer.error()};

    // R = RND.IC || RND.IFD || K.IC. A wrong MAC and a wrong nonce give the same error, so that a card cannot probe
    // which failed.
    const auto denied = [] { return fail(ErrorCode::access_denied, 0, authenticate_step); };
    const auto opened = keys.open(*answer);
    if (!opened) return denied();
    SecretBytes nonces{chip_nonce->view()};
    nonces.append(own_nonce);
    if (!crypto::constant_time_equal(opened->view().first(nonces.size()), nonces)) return denied();

    const ByteView chip_keying = opened->view().last(keying_size);
    for (std::size_t at = 0; at < keying_size; ++at) keying[at] ^= chip_keying[at];
    SecretBytes counter{chip_nonce->view().last(nonce_size / 2)};
    counter.append(ByteView{own_nonce}.last(nonce_size / 2));
    return AccessResult{AccessMethod::bac, derive_session_keys(keying, BlockCipher::triple_des, counter)};
}

}  // namespace

SecretBytes bac_key_seed(ByteView mrz_information) {
    Bytes hash = crypto::digest(crypto::DigestAlgorithm::sha1, mrz_information);
    SecretBytes seed{ByteView{hash}.first(seed_size)};
    zeroize(hash.data(), hash.size());
    return seed;
}

Result<AccessResult> basic_access_control(Channel& channel, ByteView key_seed, Random& random) {
    auto keys = TokenCrypto::create(key_seed);
    if (!keys) return std::unexpected{keys.error()};
    auto access = authenticate(channel, *keys, random, bac_token_size + mac_size);
    // Some chips accept only Le 00 here. A refused length does not count as a try of the key.
    if (!access && StatusWord{access.error().sw} == sw::wrong_length) {
        access = authenticate(channel, *keys, random, max_short_le);
    }
    return access;
}

}  // namespace fivestar::apdu
