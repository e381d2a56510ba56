// SPDX-License-Identifier: Apache-2.0
// The expected values are those of Python's hmac module, for the octets that pseudonym.hpp describes. The number is
// that of the published specimen of the 2023 card.
#include "identity/pseudonym.hpp"

#include <numeric>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

Pseudonyms pseudonyms() {
    SecretBytes key(Pseudonyms::key_size);
    std::iota(key.begin(), key.end(), std::uint8_t{0});
    return Pseudonyms{std::move(key)};
}

std::string of(std::string_view state, std::string_view number, std::string_view client = "hotel") {
    Document document;
    if (!state.empty()) document.issuing_state.emplace(state);
    if (!number.empty()) document.number.emplace(number);
    const auto pseudonym = pseudonyms().of(document, client);
    return pseudonym ? std::string{pseudonym->view()} : std::string{"none"};
}

TEST(Pseudonym, IsOneOfEachClientAndDocumentNumber) {
    EXPECT_EQ(of("CHN", "931586198001010028"), "9060df0095ae05b8343d4144d683daae");
    EXPECT_EQ(of("CHN", "931586198001010028", "gate"), "b1bbc0d819ff1a59d96f79d121e60488");
    EXPECT_EQ(of("UTO", "SP1234567"), "304f30bd1e9190dc24835f84dc49c270");
    EXPECT_EQ(of("D", "C01X00T47"), "4f5ac3fd2347d812c0775207e331fdeb");
    EXPECT_EQ(of("DEU", "c01x00t47 "), of("D", "C01X00T47"));
    EXPECT_NE(of("UTO", "SP1234568"), of("UTO", "SP1234567"));
}

TEST(Pseudonym, StaysWhenTheCardIsRenewed) {
    Document card;
    card.issuing_state.emplace("CHN");
    card.number.emplace("931586198001010028");
    card.renewal_count.emplace("00");
    card.valid_until = std::chrono::year{2033} / 8 / 7;
    card.previous_numbers.emplace_back("PAK310080010103");
    Document renewed;
    renewed.issuing_state.emplace("CHN");
    renewed.number.emplace("931586198001010028");
    renewed.renewal_count.emplace("01");
    renewed.valid_until = std::chrono::year{2043} / 8 / 7;
    const auto before = pseudonyms().of(card, "hotel");
    const auto after = pseudonyms().of(renewed, "hotel");
    ASSERT_TRUE(before.has_value() && after.has_value());
    EXPECT_EQ(before->view(), after->view());
}

TEST(Pseudonym, NeedsANumberAndWhoIssuedIt) {
    EXPECT_EQ(of("", "SP1234567"), "none");
    EXPECT_EQ(of("UTO", ""), "none");
    EXPECT_EQ(of("UTO", " "), "none");
}

}  // namespace
}  // namespace fivestar::identity
