#include "identity/country.hpp"

#include "identity/ethnicity.hpp"
#include "identity/province.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

TEST(Country, IsFoundByEachCode) {
    EXPECT_EQ(country_by_alpha3("PAK")->numeric, "586");
    EXPECT_EQ(country_by_numeric("586")->alpha3, "PAK");
    EXPECT_EQ(country_by_numeric("004")->alpha3, "AFG");
    EXPECT_EQ(country_by_alpha3("ZWE")->alpha2, "ZW");
    EXPECT_EQ(country_by_alpha3("UTO"), nullptr);
    EXPECT_EQ(country_by_numeric("000"), nullptr);
    EXPECT_EQ(country_by_alpha3(""), nullptr);
    EXPECT_EQ(country_by_numeric("86"), nullptr);
}

TEST(Country, HasTheCodeOfDoc9303) {
    EXPECT_EQ(icao_code("DEU"), "D");
    EXPECT_EQ(icao_code("PAK"), "PAK");
}

TEST(CertificateCountry, AgreesWithTheIssuingState) {
    using enum CountryAgreement;
    const std::tuple<std::string_view, std::string_view, CountryAgreement> cases[] = {
        {"CHN", "CN", agrees},  {"CHN", "HK", agrees},  {"CHN", "TW", differs}, {"D", "DE", agrees},
        {"D", "de", agrees},    {"FRA", "FRA", agrees}, {"UTO", "UT", agrees},  {"GBD", "GB", agrees},
        {"UNO", "UN", agrees},  {"EUE", "EU", agrees},  {"FRA", "DE", differs}, {"D", "DK", differs},
        {"UTO", "DE", differs}, {"UNO", "FR", differs}, {"XBA", "ZZ", unknown}, {"", "DE", differs},
        {"FRA", "", differs},
    };
    for (const auto& [state, country, agreement] : cases) {
        EXPECT_EQ(certificate_country_agrees(state, country), agreement) << state << ' ' << country;
    }
}

TEST(Province, IsOneOfThirtyFour) {
    EXPECT_EQ(province("31")->zh, "上海市");
    EXPECT_EQ(province("99"), nullptr);
    unsigned provinces = 0;
    for (int code = 0; code < 100; ++code) {
        const std::string digits{static_cast<char>('0' + code / 10), static_cast<char>('0' + code % 10)};
        if (province(digits) != nullptr) ++provinces;
    }
    EXPECT_EQ(provinces, 34U);
}

TEST(Ethnicity, IsNamed) {
    EXPECT_EQ(ethnicity("01")->zh->view(), "汉");
    EXPECT_EQ(ethnicity("56")->en->view(), "Jino");
    EXPECT_FALSE(ethnicity("57"));
    EXPECT_FALSE(ethnicity(""));
}

}  // namespace
}  // namespace fivestar::identity
