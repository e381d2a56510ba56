// SPDX-License-Identifier: Apache-2.0
#include "identity/china/card_number.hpp"

#include "tests/support/print_reason.hpp"
#include "tests/support/vector_file.hpp"

#include <map>
#include <string>

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

std::string_view kind_name(const CardNumber& number) {
    return number.kind ? to_string(*number.kind) : "none";
}

TEST(CardNumber, AgreesWithEveryPublishedNumber) {
    const std::map<std::string, std::string, std::less<>> kinds{
        {"PR18", "permanent_resident_18"}, {"CITIZEN18", "citizen_18"}, {"HMT18", "hmt_18"}};
    for (const auto& group : test::read_vectors("numbers_cn.vec")) {
        const std::string& text = group.text("number.text");
        const CardNumber number = parse_card_number(text);
        EXPECT_EQ(number.valid(), group.text("valid.text") == "yes") << text;
        if (!number.valid()) {
            EXPECT_THAT(number.faults, Contains(Reason::check_digit)) << text;
            EXPECT_EQ(std::string(1, *gb11643_check_digit(text.substr(0, 17))),
                      group.text("check_digit.computed.text"));
            continue;
        }
        EXPECT_EQ(kind_name(number), kinds.find(group.text("kind.text"))->second);
        EXPECT_EQ(number.sequence->view(), group.text("sequence.text"));
        EXPECT_EQ(to_string(*number.sex), group.text("sex.text"));
        const auto birth = number.birth_date;
        const std::string& expected = group.text("date_of_birth.text");
        EXPECT_EQ(static_cast<int>(birth->year()), std::stoi(expected.substr(0, 4)));
        EXPECT_EQ(static_cast<unsigned>(birth->month()) * 100 + static_cast<unsigned>(birth->day()),
                  static_cast<unsigned>(std::stoi(expected.substr(4))));
        if (group.has("province.text")) {
            EXPECT_EQ(number.acceptance_place->code->view(), group.text("province.text"));
        }
    }
}

TEST(CardNumber, TakesAPermanentResidentsNumberApart) {
    const CardNumber number = parse_card_number("931586198001010028");
    EXPECT_EQ(number.first_nationality->view(), "PAK");
    EXPECT_EQ(number.acceptance_place->code->view(), "31");
    EXPECT_EQ(number.acceptance_place->zh->view(), "上海市");
    EXPECT_EQ(number.acceptance_place->en->view(), "Shanghai");
    EXPECT_EQ(number.birth_date, std::chrono::year{1980} / 1 / 1);
    EXPECT_EQ(number.sex, Sex::female);
}

TEST(CardNumber, TakesTheFifteenCharactersApart) {
    // The specimen of the 2017 card (tests/vectors/samv/README.md).
    const CardNumber number = parse_card_number(" pak310080010103\n");
    EXPECT_TRUE(number.valid());
    EXPECT_EQ(number.kind, CardNumberKind::permanent_resident_15);
    EXPECT_EQ(number.first_nationality->view(), "PAK");
    EXPECT_EQ(number.acceptance_place->code->view(), "31");
    EXPECT_EQ(number.birth_date, std::nullopt);
    EXPECT_EQ(number.sequence->view(), "0");
    EXPECT_EQ(number.sex, std::nullopt);
    EXPECT_THAT(parse_card_number("PAK310080010104").faults, ElementsAre(Reason::check_digit));
}

// The numbers below are the specimens' with one part changed and the check digit computed anew with python, by ISO 7064
// MOD 11-2 or by the 7-3-1 rule, so that nothing but that part is wrong.

TEST(CardNumber, GivesGermanyItsIcaoCodeAndTheStatelessTheirs) {
    EXPECT_EQ(parse_card_number("931276198001010029").first_nationality->view(), "D");
    EXPECT_TRUE(parse_card_number("931276198001010029").valid());
    EXPECT_EQ(parse_card_number("931000198001010020").first_nationality->view(), "XXA");
    EXPECT_TRUE(parse_card_number("931000198001010020").valid());
    EXPECT_EQ(parse_card_number("DEU310080010101").first_nationality->view(), "D");
    EXPECT_TRUE(parse_card_number("DEU310080010101").valid());
    EXPECT_EQ(parse_card_number("XXA310080010108").first_nationality->view(), "XXA");
    EXPECT_TRUE(parse_card_number("XXA310080010108").valid());
    EXPECT_TRUE(parse_card_number("RKS310080010105").valid());
}

