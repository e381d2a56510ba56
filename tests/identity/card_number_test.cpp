#include "identity/card_number.hpp"

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
            EXPECT_THAT(number.faults, Contains(NumberFault::check_digit)) << text;
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
    EXPECT_THAT(parse_card_number("PAK310080010104").faults, ElementsAre(NumberFault::check_digit));
}

TEST(CardNumber, GivesGermanyItsIcaoCodeAndTheStatelessTheirs) {
    // 276 is Germany, 000 stateless; the rest is the specimen's.
    EXPECT_EQ(parse_card_number("931276198001010028").first_nationality->view(), "D");
    EXPECT_EQ(parse_card_number("931000198001010028").first_nationality->view(), "XXA");
    EXPECT_FALSE(parse_card_number("931000198001010028").has(NumberFault::nationality));
}

TEST(CardNumber, NamesEachFault) {
    EXPECT_THAT(parse_card_number("").faults, ElementsAre(NumberFault::length));
    EXPECT_THAT(parse_card_number("93158619800101002").faults, ElementsAre(NumberFault::length));
    EXPECT_THAT(parse_card_number("9315861980010100288").faults, ElementsAre(NumberFault::length));
    EXPECT_THAT(parse_card_number("93158619800101002Y").faults, ElementsAre(NumberFault::character));
    EXPECT_THAT(parse_card_number("93158619800101X028").faults, ElementsAre(NumberFault::character));
    EXPECT_THAT(parse_card_number("031586198001010028").faults, ElementsAre(NumberFault::character));
    EXPECT_THAT(parse_card_number("PA3310080010103").faults, ElementsAre(NumberFault::character));
    EXPECT_THAT(parse_card_number("证证证证证").faults, ElementsAre(NumberFault::character));
    EXPECT_TRUE(parse_card_number("999586198001010028").has(NumberFault::province));
    EXPECT_TRUE(parse_card_number("931999198001010028").has(NumberFault::nationality));
    EXPECT_TRUE(parse_card_number("931586198002300028").has(NumberFault::birth_date));
    EXPECT_TRUE(parse_card_number("PAK310080023003").has(NumberFault::birth_date));
    EXPECT_TRUE(parse_card_number("PAQ310080010103").has(NumberFault::nationality));
    EXPECT_TRUE(parse_card_number("PAK990080010103").has(NumberFault::province));
    EXPECT_TRUE(parse_card_number("832682198501010017").has(NumberFault::province));
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
