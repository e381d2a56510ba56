// SPDX-License-Identifier: Apache-2.0
#include "identity/china/national_text.hpp"

#include "identity/china/previous_numbers.hpp"
#include "tests/identity/china/national_texts.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Expected values: tests/vectors/samv/README.md, after the published specimen cards.

TEST(NationalText, DecodesTheCardOf2023) {
    const auto text = parse_national_text(record("Y"));
    ASSERT_TRUE(text);
    EXPECT_EQ(text->kind, NationalTextKind::permanent_resident_2023);
    EXPECT_EQ(text->chinese_name->view(), "证件样本证件样本证件样本证件样");
    EXPECT_EQ(text->english_name->view(), "ZHENGJIAN, YANGBEN ZHENG JIAN YANG BEN");
    EXPECT_EQ(text->sex, Sex::female);
    EXPECT_EQ(text->renewal_count->view(), "00");
    EXPECT_EQ(text->birth_date, year{1980} / 1 / 1);
    EXPECT_EQ(text->number->view(), "931586198001010028");
    EXPECT_EQ(text->nationality->view(), "PAK");
    EXPECT_EQ(text->valid_from, year{2023} / 8 / 8);
    EXPECT_EQ(text->valid_until, year{2033} / 8 / 7);
    EXPECT_EQ(text->issuing_authority->zh->view(), "国家移民管理局");
    EXPECT_EQ(text->issuing_authority->en->view(), "National Immigration Administration");
    EXPECT_THAT(texts(text->previous_numbers), ElementsAre("PAK310080010103"));
    EXPECT_FALSE(text->ethnicity);
    EXPECT_FALSE(text->address);
    EXPECT_THAT(text->findings, IsEmpty());
}

TEST(NationalText, DecodesTheCardOf2017) {
    const auto text = parse_national_text(record("I"));
    ASSERT_TRUE(text);
    EXPECT_EQ(text->kind, NationalTextKind::permanent_resident_2017);
    EXPECT_EQ(text->english_name->view(), "ZHENGJIAN,YANGBEN ZHENG JIAN YANG BEN ZHENGJIAN Y");
    EXPECT_EQ(text->chinese_name->view(), "证件样本证件样本证件样本证件");
    EXPECT_EQ(text->sex, Sex::female);
    EXPECT_EQ(text->number->view(), "PAK310080010103");
    EXPECT_EQ(text->nationality->view(), "PAK");
    EXPECT_EQ(text->birth_date, year{1980} / 1 / 1);
    EXPECT_EQ(text->valid_from, year{2023} / 8 / 8);
    EXPECT_EQ(text->valid_until, year{2033} / 8 / 7);
    EXPECT_EQ(text->card_version->view(), "01");
    EXPECT_EQ(text->acceptance_authority->code->view(), "1500");
    EXPECT_EQ(text->acceptance_authority->zh->view(), "内蒙古自治区");
    EXPECT_EQ(text->issuing_authority->zh->view(), "公安部");
    EXPECT_EQ(text->issuing_authority->en->view(), "Ministry of Public Security");
    EXPECT_THAT(text->previous_numbers, IsEmpty());
    EXPECT_THAT(text->findings, IsEmpty());
}

TEST(NationalText, DecodesACitizensCard) {
    const auto text = parse_national_text(record("cn"));
    ASSERT_TRUE(text);
    EXPECT_EQ(text->kind, NationalTextKind::citizen);
    EXPECT_EQ(text->chinese_name->view(), "张三");
    EXPECT_EQ(text->sex, Sex::male);
    EXPECT_EQ(text->ethnicity->zh->view(), "汉");
    EXPECT_EQ(text->birth_date, year{1949} / 12 / 31);
    EXPECT_EQ(text->address->view(), "北京市朝阳区样本路1号");
    EXPECT_EQ(text->number->view(), "11010519491231002X");
    EXPECT_EQ(text->issuing_authority->zh->view(), "北京市公安局朝阳分局");
    EXPECT_FALSE(text->issuing_authority->en);
    EXPECT_EQ(text->valid_from, year{2020} / 1 / 1);
    EXPECT_TRUE(text->long_term);
    EXPECT_EQ(text->valid_until, std::nullopt);
    EXPECT_THAT(text->findings, IsEmpty());
}

TEST(NationalText, DecodesAResidencePermit) {
    const auto text = parse_national_text(record("J"));
    ASSERT_TRUE(text);
    EXPECT_EQ(text->kind, NationalTextKind::hmt);
    EXPECT_EQ(text->chinese_name->view(), "样本");
    EXPECT_FALSE(text->ethnicity);
    EXPECT_EQ(text->number->view(), "810000199001010019");
    EXPECT_EQ(text->travel_permit_number->view(), "H00000000");
    EXPECT_EQ(text->issue_count->view(), "01");
    EXPECT_EQ(text->valid_until, year{2025} / 1 / 1);
    EXPECT_THAT(text->findings, IsEmpty());
}

