// SPDX-License-Identifier: Apache-2.0
#include "sim/documents/national_text_record.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace fivestar::sim {
namespace {

constexpr char16_t blank = u' ';

constexpr std::array resident{
    TextField{"name", 15},
    TextField{"sex", 1},
    TextField{"ethnicity", 2},
    TextField{"birth_date", 8},
    TextField{"address", 35},
    TextField{"number", 18},
    TextField{"issuing_authority", 15},
    TextField{"valid_from", 8},
    TextField{"valid_until", 8},
    TextField{"", 18},
};

constexpr std::array hmt_residence_permit{
    TextField{"name", 15},
    TextField{"sex", 1},
    TextField{"", 2},
    TextField{"birth_date", 8},
    TextField{"address", 35},
    TextField{"number", 18},
    TextField{"issuing_authority", 15},
    TextField{"valid_from", 8},
    TextField{"valid_until", 8},
    TextField{"travel_permit_number", 9},
    TextField{"issue_count", 2},
    TextField{"", 3},
    TextField{"", 1, u'J'},
    TextField{"", 3},
};

constexpr std::array permanent_resident_2017{
    TextField{"latin_name", 60},          TextField{"sex", 1},           TextField{"number", 15},
    TextField{"nationality", 3},          TextField{"chinese_name", 15}, TextField{"valid_from", 8},
    TextField{"valid_until", 8},          TextField{"birth_date", 8},    TextField{"card_version", 2},
    TextField{"acceptance_authority", 4}, TextField{"", 1, u'I'},        TextField{"", 3},
};

constexpr std::array permanent_resident_2023{
    TextField{"chinese_name", 15},
    TextField{"sex", 1},
    TextField{"renewal_count", 2},
    TextField{"birth_date", 8},
    TextField{"latin_name", 35},
    TextField{"number", 18},
    TextField{"", 15},
    TextField{"valid_from", 8},
    TextField{"valid_until", 8},
    TextField{"latin_name", 11},
    TextField{"nationality", 3},
    TextField{"", 1, u'Y'},
    TextField{"association", 3},
};

/// Converts UTF-8 in the basic multilingual plane to UTF-16. Returns nothing for other input.
std::optional<std::u16string> to_utf16(std::string_view text) {
    std::u16string wide;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<std::uint8_t>(text[at]);
        const std::size_t size = lead < 0x80 ? 1 : (lead & 0xE0U) == 0xC0 ? 2 : (lead & 0xF0U) == 0xE0 ? 3 : 0;
        if (size == 0 || at + size > text.size()) return std::nullopt;
        unsigned character = size == 1 ? lead : lead & (0x7FU >> size);
        for (std::size_t next = 1; next < size; ++next) {
            const auto octet = static_cast<std::uint8_t>(text[at + next]);
            if ((octet & 0xC0U) != 0x80) return std::nullopt;
            character = character << 6 | (octet & 0x3FU);
        }
        wide.push_back(static_cast<char16_t>(character));
        at += size;
    }
    return wide;
}

void append_little_endian(Bytes& octets, std::u16string_view text) {
    for (const char16_t character : text) {
        octets.push_back(static_cast<std::uint8_t>(character));
        octets.push_back(static_cast<std::uint8_t>(character >> 8));
    }
}

/// The rest of each named text while the fields take their parts.
using Texts = std::map<std::string_view, std::u16string>;

std::optional<Texts> widen(const NationalTextRecord& record) {
    Texts texts;
    for (const auto& [name, text] : record.fields) {
        auto wide = to_utf16(text);
        const auto layout = text_layout(record.kind);
        const bool known = std::ranges::find(layout, name, &TextField::name) != layout.end();
        if (!wide || !known || name.empty()) return std::nullopt;
        texts.emplace(name, std::move(*wide));
    }
    return texts;
}

}  // namespace

std::span<const TextField> text_layout(TextKind kind) {
    switch (kind) {
        case TextKind::resident:
            return resident;
        case TextKind::hmt_residence_permit:
            return hmt_residence_permit;
        case TextKind::permanent_resident_2017:
            return permanent_resident_2017;
        case TextKind::permanent_resident_2023:
            break;
    }
    return permanent_resident_2023;
}

Result<Bytes> encode(const NationalTextRecord& record) {
    auto texts = widen(record);
    if (!texts) return fail(ErrorCode::invalid_argument);
    Bytes octets;
    for (const TextField& field : text_layout(record.kind)) {
        std::u16string text(field.width, field.fixed);
        if (!field.name.empty()) {
            std::u16string& left = (*texts)[field.name];
            text = left.substr(0, field.width);
            left.erase(0, text.size());
            text.resize(field.width, blank);
        }
        append_little_endian(octets, text);
    }
    const bool all_fit = std::ranges::all_of(*texts, [](const auto& each) { return each.second.empty(); });
    if (!all_fit) return fail(ErrorCode::invalid_argument);
    return octets;
}

}  // namespace fivestar::sim
