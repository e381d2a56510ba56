// SPDX-License-Identifier: Apache-2.0
// Message recovery against ICAO Doc 9303-11 Appendix F (which prints no key: the representative is taken apart), and
// signatures made by hand with a key of the openssl command line.
#include "crypto/keys/iso9796.hpp"

#include "crypto/groups/modulus.hpp"
#include "crypto/keys/key_pair.hpp"
#include "tests/crypto/pki/pki.hpp"
#include "tests/support/vector_file.hpp"

#include <utility>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using enum DigestAlgorithm;
using test::hex;

TEST(MessageRepresentative, IsTakenApartAsInAppendixF) {
    const auto groups = test::read_vectors("active_auth_rsa_f.vec");
    const auto& example = test::group(groups, "INTERNAL AUTHENTICATE");
    const auto message = parse_message_representative(example.bytes("F"));
    ASSERT_TRUE(message);
    EXPECT_EQ(message->digest, sha1);
    EXPECT_EQ(message->recovered, example.bytes("M1"));
    EXPECT_EQ(message->hash, example.bytes("D"));
    EXPECT_EQ(digest(sha1, {message->recovered, example.bytes("M2")}), message->hash);
}

TEST(MessageRepresentative, OfAnotherFormIsRefused) {
    const auto groups = test::read_vectors("active_auth_rsa_f.vec");
    const Bytes whole = test::group(groups, "INTERNAL AUTHENTICATE").bytes("F");
    const auto with = [&](std::size_t at, std::uint8_t octet) {
        Bytes changed = whole;
        changed.at(at) = octet;
        return parse_message_representative(changed);
    };
    for (const std::uint8_t header : Bytes{0x4A, 0x00, 0x6C, 0x7A, 0xEA, 0x6B}) {
        EXPECT_EQ(with(0, header).error().code, ErrorCode::malformed) << int{header};
    }
    for (const std::uint8_t trailer : Bytes{0x00, 0xBD, 0xAC, 0xCC}) {  // CC without a hash identifier that is known
        EXPECT_EQ(with(whole.size() - 1, trailer).error().code, ErrorCode::malformed) << int{trailer};
    }
    for (const char* octets : {"", "6A", "6ABC", "6BBB", "6BBA", "6A34CC", "BC"}) {
        EXPECT_EQ(parse_message_representative(hex(octets)).error().code, ErrorCode::malformed) << octets;
    }
    EXPECT_FALSE(parse_message_representative(Bytes(128, 0xBB)));
}

TEST(MessageRepresentative, MayBePadded) {
    Bytes octets = hex("6BBBBA 0102");
    octets.resize(octets.size() + digest_size(sha1), 0x77);
    octets.push_back(0xBC);
    EXPECT_EQ(parse_message_representative(octets).value().recovered, hex("0102"));
}

TEST(MessageRecovery, VerifiesBothTrailersAndTheComplement) {
    const KeyPair pair = KeyPair::from_pkcs8_der(test::pki_file("key_pair/ds_rsa.der")).value();
    const PublicKey key = PublicKey::parse(pair.spki_der()).value();
    const Modulus modulus = Modulus::create(key.rsa_modulus().value()).value();
    const Bytes challenge = hex("F173589974BF40C6");
    const std::pair<DigestAlgorithm, Bytes> kinds[] = {{sha1, hex("BC")},     {sha1, hex("33CC")},
                                                       {sha224, hex("38CC")}, {sha256, hex("34CC")},
                                                       {sha384, hex("36CC")}, {sha512, hex("35CC")}};
    for (const auto& [algorithm, trailer] : kinds) {
        const std::size_t room = modulus.size() - 1 - digest_size(algorithm) - trailer.size();
        const Bytes recovered(room, 0x5C);
        Bytes representative{0x6A};
        append(representative, recovered);
        append(representative, digest(algorithm, {recovered, challenge}));
        append(representative, trailer);
        const Bytes signature = pair.rsa_private_operation(representative).value();
        EXPECT_EQ(verify_with_recovery(key, challenge, signature), algorithm);
        EXPECT_EQ(verify_with_recovery(key, challenge, copy(modulus.subtract({}, signature).value())), algorithm);
        EXPECT_EQ(verify_with_recovery(key, hex("F173589974BF40C7"), signature), fail(ErrorCode::signature_mismatch));
        Bytes wrong = signature;
        wrong.back() ^= 1U;
        EXPECT_EQ(verify_with_recovery(key, challenge, wrong), fail(ErrorCode::signature_mismatch));
        EXPECT_EQ(verify_with_recovery(key, challenge, ByteView{signature}.subspan(1)),
                  fail(ErrorCode::signature_mismatch));
    }
    const KeyPair ec = KeyPair::generate_ec(EllipticCurve::p256).value();
    EXPECT_EQ(verify_with_recovery(PublicKey::parse(ec.spki_der()).value(), challenge, Bytes(64)),
              fail(ErrorCode::unsupported));
}

}  // namespace
}  // namespace fivestar::crypto