TEST(NationalText, NeverTakesAnUnknownKindForACitizen) {
    for (unsigned flag = 0; flag < 0x10000; ++flag) {
        Bytes octets = record("Y");
        octets[248] = static_cast<std::uint8_t>(flag);
        octets[249] = static_cast<std::uint8_t>(flag >> 8);
        const auto text = parse_national_text(octets);
        const bool known = flag == ' ' || flag == 'J' || flag == 'I' || flag == 'Y';
        ASSERT_EQ(text.has_value(), known) << flag;
        if (!known) {
            ASSERT_EQ(text.error().code, ErrorCode::unsupported);
        }
    }
}

TEST(NationalText, NeedsAll256Octets) {
    const Bytes octets = record("Y");
    for (std::size_t size = 0; size < octets.size(); ++size) {
        EXPECT_EQ(parse_national_text(ByteView{octets}.first(size)).error().code, ErrorCode::malformed);
    }
    EXPECT_EQ(parse_national_text(Bytes(257, 0x20)).error().code, ErrorCode::malformed);
}

TEST(NationalText, JoinsTheNameBeforeItTrims) {
    // The 35th character is the blank between two names, and the first part may as well end inside one.
    EXPECT_EQ(parse_national_text(with(record("Y"), 120, "X"))->english_name->view(),
              "ZHENGJIAN, YANGBEN ZHENG JIAN YANGXBEN");
    EXPECT_EQ(parse_national_text(with(record("Y"), 220, "   "))->english_name->view(),
              "ZHENGJIAN, YANGBEN ZHENG JIAN YANG");
}

TEST(NationalText, ReadsEverySexCode) {
    const auto sex = [](std::string_view code) { return parse_national_text(with(record("Y"), 30, code))->sex; };
    EXPECT_EQ(sex("1"), Sex::male);
    EXPECT_EQ(sex("2"), Sex::female);
    EXPECT_EQ(sex("9"), Sex::unspecified);
    EXPECT_EQ(sex("0"), Sex::unknown);
    EXPECT_EQ(sex("3"), Sex::unknown);
    EXPECT_THAT(parse_national_text(with(record("Y"), 30, "0"))->findings, IsEmpty());
    EXPECT_THAT(parse_national_text(with(record("Y"), 30, "3"))->findings, ElementsAre(Reason::text_sex));
}

TEST(NationalText, ReportsDatesThatAreNone) {
    const auto birth = parse_national_text(with(record("Y"), 36, "19800230"));
    EXPECT_EQ(birth->birth_date, std::nullopt);
    EXPECT_EQ(birth->birth_date_printed->view(), "19800230");
    EXPECT_THAT(birth->findings, ElementsAre(Reason::text_birth_date));
    EXPECT_THAT(parse_national_text(with(record("Y"), 188, "        "))->findings,
                ElementsAre(Reason::text_valid_from));
    const auto until = parse_national_text(with(record("Y"), 204, "20331332"));
    EXPECT_EQ(until->valid_until, std::nullopt);
    EXPECT_FALSE(until->long_term);
    EXPECT_THAT(until->findings, ElementsAre(Reason::text_valid_until));
}

TEST(NationalText, ReadsZerosAsBlanks) {
    Bytes octets = record("Y");
    for (std::size_t at = 226; at < 242; ++at) octets[at] = 0;
    const auto text = parse_national_text(octets);
    EXPECT_EQ(text->english_name->view(), "ZHENGJIAN, YANGBEN ZHENG JIAN YANG BEN");
    EXPECT_THAT(text->findings, IsEmpty());
}

TEST(NationalText, SurvivesJunkInEveryField) {
    for (const std::uint8_t junk : Bytes{0x00, 0xD8, 0xDC, 0xFF}) {
        for (const char flag : {' ', 'J', 'I', 'Y'}) {
            const auto text = parse_national_text(with(Bytes(256, junk), 248, std::string_view{&flag, 1}));
            ASSERT_TRUE(text);
            EXPECT_EQ(text->birth_date, std::nullopt);
            EXPECT_THAT(text->previous_numbers, IsEmpty());
            if (junk != 0) {
                EXPECT_THAT(text->findings, Contains(Reason::text_invalid_character));
            }
        }
    }
}

