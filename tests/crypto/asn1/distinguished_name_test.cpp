// SPDX-License-Identifier: Apache-2.0
// Names as issuing states encode one and the same. Built by hand with the TLV writer after RFC 5280 §4.1.2.4.
#include "crypto/asn1/distinguished_name.hpp"

#include "crypto/asn1/object_identifier.hpp"
#include "crypto/tlv/writer.hpp"
#include "tests/crypto/pki/pki.hpp"
#include "tests/support/vector_file.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::hex;

constexpr tlv::Tag utf8 = 0x0C;
constexpr tlv::Tag printable = 0x13;
constexpr tlv::Tag t61 = 0x14;
constexpr tlv::Tag bmp = 0x1E;
constexpr tlv::Tag universal = 0x1C;

struct Attribute {
    std::string_view oid;
    tlv::Tag tag;
    Bytes value;
};

Attribute country(tlv::Tag tag, std::string_view text) {
    return {"2.5.4.6", tag, copy(as_bytes(text))};
}
Attribute common_name(tlv::Tag tag, std::string_view text) {
    return {"2.5.4.3", tag, copy(as_bytes(text))};
}

void add(tlv::Writer& to, const Attribute& attribute) {
    to.add(0x30, [&](tlv::Writer& fields) {
        fields.add(0x06, oid_value(attribute.oid).value()).add(attribute.tag, attribute.value);
    });
}

/// One attribute an RDN.
DistinguishedName name(std::initializer_list<Attribute> attributes) {
    tlv::Writer writer;
    writer.add(0x30, [&](tlv::Writer& rdns) {
        for (const Attribute& attribute : attributes) {
            rdns.add(0x31, [&](tlv::Writer& rdn) { add(rdn, attribute); });
        }
    });
    return DistinguishedName::parse(writer.view()).value();
}

/// All attributes in one RDN.
DistinguishedName one_rdn(std::initializer_list<Attribute> attributes) {
    tlv::Writer writer;
    writer.add(0x30, [&](tlv::Writer& rdns) {
        rdns.add(0x31, [&](tlv::Writer& rdn) {
            for (const Attribute& attribute : attributes) add(rdn, attribute);
        });
    });
    return DistinguishedName::parse(writer.view()).value();
}

const DistinguishedName& plain() {
    static const DistinguishedName value = name({country(printable, "XU"), common_name(printable, "CSCA Utopia")});
    return value;
}

TEST(DistinguishedName, IsTheSameInOtherCaseBlanksTypesAndOrder) {
    EXPECT_TRUE(plain().matches(name({country(printable, "xu"), common_name(printable, "csca UTOPIA")})));
    EXPECT_TRUE(plain().matches(name({country(utf8, "XU"), common_name(utf8, "CSCA Utopia")})));
    EXPECT_TRUE(plain().matches(name({country(printable, " XU"), common_name(t61, "  CSCA \t Utopia ")})));
    EXPECT_TRUE(plain().matches(name({common_name(printable, "CSCA Utopia"), country(printable, "XU")})));
    EXPECT_TRUE(plain().matches(
        name({country(printable, "XU"), {"2.5.4.3", bmp, hex("0043005300430041002000550074006F007000690061")}})));
}

TEST(DistinguishedName, IsAnotherWithAnotherValueOrAttribute) {
    EXPECT_FALSE(plain().matches(name({country(printable, "XV"), common_name(printable, "CSCA Utopia")})));
    EXPECT_FALSE(plain().matches(name({country(printable, "XU"), common_name(printable, "CSCAUtopia")})));
    EXPECT_FALSE(plain().matches(name({country(printable, "XU")})));
    EXPECT_FALSE(plain().matches(name({common_name(printable, "XU"), country(printable, "CSCA Utopia")})));
    EXPECT_FALSE(
        plain().matches(name({country(printable, "XU"), {"2.5.4.10", printable, copy(as_bytes("CSCA Utopia"))}})));
    EXPECT_FALSE(plain().matches(name(
        {country(printable, "XU"), common_name(printable, "CSCA Utopia"), common_name(printable, "CSCA Utopia")})));
    EXPECT_FALSE(plain().matches(one_rdn({country(printable, "XU"), common_name(printable, "CSCA Utopia")})));
}

