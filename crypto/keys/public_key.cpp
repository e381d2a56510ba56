// SPDX-License-Identifier: Apache-2.0
#include "crypto/keys/public_key.hpp"

#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/known_algorithms.hpp"
#include "crypto/asn1/object_identifier.hpp"
#include "crypto/asn1/subject_public_key_info.hpp"
#include "crypto/groups/known_curve.hpp"
#include "crypto/keys/evp_signature.hpp"
#include "crypto/primitives/big_number.hpp"
#include "crypto/primitives/evp.hpp"
#include "crypto/primitives/openssl_owner.hpp"

#include <utility>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace fivestar::crypto {
namespace {

using Key = OpenSslOwner<EVP_PKEY, EVP_PKEY_free>;
using ParameterBuilder = OpenSslOwner<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;

/// Makes a key from its numbers; null if OpenSSL rejects them.
Key key_from(const char* type, OSSL_PARAM_BLD* builder) {
    const OpenSslOwner<OSSL_PARAM, OSSL_PARAM_free> parameters{OSSL_PARAM_BLD_to_param(builder)};
    const OpenSslOwner<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context{EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr)};
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
        return nullptr;
    }
    return Key{key};
}

/// Reads an INTEGER of RSAPublicKey; both are odd.
Result<BigNumber> odd_number(tlv::Cursor& fields) {
    const auto octets = asn1::read_unsigned_integer(fields);
    if (!octets) return std::unexpected{octets.error()};
    if (octets->size() > max_modulus_bits / 8 + 1 || (octets->back() & 1U) == 0) return fail(ErrorCode::invalid_key);
    BigNumber number{BN_bin2bn(octets->data(), static_cast<int>(octets->size()), nullptr)};
    if (!number) return fail(ErrorCode::crypto_failure);
    return number;
}

std::size_t bits_of(const BigNumber& number) {
    return static_cast<std::size_t>(BN_num_bits(number.get()));
}

/// RSAPublicKey ::= SEQUENCE { modulus, publicExponent }
Result<Key> rsa_key(ByteView octets) {
    tlv::Cursor outer{octets};
    auto fields = outer.enter(asn1::sequence);
    if (!fields) return std::unexpected{fields.error()};
    const auto modulus = odd_number(*fields);
    if (!modulus) return std::unexpected{modulus.error()};
    const auto exponent = odd_number(*fields);
    if (!exponent) return std::unexpected{exponent.error()};
    if (!outer.at_end() || !fields->at_end()) return fail(ErrorCode::trailing_bytes);
    if (bits_of(*modulus) < min_modulus_bits || bits_of(*modulus) > max_modulus_bits ||
        BN_is_one(exponent->get()) == 1 || bits_of(*exponent) > max_exponent_bits) {
        return fail(ErrorCode::invalid_key);
    }
    const ParameterBuilder builder{OSSL_PARAM_BLD_new()};
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus->get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent->get()) != 1) {
        return fail(ErrorCode::crypto_failure);
    }
    Key key = key_from("RSA", builder.get());
    if (!key) return fail(ErrorCode::invalid_key);
    return key;
}

Result<Key> ec_key(EllipticCurve curve, ByteView point) {
    const char* const group = OBJ_nid2sn(known_curve(curve).nid);
    const ParameterBuilder builder{OSSL_PARAM_BLD_new()};
    if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, group, 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1) {
        return fail(ErrorCode::crypto_failure);
    }
    // OpenSSL rejects a point that is not on the curve, but not the point at infinity.
    if (point.size() < 2) return fail(ErrorCode::invalid_key);
    Key key = key_from(curve == EllipticCurve::sm2 ? "SM2" : "EC", builder.get());
    if (!key) return fail(ErrorCode::invalid_key);
    return key;
}

}  // namespace

struct PublicKey::State {
    Key key;
    KeyKind kind;
    std::optional<EllipticCurve> curve;
    bool explicit_parameters = false;
    bool pss_only = false;
    std::optional<SignatureAlgorithm> pss_parameters;
};