TEST(CardNumber, TellsTheThreeRegionsOfAResidencePermit) {
    const std::pair<std::string_view, std::string_view> permits[] = {{"810000199001010019", "香港特别行政区"},
                                                                     {"820000199001010010", "澳门特别行政区"},
                                                                     {"830000199001010012", "台湾省"}};
    for (const auto& [text, region] : permits) {
        const CardNumber number = parse_card_number(text);
        EXPECT_TRUE(number.valid()) << text;
        EXPECT_EQ(number.kind, CardNumberKind::hmt_18) << text;
        EXPECT_EQ(number.registration_place->code->view(), text.substr(0, 2));
        EXPECT_EQ(number.registration_place->zh->view(), region);
        EXPECT_FALSE(number.acceptance_place) << text;
        EXPECT_FALSE(number.first_nationality) << text;
        EXPECT_EQ(number.sex, Sex::male) << text;
    }
    // Hong Kong's, but none of the three address codes.
    EXPECT_EQ(parse_card_number("810101199001010010").kind, CardNumberKind::citizen_18);
}

TEST(CardNumber, KnowsWhereACitizenWasRegistered) {
    const CardNumber number = parse_card_number("11010519491231002X");
    EXPECT_EQ(number.registration_place->code->view(), "11");
    EXPECT_EQ(number.registration_place->en->view(), "Beijing");
    EXPECT_FALSE(number.acceptance_place);
}

TEST(CardNumber, KeepsTheBirthOfFifteenCharactersAsItIsWritten) {
    EXPECT_EQ(parse_card_number("PAK310080010103").birth_date_printed->view(), "800101");
    EXPECT_FALSE(parse_card_number("931586198001010028").birth_date_printed);
    // A leap year or not: the century does not say.
    EXPECT_TRUE(parse_card_number("PAK310080022904").valid());
}

TEST(CardNumber, NamesEachFaultOfEighteenCharactersAlone) {
    const std::pair<std::string_view, Reason> numbers[] = {
        {"991586198001010029", Reason::province},    {"931999198001010021", Reason::nationality},
        {"931586198002300027", Reason::birth_date},  {"931586179912310028", Reason::birth_date},
        {"931586198001010029", Reason::check_digit}, {"190105194912310024", Reason::province},
        {"110105194902290029", Reason::birth_date},  {"110105194913010029", Reason::birth_date},
        {"110105194912310020", Reason::check_digit}, {"810000199002300018", Reason::birth_date},
        {"810000199001010018", Reason::check_digit}};
    for (const auto& [text, fault] : numbers) {
        const CardNumber number = parse_card_number(text);
        EXPECT_THAT(number.faults, ElementsAre(fault)) << text;
        EXPECT_TRUE(number.kind) << text;
    }
}

TEST(CardNumber, NamesEachFaultOfFifteenCharactersAlone) {
    const std::pair<std::string_view, Reason> numbers[] = {
        {"PAQ310080010109", Reason::nationality}, {"UTO310080010109", Reason::nationality},
        {"PAK990080010109", Reason::province},    {"PAK310080023002", Reason::birth_date},
        {"PAK310080130106", Reason::birth_date},  {"PAK310080010104", Reason::check_digit}};
    for (const auto& [text, fault] : numbers) {
        const CardNumber number = parse_card_number(text);
        EXPECT_THAT(number.faults, ElementsAre(fault)) << text;
        EXPECT_EQ(number.kind, CardNumberKind::permanent_resident_15) << text;
    }
}

TEST(CardNumber, IsNotBornTomorrow) {
    constexpr std::string_view born = "931586202606160028";  // 2026-06-16
    EXPECT_TRUE(parse_card_number(born).valid());
    EXPECT_TRUE(parse_card_number(born, std::chrono::year{2026} / 6 / 16).valid());
    const CardNumber number = parse_card_number(born, std::chrono::year{2026} / 6 / 15);
    EXPECT_THAT(number.faults, ElementsAre(Reason::birth_date));
    EXPECT_EQ(number.birth_date, std::nullopt);
}

TEST(CardNumber, NamesEveryFaultThereIs) {
    EXPECT_THAT(parse_card_number("999999198002300020").faults,
                ElementsAre(Reason::province, Reason::nationality, Reason::birth_date, Reason::check_digit));
}

