// SPDX-License-Identifier: Apache-2.0
#include "identity/mrz/mrz.hpp"

#include "crypto/base/utf8.hpp"
#include "identity/card_text.hpp"
#include "identity/date.hpp"
#include "identity/mrz/gbk_name.hpp"
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

/// One or two letters, six digits, and the check digit: 0 to 9 or A.
bool is_hong_kong_number(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    constexpr std::size_t behind_letters = 7;
    if (text.size() != behind_letters + 1 && text.size() != behind_letters + 2) return false;
    const std::string_view letters = text.substr(0, text.size() - behind_letters);
    const std::string_view digits = text.substr(letters.size(), behind_letters - 1);
    return std::ranges::all_of(letters, letter) && std::ranges::all_of(digits, digit) &&
           (digit(text.back()) || text.back() == 'A');
}

/// Counts in letters, A for none.
std::optional<unsigned> letter_count(std::string_view field) {
    return field.empty() ? std::nullopt : gbk_letter_value(field.front());
}

class Parser {
  public:
    Parser(std::string_view text, std::span<const OddCharacter> odd, const MrzLayout& layout,
           std::chrono::year_month_day today)
        : text_(text), odd_(odd), layout_(layout), today_(today) {}

    Mrz parse() && {
        mrz_.form = layout_.form;
        for (std::size_t line = 0; line < layout_.lines; ++line) {
            mrz_.lines.push_back(as_written({line * layout_.line_size, layout_.line_size}));
        }
        if (!odd_.empty()) mrz_.faults.push_back(Reason::mrz_character);
        codes();
        document_number();
        check_digits();
        names();
        dates();
        chinese_name();
        if (layout_.rule_missing) mrz_.faults.push_back(Reason::check_digit_rule_unknown);
        return std::move(mrz_);
    }

  private:
    /// Empty if the layout has no such field.
    [[nodiscard]] std::string_view field(MrzRange range) const { return text_.substr(range.offset, range.size); }

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

    /// A Doc 9303-3 code, or that of the layout's issuer if the zone has none.
    PersonalText state(MrzRange range, Reason fault) {
        if (!range.exists()) return PersonalText{layout_.issuer};
        demand(letters_then_fillers(field(range)), fault);
        return PersonalText{without_fillers(field(range))};
    }

    void codes() {
        const std::string_view code = text_.substr(0, 2);
        mrz_.document_code = PersonalText{without_fillers(code)};
        demand(letters_then_fillers(code), Reason::mrz_document_code);
        mrz_.issuing_state = state(layout_.issuing_state, Reason::mrz_issuing_state);
        mrz_.nationality = state(layout_.nationality, Reason::mrz_nationality);
        if (layout_.sex.exists()) {
            const char sex = text_[layout_.sex.offset];
            mrz_.sex = sex == 'F' ? Sex::female : sex == 'M' ? Sex::male : Sex::unknown;
            if (sex == filler) mrz_.sex = Sex::unspecified;
            demand(mrz_.sex != Sex::unknown, Reason::mrz_sex);
        }
        mrz_.issue_count = readable(field(layout_.issue_count));
        mrz_.personal_number = readable(field(layout_.personal_number));
        if (layout_.maybe_hong_kong && !is_hong_kong_number(mrz_.personal_number.view())) mrz_.personal_number = {};
        mrz_.birth_place = readable(field(layout_.birth_place));
        mrz_.issuing_place = readable(field(layout_.issuing_place));
    }

    void document_number() {
        for (const MrzRange range : number_ranges(layout_, text_)) mrz_.printed_number.append(field(range));
        mrz_.document_number = readable(mrz_.printed_number.view());
    }

    void check_digits() {
        for (const MrzCheck& check : checks_of(layout_, text_)) demand(holds(check, text_), check.fault);
    }

    void names() {
        if (!layout_.names.exists()) return;
        const PersonalText written = as_written(layout_.names);
        const std::string_view names = written.view();
        const std::size_t separator = names.find("<<");
        mrz_.primary = readable(names.substr(0, separator));
        if (separator != std::string_view::npos) mrz_.secondary = readable(names.substr(separator));
        mrz_.truncated = names.back() != filler || letter_count(field(layout_.names_omitted)).value_or(0) != 0;
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
        // Unknown parts of a birth date are fillers (Doc 9303-3 section 4.8); digits that are no day are a fault.
        demand(mrz_.birth_date || birth.find(filler) != std::string_view::npos, Reason::mrz_birth_date);
        demand(mrz_.expiry_date || expiry == "<<<<<<", Reason::mrz_expiry_date);
        // No source tells which letter stands for 20.
        if (mrz_.birth_date && field(layout_.birth_century) == "B") {
            PersonalText printed{"19"};
            printed.append(birth);
            if (const auto date = parse_date(printed.view())) {
                mrz_.birth_date = date;
                mrz_.birth_century_printed = true;
            }
        }
    }

    void chinese_name() {
        if (!layout_.chinese_name.exists()) return;
        const std::string_view letters = field(layout_.chinese_name);
        const auto omitted = letter_count(field(layout_.chinese_omitted));
        auto name = gbk_name(letters);
        if (layout_.only_chinese_name) {
            demand(name || without_fillers(letters).empty(), Reason::mrz_chinese_name);
        } else if (!omitted) {
            return;  // optional data of another kind
        }
        if (!name) return;
        const bool is_full = count_code_points(name->view()) * letters_of_a_character == letters.size();
        mrz_.chinese_name = std::move(name);
        mrz_.chinese_omitted = omitted;
        mrz_.chinese_truncated = omitted ? *omitted != 0 : is_full;
    }

    std::string_view text_;
    std::span<const OddCharacter> odd_;
    const MrzLayout& layout_;
    std::chrono::year_month_day today_;
    Mrz mrz_;
};

}  // namespace

Result<Mrz> parse_mrz(std::string_view text, std::chrono::year_month_day today) {
    const auto characters = normalised_zone(text);
    if (!characters) return std::unexpected{characters.error()};
    const MrzLayout* const layout = layout_of(characters->view());
    if (layout == nullptr) return fail(ErrorCode::malformed);
    return Parser{characters->view(), {}, *layout, today}.parse();
}

Result<Mrz> parse_document_mrz(ByteView octets, std::chrono::year_month_day today) {
    bool padded = false;
    for (; !octets.empty() && octets.back() == 0; octets = octets.first(octets.size() - 1)) padded = true;
    const PersonalText text = text_from_utf8(octets);
    const auto zone = document_zone(text.view());
    if (!zone) return std::unexpected{zone.error()};
    const MrzLayout* const layout = layout_of(zone->characters.view());
    if (layout == nullptr) return fail(ErrorCode::malformed);
    Mrz mrz = Parser{zone->characters.view(), zone->odd, *layout, today}.parse();
    if (padded && zone->odd.empty()) mrz.faults.push_back(Reason::mrz_character);
    return mrz;
}

}  // namespace fivestar::identity
