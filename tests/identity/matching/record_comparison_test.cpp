// SPDX-License-Identifier: Apache-2.0
// Two records field by field, by the rules in docs/API.md; number, old number and nationality of the published specimen
// of the 2023 card.
#include "identity/matching/record_comparison.hpp"

#include "identity/china/card_number.hpp"
#include "tests/identity/matching/compared.hpp"

#include <optional>
#include <set>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;

IdentityRecord of_sex(Sex sex) {
    IdentityRecord record;
    record.holder.sex = sex;
    return record;
}

IdentityRecord national_of(std::string_view code, std::string_view number = {}) {
    IdentityRecord record;
    record.holder.nationality.emplace(code);
    if (!number.empty()) record.number = parse_card_number(number);
    return record;
}

IdentityRecord numbered(DocumentType type, std::string_view state, std::string_view number) {
    IdentityRecord record;
    record.document.type = type;
    if (!state.empty()) record.document.issuing_state.emplace(state);
    record.document.number.emplace(number);
    return record;
}

IdentityRecord valid(std::optional<Date> from, std::optional<Date> until, bool long_term = false) {
    IdentityRecord record;
    record.document.valid_from = from;
    record.document.valid_until = until;
    record.document.long_term = long_term;
    return record;
}

TEST(CompareRecords, EveryFieldHasItsPathAndNoValueIsNoDifference) {
    std::set<std::string_view> paths;
    for (std::size_t index = 0; index < compared_paths.count; ++index) {
        const auto field = static_cast<ComparedField>(index);
        EXPECT_EQ(compared_paths.find(path_of(field)), field);
        paths.insert(path_of(field));
        const Comparison nothing = compared(field, IdentityRecord{}, IdentityRecord{});
        EXPECT_EQ(nothing, not_comparable(field == ComparedField::sex ? Reason::unspecified : Reason::no_value))
            << path_of(field);
    }
    EXPECT_EQ(paths.size(), compared_paths.count);
    EXPECT_EQ(compared_paths.find("portrait"), std::nullopt);
    EXPECT_EQ(compared_paths.find(""), std::nullopt);
}

TEST(CompareRecords, Sexes) {
    constexpr auto field = ComparedField::sex;
    EXPECT_EQ(compared(field, of_sex(Sex::female), of_sex(Sex::female)), same());
    EXPECT_EQ(compared(field, of_sex(Sex::female), of_sex(Sex::male)), different());
    for (const Sex silent : {Sex::unspecified, Sex::unknown}) {
        EXPECT_EQ(compared(field, of_sex(silent), of_sex(Sex::male)), not_comparable(Reason::unspecified));
        EXPECT_EQ(compared(field, of_sex(silent), of_sex(silent)), not_comparable(Reason::unspecified));
    }
}

TEST(CompareRecords, Nationalities) {
    constexpr auto field = ComparedField::nationality;
    EXPECT_EQ(compared(field, national_of("D"), national_of("DEU")), same());
    EXPECT_EQ(compared(field, national_of("D<<"), national_of("deu")), same());
    EXPECT_EQ(compared(field, national_of("PAK"), national_of("CAN")), different());
    EXPECT_EQ(compared(field, national_of("XXX"), national_of("XXX")), not_comparable(Reason::unspecified));
    EXPECT_EQ(compared(field, national_of("XXA"), national_of("XXA")), same()) << "stateless is an answer";
    // Both numbers were issued to a national of Pakistan.
    for (const char* number : {"931586198001010028", "PAK310080010103"}) {
        EXPECT_EQ(compared(field, national_of("CAN", number), national_of("PAK")),
                  different(Reason::nationality_changed));
        EXPECT_EQ(compared(field, national_of("CAN", number), national_of("USA")), different());
        EXPECT_EQ(compared(field, national_of("PAK", number), national_of("PAK")), same());
    }
}

TEST(CompareRecords, DocumentNumbers) {
    constexpr auto field = ComparedField::number;
    constexpr auto permit = DocumentType::permanent_resident_card;
    IdentityRecord card = numbered(permit, "CHN", "931586198001010028");
    card.document.previous_numbers.emplace_back("PAK310080010103");
    EXPECT_EQ(compared(field, card, numbered(permit, "CHN", "931586198001010028")), same());
    EXPECT_EQ(compared(field, card, numbered(DocumentType::other, "", " 931586 19800101 0028 ")), same());
    EXPECT_EQ(compared(field, card, numbered(permit, "CHN", "PAK310080010103")), same(Reason::previous_number));
    EXPECT_EQ(compared(field, card, numbered(DocumentType::other, "", "pak310080010103")),
              same(Reason::previous_number));
    EXPECT_EQ(compared(field, card, numbered(permit, "CHN", "932682198501010017")), different());
    EXPECT_EQ(compared(field, card, numbered(DocumentType::other, "", "932682198501010017")), different());
    EXPECT_EQ(compared(field, card, numbered(DocumentType::passport, "UTO", "SP1234567")),
              not_comparable(Reason::different_documents));
    EXPECT_EQ(compared(field, numbered(DocumentType::passport, "D", "C01X00T47"),
                       numbered(DocumentType::passport, "UTO", "C01X00T48")),
              not_comparable(Reason::different_documents));
    EXPECT_EQ(compared(field, numbered(DocumentType::passport, "D<<", "C01X00T47"),
                       numbered(DocumentType::passport, "DEU", "C01X00T48")),
              different());
}