// Numbers of published specimens, and of the forms in docs/CHINESE-CARDS.md.
TEST(CardNumber, KnowsTheFormsOfPermitsAndPassports) {
    const std::pair<std::string_view, CardNumberKind> numbers[] = {
        {"C00000000", CardNumberKind::hk_macao_exit_permit},
        {"CA0000000", CardNumberKind::hk_macao_exit_permit},
        {"L00000000", CardNumberKind::taiwan_exit_permit},
        {"H12345678", CardNumberKind::home_return_permit},
        {"M12345678", CardNumberKind::home_return_permit},
        {"H1234567801", CardNumberKind::home_return_permit},
        {" 00000000 ", CardNumberKind::taiwan_compatriot_permit},
        {"e00000000", CardNumberKind::passport},
        {"EF1260892", CardNumberKind::passport},
        {"DE0000000", CardNumberKind::passport},
        {"SE0000000", CardNumberKind::passport},
        {"PE0000000", CardNumberKind::passport}};
    for (const auto& [text, kind] : numbers) {
        const CardNumber number = parse_card_number(text);
        EXPECT_TRUE(number.valid()) << text;
        EXPECT_EQ(number.kind, kind) << text;
        EXPECT_FALSE(number.birth_date || number.sex || number.sequence || number.registration_place) << text;
    }
    for (const std::string_view text : {"EI0000000", "EO0000000", "X12345678", "HA2345678", "LA0000000", "H123456780A",
                                        "1234567A", "123456789", "C-0000000", "DX0000000"}) {
        const CardNumber number = parse_card_number(text);
        EXPECT_THAT(number.faults, ElementsAre(Reason::character)) << text;
        EXPECT_FALSE(number.kind) << text;
    }
    EXPECT_THAT(parse_card_number("H123456780").faults, ElementsAre(Reason::length));
}

TEST(CardNumber, TakesNothingApartThatFitsNoKind) {
    const std::pair<std::string_view, Reason> texts[] = {
        {"", Reason::length},
        {"93158619800101002", Reason::length},
        {"9315861980010100288", Reason::length},
        {"93158619800101002Y", Reason::character},
        {"93158619800101X028", Reason::character},
        {"PA3310080010103", Reason::character},
        {"PAK31008001010A", Reason::character},
        {"证证证证证", Reason::length},  // five characters of fifteen octets
        {"证件证件证件证件证件证件证件证", Reason::character},
        {"931586 98001010028", Reason::character},
        {"031586198001010028", Reason::kind},
        {"110105491231002", Reason::kind}};
    for (const auto& [text, fault] : texts) {
        const CardNumber number = parse_card_number(text);
        EXPECT_THAT(number.faults, ElementsAre(fault)) << text;
        EXPECT_FALSE(number.kind) << text;
        EXPECT_FALSE(number.sequence) << text;
    }
}

// Adyen/adyen-web#300: an input method types full-width digits. A card has none.
TEST(CardNumber, UnderstandsFullWidthOnlyWhereAPersonTypes) {
    constexpr std::string_view wide = "９３１５８６１９８００１０１００２８";
    EXPECT_THAT(parse_card_number(wide).faults, ElementsAre(Reason::character));
    EXPECT_EQ(typed_number(wide).view(), "931586198001010028");
    EXPECT_EQ(typed_number("\u3000ＰＡｋ３10080010103 ").view(), "PAK310080010103");
    EXPECT_EQ(typed_number("１１０１０５１９４９１２３１００２ｘ").view(), "11010519491231002X");
    EXPECT_EQ(typed_number("证\uFF00\uFF5F").view(), "证\uFF00\uFF5F") << "only the forms of ASCII";
}

TEST(CardNumber, TakesAControlCharacterForAFault) {
    using namespace std::string_view_literals;
    EXPECT_THAT(parse_card_number("93158619800101\0"
                                  "028"sv)
                    .faults,
                ElementsAre(Reason::character));
    EXPECT_THAT(parse_card_number("931586198001\u009B10028").faults, ElementsAre(Reason::character));
}

TEST(CardNumber, AcceptsASmallX) {
    EXPECT_TRUE(parse_card_number("11010519491231002x").valid());
}

TEST(Gb11643CheckDigit, NeedsSeventeenDigits) {
    EXPECT_EQ(gb11643_check_digit("1101051949123100"), std::nullopt);
    EXPECT_EQ(gb11643_check_digit("1101051949123100A"), std::nullopt);
    EXPECT_EQ(gb11643_check_digit("11010519491231002"), 'X');
}

}  // namespace
}  // namespace fivestar::identity
