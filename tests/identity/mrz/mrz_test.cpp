// SPDX-License-Identifier: Apache-2.0
#include "identity/mrz/mrz.hpp"

#include "identity/mrz/mrz_check_digit.hpp"
#include "tests/support/vector_file.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto zone_day = year{2026} / 6 / 15;

std::string printed(const test::VectorGroup& group) {
    std::string lines;
    for (const char* line : {"mrz.line1.text", "mrz.line2.text", "mrz.line3.text"}) {
        if (group.has(line)) lines.append(group.text(line)).push_back('\n');
    }
    return lines;
}

/// A TD3 zone of Utopia whose second line is given.
std::string td3(std::string_view second) {
    return std::string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"}.append(second);
}

/// The TD3 specimen of Doc 9303-4 with other characters at one place, and the check digits of its second line mended.
std::string specimen_with(std::size_t at, std::string_view text) {
    std::string zone = td3("L898902C36UTO7408122F3404159ZE184226B<<<<<16");
    zone.replace(at, text.size(), text);
    constexpr std::pair<std::size_t, std::size_t> fields[] = {{44, 9}, {57, 6}, {65, 6}, {72, 14}};
    for (const auto& [offset, size] : fields) zone[offset + size] = *mrz_check_digit(zone.substr(offset, size));
    zone[87] = *mrz_check_digit(zone.substr(44, 10) + zone.substr(57, 7) + zone.substr(65, 22));
    return zone;
}

TEST(MrzCheckDigit, ComputesEveryPublishedOne) {
    std::size_t fields = 0;
    for (const auto& group : test::read_vectors("mrz_check_digits.vec")) {
        for (const std::string field :
             {"field", "document_number", "date_of_birth", "date_of_expiry", "optional_data"}) {
            const std::string digit = field == "field" ? "check_digit.text" : field + ".check_digit.text";
            if (!group.has(field + ".text")) continue;
            EXPECT_EQ(std::string(1, *mrz_check_digit(group.text(field + ".text"))), group.text(digit)) << group.name();
            ++fields;
        }
        if (!group.has("composite.input.text")) continue;
        EXPECT_EQ(std::string(1, *mrz_check_digit(group.text("composite.input.text"))),
                  group.text("composite.check_digit.text"))
            << group.name();
        ++fields;
    }
    EXPECT_EQ(fields, 55U);
}

TEST(MrzCheckDigit, RefusesOtherCharacters) {
    EXPECT_EQ(mrz_check_digit("12 4"), std::nullopt);
    EXPECT_EQ(mrz_check_digit("ab"), std::nullopt);
}

TEST(Mrz, ReadsEveryPublishedZone) {
    std::size_t zones = 0;
    for (const auto& group : test::read_vectors("mrz_check_digits.vec")) {
        if (!group.has("mrz.line1.text") || (group.text("format.text") == "TD1" && !group.has("mrz.line3.text")))
            continue;
        const auto mrz = parse_mrz(printed(group), zone_day);
        ASSERT_TRUE(mrz) << group.name();
        ++zones;
        std::string number = group.text("document_number.text");
        while (number.ends_with('<')) number.pop_back();
        EXPECT_EQ(mrz->document_number.view(), number) << group.name();
        EXPECT_EQ(mrz->birth_date_printed.view(), group.text("date_of_birth.text"));
        EXPECT_EQ(mrz->expiry_date_printed.view(), group.text("date_of_expiry.text"));
        EXPECT_EQ(mrz->issuing_state.view(), "UTO");
        if (group.has("composite.printed.text")) {
            // Doc 9303-11 D.2 prints two composite digits that do not follow the rule.
            EXPECT_THAT(mrz->faults, ElementsAre(Reason::composite_check_digit)) << group.name();
        } else {
            EXPECT_THAT(mrz->faults, IsEmpty()) << group.name();
        }
    }
    EXPECT_EQ(zones, 8U);
}

TEST(Mrz, ReadsThePassportSpecimen) {
    const auto mrz = parse_mrz(td3("L898902C36UTO7408122F3404159ZE184226B<<<<<16"), zone_day);
    ASSERT_TRUE(mrz);
    EXPECT_EQ(mrz->document_code.view(), "P");
    EXPECT_EQ(mrz->primary.view(), "ERIKSSON");
    EXPECT_EQ(mrz->secondary.view(), "ANNA MARIA");
    EXPECT_FALSE(mrz->truncated);
    EXPECT_EQ(mrz->sex, Sex::female);
    EXPECT_EQ(mrz->birth_date, year{1974} / 8 / 12);
    EXPECT_EQ(mrz->expiry_date, year{2034} / 4 / 15);
    ASSERT_EQ(mrz->lines.size(), 2U);
    EXPECT_EQ(mrz->lines[1].view(), "L898902C36UTO7408122F3404159ZE184226B<<<<<16");
}