PublicKey::PublicKey(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result<PublicKey> PublicKey::parse(ByteView subject_public_key_info) {
    const ErrorQueueGuard guard;
    const auto info = read_subject_public_key_info(subject_public_key_info);
    if (!info) return std::unexpected{info.error()};
    const AlgorithmIdentifier& algorithm = info->algorithm;

    State state{nullptr, KeyKind::rsa, {}, false, false, {}};
    Result<Key> key = fail(ErrorCode::unsupported);
    if (algorithm.oid == rsa_encryption || algorithm.oid == rsassa_pss) {
        state.pss_only = algorithm.oid == rsassa_pss;
        if (state.pss_only && !algorithm.without_parameters()) {
            const auto restriction = parse_signature_algorithm(algorithm.whole);
            if (!restriction) return std::unexpected{restriction.error()};
            state.pss_parameters = *restriction;
        }
        key = rsa_key(info->key);
    } else if (algorithm.oid == ec_public_key) {
        state.kind = KeyKind::ec;
        const auto curve = read_curve(algorithm.parameters);
        if (!curve) return std::unexpected{curve.error()};
        state.curve = curve->curve;
        state.explicit_parameters = curve->form == EcParameters::explicit_parameters;
        key = ec_key(*state.curve, info->key);
    }
    if (!key) return std::unexpected{key.error()};
    state.key = std::move(*key);
    return PublicKey{std::make_shared<const State>(std::move(state))};
}

KeyKind PublicKey::kind() const {
    return state_->kind;
}

std::size_t PublicKey::bits() const {
    return static_cast<std::size_t>(EVP_PKEY_get_bits(state_->key.get()));
}

std::optional<EllipticCurve> PublicKey::curve() const {
    return state_->curve;
}

bool PublicKey::explicit_parameters() const {
    return state_->explicit_parameters;
}

Result<void> PublicKey::verify(const SignatureAlgorithm& algorithm, ByteView message, ByteView signature) const {
    const ErrorQueueGuard guard;
    if (!signs_with(state_->curve, algorithm.scheme)) return fail(ErrorCode::unsupported);
    if (state_->pss_only && algorithm.scheme != SignatureScheme::rsa_pss) return fail(ErrorCode::unsupported);
    // RFC 4055 §3.3: the hashes of the key's parameters, and a salt at least as long.
    if (const auto& limits = state_->pss_parameters;
        limits && (algorithm.digest != limits->digest || algorithm.mask_digest != limits->mask_digest ||
                   algorithm.salt_length < limits->salt_length)) {
        return fail(ErrorCode::unsupported);
    }
    const OpenSslOwner<EVP_MD_CTX, EVP_MD_CTX_free> context{EVP_MD_CTX_new()};
    EVP_PKEY_CTX* options = nullptr;
    if (!context ||
        EVP_DigestVerifyInit(context.get(), &options, evp_digest(algorithm.digest), nullptr, state_->key.get()) != 1 ||
        !set_signature_options(options, algorithm)) {
        return fail(ErrorCode::crypto_failure);
    }
    // A negative result, for a signature that cannot be decoded, is a mismatch too.
    if (EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) != 1) {
        return fail(ErrorCode::signature_mismatch);
    }
    return {};
}

Result<Bytes> PublicKey::rsa_public_operation(ByteView signature) const {
    const ErrorQueueGuard guard;
    if (state_->kind != KeyKind::rsa) return fail(ErrorCode::unsupported);
    return raw_rsa(state_->key.get(), EVP_PKEY_encrypt_init, EVP_PKEY_encrypt, signature);
}

Result<Bytes> PublicKey::rsa_modulus() const {
    const ErrorQueueGuard guard;
    if (state_->kind != KeyKind::rsa) return fail(ErrorCode::unsupported);
    BIGNUM* found = nullptr;
    if (EVP_PKEY_get_bn_param(state_->key.get(), OSSL_PKEY_PARAM_RSA_N, &found) != 1) {
        return fail(ErrorCode::crypto_failure);
    }
    const BigNumber modulus{found};
    return fixed_width<Bytes>(found, static_cast<std::size_t>(BN_num_bytes(found)));
}

Result<SignatureAlgorithm> PublicKey::verify_either_id(SignatureAlgorithm algorithm, ByteView message,
                                                       ByteView signature) const {
    auto verified = verify(algorithm, message, signature);
    if (!verified && verified.error().code == ErrorCode::signature_mismatch &&
        algorithm.scheme == SignatureScheme::sm2) {
        algorithm.scheme = SignatureScheme::sm2_empty_id;
        verified = verify(algorithm, message, signature);
    }
    if (!verified) return std::unexpected{verified.error()};
    return algorithm;
}

}  // namespace fivestar::crypto
