// SPDX-License-Identifier: Apache-2.0
#include "crypto/asn1/distinguished_name.hpp"

#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/object_identifier.hpp"
#include "crypto/base/utf8.hpp"
#include "crypto/tlv/cursor.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace fivestar::crypto {
namespace {

constexpr std::size_t max_attributes = 64;
constexpr std::string_view country_name = "2.5.4.6";

// Octets that no UTF-8 text has, so that no value can look like the border between two.
constexpr char after_attribute = '\xFF';
constexpr char after_rdn = '\xFE';

/// The text of characters that are `width` octets each.
std::string fixed_width_text(ByteView octets, std::size_t width) {
    PersonalText text;
    for (; octets.size() >= width; octets = octets.subspan(width)) {
        std::uint32_t code_point = 0;
        for (const std::uint8_t octet : octets.first(width)) code_point = (code_point << 8) | octet;
        append_code_point(text, code_point);
    }
    return std::string{text.view()};
}

/// A string of any type in UTF-8. T61String is read as Latin-1, which is what its users wrote.
std::string utf8_text(const tlv::Element& value) {
    switch (value.tag) {
        case asn1::t61_string:
            return fixed_width_text(value.value, 1);
        case asn1::bmp_string:
            return fixed_width_text(value.value, 2);
        case asn1::universal_string:
            return fixed_width_text(value.value, 4);
        default:
            return std::string{as_text(value.value)};
    }
}

/// Lower case for ASCII letters and for U+00C0 to U+00DE (C3 80 to C3 9E) but the multiplication sign.
char folded(char before, char character) {
    const auto octet = static_cast<std::uint8_t>(character);
    const bool latin_1 = before == '\xC3' && octet >= 0x80 && octet <= 0x9E && octet != 0x97;
    const bool ascii = octet >= 'A' && octet <= 'Z';
    return ascii || latin_1 ? static_cast<char>(octet + 0x20) : character;
}

/// Appends the text with its letters folded, white space trimmed and collapsed.
void append_normalised(std::string& to, std::string_view text) {
    const std::size_t start = to.size();
    to.resize(start + text.size());
    char* const begin = to.data() + start;
    char* end = begin;
    char before = 0;
    bool space_pending = false;
    for (const char character : text) {
        if (character == ' ' || character == '\t' || character == '\n' || character == '\r') {
            space_pending = end != begin;
        } else {
            if (std::exchange(space_pending, false)) *end++ = ' ';
            *end++ = folded(before, character);
        }
        before = character;
    }
    to.resize(static_cast<std::size_t>(end - to.data()));
}

/// The attribute type before the equals sign (RFC 4514 §3); its dotted number if it has no short name.
std::string_view short_name(std::string_view oid) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> names{{{country_name, "C"},
                                                                                  {"2.5.4.10", "O"},
                                                                                  {"2.5.4.11", "OU"},
                                                                                  {"2.5.4.3", "CN"},
                                                                                  {"2.5.4.5", "serialNumber"},
                                                                                  {"2.5.4.7", "L"},
                                                                                  {"2.5.4.8", "ST"}}};
    const auto* const found = std::ranges::find(names, oid, &std::pair<std::string_view, std::string_view>::first);
    return found == names.end() ? oid : found->second;
}

std::string upper_case(std::string text) {
    for (char& character : text) {
        if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
    }
    return text;
}

/// Where the parts of a text end: attributes in an RDN, or RDNs, of which each has an attribute.
struct Parts {
    std::array<std::size_t, max_attributes> ends{};
    std::size_t count = 0;
};

/// Puts what was appended behind `start` into the order of its texts.
void sort_parts(std::string& text, std::size_t start, const Parts& parts) {
    if (parts.count < 2) return;
    const std::string unsorted = text.substr(start);
    std::array<std::string_view, max_attributes> sorted;
    std::size_t begin = start;
    for (std::size_t part = 0; part < parts.count; ++part) {
        sorted[part] = std::string_view{unsorted}.substr(begin - start, parts.ends[part] - begin);
        begin = parts.ends[part];
    }
    const std::span<std::string_view> all = std::span{sorted}.first(parts.count);
    std::ranges::sort(all);
    text.resize(start);
    for (const std::string_view part : all) text += part;
}

/// One RDN, its attributes appended to the match key, their number added to `count`.
Result<void> read_rdn(tlv::Cursor& rdns, DistinguishedName& name, std::size_t& count) {
    auto attributes = rdns.enter(asn1::set);
    if (!attributes || attributes->at_end()) return fail(ErrorCode::malformed);
    const std::size_t start = name.match_key.size();
    Parts parts;
    while (!attributes->at_end()) {
        if (++count > max_attributes) return fail(ErrorCode::limit_exceeded);
        auto fields = attributes->enter(asn1::sequence);
        if (!fields) return fail(ErrorCode::malformed);
        const auto type = fields->expect(asn1::object_identifier);
        const auto value = fields->next();
        if (!type || !value || !fields->at_end()) return fail(ErrorCode::malformed);
        const auto oid = oid_text(type->value);
        if (!oid) return std::unexpected{oid.error()};
        (name.match_key += *oid) += '=';
        const std::size_t text = name.match_key.size();
        append_normalised(name.match_key, utf8_text(*value));
        if (*oid == country_name && name.country.empty()) name.country = upper_case(name.match_key.substr(text));
        name.match_key += after_attribute;
        parts.ends[parts.count++] = name.match_key.size();
    }
    sort_parts(name.match_key, start, parts);
    name.match_key += after_rdn;
    return {};
}

}  // namespace

Result<DistinguishedName> DistinguishedName::parse(ByteView der) {
    auto rdns = tlv::only(der, asn1::sequence);
    if (!rdns) return fail(ErrorCode::malformed);
    DistinguishedName name{copy(der), {}, {}};
    name.match_key.reserve(der.size());
    Parts parts;
    std::size_t count = 0;
    while (!rdns->at_end()) {
        const auto read = read_rdn(*rdns, name, count);
        if (!read) return std::unexpected{read.error()};
        parts.ends[parts.count++] = name.match_key.size();
    }
    sort_parts(name.match_key, 0, parts);
    return name;
}

std::string DistinguishedName::text() const {
    std::string text;
    tlv::Cursor outer{der};
    auto rdns = outer.enter(asn1::sequence);
    while (rdns && !rdns->at_end()) {
        auto attributes = rdns->enter(asn1::set);
        while (attributes && !attributes->at_end()) {
            auto fields = attributes->enter(asn1::sequence);
            const auto type = fields ? fields->expect(asn1::object_identifier) : fail(ErrorCode::malformed);
            const auto value = fields ? fields->next() : fail(ErrorCode::malformed);
            if (!type || !value) return text;
            std::string part = utf8_text(*value);
            if (!is_utf8(part)) {
                std::ranges::replace_if(
                    part, [](char character) { return static_cast<std::uint8_t>(character) >= 0x80; }, '?');
            }
            if (!text.empty()) text += ", ";
            (text += short_name(oid_text(type->value).value_or("?"))) += '=';
            text += part;
        }
        if (!attributes) break;
    }
    return text;
}

}  // namespace fivestar::crypto