TEST(CompareRecords, Validity) {
    const auto from = year{2023} / 8 / 8;
    const auto until = year{2033} / 8 / 7;
    EXPECT_EQ(compared(ComparedField::valid_until, valid(from, until), valid({}, until)), same());
    EXPECT_EQ(compared(ComparedField::valid_from, valid(from, until), valid(until, {})), different());
    EXPECT_EQ(compared(ComparedField::valid_until, valid(from, {}, true), valid({}, until)),
              different(Reason::long_term));
    EXPECT_EQ(compared(ComparedField::valid_until, valid(from, {}, true), valid({}, {}, true)),
              same(Reason::long_term));
    EXPECT_EQ(compared(ComparedField::valid_until, valid(from, {}, true), valid({}, {})),
              not_comparable(Reason::no_value));
    const auto now = ComparedField::currently_valid;
    EXPECT_EQ(compared(now, valid(from, until), valid({}, until)), same());
    EXPECT_EQ(compared(now, valid(from, until), valid({}, year{2026} / 1 / 30)), different(Reason::not_valid));
    EXPECT_EQ(compared(now, valid({}, year{2020} / 1 / 1), valid({}, year{2021} / 1 / 1)),
              different(Reason::not_valid));
    EXPECT_EQ(compare_validity(valid(from, until).document, until), same());
    EXPECT_EQ(compare_validity(valid(from, until).document, year{2033} / 8 / 8), different(Reason::expired));
    EXPECT_EQ(compare_validity(valid(from, until).document, year{2023} / 8 / 7), different(Reason::not_yet_valid));
    EXPECT_EQ(compare_validity(valid(from, {}, true).document, year{2099} / 1 / 1), same());
    EXPECT_EQ(compare_validity(valid(from, {}).document, until), not_comparable(Reason::no_value));
}

TEST(CompareRecords, OtherTexts) {
    IdentityRecord one;
    IdentityRecord other;
    one.document.issuing_state.emplace("D");
    other.document.issuing_state.emplace("DEU");
    one.document.travel_permit_number.emplace("H00000000");
    other.document.travel_permit_number.emplace("h00000001");
    one.holder.personal_number.emplace("ZE184226B");
    other.holder.personal_number.emplace("ZE184226B<<<<<");
    EXPECT_EQ(compared(ComparedField::issuing_state, one, other), same());
    EXPECT_EQ(compared(ComparedField::travel_permit_number, one, other), different());
    EXPECT_EQ(compared(ComparedField::personal_number, one, other), same());
}

IdentityRecord with_travel_permit(std::string_view travel_permit_number) {
    IdentityRecord record = numbered(DocumentType::hmt_residence_permit, "CHN", "810000199001010019");
    record.document.travel_permit_number.emplace(travel_permit_number);
    return record;
}

// The number of a permit is the published specimen's (docs/CHINESE-CARDS.md).
TEST(CompareRecords, TheTravelPermitOfAResidencePermit) {
    constexpr auto field = ComparedField::travel_permit_number;
    const IdentityRecord residence = with_travel_permit("H12345678");
    using enum DocumentType;
    EXPECT_EQ(compared(field, residence, numbered(home_return_permit, "CHN", "H12345678")), same());
    EXPECT_EQ(compared(field, residence, numbered(home_return_permit_non_chinese, "CHN", "H12345678")), same());
    EXPECT_EQ(compared(field, residence, numbered(home_return_permit, "CHN", "H12345679")), different());
    EXPECT_EQ(compared(field, with_travel_permit("H1234567801"), numbered(home_return_permit, "CHN", "H12345678")),
              same())
        << "with the count of issues";
    EXPECT_EQ(compared(field, with_travel_permit("00000000"), numbered(taiwan_compatriot_permit, "CHN", "00000000")),
              same());
    EXPECT_EQ(compared(field, residence, with_travel_permit("H12345678")), same());
    EXPECT_EQ(compared(field, residence, numbered(passport, "CHN", "H12345678")), not_comparable(Reason::no_value))
        << "a passport of Hong Kong may have a number of this form";
    EXPECT_EQ(compared(field, residence, numbered(hk_macao_exit_permit, "CHN", "H12345678")),
              not_comparable(Reason::no_value));
    EXPECT_EQ(compared(ComparedField::number, residence, numbered(home_return_permit, "CHN", "H12345678")),
              not_comparable(Reason::different_documents));
}

}  // namespace
}  // namespace fivestar::identity
