// SPDX-License-Identifier: Apache-2.0
// Diffie-Hellman against the worked examples of ICAO Doc 9303-11 and of BSI TR-03110, and values that are no keys.
#include "crypto/groups/dh_group.hpp"

#include "crypto/base/text.hpp"
#include "tests/support/scripted_random.hpp"
#include "tests/support/vector_file.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::group;
using test::read_vectors;

constexpr std::array standard_groups{StandardDhGroup::modp_1024_160, StandardDhGroup::modp_2048_224,
                                     StandardDhGroup::modp_2048_256};

TEST(DhGroup, HasTheNumbersOfTheWorkedExample) {
    const auto groups = read_vectors("pace_dh_gm_g2.vec");
    const auto& parameters = group(groups, "domain parameters");
    const DhGroup dh{StandardDhGroup::modp_1024_160};
    EXPECT_EQ(dh.prime().octets(), parameters.bytes("p"));
    EXPECT_EQ(dh.generator(), parameters.bytes("g"));
    EXPECT_EQ(dh.order()->octets(), parameters.bytes("q"));
}

TEST(DhGroup, MapsTheNonceOfTheWorkedExample) {
    const auto groups = read_vectors("pace_dh_gm_g2.vec");
    const auto& mapping = group(groups, "map nonce");
    const DhGroup dh{StandardDhGroup::modp_1024_160};
    EXPECT_EQ(to_hex(dh.power(dh.generator(), mapping.bytes("SK.Map.IFD")).value().view()), mapping.text("PK.Map.IFD"));
    ASSERT_TRUE(dh.check_public_value(mapping.bytes("PK.Map.IC")));
    const auto shared = dh.power(mapping.bytes("PK.Map.IC"), mapping.bytes("SK.Map.IFD")).value();
    EXPECT_EQ(to_hex(shared.view()), mapping.text("H"));
    const auto of_nonce = dh.power(dh.generator(), group(groups, "encrypted nonce").bytes("s")).value();
    EXPECT_EQ(to_hex(dh.prime().multiply(of_nonce, shared).value().view()), mapping.text("g.mapped"));
}

TEST(DhGroup, AgreesOnTheKeyOfTheBsi) {
    const auto groups = read_vectors("chip_auth_dh.vec");
    const auto& parameters = group(groups, "domain parameters");
    const auto dh = DhGroup::from_numbers(parameters.bytes("p"), parameters.bytes("g"), {});
    ASSERT_TRUE(dh);
    ASSERT_TRUE(dh->order());  // recognised as a standard group
    EXPECT_EQ(dh->order()->octets(), parameters.bytes("q"));
    const Bytes of_chip = group(groups, "static key pair of the chip").bytes("PK.IC");
    EXPECT_TRUE(dh->check_public_value(of_chip));
    const Bytes secret = group(groups, "ephemeral key pair of the terminal").bytes("SK.DH.IFD");
    EXPECT_EQ(to_hex(dh->power(of_chip, secret).value().view()),
              group(groups, "key agreement and session keys").text("K"));
}

TEST(DhGroup, RefusesValuesThatAreNotInTheSubgroup) {
    for (const StandardDhGroup standard : standard_groups) {
        const DhGroup dh{standard};
        const auto error_of = [&](const Result<SecretBytes>& value) {
            const auto checked = dh.check_public_value(value.value());
            return checked ? ErrorCode{} : checked.error().code;
        };
        const auto number = [&](std::uint8_t value) { return dh.prime().reduce(Bytes{value}); };
        const auto negative = [&](std::uint8_t value) { return dh.prime().subtract(Bytes{0}, Bytes{value}); };
        EXPECT_EQ(error_of(number(0)), ErrorCode::invalid_key);
        EXPECT_EQ(error_of(number(1)), ErrorCode::invalid_key);
        EXPECT_EQ(error_of(negative(1)), ErrorCode::invalid_key);  // order 2
        EXPECT_EQ(error_of(number(2)), ErrorCode::invalid_key);    // some other order
        // -g has order 2q.
        EXPECT_EQ(error_of(dh.prime().subtract(Bytes{0}, dh.generator())), ErrorCode::invalid_key);
        EXPECT_TRUE(dh.check_public_value(dh.generator()));
        const Bytes prime = dh.prime().octets();
        EXPECT_EQ(dh.check_public_value(prime), fail(ErrorCode::invalid_key));
        EXPECT_EQ(dh.check_public_value(ByteView{dh.generator()}.subspan(1)), fail(ErrorCode::malformed));
        Bytes longer = dh.generator();
        longer.insert(longer.begin(), 0);
        EXPECT_EQ(dh.check_public_value(longer), fail(ErrorCode::malformed));
    }
}

