// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/consistency.hpp"

#include "tests/identity/verification/print_reason_code.hpp"
#include "tests/support/vector_file.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto comparison_day = year{2026} / 6 / 15;

DocumentGroups decoded(std::string_view kind) {
    return decode_text(test::read_vector_bytes(std::string{"samv/text_"}.append(kind).append(".bin"))).value();
}

/// The specimen permanent resident of 2023 (tests/vectors/samv/README.md) as the LDS profile has her: every part
/// agrees.
DocumentGroups specimen() {
    DocumentGroups groups = decoded("Y");
    groups.mrz = parse_mrz(
                     "IRCHN931586198<0010100288<<<<<"
                     "8001014F3308073PAK<<<<<<<<<<<2"
                     "ZHENGJIAN<<YANGBEN<ZHENG<J<Y<B",
                     comparison_day)
                     .value();
    Dg11& dg11 = groups.dg11.emplace();
    dg11.primary.emplace("ZHENGJIAN");
    dg11.secondary.emplace("YANGBEN ZHENG JIAN YANG BEN");
    dg11.birth_date = year{1980} / 1 / 1;
    groups.dg12.emplace().issue_date = year{2023} / 8 / 8;
    return groups;
}

Check consistency_of(const DocumentGroups& groups) {
    std::optional<CardNumber> number;
    if (groups.text && groups.text->number) number = parse_card_number(groups.text->number->view());
    Check check{.name = CheckName::record_consistency};
    check_consistency(groups, number, check);
    return check;
}

void expect_contradiction(const DocumentGroups& groups, Reason reason) {
    const Check check = consistency_of(groups);
    EXPECT_EQ(check.outcome, Outcome::failed);
    EXPECT_THAT(check.findings, ElementsAre(reason));
}

TEST(Consistency, PassesWhenAllPartsAgree) {
    const Check check = consistency_of(specimen());
    EXPECT_EQ(check.outcome, Outcome::passed);
    EXPECT_THAT(check.findings, IsEmpty());
}

TEST(Consistency, IsNotPerformedOnASinglePart) {
    DocumentGroups groups;
    groups.mrz = specimen().mrz;
    EXPECT_EQ(consistency_of(groups).outcome, Outcome::not_performed);
    EXPECT_EQ(consistency_of(groups).reason, Reason::nothing_to_compare);
}

TEST(Consistency, ComparesDg1WithDg11) {
    DocumentGroups groups = specimen();
    groups.text.reset();
    groups.dg11->secondary.emplace("HANBEN ZHENG JIAN YANG BEN");
    expect_contradiction(groups, Reason::dg1_dg11_names);
    groups = specimen();
    groups.text.reset();
    groups.dg11->birth_date = year{1980} / 1 / 2;
    expect_contradiction(groups, Reason::dg1_dg11_birth_date);
}

TEST(Consistency, LetsDg11CompleteAnIncompleteBirthDate) {
    DocumentGroups groups = specimen();
    groups.mrz->birth_date.reset();
    groups.mrz->birth_date_printed = PersonalText{"80<<<<"};
    EXPECT_EQ(consistency_of(groups).outcome, Outcome::passed);
    groups.mrz->birth_date_printed = PersonalText{"81<<<<"};
    EXPECT_THAT(consistency_of(groups).findings, ElementsAre(Reason::dg1_dg11_birth_date, Reason::dg1_dg13_birth_date));
}

TEST(Consistency, ComparesDg1WithDg12) {
    DocumentGroups groups = specimen();
    groups.text.reset();
    groups.dg12->issue_date = year{2033} / 8 / 8;
    expect_contradiction(groups, Reason::dg1_dg12_issue_date);
}

TEST(Consistency, ComparesDg1WithDg13) {
    const auto contradiction = [](auto change, Reason reason) {
        DocumentGroups groups = specimen();
        groups.dg11.reset();
        change(*groups.mrz);
        expect_contradiction(groups, reason);
    };
    contradiction([](Mrz& mrz) { mrz.primary = PersonalText{"WANG"}; }, Reason::dg1_dg13_names);
    contradiction([](Mrz& mrz) { mrz.birth_date_printed = PersonalText{"800102"}; }, Reason::dg1_dg13_birth_date);
    contradiction([](Mrz& mrz) { mrz.expiry_date_printed = PersonalText{"340807"}; }, Reason::dg1_dg13_expiry_date);
    contradiction([](Mrz& mrz) { mrz.nationality = PersonalText{"CAN"}; }, Reason::dg1_dg13_nationality);
    contradiction([](Mrz& mrz) { mrz.document_number = PersonalText{"931586198001010036"}; }, Reason::dg1_dg13_number);
    contradiction([](Mrz& mrz) { mrz.sex = Sex::male; }, Reason::dg1_dg13_sex);
}

