// SPDX-License-Identifier: Apache-2.0
// SM2 against the examples of GM/T 0003.5 and GM/T 0003.2. Certificates, lists and signed data:
// hostile_certificates_test.cpp.
#include "crypto/keys/agreement_key.hpp"
#include "crypto/keys/key_pair.hpp"
#include "crypto/keys/public_key.hpp"
#include "crypto/primitives/digest.hpp"
#include "tests/support/vector_file.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::hex;

/// SubjectPublicKeyInfo of a key on SM2's curve (RFC 5480 with the curve's number of GM/T 0006), up to the point.
constexpr std::string_view key_header = "3059 3013 06072A8648CE3D0201 06082A811CCF5501822D 034200";

Bytes joined(std::string_view header, ByteView point) {
    Bytes octets = hex(header);
    append(octets, point);
    return octets;
}

test::VectorGroup standard_example() {
    return test::group(test::read_vectors("sm2_sign.vec"),
                       "GM/T 0003.5-2012 (GB/T 32918.5-2017): signature on the recommended curve");
}

TEST(Sm2, VerifiesTheExampleOfTheStandard) {
    const test::VectorGroup example = standard_example();
    const auto key = PublicKey::parse(joined(key_header, example.bytes("P")));
    ASSERT_TRUE(key);
    EXPECT_EQ(key->curve(), EllipticCurve::sm2);
    EXPECT_EQ(key->bits(), 256U);
    const Bytes message = example.bytes("M");
    Bytes signature = example.bytes("signature.DER");
    EXPECT_TRUE(key->verify(SignatureAlgorithm::sm2(), message, signature));
    const auto either = key->verify_either_id(SignatureAlgorithm::sm2(), message, signature);
    ASSERT_TRUE(either);
    EXPECT_EQ(*either, SignatureAlgorithm::sm2());
    EXPECT_EQ(either->method(), "sm2-sm3");
    EXPECT_EQ(key->verify(SignatureAlgorithm::sm2(), Bytes{}, signature), fail(ErrorCode::signature_mismatch));
    signature.back() ^= 1U;
    EXPECT_EQ(key->verify_either_id(SignatureAlgorithm::sm2(), message, signature),
              fail(ErrorCode::signature_mismatch));
}

TEST(Sm2, KeyIsNoKeyOfEcdsaNorTheReverse) {
    const test::VectorGroup example = standard_example();
    const auto key = PublicKey::parse(joined(key_header, example.bytes("P")));
    ASSERT_TRUE(key);
    const Bytes signature = example.bytes("signature.DER");
    EXPECT_EQ(key->verify(SignatureAlgorithm::ecdsa(DigestAlgorithm::sm3), example.bytes("M"), signature),
              fail(ErrorCode::unsupported));
    const auto p256 = KeyPair::generate_ec(EllipticCurve::p256);
    ASSERT_TRUE(p256);
    EXPECT_EQ(p256->sign(SignatureAlgorithm::sm2(), {}), fail(ErrorCode::unsupported));
    EXPECT_EQ(PublicKey::parse(p256->spki_der())->verify(SignatureAlgorithm::sm2(), {}, signature),
              fail(ErrorCode::unsupported));
}

TEST(Sm2, RefusesPointsThatAreNotOnTheCurve) {
    Bytes point = standard_example().bytes("P");
    point.back() ^= 1U;
    EXPECT_EQ(PublicKey::parse(joined(key_header, point)).error().code, ErrorCode::invalid_key);
}

TEST(Sm2, IsNoCurveOfKeyAgreement) {
    const auto pair = KeyPair::generate_ec(EllipticCurve::sm2);
    ASSERT_TRUE(pair);
    for (const EcParameters form : {EcParameters::named, EcParameters::explicit_parameters}) {
        const auto key = parse_agreement_key(pair->spki_der(form));
        ASSERT_FALSE(key);
        EXPECT_EQ(key.error().code, ErrorCode::unsupported);
    }
}

/// The curve that the standard's other examples are computed on is nobody's to sign with.
TEST(Sm2, DoesNotKnowTheExampleCurve) {
    const auto numbers =
        test::group(test::read_vectors("sm2_sign.vec"), "curve: 256-bit example curve of GM/T 0003.2 and 0003.4");
    Bytes parameters = hex("3081E0 020101 302C 06072A8648CE3D0101 022100");
    append(parameters, numbers.bytes("p"));
    append(parameters, joined("3044 0420", numbers.bytes("a")));
    append(parameters, joined("0420", numbers.bytes("b")));
    append(parameters, joined("0441", numbers.bytes("G")));
    append(parameters, joined("022100", numbers.bytes("n")));
    append(parameters, hex("020101"));
    EXPECT_EQ(match_explicit_parameters(parameters), fail(ErrorCode::unsupported));
}

TEST(Sm2, KeyPairsSignWithTheIdentifierAndWithout) {
    const auto pair = KeyPair::generate_ec(EllipticCurve::sm2);
    ASSERT_TRUE(pair);
    const auto again = KeyPair::from_pkcs8_der(pair->pkcs8_der());
    ASSERT_TRUE(again);
    const auto key = PublicKey::parse(pair->spki_der(EcParameters::explicit_parameters));
    ASSERT_TRUE(key);
    SignatureAlgorithm empty_id = SignatureAlgorithm::sm2();
    empty_id.scheme = SignatureScheme::sm2_empty_id;
    const Bytes message{1, 2, 3};
    for (const SignatureAlgorithm& algorithm : {SignatureAlgorithm::sm2(), empty_id}) {
        const auto signature = again->sign(algorithm, message);
        ASSERT_TRUE(signature);
        EXPECT_EQ(key->verify_either_id(SignatureAlgorithm::sm2(), message, *signature), algorithm);
    }
    EXPECT_EQ(key->verify(SignatureAlgorithm::sm2(), message, again->sign(empty_id, message).value()),
              fail(ErrorCode::signature_mismatch));
}

/// 1.2.156.10197.1.501, .301.1, and .301 beside SM3 (GM/T 0006, GM/T 0010).
TEST(Sm2, IsKnownByEachOfItsNumbers) {
    const auto sm2 = SignatureAlgorithm::sm2();
    EXPECT_EQ(parse_signature_algorithm(hex("300A 06082A811CCF55018375")), sm2);
    EXPECT_EQ(parse_signature_algorithm(hex("300C 06082A811CCF55018375 0500")), sm2);
    EXPECT_EQ(parse_signature_algorithm(hex("300B 06092A811CCF5501822D01")), sm2);
    EXPECT_EQ(parse_signature_algorithm(hex("300A 06082A811CCF5501822D"), DigestAlgorithm::sm3), sm2);
    EXPECT_FALSE(parse_signature_algorithm(hex("300A 06082A811CCF5501822D"), DigestAlgorithm::sha256));
    EXPECT_FALSE(parse_signature_algorithm(hex("300A 06082A811CCF5501822D")));
    EXPECT_EQ(signature_algorithm_identifier(sm2), hex("300A 06082A811CCF55018375"));
}

}  // namespace
}  // namespace fivestar::crypto