TEST(DistinguishedName, OrdersTheAttributesOfOneRdn) {
    EXPECT_TRUE(one_rdn({country(printable, "XU"), common_name(printable, "A")})
                    .matches(one_rdn({common_name(printable, "A"), country(printable, "XU")})));
}

TEST(DistinguishedName, FoldsLatin1InEveryEncoding) {
    // CSCA ÉTAT, état
    const auto upper = name({{"2.5.4.3", utf8, hex("C389544154")}});
    EXPECT_TRUE(upper.matches(name({{"2.5.4.3", utf8, hex("C3A9746174")}})));
    EXPECT_TRUE(upper.matches(name({{"2.5.4.3", t61, hex("C9544154")}})));
    EXPECT_TRUE(upper.matches(name({{"2.5.4.3", bmp, hex("00C9005400410054")}})));
    EXPECT_TRUE(upper.matches(name({{"2.5.4.3", universal, hex("000000E9000000740000006100000074")}})));
    // U+00D7 and U+00F7 are signs, not a letter in two cases.
    EXPECT_FALSE(name({{"2.5.4.3", utf8, hex("C397")}}).matches(name({{"2.5.4.3", utf8, hex("C3B7")}})));
    // Beyond Latin-1: 北, U+5317, and a character outside the basic plane.
    EXPECT_TRUE(name({{"2.5.4.3", utf8, hex("E58C97")}}).matches(name({{"2.5.4.3", bmp, hex("5317")}})));
    EXPECT_TRUE(name({{"2.5.4.3", utf8, hex("F0A08080")}}).matches(name({{"2.5.4.3", universal, hex("00020000")}})));
}

TEST(DistinguishedName, GivesTheCountryInUpperCase) {
    EXPECT_EQ(name({country(printable, "xu")}).country, "XU");
    EXPECT_EQ(name({common_name(printable, "CSCA")}).country, "");
    EXPECT_EQ(test::pki_certificate("csca/csca_explicit").subject.country, "XV");
}

TEST(DistinguishedName, RefusesBrokenOnesAtEveryLength) {
    const Bytes whole = plain().der;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(DistinguishedName::parse(ByteView{whole}.first(size))) << size;
    }
    EXPECT_TRUE(DistinguishedName::parse(hex("30 00")));
    EXPECT_FALSE(DistinguishedName::parse(hex("30 02 31 00")));
    EXPECT_FALSE(DistinguishedName::parse(hex("30 00 00")));
    EXPECT_FALSE(DistinguishedName::parse(hex("30 06 31 04 30 02 06 00")));
}

TEST(DistinguishedName, BoundsTheNumberOfAttributes) {
    for (const std::size_t count : {64U, 65U}) {
        tlv::Writer apart;
        tlv::Writer together;
        for (std::size_t at = 0; at < count; ++at) {
            apart.add(0x31, [&](tlv::Writer& rdn) { add(rdn, common_name(printable, std::to_string(at))); });
            add(together, common_name(printable, std::to_string(at)));
        }
        const auto rdns = DistinguishedName::parse(tlv::encode(0x30, apart.view()));
        const auto one = DistinguishedName::parse(tlv::encode(0x30, tlv::encode(0x31, together.view())));
        if (count == 64) {
            ASSERT_TRUE(rdns && one);
            EXPECT_FALSE(rdns->matches(*one));
        } else {
            EXPECT_EQ(rdns.error().code, ErrorCode::limit_exceeded);
            EXPECT_EQ(one.error().code, ErrorCode::limit_exceeded);
        }
    }
}

}  // namespace
}  // namespace fivestar::crypto
