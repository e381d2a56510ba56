// SPDX-License-Identifier: Apache-2.0
// Points against the worked examples of ICAO Doc 9303-11 and of BSI TR-03110, and points that are none.
#include "crypto/groups/ec_group.hpp"

#include "crypto/base/text.hpp"
#include "tests/support/scripted_random.hpp"
#include "tests/support/vector_file.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::group;
using test::read_vectors;

std::vector<EllipticCurve> all_curves() {
    std::vector<EllipticCurve> curves;
    for (unsigned index = 0; index <= static_cast<unsigned>(EllipticCurve::brainpool_p512r1); ++index) {
        curves.push_back(static_cast<EllipticCurve>(index));
    }
    return curves;
}

TEST(EcGroup, HasTheNumbersOfTheWorkedExample) {
    const auto groups = read_vectors("pace_ecdh_gm_g1.vec");
    const auto& parameters = group(groups, "domain parameters");
    const EcGroup curve{EllipticCurve::brainpool_p256r1};
    EXPECT_EQ(curve.prime().octets(), parameters.bytes("p"));
    EXPECT_EQ(curve.a(), parameters.bytes("a"));
    EXPECT_EQ(curve.b(), parameters.bytes("b"));
    EXPECT_EQ(curve.order().octets(), parameters.bytes("n"));
    EXPECT_EQ(curve.generator().encode(), parameters.bytes("G"));
}

TEST(EcGroup, MapsTheNonceOfTheWorkedExample) {
    const auto groups = read_vectors("pace_ecdh_gm_g1.vec");
    const auto& mapping = group(groups, "map nonce");
    const EcGroup curve{EllipticCurve::brainpool_p256r1};
    const EcPoint of_chip = curve.decode(mapping.bytes("PK.Map.IC")).value();
    EXPECT_EQ(curve.generator().multiply(mapping.bytes("SK.Map.IC")).value(), of_chip);
    const EcPoint shared = of_chip.multiply(mapping.bytes("SK.Map.IFD")).value();
    EXPECT_EQ(shared.encode(), mapping.bytes("H"));
    const Bytes nonce = group(groups, "encrypted nonce").bytes("s");
    const EcPoint mapped = curve.generator().multiply(nonce).value().add(shared).value();
    EXPECT_EQ(mapped.encode(), mapping.bytes("G.mapped"));

    const auto& agreement = group(groups, "key agreement");
    test::ScriptedRandom random{agreement.bytes("SK.DH.IFD")};
    const SecretBytes secret = curve.random_scalar(random).value();
    EXPECT_EQ(mapped.multiply(secret).value().encode(), agreement.bytes("PK.DH.IFD"));
    const EcPoint other = curve.decode(agreement.bytes("PK.DH.IC")).value();
    EXPECT_EQ(to_hex(other.multiply(secret).value().x().view()), agreement.text("K"));
}

TEST(EcGroup, AgreesOnTheKeyOfTheBsi) {
    const auto groups = read_vectors("chip_auth_ecdh.vec");
    const EcGroup curve{EllipticCurve::brainpool_p256r1};
    const auto of_chip = curve.decode(group(groups, "static key pair of the chip").bytes("PK.IC"));
    ASSERT_TRUE(of_chip);
    const Bytes secret = group(groups, "ephemeral key pair of the terminal").bytes("SK.DH.IFD");
    EXPECT_EQ(to_hex(of_chip->multiply(secret).value().x().view()),
              group(groups, "key agreement and session keys").text("K"));
}

TEST(EcGroup, OfEveryCurveFollowsTheLawsOfAGroup) {
    for (const EllipticCurve id : all_curves()) {
        const EcGroup curve{id};
        const EcPoint g = curve.generator();
        const std::string name{to_string(id)};
        EXPECT_EQ(g.encode().size(), 1 + 2 * curve.field_size()) << name;
        EXPECT_EQ(curve.decode(g.encode()), g) << name;
        EXPECT_EQ(g.multiply(Bytes{3}).value(), g.add(g).value().add(g).value()) << name;
        // n G is the point at infinity, and so is G - G.
        EXPECT_EQ(g.multiply(curve.order().octets()).error().code, ErrorCode::invalid_key) << name;
        EXPECT_EQ(g.multiply({}).error().code, ErrorCode::invalid_key) << name;
        const auto minus_one = curve.order().subtract(Bytes{0}, Bytes{1}).value();
        const EcPoint negative = g.multiply(minus_one).value();
        EXPECT_EQ(negative.add(g).error().code, ErrorCode::invalid_key) << name;
        // Scalars count modulo n, however long.
        Bytes longer = curve.order().octets();
        longer.insert(longer.begin(), 0);
        longer.back() ^= 1U;  // n is odd: n - 1
        EXPECT_EQ(g.multiply(longer).value(), negative) << name;
        SystemRandom random;
        const SecretBytes a = curve.random_scalar(random).value();
        const SecretBytes b = curve.random_scalar(random).value();
        EXPECT_EQ(g.multiply(a).value().multiply(b).value(), g.multiply(b).value().multiply(a).value()) << name;
    }
}

TEST(EcGroup, RefusesPointsThatAreNotOnTheCurve) {
    for (const EllipticCurve id : all_curves()) {
        const EcGroup curve{id};
        Bytes point = curve.generator().encode();
        point.back() ^= 1U;
        EXPECT_EQ(curve.decode(point).error().code, ErrorCode::invalid_key) << to_string(id);
        Bytes zero(point.size());
        zero[0] = 0x04;
        EXPECT_EQ(curve.decode(zero).error().code, ErrorCode::invalid_key) << to_string(id);
        // A coordinate past the prime, which reduced would be on the curve.
        Bytes past(point.size(), 0xFF);
        past[0] = 0x04;
        EXPECT_EQ(curve.decode(past).error().code, ErrorCode::invalid_key) << to_string(id);
    }
    const Bytes other = EcGroup{EllipticCurve::p256}.generator().encode();
    EXPECT_EQ(EcGroup{EllipticCurve::brainpool_p256r1}.decode(other).error().code, ErrorCode::invalid_key);
}

TEST(EcGroup, RefusesOtherForms) {
    const EcGroup curve{EllipticCurve::p256};
    const Bytes point = curve.generator().encode();
    for (std::size_t size = 0; size < point.size(); ++size) {
        EXPECT_EQ(curve.decode(ByteView{point}.first(size)).error().code, ErrorCode::malformed) << size;
    }
    Bytes longer = point;
    longer.push_back(0);
    EXPECT_EQ(curve.decode(longer).error().code, ErrorCode::malformed);
    for (const std::uint8_t form : Bytes{0x00, 0x02, 0x03, 0x06, 0x07}) {
        Bytes other = point;
        other[0] = form;
        EXPECT_EQ(curve.decode(other).error().code, ErrorCode::malformed) << int{form};
    }
    EXPECT_EQ(curve.decode(Bytes{0}).error().code, ErrorCode::malformed);  // the point at infinity
}

TEST(EcPoint, OfTwoCurvesDoNotMix) {
    const EcPoint a = EcGroup{EllipticCurve::p256}.generator();
    const EcPoint b = EcGroup{EllipticCurve::brainpool_p256r1}.generator();
    EXPECT_EQ(a.add(b).error().code, ErrorCode::invalid_argument);
    EXPECT_FALSE(a == b);
    EXPECT_EQ(a.multiply(Bytes(129)).error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace fivestar::crypto
