// SPDX-License-Identifier: Apache-2.0
#include "compat/card_record.hpp"

#include "compat/process.hpp"
#include "identity/china/ethnic_groups.hpp"
#include "identity/mrz/mrz_check_digit.hpp"

#include <algorithm>
#include <array>

namespace fivestar::compat {
namespace {

constexpr std::size_t longest_code = 18;
constexpr std::size_t address_octets = 70;

std::span<const std::uint8_t> without_blanks(std::span<const std::uint8_t> utf16) {
    while (utf16.size() >= 2 && utf16[utf16.size() - 2] == ' ' && utf16.back() == 0) {
        utf16 = utf16.first(utf16.size() - 2);
    }
    return utf16;
}

constexpr bool is_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// A text of this program, in UTF-8 with characters of the basic plane alone.
bool convert_own(std::string_view utf8, std::size_t most, Gbk& into) {
    std::array<std::uint8_t, 64> utf16{};
    std::size_t size = 0;
    for (std::size_t at = 0; at < utf8.size() && size + 2 <= utf16.size();) {
        const auto first = static_cast<unsigned char>(utf8[at]);
        unsigned character = first;
        if (first >= 0xE0 && at + 2 < utf8.size()) {
            character = (first & 0x0FU) << 12U | (static_cast<unsigned char>(utf8[at + 1]) & 0x3FU) << 6U |
                        (static_cast<unsigned char>(utf8[at + 2]) & 0x3FU);
            at += 2;
        }
        ++at;
        utf16.at(size++) = static_cast<std::uint8_t>(character);
        utf16.at(size++) = static_cast<std::uint8_t>(character >> 8U);
    }
    return gbk_converter().convert(std::span{utf16}.first(size), most, into);
}

}  // namespace

std::size_t appended_addresses(std::span<const std::uint8_t> answer) {
    return answer.size() / address_octets;
}

std::span<const std::uint8_t> appended_address(std::span<const std::uint8_t> answer, std::size_t number) {
    return without_blanks(answer.subspan(number * address_octets, address_octets));
}

std::optional<CardRecord> CardRecord::of(std::span<const std::uint8_t> octets) {
    if (octets.size() != identity::national_text_size || octets[identity::text_flag_offset + 1] != 0) {
        return std::nullopt;
    }
    const auto* const layout = std::ranges::find(
        identity::text_layouts, static_cast<char>(octets[identity::text_flag_offset]), &identity::TextLayout::flag);
    if (layout == identity::text_layouts.end()) return std::nullopt;
    return CardRecord{octets, *layout};
}

std::span<const std::uint8_t> CardRecord::field(Field name) const {
    const auto place = std::ranges::find(layout_->fields, name, &identity::TextFieldPlace::name);
    if (place == layout_->fields.end()) return {};
    return without_blanks(octets_.subspan(place->offset, place->size));
}

std::string_view CardRecord::ascii(Field name, std::span<char> into) const {
    const auto octets = field(name);
    const std::size_t size = std::min(octets.size() / 2, into.size());
    for (std::size_t at = 0; at < size; ++at) {
        const bool is_ascii = octets[2 * at] < 0x7F && octets[2 * at + 1] == 0;
        into[at] = is_ascii ? static_cast<char>(octets[2 * at]) : '?';
    }
    return {into.data(), size};
}

bool CardRecord::text(Field name, std::size_t most, Gbk& into) const {
    return gbk_converter().convert(field(name), most, into);
}

bool CardRecord::sex(std::size_t most, Gbk& into) const {
    std::array<char, 1> code{};
    const std::string_view is = ascii(Field::sex, code);
    if (is == "1") return convert_own("男", most, into);
    if (is == "2") return convert_own("女", most, into);
    return text(Field::sex, most, into);
}

bool CardRecord::nation(std::size_t most, Gbk& into) const {
    if (is_of_foreigner()) return text(Field::nationality, most, into);
    std::array<char, 2> code{};
    const auto* const group =
        std::ranges::find(identity::ethnic_groups, ascii(Field::ethnicity, code), &identity::EthnicGroup::code);
    if (group == identity::ethnic_groups.end()) return text(Field::ethnicity, most, into);
    return convert_own(group->zh, most, into);
}

bool CardRecord::english_name(std::size_t most, Gbk& into) const {
    std::array<std::uint8_t, 256> joined{};
    std::size_t size = 0;
    // The first part is not trimmed: a blank may be its last character.
    for (const auto& place : layout_->fields) {
        if (place.name != Field::english_name && place.name != Field::english_name_rest) continue;
        std::ranges::copy(octets_.subspan(place.offset, place.size),
                          joined.begin() + static_cast<std::ptrdiff_t>(size));
        size += place.size;
    }
    const auto name = without_blanks(std::span{joined}.first(size));
    const bool is_converted = gbk_converter().convert(name, most, into);
    ::explicit_bzero(joined.data(), joined.size());
    return is_converted;
}

bool CardRecord::issuer(std::size_t most, Gbk& into) const {
    if (!layout_->issuer_zh.empty()) return convert_own(layout_->issuer_zh, most, into);
    return text(Field::issuing_authority, most, into);
}

bool CardRecord::previous_number(Gbk& into) const {
    into.clear();
    std::array<char, longest_code> number_room{};
    std::array<char, 3> nationality_room{};
    std::array<char, 3> association_room{};
    const std::string_view number = ascii(Field::number, number_room);
    const std::string_view nationality = ascii(Field::nationality, nationality_room);
    const std::string_view association = ascii(Field::association, association_room);
    bool is_done = true;
    if (number.size() == longest_code && nationality.size() == 3 && association.size() == 3 && is_digits(association)) {
        // Nationality, province, city, birth date and sequence, as the card of 2017 has them, and their check digit.
        std::array<char, 15> previous{};
        auto end = std::ranges::copy(nationality, previous.begin()).out;
        end = std::ranges::copy(number.substr(1, 2), end).out;
        end = std::ranges::copy(association.substr(0, 2), end).out;
        end = std::ranges::copy(number.substr(8, 6), end).out;
        *end = association[2];
        if (const auto digit = identity::mrz_check_digit({previous.data(), previous.size() - 1})) {
            previous.back() = *digit;
            is_done = into.assign({reinterpret_cast<const std::uint8_t*>(previous.data()), previous.size()});
        }
        ::explicit_bzero(previous.data(), previous.size());
    }
    ::explicit_bzero(number_room.data(), number_room.size());
    return is_done;
}

}  // namespace fivestar::compat
