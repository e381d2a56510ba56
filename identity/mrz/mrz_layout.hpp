// SPDX-License-Identifier: Apache-2.0
// The positions of the fields of machine-readable zones, and what their check digits cover.
#pragma once

#include "crypto/base/reason.hpp"
#include "identity/mrz/mrz.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace fivestar::identity {

/// Positions in the joined lines, from 0. Size 0: the layout has no such field.
struct MrzRange {
    std::size_t offset = 0;
    std::size_t size = 0;

    [[nodiscard]] constexpr bool exists() const { return size != 0; }
};

struct MrzCheck {
    Reason fault = Reason::none;  ///< `none`: an unused entry
    std::size_t digit = 0;
    std::array<MrzRange, 4> covered = {};  ///< in this order
};

/// A check digit behind its field.
[[nodiscard]] constexpr MrzCheck behind(MrzRange field, Reason fault) {
    return {fault, field.offset + field.size, {field}};
}

struct MrzLayout {
    MrzForm form;
    std::size_t line_size;
    std::size_t lines;
    std::string_view code = {};      ///< what the zone begins with
    std::string_view issuer = {};    ///< must be printed in `issuing_state`, or goes without saying if there is none
    bool sex_tells = false;          ///< another layout fits unless `sex` is M or F
    bool number_continues = false;   ///< a long document number continues in the optional data
    bool rule_missing = false;       ///< it has check digits by a rule that no source states
    bool maybe_hong_kong = false;    ///< `personal_number` counts only in the form of Hong Kong's
    bool only_chinese_name = false;  ///< anything else than a name in `chinese_name` is a fault
    MrzRange issuing_state = {};
    MrzRange document_number = {};  ///< its check digit is behind it
    MrzRange nationality = {};
    MrzRange birth_date = {};
    MrzRange sex = {};
    MrzRange expiry_date = {};
    MrzRange names = {};
    MrzRange optional_data = {};
    MrzRange chinese_name = {};     ///< four letters a character (gbk_name.hpp)
    MrzRange chinese_omitted = {};  ///< characters left out of it, as a letter: A is none
    MrzRange names_omitted = {};    ///< parts left out of `names`, as a letter
    MrzRange birth_century = {};    ///< B: the year begins with 19
    MrzRange issue_count = {};
    MrzRange personal_number = {};
    MrzRange birth_place = {};
    MrzRange issuing_place = {};
    std::array<MrzCheck, 6> checks = {};
};

