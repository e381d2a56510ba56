// SPDX-License-Identifier: Apache-2.0
// The kinds of the 256-octet text record, and the positions of the fields of each. A header of tables, for the
// libraries of compat/, too.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace fivestar::identity {

inline constexpr std::size_t national_text_size = 256;

/// Citizen (flag blank), resident from Hong Kong, Macao or Taiwan (`J`), foreign permanent resident with the card of
/// 2017
/// (`I`) and of 2023 (`Y`).
enum class NationalTextKind : std::uint8_t { citizen, hmt, permanent_resident_2017, permanent_resident_2023 };

enum class TextField : std::uint8_t {
    chinese_name,
    english_name,
    english_name_rest,
    sex,
    ethnicity,
    birth_date,
    address,
    number,
    nationality,
    issuing_authority,
    valid_from,
    valid_until,
    renewal_count,
    travel_permit_number,
    issue_count,
    card_version,
    acceptance_authority,
    association,
};

struct TextFieldPlace {
    TextField name;
    std::size_t offset;  ///< octets
    std::size_t size;    ///< octets
};

inline constexpr std::size_t text_flag_offset = 248;

inline constexpr std::array citizen_fields{
    TextFieldPlace{TextField::chinese_name, 0, 30},
    TextFieldPlace{TextField::sex, 30, 2},
    TextFieldPlace{TextField::ethnicity, 32, 4},
    TextFieldPlace{TextField::birth_date, 36, 16},
    TextFieldPlace{TextField::address, 52, 70},
    TextFieldPlace{TextField::number, 122, 36},
    TextFieldPlace{TextField::issuing_authority, 158, 30},
    TextFieldPlace{TextField::valid_from, 188, 16},
    TextFieldPlace{TextField::valid_until, 204, 16},
};
inline constexpr std::array hmt_fields{
    TextFieldPlace{TextField::chinese_name, 0, 30},
    TextFieldPlace{TextField::sex, 30, 2},
    TextFieldPlace{TextField::birth_date, 36, 16},
    TextFieldPlace{TextField::address, 52, 70},
    TextFieldPlace{TextField::number, 122, 36},
    TextFieldPlace{TextField::issuing_authority, 158, 30},
    TextFieldPlace{TextField::valid_from, 188, 16},
    TextFieldPlace{TextField::valid_until, 204, 16},
    TextFieldPlace{TextField::travel_permit_number, 220, 18},
    TextFieldPlace{TextField::issue_count, 238, 4},
};
inline constexpr std::array permanent_resident_2017_fields{
    TextFieldPlace{TextField::english_name, 0, 120},  TextFieldPlace{TextField::sex, 120, 2},
    TextFieldPlace{TextField::number, 122, 30},       TextFieldPlace{TextField::nationality, 152, 6},
    TextFieldPlace{TextField::chinese_name, 158, 30}, TextFieldPlace{TextField::valid_from, 188, 16},
    TextFieldPlace{TextField::valid_until, 204, 16},  TextFieldPlace{TextField::birth_date, 220, 16},
    TextFieldPlace{TextField::card_version, 236, 4},  TextFieldPlace{TextField::acceptance_authority, 240, 8},
};
inline constexpr std::array permanent_resident_2023_fields{
    TextFieldPlace{TextField::chinese_name, 0, 30},        TextFieldPlace{TextField::sex, 30, 2},
    TextFieldPlace{TextField::renewal_count, 32, 4},       TextFieldPlace{TextField::birth_date, 36, 16},
    TextFieldPlace{TextField::english_name, 52, 70},       TextFieldPlace{TextField::number, 122, 36},
    TextFieldPlace{TextField::valid_from, 188, 16},        TextFieldPlace{TextField::valid_until, 204, 16},
    TextFieldPlace{TextField::english_name_rest, 220, 22}, TextFieldPlace{TextField::nationality, 242, 6},
    TextFieldPlace{TextField::association, 250, 6},
};

struct TextLayout {
    char flag;
    NationalTextKind kind;
    std::span<const TextFieldPlace> fields;
    std::string_view issuer_zh;  ///< where the issuer is not in the record
    std::string_view issuer_en;
};

inline constexpr std::array<TextLayout, 4> text_layouts{{
    {' ', NationalTextKind::citizen, citizen_fields, {}, {}},
    {'J', NationalTextKind::hmt, hmt_fields, {}, {}},
    {'I', NationalTextKind::permanent_resident_2017, permanent_resident_2017_fields, "公安部",
     "Ministry of Public Security"},
    {'Y', NationalTextKind::permanent_resident_2023, permanent_resident_2023_fields, "国家移民管理局",
     "National Immigration Administration"},
}};

}  // namespace fivestar::identity
