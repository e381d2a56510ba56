// SPDX-License-Identifier: Apache-2.0
// Zones of China's travel permits. The specimens are published (docs/CHINESE-CARDS.md); zones without a specimen are
// made from one, with check digits computed anew.
#include "identity/mrz/mrz.hpp"
#include "identity/mrz/mrz_check_digit.hpp"
#include "identity/mrz/mrz_information.hpp"

#include <set>
#include <string>

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto permit_day = year{2026} / 6 / 15;

constexpr std::string_view hong_kong_macao = "CSC000000004<2404200<8108038<6";
constexpr std::string_view taiwan = "CDL000000007<2508197<8208031<6";
constexpr std::string_view home_return =
    "CRH1234567830002212119F8108038"
    "NGKELMPONBPJLBLOAABA1234567842"
    "ZHENG<JIAN<<YANG<BEN<<<<<<<<<<";
constexpr std::string_view taiwan_compatriot =
    "CT00000000<00262006084F8108038"
    "NGKELMPONBPJLBLOAABR0000000001"
    "ZHENG<JIAN<<YANG<BEN<<<<<<3500";

Mrz parsed(std::string_view zone) {
    auto mrz = parse_mrz(zone, permit_day);
    EXPECT_TRUE(mrz) << zone;
    return mrz ? std::move(*mrz) : Mrz{};
}

std::string_view text(const std::optional<PersonalText>& value) {
    return value ? value->view() : "none";
}

std::string with(std::string_view zone, std::size_t at, std::string_view characters) {
    std::string changed{zone};
    return changed.replace(at, characters.size(), characters);
}

TEST(PermitMrz, ReadsThePrintedLineForHongKongAndMacao) {
    const Mrz mrz = parsed(hong_kong_macao);
    EXPECT_THAT(mrz.faults, IsEmpty());
    EXPECT_EQ(mrz.form, MrzForm::permit);
    EXPECT_EQ(mrz.document_code.view(), "CS");
    EXPECT_EQ(mrz.document_number.view(), "C00000000");
    EXPECT_EQ(mrz.expiry_date, year{2024} / 4 / 20);
    EXPECT_EQ(mrz.birth_date, year{1981} / 8 / 3);
    EXPECT_EQ(mrz.issuing_state.view(), "CHN");
    EXPECT_EQ(mrz.nationality.view(), "CHN");
    EXPECT_EQ(mrz.sex, Sex::unknown);
    EXPECT_TRUE(mrz.primary.empty());
    EXPECT_EQ(text(mrz.chinese_name), "none");
    ASSERT_EQ(mrz.lines.size(), 1U);
}

TEST(PermitMrz, ReadsThePrintedLineForTaiwan) {
    const Mrz mrz = parsed(taiwan);
    EXPECT_THAT(mrz.faults, IsEmpty());
    EXPECT_EQ(mrz.document_number.view(), "L00000000");
    EXPECT_EQ(mrz.expiry_date, year{2025} / 8 / 19);
    EXPECT_EQ(mrz.birth_date, year{1982} / 8 / 3);
}

TEST(PermitMrz, ReadsTheDataGroupOfAPrintedLine) {
    for (const std::string_view line : {hong_kong_macao, taiwan}) {
        const Mrz mrz = parsed(std::string{line} + "NGKELMPONBPJZHENG<JIAN<<YANG<B" + "F<<B<<<<110<<<<<<<<<<<<<<<<<<<");
        EXPECT_THAT(mrz.faults, IsEmpty());
        EXPECT_EQ(mrz.lines.size(), 3U);
        EXPECT_EQ(text(mrz.chinese_name), "证件样");
        EXPECT_EQ(mrz.chinese_omitted, std::nullopt) << "it has no count";
        EXPECT_EQ(mrz.primary.view(), "ZHENG JIAN");
        EXPECT_EQ(mrz.secondary.view(), "YANG B");
        EXPECT_TRUE(mrz.truncated);
        EXPECT_EQ(mrz.sex, Sex::female);
        EXPECT_TRUE(mrz.birth_century_printed);
        EXPECT_EQ(mrz.birth_place.view(), "110");
    }
}

