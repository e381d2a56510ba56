// SPDX-License-Identifier: Apache-2.0
#include "crypto/keys/key_pair.hpp"

#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/known_algorithms.hpp"
#include "crypto/asn1/object_identifier.hpp"
#include "crypto/asn1/subject_public_key_info.hpp"
#include "crypto/groups/known_curve.hpp"
#include "crypto/keys/evp_signature.hpp"
#include "crypto/keys/public_key.hpp"
#include "crypto/pki/pem.hpp"
#include "crypto/primitives/big_number.hpp"
#include "crypto/primitives/evp.hpp"
#include "crypto/primitives/openssl_owner.hpp"
#include "crypto/tlv/writer.hpp"

#include <utility>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace fivestar::crypto {
namespace {

using Key = OpenSslOwner<EVP_PKEY, EVP_PKEY_free>;

constexpr std::string_view private_key_label = "PRIVATE KEY";

/// Returns the output of an i2d function of OpenSSL; empty if it fails, which happens only if memory is exhausted.
template <class Buffer, class Encode>
Buffer encoded(Encode encode) {
    const int size = encode(nullptr);
    if (size <= 0) return {};
    Buffer octets(static_cast<std::size_t>(size));
    std::uint8_t* to = octets.data();
    encode(&to);
    return octets;
}

/// Encodes explicit ECParameters.
Bytes explicit_curve(EllipticCurve curve) {
    const OpenSslOwner<EC_GROUP, EC_GROUP_free> group{EC_GROUP_new_by_curve_name(known_curve(curve).nid)};
    EC_GROUP_set_asn1_flag(group.get(), OPENSSL_EC_EXPLICIT_CURVE);
    return encoded<Bytes>([&](std::uint8_t** to) { return i2d_ECPKParameters(group.get(), to); });
}

}  // namespace

struct KeyPair::State {
    Key key;
    std::optional<EllipticCurve> curve;  ///< nullopt for RSA
};

KeyPair::KeyPair(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result<KeyPair> KeyPair::generate_ec(EllipticCurve curve) {
    const ErrorQueueGuard guard;
    Key key{curve == EllipticCurve::sm2
                ? EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2")
                : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", OBJ_nid2sn(known_curve(curve).nid))};
    if (!key) return fail(ErrorCode::crypto_failure);
    return KeyPair{std::make_shared<const State>(std::move(key), curve)};
}

Result<KeyPair> KeyPair::from_pkcs8_der(ByteView der) {
    const ErrorQueueGuard guard;
    const std::uint8_t* at = der.data();
    const OpenSslOwner<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> info{
        d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size()))};
    if (!info || at != der.data() + der.size()) return fail(ErrorCode::malformed);
    Key key{EVP_PKCS82PKEY(info.get())};
    if (!key) return fail(ErrorCode::malformed);
    if (EVP_PKEY_is_a(key.get(), "RSA") == 1) {
        return KeyPair{std::make_shared<const State>(std::move(key), std::nullopt)};
    }
    // Reads the curve as a verifier does, so that explicit parameters are recognised.
    const Bytes spki = encoded<Bytes>([&](std::uint8_t** to) { return i2d_PUBKEY(key.get(), to); });
    const auto public_info = read_subject_public_key_info(spki);
    if (!public_info) return std::unexpected{public_info.error()};
    if (public_info->algorithm.oid != ec_public_key) return fail(ErrorCode::unsupported);
    const auto curve = read_curve(public_info->algorithm.parameters);
    if (!curve) return std::unexpected{curve.error()};
    return KeyPair{std::make_shared<const State>(std::move(key), curve->curve)};
}

Result<KeyPair> KeyPair::from_pkcs8_pem(std::string_view pem) {
    auto blocks = pem_blocks(pem);
    if (!blocks) return std::unexpected{blocks.error()};
    Result<KeyPair> pair = fail(ErrorCode::malformed);
    for (PemBlock& block : *blocks) {
        if (!block.content) continue;
        if (block.label == private_key_label && !pair) pair = from_pkcs8_der(*block.content);
        zeroize(block.content->data(), block.content->size());
    }
    return pair;
}

SecretBytes KeyPair::pkcs8_der() const {
    const ErrorQueueGuard guard;
    const OpenSslOwner<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> info{EVP_PKEY2PKCS8(state_->key.get())};
    return encoded<SecretBytes>([&](std::uint8_t** to) { return i2d_PKCS8_PRIV_KEY_INFO(info.get(), to); });
}

SecretText KeyPair::pkcs8_pem() const {
    return pem_text(private_key_label, pkcs8_der());
}

Bytes KeyPair::spki_der(EcParameters parameters) const {
    const ErrorQueueGuard guard;
    if (!state_->curve) {
        return encoded<Bytes>([&](std::uint8_t** to) { return i2d_PUBKEY(state_->key.get(), to); });
    }
    const Bytes curve = parameters == EcParameters::explicit_parameters
                            ? explicit_curve(*state_->curve)
                            : tlv::encode(asn1::object_identifier, oid_value(curve_oid(*state_->curve)).value());
    Bytes key_bits{0};  // no unused bits
    append(key_bits, encoded<Bytes>([&](std::uint8_t** to) { return i2d_PublicKey(state_->key.get(), to); }));
    tlv::Writer writer;
    writer.add(asn1::sequence, [&](tlv::Writer& fields) {
        fields.raw(encode_algorithm_identifier(ec_public_key, curve)).add(asn1::bit_string, key_bits);
    });
    return std::move(writer).take();
}

Result<Bytes> KeyPair::sign(const SignatureAlgorithm& algorithm, ByteView message) const {
    const ErrorQueueGuard guard;
    if (!signs_with(state_->curve, algorithm.scheme)) return fail(ErrorCode::unsupported);
    const OpenSslOwner<EVP_MD_CTX, EVP_MD_CTX_free> context{EVP_MD_CTX_new()};
    EVP_PKEY_CTX* options = nullptr;
    std::size_t size = 0;
    if (!context ||
        EVP_DigestSignInit(context.get(), &options, evp_digest(algorithm.digest), nullptr, state_->key.get()) != 1 ||
        !set_signature_options(options, algorithm) ||
        EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) != 1) {
        return fail(ErrorCode::crypto_failure);
    }
    Bytes signature(size);
    if (EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) != 1) {
        return fail(ErrorCode::crypto_failure);
    }
    signature.resize(size);
    return signature;
}

Result<Bytes> KeyPair::rsa_private_operation(ByteView representative) const {
    const ErrorQueueGuard guard;
    if (state_->curve) return fail(ErrorCode::unsupported);
    return raw_rsa(state_->key.get(), EVP_PKEY_decrypt_init, EVP_PKEY_decrypt, representative);
}

Result<SecretBytes> KeyPair::ec_private_scalar() const {
    const ErrorQueueGuard guard;
    if (!state_->curve) return fail(ErrorCode::unsupported);
    BIGNUM* found = nullptr;
    if (EVP_PKEY_get_bn_param(state_->key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &found) != 1) {
        return fail(ErrorCode::crypto_failure);
    }
    const BigNumber scalar{found};
    const OpenSslOwner<EC_GROUP, EC_GROUP_free> group{EC_GROUP_new_by_curve_name(known_curve(*state_->curve).nid)};
    if (!group) return fail(ErrorCode::crypto_failure);
    const auto bits = static_cast<std::size_t>(EC_GROUP_order_bits(group.get()));
    return fixed_width<SecretBytes>(scalar.get(), (bits + 7) / 8);
}

}  // namespace fivestar::crypto