TEST(Consistency, KnowsThatGermanyIsD) {
    DocumentGroups groups = specimen();
    groups.mrz->nationality = PersonalText{"D"};
    groups.text->nationality.emplace("DEU");
    EXPECT_THAT(consistency_of(groups).findings, ElementsAre(Reason::number_nationality));
    EXPECT_EQ(consistency_of(groups).outcome, Outcome::passed);
}

TEST(Consistency, ComparesDg11WithDg13) {
    DocumentGroups groups = specimen();
    groups.mrz.reset();
    groups.dg11->secondary.emplace("YANGBEN");
    expect_contradiction(groups, Reason::dg11_dg13_names);
    groups = specimen();
    groups.mrz.reset();
    groups.dg11->birth_date = year{1981} / 1 / 1;
    expect_contradiction(groups, Reason::dg11_dg13_birth_date);
}

TEST(Consistency, ComparesChineseNames) {
    DocumentGroups groups = specimen();
    groups.mrz.reset();
    groups.dg11->primary.emplace("证件");
    groups.dg11->secondary.emplace("样本证件样本证件样本证件样");
    EXPECT_EQ(consistency_of(groups).outcome, Outcome::passed);
    groups.dg11->secondary.emplace("样本");
    expect_contradiction(groups, Reason::dg11_dg13_names);
}

/// Compatibility ideographs, Kangxi radicals, private-use characters and dots are encodings of a name.
TEST(Consistency, ComparesChineseNamesHoweverTheyAreEncoded) {
    DocumentGroups groups = specimen();
    groups.mrz.reset();
    groups.dg11->secondary.reset();
    for (const auto& [full, printed] : {std::pair{"李小龙", "\uF9E1小龙"},
                                        {"\u2FBC行健", "高行健"},
                                        {"刘\uE863", "刘䶮"},
                                        {"阿不都•样本", "阿不都·样本"}}) {
        groups.dg11->primary.emplace(full);
        groups.text->chinese_name.emplace(printed);
        EXPECT_EQ(consistency_of(groups).outcome, Outcome::passed) << full;
        EXPECT_THAT(consistency_of(groups).findings, IsEmpty()) << full;
    }
}

TEST(Consistency, ComparesDg12WithDg13) {
    DocumentGroups groups = specimen();
    groups.dg12->issue_date = year{2023} / 8 / 9;
    expect_contradiction(groups, Reason::dg12_dg13_issue_date);
}

TEST(Consistency, ComparesTheTextWithItself) {
    DocumentGroups groups = decoded("Y");
    groups.text->valid_until = year{2023} / 8 / 7;
    expect_contradiction(groups, Reason::text_validity);
    groups = decoded("Y");
    groups.text->valid_from = year{1979} / 12 / 31;
    expect_contradiction(groups, Reason::text_issue_before_birth);
}

/// The record of this kind with a part changed. Its number and its fields agree otherwise.
template <class Change>
DocumentGroups altered(std::string_view kind, Change change) {
    DocumentGroups groups = decoded(kind);
    // The citizen fixture says male, its number female.
    if (kind == "cn") groups.text->sex = Sex::female;
    change(*groups.text);
    return groups;
}

TEST(Consistency, FindsNumberAndFieldsOfEveryKindInAgreement) {
    for (const std::string_view kind : {"cn", "J", "I", "Y"}) {
        const Check check = consistency_of(altered(kind, [](NationalText&) {}));
        EXPECT_EQ(check.outcome, Outcome::passed) << kind;
        EXPECT_THAT(check.findings, IsEmpty()) << kind;
    }
}

TEST(Consistency, ComparesTheNumberWithTheBirthDate) {
    for (const std::string_view kind : {"cn", "J", "I", "Y"}) {
        SCOPED_TRACE(kind);
        expect_contradiction(altered(kind, [](NationalText& text) { *text.birth_date = year{1979} / 12 / 31; }),
                             Reason::number_birth_date);
    }
}