TEST(Mrz, JoinsALongDocumentNumber) {
    // Doc 9303-11 D.2, TD1 and TD2.
    for (const std::string_view lines :
         {"I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<",
          "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<D23145890<UTO3407127M95071227349<<<8"}) {
        const auto mrz = parse_mrz(lines, zone_day);
        ASSERT_TRUE(mrz);
        EXPECT_EQ(mrz->document_number.view(), "D23145890734");
        EXPECT_THAT(mrz->faults, IsEmpty());
    }
}

TEST(Mrz, ReportsAWrongDigitOfALongDocumentNumber) {
    const auto mrz = parse_mrz("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<D23145890<UTO3407127M95071227348<<<8", zone_day);
    ASSERT_TRUE(mrz);
    EXPECT_THAT(mrz->faults, Contains(Reason::document_number_check_digit));
}

TEST(Mrz, SkipsWhiteSpaceAndRaisesLetters) {
    const auto mrz =
        parse_mrz("p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\r\n  L898902C36UTO7408122F\t3404159ZE184226B<<<<<16 \n",
                  zone_day);
    ASSERT_TRUE(mrz);
    EXPECT_EQ(mrz->primary.view(), "ERIKSSON");
    EXPECT_THAT(mrz->faults, IsEmpty());
}

TEST(Mrz, RefusesOtherLengthsAndCharacters) {
    EXPECT_EQ(parse_mrz("", zone_day).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_mrz(td3("L898902C36UTO7408122F3404159ZE184226B<<<<<1"), zone_day).error().code,
              ErrorCode::malformed);
    EXPECT_EQ(parse_mrz(td3("L898902C36UTO7408122F3404159ZE184226B<<<<<*6"), zone_day).error().code,
              ErrorCode::malformed);
    EXPECT_EQ(parse_mrz(std::string(91, '<'), zone_day).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_mrz(std::string(88, '\xFF'), zone_day).error().code, ErrorCode::malformed);
}

TEST(Mrz, NamesEveryWrongCheckDigit) {
    const std::string good = td3("L898902C36UTO7408122F3404159ZE184226B<<<<<16");
    const std::pair<std::size_t, Reason> digits[] = {{53, Reason::document_number_check_digit},
                                                     {63, Reason::birth_date_check_digit},
                                                     {71, Reason::expiry_date_check_digit},
                                                     {86, Reason::optional_data_check_digit}};
    for (const auto& [at, fault] : digits) {
        std::string bad = good;
        bad[at] = bad[at] == '0' ? '1' : '0';
        const auto mrz = parse_mrz(bad, zone_day);
        ASSERT_TRUE(mrz);
        EXPECT_THAT(mrz->faults, ElementsAre(fault, Reason::composite_check_digit));
    }
    std::string bad = good;
    bad[87] = '7';
    EXPECT_THAT(parse_mrz(bad, zone_day)->faults, ElementsAre(Reason::composite_check_digit));
}

TEST(Mrz, AcceptsAFillerForTheCheckDigitOfNothing) {
    // Doc 9303-4 4.2.2.2: with no optional data the digit is 0 or a filler; Part 3 example 3 has the 0.
    EXPECT_THAT(
        parse_mrz("P<YTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<HA672242<6YTO5802254M9601086<<<<<<<<<<<<<<08", zone_day)
            ->faults,
        IsEmpty());
    EXPECT_THAT(
        parse_mrz("P<YTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<HA672242<6YTO5802254M9601086<<<<<<<<<<<<<<<8", zone_day)
            ->faults,
        IsEmpty());
    EXPECT_THAT(
        parse_mrz("P<YTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<HA672242<6YTO5802254M9601086A<<<<<<<<<<<<<<8", zone_day)
            ->faults,
        Contains(Reason::optional_data_check_digit));
}

TEST(Mrz, ReadsNationalityWithoutFillers) {
    const auto mrz =
        parse_mrz("P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4", zone_day);
    ASSERT_TRUE(mrz);
    EXPECT_EQ(mrz->nationality.view(), "D");
    EXPECT_EQ(mrz->issuing_state.view(), "D");
    EXPECT_THAT(mrz->faults, IsEmpty());
}

