// SPDX-License-Identifier: Apache-2.0
// DG14 and DG15: the SecurityInfos of the BSI's worked examples, keys of the openssl command line, and files that are
// neither.
#include "identity/lds/chip_keys.hpp"

#include "crypto/tlv/writer.hpp"
#include "tests/support/vector_file.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

using test::hex;

Bytes bsi_infos() {
    return test::group(test::read_vectors("chip_auth_ecdh.vec"), "files of the chip").bytes("EF.CardAccess");
}

Bytes key(const char* name) {
    return test::read_vector_bytes(std::string{"pki/public_key/"} + name + ".der");
}

TEST(Dg14, HoldsSecurityInfos) {
    const auto infos = parse_dg14(tlv::encode(0x6E, bsi_infos()));
    ASSERT_TRUE(infos.has_value());
    EXPECT_EQ(infos->pace.size(), crypto::SecurityInfos::parse(bsi_infos())->pace.size());
    EXPECT_FALSE(infos->pace.empty());
}

TEST(Dg14, OfAnotherFormIsRefused) {
    EXPECT_EQ(parse_dg14({}).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_dg14(hex("6E00")).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_dg14(tlv::encode(0x6F, bsi_infos())).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_dg14(bsi_infos()).error().code, ErrorCode::malformed);
    Bytes longer = tlv::encode(0x6E, bsi_infos());
    longer.push_back(0);
    EXPECT_EQ(parse_dg14(longer).error().code, ErrorCode::trailing_bytes);
    Bytes two = bsi_infos();
    append(two, bsi_infos());
    EXPECT_TRUE(parse_dg14(tlv::encode(0x6E, two))->has_malformed_entry);
    const Bytes whole = tlv::encode(0x6E, bsi_infos());
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_EQ(parse_dg14(ByteView{whole}.first(size)).error().code, ErrorCode::malformed) << size;
    }
}

TEST(Dg15, HoldsAKeyOfEitherKind) {
    const auto rsa = parse_dg15(tlv::encode(0x6F, key("rsa_1024")));
    ASSERT_TRUE(rsa.has_value());
    EXPECT_EQ(rsa->kind(), crypto::KeyKind::rsa);
    EXPECT_EQ(rsa->bits(), 1024U);
    const auto curve = parse_dg15(tlv::encode(0x6F, key("brainpoolP256r1_explicit")));
    ASSERT_TRUE(curve.has_value());
    EXPECT_EQ(curve->curve(), crypto::EllipticCurve::brainpool_p256r1);
}

/// A DG14 with zeros behind the SET: andrea-deluca/NFCPassportReader#6.
TEST(Dg14, WithZerosBehindIsReadAndReported) {
    const Bytes file = hex("6E13 310F 300D 06 08 04007F0007020202 020101 0000");
    const auto infos = parse_dg14(file);
    ASSERT_TRUE(infos.has_value());
    EXPECT_TRUE(infos->has_malformed_entry);
    EXPECT_FALSE(infos->has_malformed_chip_authentication);
}

TEST(Dg15, WithZerosBehindIsReadAndReported) {
    Bytes padded = key("rsa_1024");
    EXPECT_FALSE(has_octets_behind(tlv::encode(0x6F, padded)));
    padded.insert(padded.end(), 2, 0);
    EXPECT_TRUE(parse_dg15(tlv::encode(0x6F, padded)).has_value());
    EXPECT_TRUE(has_octets_behind(tlv::encode(0x6F, padded)));
}

TEST(Dg15, OfAnotherFormIsRefused) {
    EXPECT_EQ(parse_dg15({}).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_dg15(hex("6F00")).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_dg15(tlv::encode(0x6E, key("rsa_1024"))).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_dg15(tlv::encode(0x6F, key("rsa_512"))).error().code, ErrorCode::invalid_key);
    EXPECT_EQ(parse_dg15(tlv::encode(0x6F, key("ed25519"))).error().code, ErrorCode::unsupported);
    EXPECT_EQ(parse_dg15(tlv::encode(0x6F, key("secp256k1_named_curve"))).error().code, ErrorCode::unsupported);
    Bytes longer = tlv::encode(0x6F, key("rsa_1024"));
    longer.push_back(0);
    EXPECT_EQ(parse_dg15(longer).error().code, ErrorCode::trailing_bytes);
    Bytes off_the_curve = key("prime256v1_named_curve");
    off_the_curve.back() ^= 1U;
    EXPECT_EQ(parse_dg15(tlv::encode(0x6F, off_the_curve)).error().code, ErrorCode::invalid_key);
}

}  // namespace
}  // namespace fivestar::identity