namespace layouts {

/// Doc 9303-5 section 4.2.2
inline constexpr MrzLayout td1{
    .form = MrzForm::td1,
    .line_size = 30,
    .lines = 3,
    .number_continues = true,
    .issuing_state = {2, 3},
    .document_number = {5, 9},
    .nationality = {45, 3},
    .birth_date = {30, 6},
    .sex = {37, 1},
    .expiry_date = {38, 6},
    .names = {60, 30},
    .optional_data = {15, 15},
    .checks = {behind({30, 6}, Reason::birth_date_check_digit),
               behind({38, 6}, Reason::expiry_date_check_digit),
               {Reason::composite_check_digit, 59, {{{5, 25}, {30, 7}, {38, 7}, {48, 11}}}}},
};

/// Doc 9303-6 section 4.2.2
inline constexpr MrzLayout td2{
    .form = MrzForm::td2,
    .line_size = 36,
    .lines = 2,
    .number_continues = true,
    .issuing_state = {2, 3},
    .document_number = {36, 9},
    .nationality = {46, 3},
    .birth_date = {49, 6},
    .sex = {56, 1},
    .expiry_date = {57, 6},
    .names = {5, 31},
    .optional_data = {64, 7},
    .checks = {behind({49, 6}, Reason::birth_date_check_digit),
               behind({57, 6}, Reason::expiry_date_check_digit),
               {Reason::composite_check_digit, 71, {{{36, 10}, {49, 7}, {57, 14}}}}},
};

/// Doc 9303-4 section 4.2.2
inline constexpr MrzLayout td3{
    .form = MrzForm::td3,
    .line_size = 44,
    .lines = 2,
    .issuing_state = {2, 3},
    .document_number = {44, 9},
    .nationality = {54, 3},
    .birth_date = {57, 6},
    .sex = {64, 1},
    .expiry_date = {65, 6},
    .names = {5, 39},
    .optional_data = {72, 14},
    .checks = {behind({72, 14}, Reason::optional_data_check_digit),
               behind({57, 6}, Reason::birth_date_check_digit),
               behind({65, 6}, Reason::expiry_date_check_digit),
               {Reason::composite_check_digit, 87, {{{44, 10}, {57, 7}, {65, 22}}}}},
};

/// Doc 9303-7: a visa has neither a composite check digit nor one of optional data.
[[nodiscard]] constexpr MrzLayout visa(MrzLayout layout) {
    layout.code = "V";
    layout.number_continues = false;
    for (MrzCheck& check : layout.checks) {
        const bool kept =
            check.fault == Reason::birth_date_check_digit || check.fault == Reason::expiry_date_check_digit;
        if (!kept) check = {};
    }
    return layout;
}

/// A passport of China may have the Chinese name in its optional data. One of Hong Kong has the number of the identity
/// card there, without brackets.
[[nodiscard]] constexpr MrzLayout chinese_passport() {
    MrzLayout layout = td3;
    layout.code = "P";
    layout.issuer = "CHN";
    layout.maybe_hong_kong = true;
    layout.chinese_name = {72, 12};
    layout.chinese_omitted = {84, 1};
    layout.personal_number = {72, 14};
    return layout;
}

// The travel permits of China: docs/CHINESE-CARDS.md names the sources. No standard of theirs is public.

/// The printed line of a permit for Hong Kong and Macao (CS) or Taiwan (CD).
[[nodiscard]] constexpr MrzLayout one_line_permit(std::string_view code) {
    return {
        .form = MrzForm::permit,
        .line_size = 30,
        .lines = 1,
        .code = code,
        .issuer = "CHN",
        .document_number = {2, 9},
        .birth_date = {21, 6},
        .expiry_date = {13, 6},
        .checks = {behind({21, 6}, Reason::birth_date_check_digit),
                   behind({13, 6}, Reason::expiry_date_check_digit),
                   {Reason::composite_check_digit, 29, {{{2, 10}, {13, 7}, {21, 7}}}}},
    };
}

/// DG1 of the same permit: the printed line and two lines more.
[[nodiscard]] constexpr MrzLayout one_line_permit_dg1(std::string_view code) {
    MrzLayout layout = one_line_permit(code);
    layout.lines = 3;
    layout.only_chinese_name = true;
    layout.chinese_name = {30, 12};
    layout.names = {42, 18};
    layout.sex = {60, 1};
    layout.birth_century = {63, 1};
    layout.birth_place = {68, 3};
    return layout;
}

/// An older DG1 of CS: the sex is the 23rd character, expiry and birth follow. Where the names are, and what its check
/// digits cover, is not known (one source).
[[nodiscard]] constexpr MrzLayout older_permit_dg1() {
    return {
        .form = MrzForm::permit,
        .line_size = 30,
        .lines = 3,
        .code = "CS",
        .issuer = "CHN",
        .sex_tells = true,
        .rule_missing = true,
        .document_number = {2, 9},
        .birth_date = {32, 6},
        .sex = {22, 1},
        .expiry_date = {24, 6},
    };
}

/// The permit of a resident of Hong Kong or Macao (CR), or of Taiwan (CT), for the mainland.
[[nodiscard]] constexpr MrzLayout three_line_permit(std::string_view code) {
    return {
        .form = MrzForm::permit,
        .line_size = 30,
        .lines = 3,
        .code = code,
        .issuer = "CHN",
        .only_chinese_name = true,
        .document_number = {2, 9},
        .birth_date = {23, 6},
        .sex = {22, 1},
        .expiry_date = {15, 6},
        .names = {60, 30},
        .chinese_name = {30, 16},
        .chinese_omitted = {46, 1},
        .names_omitted = {47, 1},
        .birth_century = {48, 1},
        .issue_count = {12, 2},
        .personal_number = {49, 9},
        .checks = {behind({12, 2}, Reason::issue_count_check_digit),
                   behind({15, 6}, Reason::expiry_date_check_digit),
                   behind({23, 6}, Reason::birth_date_check_digit),
                   behind({49, 9}, Reason::personal_number_check_digit),
                   {Reason::composite_check_digit, 59, {{{2, 10}, {15, 7}, {23, 7}, {49, 10}}}}},
    };
}

/// Its number at home has ten characters and no check digit.
[[nodiscard]] constexpr MrzLayout taiwan_permit() {
    MrzLayout layout = three_line_permit("CT");
    layout.names = {60, 26};
    layout.personal_number = {49, 10};
    layout.issuing_place = {86, 4};
    layout.checks[3] = {};
    return layout;
}

/// The permit for those who are not Chinese (one source, which does not tell what the composite check digit covers).
[[nodiscard]] constexpr MrzLayout non_chinese_permit() {
    MrzLayout layout = three_line_permit("CF");
    layout.rule_missing = true;
    layout.nationality = {45, 3};
    layout.names = {60, 26};
    layout.chinese_name = {30, 12};
    layout.chinese_omitted = {};
    layout.names_omitted = {};
    layout.issuing_place = {86, 4};
    layout.checks[4] = {};
    return layout;
}

}  // namespace layouts

/// The first that fits is taken.
inline constexpr std::array mrz_layouts{
    layouts::visa(layouts::td1),
    layouts::visa(layouts::td2),
    layouts::visa(layouts::td3),
    layouts::one_line_permit("CS"),
    layouts::one_line_permit("CD"),
    layouts::older_permit_dg1(),
    layouts::one_line_permit_dg1("CS"),
    layouts::one_line_permit_dg1("CD"),
    layouts::three_line_permit("CR"),
    layouts::non_chinese_permit(),
    layouts::taiwan_permit(),
    layouts::td1,
    layouts::td2,
    layouts::chinese_passport(),
    layouts::td3,
};

/// Finds the layout of a zone of 30, 72, 88 or 90 characters; null if there is none.
[[nodiscard]] const MrzLayout* layout_of(std::string_view zone);

/// Returns true for one or more letters, followed by nothing but fillers.
[[nodiscard]] bool letters_then_fillers(std::string_view field);

/// Returns where the document number is: in its field, or also in the optional data that continue it. An unused range
/// does not exist.
[[nodiscard]] std::array<MrzRange, 2> number_ranges(const MrzLayout& layout, std::string_view zone);

/// Returns the check digits of a zone, that of the document number first.
[[nodiscard]] std::vector<MrzCheck> checks_of(const MrzLayout& layout, std::string_view zone);

/// Returns true if a check digit is right. A field without content may have a filler for it (Doc 9303-4 section
/// 4.2.2.2, note j).
[[nodiscard]] bool holds(const MrzCheck& check, std::string_view zone);

}  // namespace fivestar::identity
