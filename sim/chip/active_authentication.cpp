// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/active_authentication.hpp"

#include "crypto/groups/modulus.hpp"
#include "crypto/tlv/cursor.hpp"
#include "sim/pki/der.hpp"

#include <algorithm>

namespace fivestar::sim {
namespace {

using crypto::DigestAlgorithm;

/// `rsa_modulus(key)` is the modulus without the leading zero octet of a positive INTEGER.
Bytes rsa_modulus(const crypto::KeyPair& key) {
    const Bytes info = key.spki_der();
    tlv::Cursor fields = tlv::Cursor{info}.enter(der::tag::sequence).value();
    fields.expect(der::tag::sequence).value();  // the algorithm
    const ByteView public_key = fields.expect(der::tag::bit_string).value().value.subspan(1);
    tlv::Cursor numbers = tlv::Cursor{public_key}.enter(der::tag::sequence).value();
    ByteView modulus = numbers.expect(der::tag::integer).value().value;
    if (modulus[0] == 0) modulus = modulus.subspan(1);
    return copy(modulus);
}

/// Trailer option 1 for SHA-1, option 2 for the others (ISO/IEC 9796-2 §8.1.3, Doc 9303-11 §6.1.2.2).
Bytes trailer(DigestAlgorithm digest) {
    switch (digest) {
        case DigestAlgorithm::sha1:
            return {0xBC};
        case DigestAlgorithm::sha224:
            return {0x38, 0xCC};
        case DigestAlgorithm::sha256:
            return {0x34, 0xCC};
        case DigestAlgorithm::sha384:
            return {0x36, 0xCC};
        case DigestAlgorithm::sha512:
        case DigestAlgorithm::sm3:  // not used with RSA
            break;
    }
    return {0x35, 0xCC};
}

/// 6A, M1, the hash of M1 and the challenge, and the trailer: partial recovery, no padding between header and M1.
Result<Bytes> representative(std::size_t size, DigestAlgorithm digest, ByteView challenge, Random& random) {
    constexpr std::uint8_t header = 0x6A;
    const Bytes ending = trailer(digest);
    const std::size_t around = 1 + crypto::digest_size(digest) + ending.size();
    if (size <= around) return fail(ErrorCode::invalid_key);
    Bytes recoverable(size - around);
    random.fill(recoverable);
    Bytes octets{header};
    append(octets, recoverable);
    append(octets, crypto::digest(digest, {recoverable, challenge}));
    append(octets, ending);
    return octets;
}

Result<Bytes> sign_rsa(const ActiveAuthenticationKey& key, ByteView challenge, Random& random) {
    const Bytes modulus = rsa_modulus(key.key);
    const auto message = representative(modulus.size(), key.digest, challenge, random);
    if (!message) return message;
    auto signature = key.key.rsa_private_operation(*message);
    if (!signature || key.rsa == RsaSignature::whole) return signature;
    const auto numbers = crypto::Modulus::create(modulus);
    if (!numbers) return std::unexpected{numbers.error()};
    const auto complement = numbers->subtract({}, *signature);
    if (!complement) return std::unexpected{complement.error()};
    return std::ranges::lexicographical_compare(*complement, *signature) ? copy(*complement) : *signature;
}

/// r and s, each with as many octets as the order of the curve.
Result<Bytes> plain_ecdsa(ByteView der_signature, std::size_t size) {
    tlv::Cursor numbers = tlv::Cursor{der_signature}.enter(der::tag::sequence).value();
    Bytes plain;
    for (int part = 0; part < 2; ++part) {
        ByteView number = numbers.expect(der::tag::integer).value().value;
        if (number.size() > size) number = number.subspan(number.size() - size);
        plain.resize(plain.size() + size - number.size());
        append(plain, number);
    }
    return plain;
}

Result<Bytes> sign_ecdsa(const ActiveAuthenticationKey& key, ByteView challenge) {
    auto signature = key.key.sign(crypto::SignatureAlgorithm::ecdsa(key.digest), challenge);
    if (!signature || key.ecdsa == EcdsaSignature::der) return signature;
    const auto scalar = key.key.ec_private_scalar();
    if (!scalar) return std::unexpected{scalar.error()};
    return plain_ecdsa(*signature, scalar->size());
}

}  // namespace

bool is_rsa(const crypto::KeyPair& key) {
    return !key.ec_private_scalar();
}

Result<Bytes> sign_challenge(const ActiveAuthenticationKey& key, ByteView challenge, Random& random) {
    return is_rsa(key.key) ? sign_rsa(key, challenge, random) : sign_ecdsa(key, challenge);
}

}  // namespace fivestar::sim
