// SPDX-License-Identifier: Apache-2.0
// The files of the BSI's worked examples (tests/vectors/chip_auth_*.vec), entries of ICAO Doc 9303-11 Appendices G and
// I, and entries that are none.
#include "crypto/asn1/security_infos.hpp"

#include "crypto/asn1/object_identifier.hpp"
#include "crypto/base/text.hpp"
#include "crypto/keys/agreement_key.hpp"
#include "crypto/keys/key_pair.hpp"
#include "crypto/pki/signed_data.hpp"
#include "crypto/tlv/writer.hpp"
#include "tests/crypto/asn1/encoded_oid.hpp"
#include "tests/support/vector_file.hpp"

#include <array>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::group;
using test::hex;
using test::read_vectors;

constexpr std::string_view pace = "0.4.0.127.0.7.2.2.4";

/// A SecurityInfo: its protocol and what follows, encoded.
Bytes entry(std::string_view protocol, std::string_view rest) {
    Bytes fields = oid(protocol);
    append(fields, hex(rest));
    return tlv::encode(0x30, fields);
}

Bytes set_of(std::initializer_list<Bytes> entries) {
    Bytes all;
    for (const Bytes& one : entries) append(all, one);
    return tlv::encode(0x31, all);
}

TEST(SecurityInfos, ReadsTheCardAccessOfTheBsi) {
    for (const char* const file : {"chip_auth_ecdh.vec", "chip_auth_dh.vec"}) {
        const auto groups = read_vectors(file);
        const Bytes card_access = group(groups, "files of the chip").bytes("EF.CardAccess");
        const auto infos = SecurityInfos::parse(card_access);
        ASSERT_TRUE(infos) << file;
        ASSERT_EQ(infos->pace.size(), 1U) << file;
        const bool curve = std::string_view{file} == "chip_auth_ecdh.vec";
        const PaceInfo& info = infos->pace[0];
        EXPECT_EQ(info.agreement, curve ? AgreementKind::ecdh : AgreementKind::dh);
        EXPECT_EQ(info.mapping, PaceMapping::generic);
        EXPECT_EQ(info.cipher, BlockCipher::aes_128);
        EXPECT_EQ(info.parameter_id, curve ? 13U : 0U);
        EXPECT_EQ(info.parameters, curve ? DomainParameters{EllipticCurve::brainpool_p256r1}
                                         : DomainParameters{StandardDhGroup::modp_1024_160});
        EXPECT_EQ(infos->pace_entries.size(), 1U);
        ASSERT_FALSE(infos->chip_authentication.empty()) << file;
        EXPECT_EQ(infos->chip_authentication[0].version, 2U);
        EXPECT_TRUE(infos->chip_authentication_keys.empty());
    }
}

TEST(SecurityInfos, ReadsTheKeysInTheCardSecurityOfTheBsi) {
    for (const char* const file : {"chip_auth_ecdh.vec", "chip_auth_dh.vec"}) {
        const auto groups = read_vectors(file);
        const auto signed_data = SignedData::parse(group(groups, "files of the chip").bytes("EF.CardSecurity"));
        ASSERT_TRUE(signed_data) << file;
        const auto infos = SecurityInfos::parse(signed_data->content);
        ASSERT_TRUE(infos) << file;
        ASSERT_EQ(infos->chip_authentication_keys.size(), 1U) << file;
        EXPECT_EQ(infos->chip_authentication_keys[0].key_id, 1U) << file;
        const auto key = parse_agreement_key(infos->chip_authentication_keys[0].subject_public_key_info);
        ASSERT_TRUE(key) << file;
        EXPECT_EQ(key->public_value, group(groups, "static key pair of the chip").bytes("PK.IC")) << file;
    }
}