TEST(PermitMrz, ReadsWhatIsKnownOfTheOlderDataGroup) {
    // DAC8811/PassportReader_kylin: the sex is the 23rd character; expiry and birth are behind the first two fillers.
    const Mrz mrz = parsed(
        "CSC00000000400000000XXF<240420"
        "0<8108038<6NGKELMPONBPJ<ZHENG<"
        "<YANG<<<<<<<<<<<<<<<<<<<<<<<<<");
    EXPECT_THAT(mrz.faults, ElementsAre(Reason::check_digit_rule_unknown));
    EXPECT_EQ(mrz.document_number.view(), "C00000000");
    EXPECT_EQ(mrz.sex, Sex::female);
    EXPECT_EQ(mrz.expiry_date, year{2024} / 4 / 20);
    EXPECT_EQ(mrz.birth_date, year{1981} / 8 / 3);
    EXPECT_TRUE(mrz.primary.empty());
}

TEST(PermitMrz, ReadsThePermitOfAResidentOfHongKongOrMacao) {
    const Mrz mrz = parsed(home_return);
    EXPECT_THAT(mrz.faults, IsEmpty());
    EXPECT_EQ(mrz.form, MrzForm::permit);
    EXPECT_EQ(mrz.document_code.view(), "CR");
    EXPECT_EQ(mrz.document_number.view(), "H12345678");
    EXPECT_EQ(mrz.issue_count.view(), "00");
    EXPECT_EQ(mrz.expiry_date, year{2022} / 12 / 11);
    EXPECT_EQ(mrz.sex, Sex::female);
    EXPECT_EQ(mrz.birth_date, year{1981} / 8 / 3);
    EXPECT_TRUE(mrz.birth_century_printed);
    EXPECT_EQ(text(mrz.chinese_name), "证件样本");
    EXPECT_EQ(mrz.chinese_omitted, 0U);
    EXPECT_EQ(mrz.primary.view(), "ZHENG JIAN");
    EXPECT_EQ(mrz.secondary.view(), "YANG BEN");
    EXPECT_FALSE(mrz.truncated);
    EXPECT_EQ(mrz.personal_number.view(), "A12345678");
    EXPECT_EQ(mrz.nationality.view(), "CHN");
    EXPECT_TRUE(mrz.issuing_place.empty());
}

TEST(PermitMrz, ReadsThePermitOfAResidentOfTaiwan) {
    const Mrz mrz = parsed(taiwan_compatriot);
    EXPECT_THAT(mrz.faults, IsEmpty());
    EXPECT_EQ(mrz.document_number.view(), "00000000");
    EXPECT_EQ(mrz.printed_number.view(), "00000000<");
    EXPECT_EQ(mrz.issue_count.view(), "02");
    EXPECT_EQ(mrz.expiry_date, year{2020} / 6 / 8);
    EXPECT_EQ(text(mrz.chinese_name), "证件样本");
    EXPECT_EQ(mrz.personal_number.view(), "R000000000");
    EXPECT_EQ(mrz.secondary.view(), "YANG BEN");
    EXPECT_EQ(mrz.issuing_place.view(), "3500");
}

TEST(PermitMrz, ReadsThePermitOfANonChineseResident) {
    const Mrz mrz = parsed(
        "CFH1234567830002912110F8108038"
        "NGKELMPONBPJ<<<PAKBA1234567840"
        "ZHENG<JIAN<<YANG<BEN<<<<<<4400");
    // Which fields its composite check digit covers, no source states: it says nothing.
    EXPECT_THAT(mrz.faults, ElementsAre(Reason::check_digit_rule_unknown));
    EXPECT_EQ(class_of(Reason::check_digit_rule_unknown), ReasonClass::remarked);
    EXPECT_EQ(mrz.document_number.view(), "H12345678");
    EXPECT_EQ(mrz.nationality.view(), "PAK");
    EXPECT_EQ(mrz.issuing_state.view(), "CHN");
    EXPECT_EQ(text(mrz.chinese_name), "证件样");
    EXPECT_EQ(mrz.personal_number.view(), "A12345678");
    EXPECT_EQ(mrz.issuing_place.view(), "4400");
}

