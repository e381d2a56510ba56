// SPDX-License-Identifier: Apache-2.0
// Keys on curves and in subgroups, each in the forms in which a chip may state it.
#include "crypto/keys/agreement_key.hpp"

#include "crypto/groups/dh_group.hpp"
#include "crypto/keys/key_pair.hpp"
#include "crypto/tlv/writer.hpp"
#include "tests/crypto/asn1/encoded_oid.hpp"
#include "tests/support/vector_file.hpp"

#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

TEST(AgreementKey, ReadsCurvesByNameAndByTheirNumbers) {
    const KeyPair pair = KeyPair::generate_ec(EllipticCurve::p384).value();
    for (const EcParameters form : {EcParameters::named, EcParameters::explicit_parameters}) {
        const Bytes spki = pair.spki_der(form);
        const auto key = parse_agreement_key(spki);
        ASSERT_TRUE(key);
        EXPECT_EQ(std::get<EcGroup>(key->group).curve(), EllipticCurve::p384);
        Bytes off_curve = spki;
        off_curve.back() ^= 1U;
        EXPECT_EQ(parse_agreement_key(off_curve).error().code, ErrorCode::invalid_key);
        for (std::size_t size = 0; size < spki.size(); ++size) {
            EXPECT_FALSE(parse_agreement_key(ByteView{spki}.first(size))) << size;
        }
    }
    EXPECT_EQ(parse_agreement_key(
                  KeyPair::from_pkcs8_der(test::read_vector_bytes("pki/key_pair/ds_rsa.der")).value().spki_der())
                  .error()
                  .code,
              ErrorCode::unsupported);
}

/// A SubjectPublicKeyInfo of a value in a subgroup, as PKCS #3 or X9.42 has it.
Bytes dh_spki(std::string_view algorithm, std::initializer_list<Bytes> numbers, ByteView value) {
    const auto integer = [](ByteView number) {
        Bytes octets{0};
        append(octets, number);
        return tlv::encode(0x02, octets);
    };
    tlv::Writer writer;
    writer.add(0x30, [&](tlv::Writer& fields) {
        fields.add(0x30, [&](tlv::Writer& identifier) {
            identifier.raw(oid(algorithm)).add(0x30, [&](tlv::Writer& parameters) {
                for (const Bytes& number : numbers) parameters.raw(integer(number));
            });
        });
        Bytes bits{0};
        append(bits, integer(value));
        fields.add(0x03, bits);
    });
    return std::move(writer).take();
}

TEST(AgreementKey, ReadsBothFormsOfDiffieHellman) {
    const DhGroup dh{StandardDhGroup::modp_2048_224};
    const Bytes p = dh.prime().octets();
    const Bytes g = dh.generator();
    const Bytes q = dh.order()->octets();
    const Bytes value = copy(dh.power(g, Bytes{7}).value());
    const auto pkcs3 = parse_agreement_key(dh_spki("1.2.840.113549.1.3.1", {p, g, Bytes{8}}, value));
    ASSERT_TRUE(pkcs3);
    EXPECT_EQ(pkcs3->public_value, value);
    EXPECT_EQ(std::get<DhGroup>(pkcs3->group).standard(), StandardDhGroup::modp_2048_224);
    EXPECT_TRUE(parse_agreement_key(dh_spki("1.2.840.10046.2.1", {p, g, q}, value)));
    EXPECT_TRUE(parse_agreement_key(dh_spki("1.2.840.10046.2.1", {p, value, q, Bytes{2}}, g)));
    EXPECT_EQ(parse_agreement_key(dh_spki("1.2.840.10046.2.1", {p, g}, value)).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_agreement_key(dh_spki("1.2.840.10046.2.1", {p, value, p}, g)).error().code, ErrorCode::invalid_key);
    for (const Bytes& bad : {Bytes{}, Bytes{1}, Bytes{2}, p}) {
        EXPECT_EQ(parse_agreement_key(dh_spki("1.2.840.113549.1.3.1", {p, g}, bad)).error().code,
                  ErrorCode::invalid_key);
    }
}

}  // namespace
}  // namespace fivestar::crypto
