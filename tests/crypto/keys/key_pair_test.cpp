// SPDX-License-Identifier: Apache-2.0
// Private keys written by `openssl pkcs8`. What is signed here is verified by PublicKey, whose own tests rest on
// signatures of the openssl command line.
#include "crypto/keys/key_pair.hpp"

#include "crypto/groups/ec_group.hpp"
#include "crypto/keys/public_key.hpp"
#include "tests/crypto/pki/pki.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::pki_file;
using enum DigestAlgorithm;

KeyPair stored(std::string_view name) {
    return KeyPair::from_pkcs8_der(pki_file(std::string{"key_pair/"}.append(name).append(".der"))).value();
}

TEST(KeyPair, ReadsWhatOpensslWrote) {
    for (const std::string_view name : {"ds_rsa", "ds_p256", "ds_explicit"}) {
        const Bytes pem = pki_file(std::string{"key_pair/"}.append(name).append(".pem"));
        const auto from_pem = KeyPair::from_pkcs8_pem(as_text(pem));
        ASSERT_TRUE(from_pem) << name;
        const auto certificate = test::pki_certificate(std::string{"signer/"}.append(name));
        const auto form = name == "ds_explicit" ? EcParameters::explicit_parameters : EcParameters::named;
        EXPECT_EQ(from_pem->spki_der(form), copy(certificate.public_key_info)) << name;
        EXPECT_EQ(stored(name).spki_der(form), copy(certificate.public_key_info)) << name;
    }
}

TEST(KeyPair, WritesWhatOpensslWrites) {
    for (const std::string_view name : {"ds_rsa", "ds_p256"}) {
        const KeyPair pair = stored(name);
        const Bytes pem = pki_file(std::string{"key_pair/"}.append(name).append(".pem"));
        EXPECT_EQ(pair.pkcs8_pem().view(), as_text(pem)) << name;
        EXPECT_TRUE(
            std::ranges::equal(pair.pkcs8_der(), pki_file(std::string{"key_pair/"}.append(name).append(".der"))));
    }
}

TEST(KeyPair, SignsSoThatItsPublicKeyVerifies) {
    const Bytes message{1, 2, 3};
    const auto check = [&](const KeyPair& pair, const SignatureAlgorithm& algorithm) {
        const auto signature = pair.sign(algorithm, message);
        ASSERT_TRUE(signature) << algorithm.method();
        const auto key = PublicKey::parse(pair.spki_der());
        ASSERT_TRUE(key);
        EXPECT_TRUE(key->verify(algorithm, message, *signature)) << algorithm.method();
        EXPECT_EQ(key->verify(algorithm, Bytes{1, 2, 4}, *signature), fail(ErrorCode::signature_mismatch));
    };
    for (const DigestAlgorithm digest : {sha1, sha224, sha256, sha384, sha512}) {
        check(stored("ds_rsa"), SignatureAlgorithm::rsa_pkcs1(digest));
        check(stored("ds_rsa"), SignatureAlgorithm::rsa_pss(digest));
        check(stored("ds_p256"), SignatureAlgorithm::ecdsa(digest));
        check(stored("ds_explicit"), SignatureAlgorithm::ecdsa(digest));
    }
}

TEST(KeyPair, OfEveryCurveIsReadByNameAndByItsNumbers) {
    for (unsigned index = 0; index <= static_cast<unsigned>(EllipticCurve::sm2); ++index) {
        const auto curve = static_cast<EllipticCurve>(index);
        const auto pair = KeyPair::generate_ec(curve);
        ASSERT_TRUE(pair) << to_string(curve);
        const auto named = PublicKey::parse(pair->spki_der(EcParameters::named));
        const auto explicit_parameters = PublicKey::parse(pair->spki_der(EcParameters::explicit_parameters));
        ASSERT_TRUE(named && explicit_parameters) << to_string(curve);
        EXPECT_EQ(named->curve(), curve);
        EXPECT_EQ(explicit_parameters->curve(), curve);
        EXPECT_TRUE(explicit_parameters->explicit_parameters());
        EXPECT_EQ(curve_with_oid(curve_oid(curve)), curve);
    }
}

TEST(KeyPair, ComputesBareRsaThatItsPublicKeyUndoes) {
    const KeyPair pair = stored("ds_rsa");
    const auto key = PublicKey::parse(pair.spki_der()).value();
    Bytes representative(key.bits() / 8, 0x5A);
    const auto signature = pair.rsa_private_operation(representative);
    ASSERT_TRUE(signature);
    EXPECT_EQ(signature->size(), representative.size());
    EXPECT_EQ(key.rsa_public_operation(*signature), representative);
    representative.assign(representative.size(), 0);
    representative.back() = 1;  // 1 stays 1, with all its leading zeros
    EXPECT_EQ(key.rsa_public_operation(representative), representative);
    EXPECT_EQ(pair.rsa_private_operation(representative), representative);
    representative.assign(representative.size(), 0xFF);  // not below the modulus
    EXPECT_EQ(key.rsa_public_operation(representative), fail(ErrorCode::invalid_argument));
    EXPECT_EQ(pair.rsa_private_operation(representative), fail(ErrorCode::invalid_argument));
    EXPECT_EQ(key.rsa_public_operation(Bytes(10)), fail(ErrorCode::invalid_argument));
    EXPECT_EQ(pair.rsa_private_operation(Bytes(10)), fail(ErrorCode::invalid_argument));
}

TEST(KeyPair, OfEcShowsItsNumbers) {
    for (unsigned index = 0; index <= static_cast<unsigned>(EllipticCurve::brainpool_p512r1); ++index) {
        const auto curve = static_cast<EllipticCurve>(index);
        const KeyPair pair = KeyPair::generate_ec(curve).value();
        const auto scalar = pair.ec_private_scalar();
        ASSERT_TRUE(scalar) << to_string(curve);
        const auto point = EcGroup{curve}.generator().multiply(*scalar);
        ASSERT_TRUE(point) << to_string(curve);
        const Bytes encoded = point->encode();
        // A SubjectPublicKeyInfo ends in the point.
        const Bytes info = pair.spki_der();
        EXPECT_EQ(copy(ByteView{info}.last(encoded.size())), encoded) << to_string(curve);
    }
    EXPECT_EQ(stored("ds_rsa").ec_private_scalar().error(), Error{ErrorCode::unsupported});
    EXPECT_EQ(stored("ds_p256").rsa_private_operation({}), fail(ErrorCode::unsupported));
    EXPECT_EQ(PublicKey::parse(stored("ds_p256").spki_der()).value().rsa_public_operation({}),
              fail(ErrorCode::unsupported));
}

TEST(KeyPair, RefusesWhatIsNoKeyOrAnotherAlgorithm) {
    EXPECT_EQ(stored("ds_rsa").sign(SignatureAlgorithm::ecdsa(sha256), {}), fail(ErrorCode::unsupported));
    EXPECT_EQ(stored("ds_p256").sign(SignatureAlgorithm::rsa_pss(sha256), {}), fail(ErrorCode::unsupported));
    const Bytes whole = pki_file("key_pair/ds_p256.der");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(KeyPair::from_pkcs8_der(ByteView{whole}.first(size))) << size;
    }
    Bytes longer = whole;
    longer.push_back(0);
    EXPECT_FALSE(KeyPair::from_pkcs8_der(longer));
    EXPECT_FALSE(KeyPair::from_pkcs8_pem(""));
    EXPECT_FALSE(KeyPair::from_pkcs8_pem("-----BEGIN PRIVATE KEY-----\nAQID\n-----END PRIVATE KEY-----\n"));
}

}  // namespace
}  // namespace fivestar::crypto