TEST(DhGroup, DrawsExponentsBelowItsOrder) {
    for (const StandardDhGroup standard : standard_groups) {
        const DhGroup dh{standard};
        test::ScriptedRandom random{[&] {
            Bytes octets = dh.order()->octets();  // out of range
            octets.resize(2 * octets.size(), 0x01);
            return octets;
        }()};
        const auto exponent = dh.random_exponent(random).value();
        EXPECT_EQ(to_hex(exponent.view()), to_hex(Bytes(dh.order()->size(), 0x01)));
        const auto value = dh.power(dh.generator(), exponent).value();
        EXPECT_EQ(value.size(), dh.size());
        EXPECT_TRUE(dh.check_public_value(value));
        EXPECT_EQ(dh.power(dh.generator(), dh.order()->octets()).error().code, ErrorCode::invalid_key);
    }
}

TEST(DhGroup, OfForeignNumbersIsCheckedAsFarAsTheyGo) {
    const DhGroup standard{StandardDhGroup::modp_2048_256};
    const Bytes prime = standard.prime().octets();
    const Bytes order = standard.order()->octets();
    // Another generator of the same subgroup: not the standard's, so that the order must be given.
    const Bytes generator = copy(standard.power(standard.generator(), Bytes{5}).value());
    EXPECT_FALSE(DhGroup::from_numbers(prime, generator, {})->order());
    EXPECT_EQ(DhGroup::from_numbers(prime, generator, order)->order()->octets(), order);
    Bytes other_order = order;
    other_order.back() ^= 2U;
    EXPECT_EQ(DhGroup::from_numbers(prime, generator, other_order).error().code, ErrorCode::invalid_key);
    EXPECT_EQ(DhGroup::from_numbers(prime, generator, Bytes{3}).error().code, ErrorCode::invalid_key);
    for (const Bytes& bad :
         {Bytes{}, Bytes{0}, Bytes{1}, prime, copy(standard.prime().subtract({}, Bytes{1}).value())}) {
        EXPECT_EQ(DhGroup::from_numbers(prime, bad, {}).error().code, ErrorCode::invalid_key);
    }
    EXPECT_EQ(DhGroup::from_numbers(Bytes(64, 0xFF), Bytes{2}, {}).error().code, ErrorCode::invalid_key);
    EXPECT_EQ(DhGroup::from_numbers(Bytes(2000, 0xFF), Bytes{2}, {}).error().code, ErrorCode::invalid_key);
    EXPECT_EQ(DhGroup::from_numbers({}, Bytes{2}, {}).error().code, ErrorCode::invalid_key);
    // Without an order, the range and, as the generator is one, being a quadratic residue (of 2 and 5 by Python's pow).
    const auto unknown = DhGroup::from_numbers(prime, generator, {}).value();
    EXPECT_TRUE(unknown.check_public_value(copy(unknown.prime().reduce(Bytes{2}).value())));
    EXPECT_FALSE(unknown.check_public_value(copy(unknown.prime().reduce(Bytes{5}).value())));
    EXPECT_FALSE(unknown.check_public_value(copy(unknown.prime().reduce(Bytes{1}).value())));
}

/// RFC 2409 §6.2, a safe prime, 2 generates the subgroup of half its size; nobody states the order with it.
TEST(DhGroup, OfASafePrimeHasNoOtherSubgroup) {
    const Bytes prime = test::hex(
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A43"
        "1B"
        "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1F"
        "E6"
        "49286651ECE65381FFFFFFFFFFFFFFFF");
    const auto dh = DhGroup::from_numbers(prime, Bytes{2}, {}).value();
    EXPECT_FALSE(dh.order());
    const auto in_subgroup = dh.power(dh.generator(), Bytes{0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE}).value();
    EXPECT_TRUE(dh.check_public_value(in_subgroup));
    // -1 is no residue of such a prime, so the negative of one is none: its order is all of prime - 1.
    EXPECT_EQ(dh.check_public_value(dh.prime().subtract(Bytes{0}, in_subgroup).value()), fail(ErrorCode::invalid_key));
    // Of a generator of everything every value is a power.
    const auto everything = DhGroup::from_numbers(prime, dh.prime().subtract(Bytes{0}, Bytes{2}).value(), {}).value();
    EXPECT_TRUE(everything.check_public_value(in_subgroup));
    EXPECT_TRUE(everything.check_public_value(dh.prime().subtract(Bytes{0}, in_subgroup).value()));
}

}  // namespace
}  // namespace fivestar::crypto
