// RFC 2849, and the way the ICAO PKD writes it.
#include "crypto/ldif.hpp"

#include "crypto/base/text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

constexpr std::array<std::string_view, 2> wanted{"usercertificate", "cscamasterlistdata"};

/// The values, as text or as the name of their error, when the file comes in parts of this size.
std::vector<std::string> values_in(std::string_view file, std::size_t part = 1U << 20U) {
    std::vector<std::string> values;
    LdifReader reader{wanted, [&](Result<Bytes> value) {
                          values.emplace_back(value ? as_text(*value) : to_string(value.error().code));
                      }};
    for (std::size_t at = 0; at < file.size(); at += part) reader.feed(file.substr(at, part));
    reader.finish();
    return values;
}

using Values = std::vector<std::string>;

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
