// SPDX-License-Identifier: Apache-2.0
#include "identity/country.hpp"

#include <map>
#include <string>

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

TEST(Country, HasAllOfIso3166) {
    // ISO 3166-1 has 249 countries; the numeric codes of each letter's countries, summed, after Debian's iso-codes.
    std::map<char, int> sums;
    int count = 0;
    for (char a = 'A'; a <= 'Z'; ++a) {
        for (char b = 'A'; b <= 'Z'; ++b) {
            for (char c = 'A'; c <= 'Z'; ++c) {
                const Country* country = country_by_alpha3(std::string{a, b, c});
                if (country == nullptr) continue;
                ++count;
                sums[a] += std::stoi(std::string{country->numeric});
                EXPECT_EQ(country_by_numeric(country->numeric), country);
            }
        }
    }
    EXPECT_EQ(count, 249);
    const std::map<char, int> expected{{'A', 2785}, {'B', 3479}, {'C', 4624},  {'D', 1184},  {'E', 3188},
                                       {'F', 1793}, {'G', 6657}, {'H', 1889},  {'I', 3847},  {'J', 2012},
                                       {'K', 3114}, {'L', 4684}, {'M', 11532}, {'N', 6590},  {'O', 512},
                                       {'P', 7591}, {'Q', 634},  {'R', 2569},  {'S', 15214}, {'T', 10357},
                                       {'U', 4743}, {'V', 4062}, {'W', 1758},  {'Y', 887},   {'Z', 2320}};
    EXPECT_EQ(sums, expected);
}

TEST(Nationality, IsACountryOrACodeForPersons) {
    for (const std::string_view code : {"PAK", "DEU", "HKG", "TWN", "XXA", "XXB", "XXC", "XXX", "GBD", "GBN", "GBO",
                                        "GBP", "GBS", "UNO", "UNA", "UNK", "RKS"}) {
        EXPECT_TRUE(is_nationality(code)) << code;
    }
    for (const std::string_view code : {"", "D", "UTO", "EUE", "XOM", "PAQ", "pak"}) {
        EXPECT_FALSE(is_nationality(code)) << code;
    }
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

}  // namespace
}  // namespace fivestar::identity