TEST(PermitMrz, FindsEachAlteredCharacterThatACheckDigitCovers) {
    // Offsets in the joined lines. Times issued have a check digit, and are no part of the composite.
    const auto covered = [](std::string_view zone) {
        std::set<std::size_t> offsets;
        const auto add = [&](std::size_t first, std::size_t last) {
            for (std::size_t at = first; at <= last; ++at) offsets.insert(at);
        };
        add(2, 11);
        if (zone.size() == 30) {
            add(13, 19);
            add(21, 27);
            add(29, 29);
        } else {
            add(12, 21);
            add(23, 29);
            add(49, 59);
        }
        return offsets;
    };
    for (const std::string_view zone : {hong_kong_macao, taiwan, home_return, taiwan_compatriot}) {
        const auto offsets = covered(zone);
        for (const std::size_t at : offsets) {
            for (const char c : std::string_view{"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"}) {
                const std::string altered = with(zone, at, std::string(1, c));
                if (altered == zone) continue;
                const auto value = [](char each) {
                    return each == '<' ? 0 : each <= '9' ? each - '0' : each - 'A' + 10;
                };
                // Modulus 10 sees no difference of ten or twenty in the value of a character (A and K, 0 and <).
                if ((value(c) - value(zone[at])) % 10 == 0) continue;
                const Mrz mrz = parsed(altered);
                const bool found = std::ranges::any_of(
                    mrz.faults, [](Reason fault) { return class_of(fault) == ReasonClass::disproved; });
                EXPECT_TRUE(found) << altered;
            }
        }
    }
}

TEST(PermitMrz, NamesTheCheckDigitThatIsWrong) {
    EXPECT_THAT(parsed(with(home_return, 14, "1")).faults, ElementsAre(Reason::issue_count_check_digit));
    EXPECT_THAT(parsed(with(home_return, 58, "5")).faults,
                ElementsAre(Reason::personal_number_check_digit, Reason::composite_check_digit));
    EXPECT_THAT(parsed(with(taiwan_compatriot, 58, "1")).faults, ElementsAre(Reason::composite_check_digit));
    EXPECT_THAT(parsed(with(hong_kong_macao, 29, "7")).faults, ElementsAre(Reason::composite_check_digit));
    EXPECT_THAT(parsed(with(home_return, 30, "ZZZZ")).faults, ElementsAre(Reason::mrz_chinese_name));
}

TEST(PermitMrz, CountsWhatIsLeftOut) {
    const Mrz mrz = parsed(with(home_return, 46, "CB"));
    EXPECT_EQ(mrz.chinese_omitted, 2U);
    EXPECT_TRUE(mrz.truncated);
}

TEST(PermitMrz, TakesACenturyOnlyWhereSpecimensShowIt) {
    // B is 19 on both specimens. Which letter is 20, no source tells: the date is assumed as in other zones.
    const Mrz old = parsed(with(home_return, 23, "100101"));
    EXPECT_EQ(old.birth_date, year{1910} / 1 / 1);
    const Mrz young = parsed(with(with(home_return, 23, "100101"), 48, "C"));
    EXPECT_EQ(young.birth_date, year{2010} / 1 / 1);
    EXPECT_FALSE(young.birth_century_printed);
}

