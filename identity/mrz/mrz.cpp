// SPDX-License-Identifier: Apache-2.0
#include "identity/mrz/mrz.hpp"

#include "identity/card_text.hpp"
#include "identity/date.hpp"
#include "identity/mrz/mrz_check_digit.hpp"
#include "identity/mrz/mrz_layout.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace fivestar::identity {
namespace {

constexpr char filler = '<';

Result<PersonalText> normalised_zone(std::string_view text) {
    constexpr std::string_view white_space = " \t\r\n\v\f";
    constexpr std::size_t longest = 90;
    PersonalText characters;
    characters.reserve(longest);
    for (char c : text) {
        if (white_space.find(c) != std::string_view::npos) continue;
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        const bool good = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == filler;
        if (!good || characters.size() == longest) return fail(ErrorCode::malformed);
        characters.push_back(c);
    }
    return characters;
}

/// A character of a document's zone that no zone has, and its UTF-8.
struct OddCharacter {
    std::size_t position;
    std::string_view utf8;  ///< borrowed
};

/// The zone of a document, with fillers in the place of odd characters.
struct DocumentZone {
    PersonalText characters;
    std::vector<OddCharacter> odd;
};

/// `text` is valid UTF-8 and outlives the result.
Result<DocumentZone> document_zone(std::string_view text) {
    constexpr std::string_view white_space = " \t\r\n\v\f";
    constexpr std::size_t longest = 90;
    DocumentZone zone;
    zone.characters.reserve(longest);
    while (!text.empty()) {
        std::size_t size = 1;
        while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) ++size;
        const std::string_view character = text.substr(0, size);
        text.remove_prefix(size);
        if (white_space.contains(character.front())) continue;
        if (zone.characters.size() == longest) return fail(ErrorCode::malformed);
        if (const auto known = normalised_zone(character)) {
            zone.characters.append(known->view());
        } else {
            zone.odd.push_back({zone.characters.size(), character});
            zone.characters.push_back(filler);
        }
    }
    return zone;
}

std::string_view without_fillers(std::string_view field) {
    while (!field.empty() && field.back() == filler) field.remove_suffix(1);
    while (!field.empty() && field.front() == filler) field.remove_prefix(1);
    return field;
}

/// Fillers at the ends are dropped, runs of them inside become one blank.
PersonalText readable(std::string_view field) {
    PersonalText text;
    field = without_fillers(field);
    text.reserve(field.size());
    for (const char c : field) {
        if (c != filler) {
            text.push_back(c);
        } else if (text[text.size() - 1] != ' ') {
            text.push_back(' ');
        }
    }
    return text;
}

bool letters_then_fillers(std::string_view field) {
    const std::string_view letters = field.substr(0, field.find(filler));
    return !letters.empty() && std::ranges::all_of(letters, [](char c) { return c >= 'A' && c <= 'Z'; }) &&
           std::ranges::all_of(field.substr(letters.size()), [](char c) { return c == filler; });
}

class Parser {
  public:
    Parser(std::string_view text, std::span<const OddCharacter> odd, const MrzLayout& layout,
           std::chrono::year_month_day today)
        : text_(text), odd_(odd), layout_(layout), today_(today) {}

    Mrz parse() && {
        for (std::size_t line = 0; line < layout_.lines; ++line) {
            mrz_.lines.push_back(as_written({line * layout_.line_size, layout_.line_size}));
        }
        if (!odd_.empty()) mrz_.faults.push_back(Reason::mrz_character);
        codes();
        document_number();
        names();
        dates();
        composite();
        return std::move(mrz_);
    }

  private:
    [[nodiscard]] std::string_view field(MrzRange range) const { return text_.substr(range.offset, range.size); }
    [[nodiscard]] bool visa() const { return text_.front() == 'V'; }

    /// The field with its odd characters.
    [[nodiscard]] PersonalText as_written(MrzRange range) const {
        PersonalText text;
        text.reserve(range.size);
        for (std::size_t at = range.offset; at < range.offset + range.size; ++at) {
            const auto odd = std::ranges::find(odd_, at, &OddCharacter::position);
            if (odd != odd_.end()) {
                text.append(odd->utf8);
            } else {
                text.push_back(text_[at]);
            }
        }
        return text;
    }

    void demand(bool good, Reason fault) {
        if (!good) mrz_.faults.push_back(fault);
    }

    /// A field without content may have a filler for its check digit (Doc 9303-4 section 4.2.2.2, note j).
    [[nodiscard]] static bool check_digit_fits(std::string_view content, char digit) {
        return mrz_check_digit(content) == digit || (digit == filler && without_fillers(content).empty());
    }

    void codes() {
        const std::string_view code = text_.substr(0, 2);
        mrz_.document_code = PersonalText{without_fillers(code)};
        demand(letters_then_fillers(code), Reason::mrz_document_code);
        mrz_.issuing_state = PersonalText{without_fillers(text_.substr(2, 3))};
        demand(letters_then_fillers(text_.substr(2, 3)), Reason::mrz_issuing_state);
        mrz_.nationality = PersonalText{without_fillers(field(layout_.nationality))};
        demand(letters_then_fillers(field(layout_.nationality)), Reason::mrz_nationality);
        const char sex = text_[layout_.sex];
        mrz_.sex = sex == 'F' ? Sex::female : sex == 'M' ? Sex::male : sex == filler ? Sex::unspecified : Sex::unknown;
        demand(mrz_.sex != Sex::unknown, Reason::mrz_sex);
    }

