// SPDX-License-Identifier: Apache-2.0
// The numbers of the documents issued in China, checked and taken apart without a card: 18 characters of GB 11643
// (citizens; residents from Hong Kong, Macao and Taiwan; foreign permanent residents by GA 2102-2023), the 15
// characters of the permanent-resident cards before 2023, and those of travel permits and passports.
#pragma once

#include "crypto/base/enum_names.hpp"
#include "crypto/base/reason.hpp"
#include "crypto/base/zeroized.hpp"
#include "identity/coded_value.hpp"
#include "identity/sex.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace fivestar::identity {

enum class CardNumberKind : std::uint8_t {
    permanent_resident_18,
    permanent_resident_15,
    citizen_18,
    hmt_18,
    // Without parts and without a check digit: only their form is known.
    hk_macao_exit_permit,
    taiwan_exit_permit,
    home_return_permit,
    taiwan_compatriot_permit,
    passport,
};
inline constexpr EnumNames<CardNumberKind::passport> card_number_kind_names("permanent_resident_18",
                                                                            "permanent_resident_15", "citizen_18",
                                                                            "hmt_18", "hk_macao_exit_permit",
                                                                            "taiwan_exit_permit", "home_return_permit",
                                                                            "taiwan_compatriot_permit", "passport");
[[nodiscard]] constexpr std::string_view to_string(CardNumberKind kind) {
    return card_number_kind_names[kind];
}

struct CardNumber {
    std::optional<CardNumberKind> kind = {};  ///< absent when length or characters fit no kind
    /// In this order: `length`, `character`, `kind` (a number whose length and characters would do, such as 15 digits),
    /// `province`, `nationality`, `birth_date`, `check_digit`. The first three leave nothing to take apart.
    std::vector<Reason> faults = {};
    std::optional<CodedValue> acceptance_place = {};     ///< province, GB/T 2260; permanent residents only
    std::optional<CodedValue> registration_place = {};   ///< province, or 81 to 83 of an HMT number; all others
    std::optional<PersonalText> first_nationality = {};  ///< Doc 9303 code, XXA for stateless; permanent residents only
    std::optional<std::chrono::year_month_day> birth_date = {};  ///< absent for 15 characters: they lack the century
    std::optional<PersonalText> birth_date_printed = {};         ///< `YYMMDD` of 15 characters
    std::optional<PersonalText> sequence = {};
    std::optional<Sex> sex = {};  ///< absent for 15 characters: no rule is published for them

    [[nodiscard]] bool valid() const { return faults.empty(); }
};

/// Parses any text; lengths count characters. Blanks around it are ignored, and letters are read in either case. A
/// full-width digit is the fault `character`: a card has none. A birth date before 1800, or
/// after `today` if that is given, is a fault.
[[nodiscard]] CardNumber parse_card_number(std::string_view text,
                                           std::optional<std::chrono::year_month_day> today = std::nullopt);

/// Returns a number that a person typed for `parse_card_number`: full-width digits and letters become ASCII, then as
/// below.
[[nodiscard]] PersonalText typed_number(std::string_view text);

/// Returns the number without the blanks around it, in upper case.
[[nodiscard]] PersonalText normalised_number(std::string_view text);

/// Computes ISO 7064 MOD 11-2 over the first 17 digits: `0` to `9` or `X`. nullopt unless they are 17 digits.
[[nodiscard]] std::optional<char> gb11643_check_digit(std::string_view seventeen_digits);

}  // namespace fivestar::identity