TEST(PermitMrz, LeavesTd1CardsOfOtherStatesAlone) {
    // CR is the residence permit of many states, CF one of France.
    const std::string td1 =
        "CRD<<L898902C<3<<<<<<<<<<<<<<<"
        "6908061F9406236UTO<<<<<<<<<<<8"
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
    EXPECT_EQ(parsed(td1).form, MrzForm::td1);
    EXPECT_EQ(parsed(td1).issuing_state.view(), "D");
    EXPECT_EQ(parsed(with(td1, 0, "CFFRA")).form, MrzForm::td1);
    EXPECT_FALSE(parse_mrz("CRH1234567830002212119F8108038", permit_day)) << "one line of three";
    EXPECT_FALSE(parse_mrz("C<C000000004<2404200<8108038<6", permit_day));
}

TEST(PermitMrz, ReadsTheChineseNameOfAPassport) {
    // Published specimens: ordinary passports of two editions, and a diplomatic one.
    const auto passport = [](std::string_view code, std::string_view second) {
        std::string first = std::string{code} + "CHNZHENGJIAN<<YANGBEN";
        first.resize(44, '<');
        return parsed(first.append(second));
    };
    for (const auto& [code, second, name] :
         {std::tuple{"PO", "E000000008CHN8310291F2202059NGKELMPONBPJB972", "证件样"},
          std::tuple{"PO", "EF12608921CHN8503208F2901178NGKELMPONBPJB978", "证件样"},
          std::tuple{"PD", "DE00000003CHN8509037F2611158NBOONFNB<<<<A912", "杨昭"}}) {
        const Mrz mrz = passport(code, second);
        EXPECT_THAT(mrz.faults, IsEmpty()) << second;
        EXPECT_EQ(mrz.form, MrzForm::td3);
        EXPECT_EQ(text(mrz.chinese_name), name);
        EXPECT_TRUE(mrz.personal_number.empty()) << second;
        EXPECT_EQ(mrz.chinese_omitted, second[40] == 'B' ? 1U : 0U) << second;
    }
    // A passport of Hong Kong has the number of the identity card there, and that of another state says nothing in
    // Chinese.
    const Mrz hong_kong = passport("P<", "K000000000CHN8008080F1702057HK8888888<<<<<34");
    EXPECT_THAT(hong_kong.faults, IsEmpty());
    EXPECT_EQ(text(hong_kong.chinese_name), "none");
    EXPECT_EQ(hong_kong.personal_number.view(), "HK8888888");
    std::string other = "P<UTOZHENGJIAN<<YANGBEN";
    other.resize(44, '<');
    EXPECT_EQ(text(parsed(other + "E000000008UTO8310291F2202059NGKELMPONBPJB972").chinese_name), "none");
}

TEST(PermitMrz, TakesNothingElseForANumberOfHongKong) {
    const auto personal_number = [](std::string_view state, std::string_view data) {
        std::string zone = "P<" + std::string{state} + "ZHENGJIAN<<YANGBEN";
        zone.resize(44, '<');
        zone.append("K000000000").append(state).append("8008080F1702057").append(data);
        zone.resize(88, '<');
        return std::string{parsed(zone).personal_number.view()};
    };
    EXPECT_EQ(personal_number("CHN", "A1234567"), "A1234567");
    EXPECT_EQ(personal_number("CHN", "AB123456A"), "AB123456A");
    for (const std::string_view other :
         {"", "12345678", "A123456", "ABC1234567", "A1234B67", "AB123456B", "A123<567"}) {
        EXPECT_EQ(personal_number("CHN", other), "") << other;
    }
    EXPECT_EQ(personal_number("UTO", "A1234567"), "");
}

TEST(PermitMrz, GivesTheKeyOfTheChip) {
    // Number, birth and expiry with their check digits, in the order of Doc 9303-11 section 4.3.2.
    EXPECT_EQ(mrz_information(hong_kong_macao)->view(), "C00000000481080382404200");
    EXPECT_EQ(mrz_information(home_return)->view(), "H12345678381080382212119");
    EXPECT_EQ(mrz_information(taiwan_compatriot)->view(), "00000000<081080382006084");
}

}  // namespace
}  // namespace fivestar::identity
