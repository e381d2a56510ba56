// SPDX-License-Identifier: Apache-2.0
// The specimens and worked examples of ICAO Doc 9303-3 to -6 and -11, in tests/vectors/mrz_check_digits.vec.
#include "sim/documents/mrz.hpp"

#include "tests/support/vector_file.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

TEST(Mrz, ComputesTheCheckDigitsOfTheStandard) {
    int computed = 0;
    for (const auto& group : test::read_vectors("mrz_check_digits.vec")) {
        SCOPED_TRACE(group.name());
        const auto compare = [&](const char* field, const char* digit) {
            if (!group.has(field) || !group.has(digit)) return;
            EXPECT_EQ(std::string(1, check_digit(group.text(field))), group.text(digit)) << field;
            ++computed;
        };
        compare("field.text", "check_digit.text");
        compare("document_number.text", "document_number.check_digit.text");
        compare("date_of_birth.text", "date_of_birth.check_digit.text");
        compare("date_of_expiry.text", "date_of_expiry.check_digit.text");
        compare("optional_data.text", "optional_data.check_digit.text");
        compare("composite.input.text", "composite.check_digit.text");
    }
    EXPECT_EQ(computed, 55);
}

std::vector<std::string> lines_of(const test::VectorGroup& group) {
    std::vector<std::string> lines;
    for (const char* key : {"mrz.line1.text", "mrz.line2.text", "mrz.line3.text"}) {
        if (group.has(key)) lines.push_back(group.text(key));
    }
    return lines;
}

MrzFields anna(MrzFormat format) {
    return {.format = format,
            .document_code = "I",
            .issuing_state = "UTO",
            .document_number = "D23145890",
            .nationality = "UTO",
            .birth_date = "740812",
            .sex = "F",
            .expiry_date = "120415",
            .primary = "ERIKSSON",
            .secondary = "ANNA MARIA"};
}

MrzFields stevenson(MrzFormat format) {
    return {.format = format,
            .document_code = "I",
            .issuing_state = "UTO",
            .document_number = "D23145890734",
            .nationality = "UTO",
            .birth_date = "340712",
            .sex = "M",
            .expiry_date = "950712",
            .primary = "STEVENSON",
            .secondary = "PETER JOHN"};
}

TEST(Mrz, WritesTheSpecimensOfTheStandard) {
    const auto groups = test::read_vectors("mrz_check_digits.vec");
    const auto expect = [&](const MrzFields& fields, const char* specimen) {
        EXPECT_EQ(write_mrz(fields), lines_of(test::group(groups, specimen))) << specimen;
    };
    MrzFields passport = anna(MrzFormat::td3);
    passport.document_code = "PP";
    passport.document_number = "L898902C3";
    passport.optional_data = "ZE184226B";
    expect(passport, "ICAO Doc 9303-3: TD3 specimen");
    passport.expiry_date = "340415";
    expect(passport, "ICAO Doc 9303-4: TD3 specimen");
    expect(anna(MrzFormat::td1), "ICAO Doc 9303-5, Appendix A: TD1 specimen");
    expect(anna(MrzFormat::td2), "ICAO Doc 9303-6, Appendix A: TD2 specimen");
    expect(stevenson(MrzFormat::td1), "ICAO Doc 9303-11, Appendix D.2: TD1, long document number");
    expect(stevenson(MrzFormat::td2), "ICAO Doc 9303-11, Appendix D.2: TD2, long document number");
}

MrzFields permit(MrzFormat format, std::string code, std::string number, std::string expiry) {
    return {.format = format,
            .document_code = std::move(code),
            .document_number = std::move(number),
            .birth_date = "810803",
            .sex = "F",
            .expiry_date = std::move(expiry),
            .primary = "ZHENG JIAN",
            .secondary = "YANG BEN",
            .chinese_name = "NGKELMPONBPJLBLO",
            .chinese_omitted = "A",
            .names_omitted = "A",
            .birth_century = "B",
            .issue_count = "00",
            .personal_number = "A12345678"};
}

