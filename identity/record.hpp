// SPDX-License-Identifier: Apache-2.0
// The record of a card, in one shape for every kind of card: `record` in docs/API.md. Move-only, zeroized on release.
// An absent optional is a value that this card does not have. Values that follow from others are in derived.hpp.
#pragma once

#include "crypto/base/enum_names.hpp"
#include "crypto/base/zeroized.hpp"
#include "identity/china/card_number.hpp"
#include "identity/coded_value.hpp"
#include "identity/portrait.hpp"
#include "identity/sex.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::identity {

enum class DocumentType : std::uint8_t {
    resident_id_card,
    hmt_residence_permit,
    permanent_resident_card,
    passport,
    identity_card,
    residence_permit,
    visa,
    hk_macao_exit_permit,            ///< of a resident of the mainland, 往来港澳通行证
    taiwan_exit_permit,              ///< of a resident of the mainland, 往来台湾通行证
    home_return_permit,              ///< of a resident of Hong Kong or Macao, 港澳居民来往内地通行证
    home_return_permit_non_chinese,  ///< the same for those who are not Chinese
    taiwan_compatriot_permit,        ///< of a resident of Taiwan, 台湾居民来往大陆通行证
    other,
};
inline constexpr EnumNames<DocumentType::other> document_type_names(
    "resident_id_card", "hmt_residence_permit", "permanent_resident_card", "passport", "identity_card",
    "residence_permit", "visa", "hk_macao_exit_permit", "taiwan_exit_permit", "home_return_permit",
    "home_return_permit_non_chinese", "taiwan_compatriot_permit", "other");
[[nodiscard]] constexpr std::string_view to_string(DocumentType type) {
    return document_type_names[type];
}

struct Document {
    DocumentType type = DocumentType::other;
    std::optional<std::string> edition = {};         ///< year of the card's layout, `2023`
    std::optional<PersonalText> issuing_state = {};  ///< Doc 9303-3 code, `D<<` as `D`
    std::optional<PersonalText> number = {};
    std::vector<PersonalText> previous_numbers = {};
    std::optional<CodedValue> issuing_authority = {};
    std::optional<std::chrono::year_month_day> valid_from = {};
    std::optional<std::chrono::year_month_day> valid_until = {};  ///< last valid day; absent when `long_term`
    bool long_term = false;                                       ///< valid without end (长期)
    std::optional<PersonalText> renewal_count = {};
    std::optional<PersonalText> travel_permit_number = {};
    std::optional<PersonalText> issue_count = {};
    std::optional<CodedValue> acceptance_authority = {};
    std::optional<PersonalText> card_version = {};
};

struct Names {
    std::optional<PersonalText> latin = {};
    std::optional<PersonalText> primary = {};
    std::optional<PersonalText> secondary = {};
    std::optional<PersonalText> chinese = {};
    /// Characters that a machine-readable zone says are left out of `chinese`; absent from another source.
    std::optional<unsigned> chinese_omitted = {};
    bool chinese_truncated = false;  ///< characters of `chinese` are left out, or may be
    bool truncated = false;          ///< the machine-readable zone had no room for all of it
};

struct Holder {
    Names names = {};
    Sex sex = Sex::unknown;
    std::optional<std::chrono::year_month_day> birth_date = {};
    std::optional<PersonalText> birth_date_printed = {};  ///< instead of `birth_date` when that is incomplete
    /// `birth_date` is from a machine-readable zone, which has two digits of the year: the latest such day not after
    /// the day of the read. The holder may be a hundred years older.
    bool birth_century_assumed = false;
    std::optional<PersonalText> birth_place = {};
    std::optional<PersonalText> nationality = {};  ///< Doc 9303-3 code, `D<<` as `D`
    std::optional<CodedValue> ethnicity = {};      ///< GB/T 3304
    std::optional<PersonalText> address = {};
    std::vector<PersonalText> address_appended = {};
    std::optional<PersonalText> personal_number = {};
    std::optional<PersonalText> pseudonym = {};  ///< for the client that reads; not on the card (pseudonym.hpp)
};

struct RawData {
    std::optional<PersonalBytes> cn_text = {};  ///< the 256 octets of the national text record
    std::vector<PersonalText> mrz = {};         ///< the lines of the machine-readable zone
};

/// The octets of a security module's answers, unchanged, for programs that decode them themselves (GA/T 467, SW 30 01,
/// 30 03 and 30 05).
struct ModuleData {
    std::optional<PersonalBytes> portrait = {};    ///< 1,024 octets of WLT
    std::optional<PersonalBytes> addresses = {};   ///< up to four fields of 70 octets, UTF-16LE
    std::optional<PersonalBytes> management = {};  ///< IIN 4, serial number 8, management number 16 octets
};

struct IdentityRecord {
    Document document = {};
    Holder holder = {};
    std::optional<CardNumber> number = {};  ///< the parts of a number issued in China
    std::optional<Portrait> portrait = {};
    RawData raw = {};
    ModuleData module = {};  ///< only what was asked for
};

}  // namespace fivestar::identity