    void document_number() {
        const std::string_view number = field(layout_.document_number);
        const char digit = text_[layout_.document_number.offset + layout_.document_number.size];
        const std::string_view optional_data = field(layout_.optional_data);
        const bool continues = !layout_.optional_data_checked && !visa() && digit == filler &&
                               number.back() != filler && optional_data.front() != filler;
        if (continues) {
            // Doc 9303-5 section 4.2.2.1, note j: the rest of the number, its check digit, a filler.
            const std::string_view rest = optional_data.substr(0, optional_data.find(filler));
            PersonalText whole{number};
            whole.append(rest.substr(0, rest.size() - 1));
            demand(mrz_check_digit(whole.view()) == rest.back(), Reason::document_number_check_digit);
            mrz_.printed_number = std::move(whole);
        } else {
            demand(check_digit_fits(number, digit), Reason::document_number_check_digit);
            mrz_.printed_number = PersonalText{number};
        }
        mrz_.document_number = readable(mrz_.printed_number.view());
        if (layout_.optional_data_checked && !visa()) {
            const char optional_digit = text_[layout_.optional_data.offset + layout_.optional_data.size];
            demand(check_digit_fits(optional_data, optional_digit), Reason::optional_data_check_digit);
        }
    }

    void names() {
        const PersonalText written = as_written(layout_.names);
        const std::string_view names = written.view();
        const std::size_t separator = names.find("<<");
        mrz_.primary = readable(names.substr(0, separator));
        if (separator != std::string_view::npos) mrz_.secondary = readable(names.substr(separator));
        mrz_.truncated = names.back() != filler;
        const bool digit = std::ranges::any_of(names, [](char c) { return c >= '0' && c <= '9'; });
        demand(names.front() != filler && !digit, Reason::mrz_names);
    }

    void dates() {
        const std::string_view birth = field(layout_.birth_date);
        const std::string_view expiry = field(layout_.expiry_date);
        mrz_.birth_date_printed = PersonalText{birth};
        mrz_.expiry_date_printed = PersonalText{expiry};
        mrz_.birth_date = parse_birth_date(birth, today_);
        mrz_.expiry_date = parse_expiry_date(expiry, today_);
        demand(check_digit_fits(birth, text_[layout_.birth_date.offset + birth.size()]),
               Reason::birth_date_check_digit);
        demand(check_digit_fits(expiry, text_[layout_.expiry_date.offset + expiry.size()]),
               Reason::expiry_date_check_digit);
        // Unknown parts of a birth date are fillers (Doc 9303-3 section 4.8); digits that are no day are a fault.
        demand(mrz_.birth_date || birth.find(filler) != std::string_view::npos, Reason::mrz_birth_date);
        demand(mrz_.expiry_date || expiry == "<<<<<<", Reason::mrz_expiry_date);
    }

    void composite() {
        if (visa()) return;  // Doc 9303-7: visas have neither a composite nor an optional-data check digit
        PersonalText covered;
        for (const MrzRange range : layout_.composite) covered.append(field(range));
        demand(mrz_check_digit(covered.view()) == text_[layout_.composite_check_digit], Reason::composite_check_digit);
    }

    std::string_view text_;
    std::span<const OddCharacter> odd_;
    const MrzLayout& layout_;
    std::chrono::year_month_day today_;
    Mrz mrz_;
};

/// The layout of a zone with this many characters; null if there is none.
const MrzLayout* layout_of(std::size_t characters) {
    const auto* const layout = std::ranges::find(
        mrz_layouts, characters, [](const MrzLayout& candidate) { return candidate.line_size * candidate.lines; });
    return layout == mrz_layouts.end() ? nullptr : layout;
}

}  // namespace

Result<Mrz> parse_mrz(std::string_view text, std::chrono::year_month_day today) {
    const auto characters = normalised_zone(text);
    if (!characters) return std::unexpected{characters.error()};
    const MrzLayout* const layout = layout_of(characters->size());
    if (layout == nullptr) return fail(ErrorCode::malformed);
    return Parser{characters->view(), {}, *layout, today}.parse();
}

Result<Mrz> parse_document_mrz(ByteView octets, std::chrono::year_month_day today) {
    bool padded = false;
    for (; !octets.empty() && octets.back() == 0; octets = octets.first(octets.size() - 1)) padded = true;
    const PersonalText text = text_from_utf8(octets);
    const auto zone = document_zone(text.view());
    if (!zone) return std::unexpected{zone.error()};
    const MrzLayout* const layout = layout_of(zone->characters.size());
    if (layout == nullptr) return fail(ErrorCode::malformed);
    Mrz mrz = Parser{zone->characters.view(), zone->odd, *layout, today}.parse();
    if (padded && zone->odd.empty()) mrz.faults.push_back(Reason::mrz_character);
    return mrz;
}

}  // namespace fivestar::identity