TEST(Consistency, ComparesTheNumberWithTheSex) {
    expect_contradiction(decoded("cn"), Reason::number_sex);
    expect_contradiction(altered("J", [](NationalText& text) { text.sex = Sex::female; }), Reason::number_sex);
    expect_contradiction(altered("Y", [](NationalText& text) { text.sex = Sex::male; }), Reason::number_sex);
    // No rule is published for the 15 characters; and who does not say a sex contradicts none.
    for (const Sex sex : {Sex::male, Sex::female}) {
        EXPECT_EQ(consistency_of(altered("I", [&](NationalText& text) { text.sex = sex; })).outcome, Outcome::passed);
    }
    for (const Sex sex : {Sex::unspecified, Sex::unknown}) {
        EXPECT_EQ(consistency_of(altered("Y", [&](NationalText& text) { text.sex = sex; })).outcome, Outcome::passed);
    }
}

TEST(Consistency, ComparesTheNumberWithTheKindOfRecord) {
    const std::pair<std::string_view, std::string_view> numbers[] = {{"cn", "11010519491231002X"},
                                                                     {"J", "810000199001010019"},
                                                                     {"I", "PAK310080010103"},
                                                                     {"Y", "931586198001010028"}};
    for (const std::string_view kind : {"cn", "J", "I", "Y"}) {
        for (const auto& [of, number] : numbers) {
            const Check check = consistency_of(altered(kind, [&](NationalText& text) { text.number.emplace(number); }));
            EXPECT_EQ(check.reason == Reason::number_kind, kind != of) << kind << ' ' << number;
        }
        expect_contradiction(altered(kind, [](NationalText& text) { text.number.emplace("12345"); }),
                             Reason::number_kind);
    }
}

TEST(Consistency, ReportsAChangeOfNationalityAndPasses) {
    for (const std::string_view kind : {"I", "Y"}) {
        const DocumentGroups groups = altered(kind, [](NationalText& text) { text.nationality.emplace("CAN"); });
        EXPECT_EQ(consistency_of(groups).outcome, Outcome::passed) << kind;
        EXPECT_THAT(consistency_of(groups).findings, ElementsAre(Reason::number_nationality)) << kind;
    }
}

TEST(Consistency, ComparesTheDatesOfEveryKind) {
    for (const std::string_view kind : {"J", "I", "Y"}) {
        SCOPED_TRACE(kind);
        expect_contradiction(
            altered(kind, [](NationalText& text) { text.valid_until = *text.valid_from - std::chrono::years{1}; }),
            Reason::text_validity);
    }
    for (const std::string_view kind : {"cn", "J", "I", "Y"}) {
        SCOPED_TRACE(kind);
        expect_contradiction(
            altered(kind, [](NationalText& text) { text.valid_from = *text.birth_date - std::chrono::years{1}; }),
            Reason::text_issue_before_birth);
    }
}

TEST(Consistency, ReportsEveryContradiction) {
    const Check check = consistency_of(altered("Y", [](NationalText& text) {
        text.birth_date = year{1980} / 1 / 2;
        text.sex = Sex::male;
        text.nationality.emplace("CAN");
    }));
    EXPECT_EQ(check.reason, Reason::number_birth_date);
    EXPECT_THAT(check.findings, ElementsAre(Reason::number_birth_date, Reason::number_sex, Reason::number_nationality));
}

TEST(MrzCheck, NamesWrongDigits) {
    DocumentGroups groups = specimen();
    Check check{.name = CheckName::mrz_check_digits};
    check_mrz(groups, check);
    EXPECT_EQ(check.outcome, Outcome::passed);
    groups.mrz->faults = {Reason::mrz_sex, Reason::expiry_date_check_digit, Reason::composite_check_digit};
    check_mrz(groups, check);
    EXPECT_EQ(check.reason, Reason::expiry_date_check_digit);
    EXPECT_THAT(check.findings,
                ElementsAre(Reason::mrz_sex, Reason::expiry_date_check_digit, Reason::composite_check_digit));
    Check none{.name = CheckName::mrz_check_digits};
    check_mrz({}, none);
    EXPECT_EQ(none.reason, Reason::no_mrz);
}

TEST(NumberCheck, NamesFaults) {
    Check check{.name = CheckName::number_check_digit};
    check_number(parse_card_number("931586198001010029"), check);
    EXPECT_EQ(check.outcome, Outcome::failed);
    EXPECT_EQ(check.reason, Reason::check_digit);
    Check none{.name = CheckName::number_check_digit};
    check_number(std::nullopt, none);
    EXPECT_EQ(none.reason, Reason::no_card_number);
}

}  // namespace
}  // namespace fivestar::identity
