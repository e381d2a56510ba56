// SPDX-License-Identifier: Apache-2.0
// RFC 2849, and the way the ICAO PKD writes it.
#include "crypto/pki/ldif.hpp"

#include "crypto/base/text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using Values = std::vector<std::string>;

constexpr std::array<std::string_view, 2> wanted{"usercertificate", "cscamasterlistdata"};

/// The values, as text or as the name of their error, when the file comes in parts of this size.
std::vector<std::string> values_in(std::string_view file, std::size_t part = 1U << 20U) {
    std::vector<std::string> values;
    LdifReader reader{wanted, [&](const LdifPlace&, const Result<Bytes>& value) {
                          values.emplace_back(value ? as_text(*value) : to_string(value.error().code));
                      }};
    for (std::size_t at = 0; at < file.size(); at += part) reader.feed(file.substr(at, part));
    reader.finish();
    return values;
}

TEST(Ldif, GivesTheWantedValuesHoweverTheFileIsCutUp) {
    constexpr std::string_view file =
        "# comment\n with a second line: userCertificate:: AAAA\nversion: 1\n\n"
        "dn: cn=SPECIMEN,o=dsc,c=XU,dc=data\r\npkdVersion: 1150\r\n"
        "userCertificate;binary:: aGVs\r\n bG8\r\n =\r\n"
        "sn: 01\n\ndn:: Y249eA==\nCSCAMASTERLISTDATA::d29ybGQ=\nuserCertificate: plain\n"
        "usercertificate:< file:///etc/passwd\nother:: AAAA\nuserCertificateOther:: AAAA\nuserCertificate:: ZW5k";
    for (const std::size_t part : {1UL, 2UL, 3UL, 7UL, 1000UL}) {
        EXPECT_EQ(values_in(file, part), (Values{"hello", "world", "end"})) << part;
    }
}

/// `attribute@entry` of each value.
std::vector<std::string> places_in(std::string_view file, std::size_t part) {
    std::vector<std::string> places;
    LdifReader reader{wanted, [&](const LdifPlace& place, const Result<Bytes>&) {
                          places.push_back(std::string{place.attribute}.append("@").append(place.entry));
                      }};
    for (std::size_t at = 0; at < file.size(); at += part) reader.feed(file.substr(at, part));
    reader.finish();
    return places;
}

TEST(Ldif, SaysWhereAValueStands) {
    std::string file =
        "userCertificate:: AAAA\n\ndn: cn=SPECIMEN 1, o=d\r\n sc,c=XU\r\nuserCertificate;binary:: AAAA\n\n"
        "DN:: Y249eCxvPWRz\n Yw==\ncscaMasterListData:: *\n\ndn:: *\nuserCertificate:: AAAA\n\ndn: cn=";
    file.append(max_ldif_entry_name, 'x').append(",o=dsc\nuserCertificate:: AAAA\n");
    for (const std::size_t part : {1UL, 2UL, 3UL, 7UL, 100000UL}) {
        EXPECT_EQ(places_in(file, part),
                  (Values{"usercertificate@", "usercertificate@ cn=SPECIMEN 1, o=dsc,c=XU",
                          "cscamasterlistdata@cn=x,o=dsc", "usercertificate@", "usercertificate@"}))
            << part;
    }
}

TEST(Ldif, TakesTheRdnsOfANameApart) {
    for (const char* name :
         {"o=dsc", "cn=x,o=dsc,c=XU", "cn=C\\=XU\\,O\\=Utopia+sn=01, O=DSC ,c=XU", "o=dsc,", ",o=dsc"}) {
        EXPECT_TRUE(has_rdn(name, "o=dsc")) << name;
    }
    for (const char* name :
         {"", ",", "\\", "cn=x\\,o=dsc,c=XU", "cn=o=dsc", "o=dsc2", "o=csca,c=XU", "o=ds", "cn=x,\\o=dsc"}) {
        EXPECT_FALSE(has_rdn(name, "o=dsc")) << name;
    }
}

TEST(Ldif, NamesWhatIsNoBase64AndGoesOn) {
    EXPECT_EQ(values_in("userCertificate:: *\nuserCertificate:: Z\nuserCertificate:: aGVsbG8=\n"),
              (Values{"malformed", "malformed", "hello"}));
    EXPECT_EQ(values_in("userCertificate::\n"), (Values{""}));
}

TEST(Ldif, BoundsAValueAndGoesOn) {
    std::string file = "userCertificate:: ";
    file.append(max_ldif_value * 2, 'A');
    file += "\nuserCertificate:: aGVsbG8=\n";
    EXPECT_EQ(values_in(file), (Values{"limit_exceeded", "hello"}));
}

TEST(Ldif, FindsNothingInWhatIsNone) {
    for (const std::string_view file : {"", "\n", " ", " \n \n", ":", "::", "userCertificate",
                                        "userCertificate:", "\r\r\r", "dn: x\n userCertificate:: AAAA\n"}) {
        EXPECT_EQ(values_in(file), Values{}) << file;
    }
    EXPECT_EQ(values_in(std::string(1U << 20U, 'a') + ":: AAAA"), Values{});
}

TEST(Ldif, IsKnownByNameOrBeginning) {
    EXPECT_TRUE(looks_like_ldif("icaopkd-002-complete.LDIF", "# whatever"));
    EXPECT_TRUE(looks_like_ldif("list", "version: 1\n"));
    EXPECT_TRUE(looks_like_ldif("list", "dn: cn=x"));
    EXPECT_FALSE(looks_like_ldif("ldif", "0\x82"));
    EXPECT_FALSE(looks_like_ldif("", ""));
}

}  // namespace
}  // namespace fivestar::crypto