TEST(SecurityInfos, KnowsEveryPaceProtocol) {
    constexpr std::array ciphers{BlockCipher::triple_des, BlockCipher::aes_128, BlockCipher::aes_192,
                                 BlockCipher::aes_256};
    for (unsigned kind = 0; kind <= 7; ++kind) {
        for (unsigned cipher = 0; cipher <= 5; ++cipher) {
            const auto name =
                std::string{pace}.append(".").append(std::to_string(kind)).append(".").append(std::to_string(cipher));
            const bool on_curve = kind == 2 || kind == 4 || kind == 6;
            const auto infos = SecurityInfos::parse(set_of({entry(name, on_curve ? "02010202010C" : "020102020102")}));
            ASSERT_TRUE(infos) << name;
            EXPECT_EQ(infos->pace_entries.size(), 1U) << name;
            const bool known = kind >= 1 && kind <= 6 && kind != 5 && cipher >= 1 && cipher <= 4 &&
                               (kind != 6 || cipher != 1);  // tables 2 and 3
            ASSERT_EQ(infos->pace.size(), known ? 1U : 0U) << name;
            if (!known) continue;
            EXPECT_EQ(infos->pace[0].cipher, ciphers.at(cipher - 1)) << name;
            EXPECT_EQ(infos->pace[0].protocol, oid_value(name)) << name;
        }
    }
}

TEST(SecurityInfos, OffersNoPaceOnParametersItDoesNotKnow) {
    const auto offers = [](std::string_view protocol, std::string_view rest) {
        return SecurityInfos::parse(set_of({entry(std::string{pace}.append(protocol), rest)})).value().pace.size();
    };
    EXPECT_EQ(offers(".2.2", "02010202010D"), 1U);
    EXPECT_EQ(offers(".2.2", "020102020113"), 0U);     // reserved
    EXPECT_EQ(offers(".2.2", "0201020202 0100"), 0U);  // proprietary, and nowhere spelt out
    EXPECT_EQ(offers(".2.2", "020102"), 0U);           // none named, and none spelt out
    EXPECT_EQ(offers(".2.2", "020102020100"), 0U);     // a subgroup for ECDH
    EXPECT_EQ(offers(".1.2", "02010202010D"), 0U);     // a curve for DH
    EXPECT_EQ(offers(".4.2", "02010202010A"), 0U);     // P-224, which the integrated mapping does not reach
    EXPECT_EQ(offers(".2.2", "02010202010A"), 1U);
    EXPECT_EQ(offers(".2.2", "02010102010D"), 0U);  // version 1
}

TEST(SecurityInfos, FindsParametersThatAreSpeltOutAndKnown) {
    const KeyPair pair = KeyPair::generate_ec(EllipticCurve::brainpool_p320r1).value();
    const Bytes spki = pair.spki_der(EcParameters::explicit_parameters);
    tlv::Cursor outer{spki};
    auto fields = outer.enter(0x30).value();
    const Bytes algorithm = copy(fields.expect(0x30).value().whole);
    const auto with_id = [&](std::string_view info_id, std::string_view parameters_id) {
        const std::string domain = to_hex(algorithm).append(parameters_id);
        const auto infos =
            SecurityInfos::parse(set_of({entry(std::string{pace}.append(".2.2"), std::string{"020102"}.append(info_id)),
                                         entry(std::string{pace}.append(".2"), domain)}));
        EXPECT_EQ(infos.value().pace_entries.size(), 2U);
        return infos->pace.empty() ? std::optional<DomainParameters>{} : infos->pace[0].parameters;
    };
    const DomainParameters expected = EllipticCurve::brainpool_p320r1;
    EXPECT_EQ(with_id("", ""), expected);
    EXPECT_EQ(with_id("020120", "020120"), expected);
    EXPECT_EQ(with_id("020120", "020121"), std::nullopt);
    // A number of the table means the table, whatever is spelt out under it.
    EXPECT_EQ(with_id("02010D", "02010D"), DomainParameters{EllipticCurve::brainpool_p256r1});
}

TEST(SecurityInfos, NamesTheHashOfActiveAuthentication) {
    const auto digest_of = [](std::string_view algorithm) {
        const std::string rest = std::string{"020101"}.append(to_hex(oid(algorithm)));
        return SecurityInfos::parse(set_of({entry("2.23.136.1.1.5", rest)})).value().active_authentication_digest;
    };
    EXPECT_EQ(digest_of("0.4.0.127.0.7.1.1.4.1.1"), DigestAlgorithm::sha1);
    EXPECT_EQ(digest_of("0.4.0.127.0.7.1.1.4.1.3"), DigestAlgorithm::sha256);
    EXPECT_EQ(digest_of("0.4.0.127.0.7.1.1.4.1.5"), DigestAlgorithm::sha512);
    EXPECT_EQ(digest_of("0.4.0.127.0.7.1.1.4.1.6"), std::nullopt);  // RIPEMD-160
    EXPECT_EQ(digest_of("1.2.840.10045.4.3.2"), std::nullopt);
}

