// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg11.hpp"

#include "crypto/base/text.hpp"
#include "identity/card_text.hpp"
#include "identity/date.hpp"
#include "identity/lds/additional_details.hpp"

#include <utility>

namespace fivestar::identity {
namespace {

constexpr tlv::Tag dg11 = 0x6B;
constexpr tlv::Tag full_name = 0x5F0E;
constexpr tlv::Tag personal_number = 0x5F10;
constexpr tlv::Tag full_birth_date = 0x5F2B;
constexpr tlv::Tag birth_place = 0x5F11;
constexpr tlv::Tag address = 0x5F42;
constexpr std::size_t short_date_size = 6;  // characters

/// Runs of fillers as one blank.
PersonalText with_blanks(std::string_view field) {
    PersonalText text;
    text.reserve(field.size());
    for (const char c : field) {
        if (c != '<') {
            text.push_back(c);
        } else if (!text.empty() && text[text.size() - 1] != ' ') {
            text.push_back(' ');
        }
    }
    return text;
}

/// BCD shown as its digits, anything else as text. Four characters can't be BCD: their third would be month 30 or more.
PersonalText printed(ByteView octets) {
    constexpr std::size_t bcd_size = 4;
    const bool bcd = octets.size() == bcd_size && octets[2] < '0';
    return bcd ? PersonalText{to_hex(octets)} : text_from_utf8(octets);
}

}  // namespace

Result<Dg11> parse_dg11(ByteView file) {
    auto details = parse_additional_details(file, dg11);
    if (!details) return std::unexpected{details.error()};
    Dg11 result;
    if (const auto name = details->text(full_name)) {
        const std::size_t separator = name->view().find("<<");
        result.primary = with_blanks(name->view().substr(0, separator));
        if (separator != std::string_view::npos) result.secondary = with_blanks(name->view().substr(separator));
    }
    result.personal_number = details->text(personal_number);
    if (const tlv::Element* date = details->find(full_birth_date)) {
        result.birth_date = parse_date_octets(date->value);
        if (!result.birth_date) result.birth_date_printed = printed(date->value);
    }
    result.birth_place = details->fields(birth_place);
    result.address = details->fields(address);
    result.findings = std::move(details->findings);
    // The century of YYMMDD is anybody's guess, so the date stays as it is printed.
    const tlv::Element* const date = details->find(full_birth_date);
    if (date != nullptr && !result.birth_date && date->value.size() == short_date_size) {
        result.findings.push_back(Reason::short_date);
    }
    return result;
}

}  // namespace fivestar::identity