TEST(Mrz, ReportsCodesThatAreNone) {
    EXPECT_THAT(parse_mrz(specimen_with(54, "U<O"), zone_day)->faults, ElementsAre(Reason::mrz_nationality));
    EXPECT_THAT(parse_mrz(specimen_with(54, "<<<"), zone_day)->faults, ElementsAre(Reason::mrz_nationality));
    EXPECT_THAT(parse_mrz(specimen_with(2, "1TO"), zone_day)->faults, ElementsAre(Reason::mrz_issuing_state));
    EXPECT_THAT(parse_mrz(specimen_with(0, "<P"), zone_day)->faults, ElementsAre(Reason::mrz_document_code));
    EXPECT_THAT(parse_mrz(specimen_with(64, "X"), zone_day)->faults, ElementsAre(Reason::mrz_sex));
    EXPECT_THAT(parse_mrz(specimen_with(5, "<RIKSSON"), zone_day)->faults, ElementsAre(Reason::mrz_names));
    EXPECT_THAT(parse_mrz(specimen_with(5, "3RIKSSON"), zone_day)->faults, ElementsAre(Reason::mrz_names));
}

TEST(Mrz, ReadsSex) {
    EXPECT_EQ(parse_mrz(specimen_with(64, "M"), zone_day)->sex, Sex::male);
    EXPECT_EQ(parse_mrz(specimen_with(64, "<"), zone_day)->sex, Sex::unspecified);
}

TEST(Mrz, PutsABirthNeverIntoTheFuture) {
    EXPECT_EQ(parse_mrz(specimen_with(57, "260615"), zone_day)->birth_date, year{2026} / 6 / 15);
    EXPECT_EQ(parse_mrz(specimen_with(57, "260616"), zone_day)->birth_date, year{1926} / 6 / 16);
    EXPECT_EQ(parse_mrz(specimen_with(57, "000229"), zone_day)->birth_date, year{2000} / 2 / 29);
}

TEST(Mrz, PutsAnExpiryNearestToToday) {
    EXPECT_EQ(parse_mrz(specimen_with(65, "760614"), zone_day)->expiry_date, year{2076} / 6 / 14);
    EXPECT_EQ(parse_mrz(specimen_with(65, "770101"), zone_day)->expiry_date, year{1977} / 1 / 1);
    EXPECT_EQ(parse_mrz(specimen_with(65, "991231"), year{2098} / 1 / 1)->expiry_date, year{2099} / 12 / 31);
    EXPECT_EQ(parse_mrz(specimen_with(65, "050101"), year{2098} / 1 / 1)->expiry_date, year{2105} / 1 / 1);
}

TEST(Mrz, LeavesAnIncompleteBirthDateOpen) {
    const auto mrz = parse_mrz(specimen_with(57, "7408<<"), zone_day);
    EXPECT_EQ(mrz->birth_date, std::nullopt);
    EXPECT_EQ(mrz->birth_date_printed.view(), "7408<<");
    EXPECT_THAT(mrz->faults, IsEmpty());
    EXPECT_THAT(parse_mrz(specimen_with(57, "741332"), zone_day)->faults, ElementsAre(Reason::mrz_birth_date));
    EXPECT_THAT(parse_mrz(specimen_with(65, "340230"), zone_day)->faults, ElementsAre(Reason::mrz_expiry_date));
}

TEST(Mrz, SeesThatNamesMayBeTruncated) {
    const auto mrz = parse_mrz(specimen_with(5, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"), zone_day);
    EXPECT_TRUE(mrz->truncated);
    EXPECT_EQ(mrz->secondary.view(), "CHAYAPA DEJTHAMRONG K");
    // Doc 9303-4 4.2.3: no secondary identifier.
    const auto single = parse_mrz(specimen_with(5, "ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"), zone_day);
    EXPECT_EQ(single->primary.view(), "ARKFREITH");
    EXPECT_TRUE(single->secondary.empty());
    EXPECT_FALSE(single->truncated);
}

TEST(Mrz, ReadsAVisaWithoutItsMissingDigits) {
    // Doc 9303-7 section 4.2: no composite and no optional-data check digit.
    const auto mrz =
        parse_mrz("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L8988901C4XXX4009078F96121096ZE184226B<<<<<<", zone_day);
    ASSERT_TRUE(mrz);
    EXPECT_EQ(mrz->document_number.view(), "L8988901C");
    EXPECT_THAT(mrz->faults, IsEmpty());
}

}  // namespace
}  // namespace fivestar::identity