TEST(SecurityInfos, SkipsWhatItDoesNotKnow) {
    const auto infos =
        SecurityInfos::parse(set_of({entry("1.2.3.4", "0500"), entry("0.4.0.127.0.7.2.2.2", "020101"),
                                     entry("0.4.0.127.0.7.2.2.3.9.1", "FF00"), tlv::encode(0x30, oid("2.5"))}));
    ASSERT_TRUE(infos);
    EXPECT_TRUE(infos->pace.empty());
    EXPECT_TRUE(infos->chip_authentication.empty());
    EXPECT_TRUE(SecurityInfos::parse(set_of({})));
}

TEST(SecurityInfos, RefusesWhatIsMalformed) {
    const auto groups = read_vectors("chip_auth_ecdh.vec");
    const Bytes whole = group(groups, "files of the chip").bytes("EF.CardAccess");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(SecurityInfos::parse(ByteView{whole}.first(size))) << size;
    }
    Bytes many;
    for (std::size_t count = 0; count <= max_security_infos; ++count) append(many, entry("1.2.3.4", ""));
    EXPECT_EQ(SecurityInfos::parse(tlv::encode(0x31, many)).error().code, ErrorCode::limit_exceeded);
}

/// Each entry stands by itself; the sample of AndyQ's and andrea-deluca's readers (andrea-deluca/NFCPassportReader#6)
/// has one that is too long before a whole one of PACE.
TEST(SecurityInfos, ReadsEntryByEntry) {
    const std::string gm = std::string{pace}.append(".2.2");
    const Bytes whole = entry(gm, "02010202010D");
    struct Example {
        Bytes odd;
        bool of_chip_authentication;
    };
    const Example examples[] = {
        {entry(gm, ""), false},
        {entry(gm, "0201FF"), false},
        {entry(gm, "02010202010D0500"), false},
        {entry(gm, "0201020205010000000D"), false},
        {entry("0.4.0.127.0.7.2.2.1.2", "0500"), true},
        {entry("0.4.0.127.0.7.2.2.3.2.2", "0201010201"), true},
        {entry("0.4.0.127.0.7.2.2.3.2.2", "0201020101020101020100"), true},
        {entry("0.4.0.127.0.7.2.2.3.2.2",
               "02010102060100000000"
               "00"),
         true},  // a key with the number 2^40
        {hex("0500"), true},
        {hex("300404020102"), true},
        {hex("00000000"), false},
    };
    for (const Example& example : examples) {
        for (const bool before : {true, false}) {
            const auto infos =
                SecurityInfos::parse(before ? set_of({example.odd, whole}) : set_of({whole, example.odd}));
            ASSERT_TRUE(infos) << to_hex(example.odd);
            EXPECT_EQ(infos->pace.size(), 1U) << to_hex(example.odd);
            EXPECT_TRUE(infos->has_malformed_entry) << to_hex(example.odd);
            EXPECT_EQ(infos->has_malformed_chip_authentication, example.of_chip_authentication) << to_hex(example.odd);
        }
    }
    Bytes cut = set_of({whole, hex("3010 0601")});
    EXPECT_EQ(SecurityInfos::parse(cut)->pace.size(), 1U);
    EXPECT_TRUE(SecurityInfos::parse(cut)->has_malformed_entry);
    Bytes longer = set_of({whole});
    EXPECT_FALSE(SecurityInfos::parse(longer)->has_malformed_entry);
    longer.push_back(0);
    EXPECT_EQ(SecurityInfos::parse(longer)->pace.size(), 1U);
    EXPECT_TRUE(SecurityInfos::parse(longer)->has_malformed_entry);
}

}  // namespace
}  // namespace fivestar::crypto