TEST(NationalText, DoesNotJoinSurrogatesAcrossFields) {
    Bytes octets = record("Y");
    octets[28] = 0x3D;  // last character of the Chinese name: a high surrogate; the sex: a low one
    octets[29] = 0xD8;
    octets[30] = 0x00;
    octets[31] = 0xDE;
    const auto text = parse_national_text(octets);
    EXPECT_EQ(text->chinese_name->view(), "证件样本证件样本证件样本证件\uFFFD");
    EXPECT_EQ(text->sex, Sex::unknown);
    EXPECT_THAT(text->findings, ElementsAre(Reason::text_invalid_character, Reason::text_sex));
}

Bytes with_units(Bytes octets, std::size_t offset, std::u16string_view units) {
    for (const char16_t unit : units) {
        octets[offset++] = static_cast<std::uint8_t>(unit);
        octets[offset++] = static_cast<std::uint8_t>(unit >> 8);
    }
    return octets;
}

TEST(NationalText, ReplacesWhatIsNoCharacter) {
    // High and low surrogate alone and in the wrong order, NUL, controls, non-characters, byte order marks, a
    // direction.
    const std::u16string_view junk_texts[] = {u"\xD840", u"\xDC00", u"\xDC00\xD840", std::u16string_view{u"\0", 1},
                                              u"\x0007", u"\x007F", u"\x0085",       u"\xFFFE",
                                              u"\xFFFF", u"\xFDD0", u"\xFEFF",       u"\x202E",
                                              u"\x2028"};
    for (const std::u16string_view junk : junk_texts) {
        const auto text = parse_national_text(with_units(record("cn"), 0, std::u16string{junk} + u"三"));
        std::string expected;
        for (std::size_t at = 0; at < junk.size(); ++at) expected += "\uFFFD";
        EXPECT_EQ(text->chinese_name->view(), expected + "三") << static_cast<unsigned>(junk[0]);
        EXPECT_THAT(text->findings, ElementsAre(Reason::text_invalid_character)) << static_cast<unsigned>(junk[0]);
    }
}

TEST(NationalText, KeepsRareCharacters) {
    // U+20BB7 of two units; U+E5E5 of the private-use area, which older systems used for characters without a code.
    const auto text = parse_national_text(with_units(record("cn"), 0, u"\xD842\xDFB7\xE5E5"));
    EXPECT_EQ(text->chinese_name->view(), "\U00020BB7\uE5E5");
    EXPECT_THAT(text->findings, IsEmpty());
}

TEST(NationalText, ReportsANationalityNobodyHas) {
    for (const std::string_view nationality : {"PAQ", "UTO", "   ", "586"}) {
        const auto text = parse_national_text(with(record("I"), 152, nationality));
        EXPECT_THAT(text->findings, ElementsAre(Reason::text_nationality)) << nationality;
    }
    EXPECT_THAT(parse_national_text(with(record("I"), 152, "XXA"))->findings, IsEmpty());
    EXPECT_THAT(parse_national_text(with(record("Y"), 242, "PAQ"))->findings, ElementsAre(Reason::text_nationality));
}

TEST(NationalText, TakesBothWaysToWriteNoEnd) {
    const auto padded = parse_national_text(with(with_units(record("Y"), 204, u"长期"), 208, "      "));
    EXPECT_TRUE(padded->long_term);
    EXPECT_EQ(padded->valid_until, std::nullopt);
    EXPECT_THAT(padded->findings, IsEmpty());
    const auto zeros = parse_national_text(with_units(record("J"), 204, std::u16string_view{u"长期\0\0\0\0\0\0", 8}));
    EXPECT_TRUE(zeros->long_term);
    EXPECT_FALSE(parse_national_text(with_units(record("cn"), 204, u"长期有效"))->long_term);
}

TEST(NationalText, KnowsEveryEthnicityCode) {
    // GB/T 3304: 01 to 56, 97 other, 98 foreign descent.
    for (unsigned code = 0; code < 100; ++code) {
        const std::string digits{static_cast<char>('0' + code / 10), static_cast<char>('0' + code % 10)};
        const bool known = (code >= 1 && code <= 56) || code == 97 || code == 98;
        const auto text = parse_national_text(with(record("cn"), 32, digits));
        EXPECT_EQ(text->findings.empty(), known) << digits;
        EXPECT_EQ(text->ethnicity->zh.has_value(), known) << digits;
    }
}

TEST(NationalText, KeepsAnUnknownEthnicityCode) {
    const auto text = parse_national_text(with(record("cn"), 32, "77"));
    EXPECT_EQ(text->ethnicity->code->view(), "77");
    EXPECT_FALSE(text->ethnicity->zh);
    EXPECT_THAT(text->findings, ElementsAre(Reason::text_ethnicity));
}

}  // namespace
}  // namespace fivestar::identity
