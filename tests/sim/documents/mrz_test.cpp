// SPDX-License-Identifier: Apache-2.0
// The specimens and worked examples of ICAO Doc 9303-3 to -6 and -11, in tests/vectors/mrz_check_digits.vec.
#include "sim/documents/mrz.hpp"

#include "tests/support/vector_file.hpp"

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