// The published specimens of permits (docs/CHINESE-CARDS.md).
TEST(Mrz, WritesTheSpecimensOfPermits) {
    using Lines = std::vector<std::string>;
    const MrzFields home_return = permit(MrzFormat::three_line_permit, "CR", "H12345678", "221211");
    EXPECT_EQ(write_mrz(home_return), (Lines{"CRH1234567830002212119F8108038", "NGKELMPONBPJLBLOAABA1234567842",
                                             "ZHENG<JIAN<<YANG<BEN<<<<<<<<<<"}));
    EXPECT_EQ(printed_mrz(home_return), write_mrz(home_return));
    EXPECT_EQ(mrz_information(home_return), "H12345678381080382212119");

    MrzFields taiwan = permit(MrzFormat::three_line_permit, "CT", "00000000", "200608");
    taiwan.issue_count = "02";
    taiwan.personal_number = "R000000000";
    taiwan.place = "3500";
    EXPECT_EQ(write_mrz(taiwan), (Lines{"CT00000000<00262006084F8108038", "NGKELMPONBPJLBLOAABR0000000001",
                                        "ZHENG<JIAN<<YANG<BEN<<<<<<3500"}));
    EXPECT_EQ(mrz_information(taiwan), "00000000<081080382006084");

    MrzFields hong_kong = permit(MrzFormat::one_line_permit, "CS", "C00000000", "240420");
    hong_kong.primary = "ZHENGJIAN";
    hong_kong.secondary = "YANGBEN";
    hong_kong.chinese_name = "NGKELMPONBPJ";
    hong_kong.place = "110";
    EXPECT_EQ(printed_mrz(hong_kong), Lines{"CSC000000004<2404200<8108038<6"});
    EXPECT_EQ(write_mrz(hong_kong), (Lines{"CSC000000004<2404200<8108038<6", "NGKELMPONBPJZHENGJIAN<<YANGBEN",
                                           "F<<B<<<<110<<<<<<<<<<<<<<<<<<<"}));
    hong_kong.document_code = "CD";
    hong_kong.document_number = "L00000000";
    hong_kong.birth_date = "820803";
    hong_kong.expiry_date = "250819";
    EXPECT_EQ(printed_mrz(hong_kong), Lines{"CDL000000007<2508197<8208031<6"});
}

TEST(Mrz, DerivesMrzInformationAsInAppendixD2) {
    const auto groups = test::read_vectors("bac_appendix_d.vec");
    EXPECT_EQ(mrz_information(stevenson(MrzFormat::td1)),
              test::group(groups, "D.2: TD1, document number longer than 9 characters").text("MRZ_information.text"));
    MrzFields short_number = anna(MrzFormat::td1);
    short_number.document_number = "L898902C";
    short_number.birth_date = "690806";
    short_number.expiry_date = "940623";
    EXPECT_EQ(mrz_information(short_number),
              test::group(groups, "D.2: TD1, document number of 9 characters").text("MRZ_information.text"));
}

TEST(Mrz, RefusesWhatDoesNotFit) {
    const auto refused = [](auto change) {
        MrzFields fields = anna(MrzFormat::td3);
        change(fields);
        return !write_mrz(fields).has_value();
    };
    EXPECT_FALSE(refused([](MrzFields&) {}));
    EXPECT_TRUE(refused([](MrzFields& fields) { fields.document_number = "0123456789"; }));
    EXPECT_TRUE(refused([](MrzFields& fields) { fields.secondary = std::string(40, 'A'); }));
    EXPECT_TRUE(refused([](MrzFields& fields) { fields.primary = "Eriksson"; }));
    EXPECT_TRUE(refused([](MrzFields& fields) { fields.birth_date = "74081"; }));
    EXPECT_TRUE(refused([](MrzFields& fields) { fields.expiry_date = "1204XX"; }));
    EXPECT_TRUE(refused([](MrzFields& fields) { fields.nationality = "UTOP"; }));
    EXPECT_TRUE(refused([](MrzFields& fields) { fields.sex = "FF"; }));
}

}  // namespace
}  // namespace fivestar::sim
