// SPDX-License-Identifier: Apache-2.0
#include "identity/china/national_text.hpp"

#include "identity/card_text.hpp"
#include "identity/china/ethnicity.hpp"
#include "identity/china/national_text_layout.hpp"
#include "identity/china/previous_numbers.hpp"
#include "identity/china/province.hpp"
#include "identity/country.hpp"
#include "identity/date.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::identity {
namespace {

std::optional<PersonalText> unless_blank(std::string_view text) {
    text = trimmed(text);
    return text.empty() ? std::nullopt : std::optional<PersonalText>{std::in_place, text};
}

class Decoder {
  public:
    Decoder(ByteView record, const TextLayout& layout) : record_(record), layout_(layout) {}

    NationalText decode() && {
        result_.kind = layout_.kind;
        result_.chinese_name = value(TextField::chinese_name);
        // Joined before it is trimmed: the last character of the first part may be the blank between two names.
        PersonalText english = raw(TextField::english_name);
        english.append(raw(TextField::english_name_rest).view());
        result_.english_name = unless_blank(english.view());
        people();
        validity();
        result_.address = value(TextField::address);
        result_.number = value(TextField::number);
        result_.nationality = value(TextField::nationality);
        if (has(TextField::nationality) && !(result_.nationality && is_nationality(result_.nationality->view()))) {
            report(Reason::text_nationality);
        }
        result_.renewal_count = value(TextField::renewal_count);
        result_.travel_permit_number = value(TextField::travel_permit_number);
        result_.issue_count = value(TextField::issue_count);
        result_.card_version = value(TextField::card_version);
        authorities();
        association();
        return std::move(result_);
    }

  private:
    void report(Reason what) { add_finding(result_.findings, what); }

    [[nodiscard]] bool has(TextField name) const {
        return std::ranges::find(layout_.fields, name, &TextFieldPlace::name) != layout_.fields.end();
    }

    /// The field's characters, untrimmed; empty if the layout has no such field.
    PersonalText raw(TextField name) {
        const auto field = std::ranges::find(layout_.fields, name, &TextFieldPlace::name);
        if (field == layout_.fields.end()) return {};
        Utf16Text decoded = field_from_utf16le(record_.subspan(field->offset, field->size));
        if (!decoded.clean) report(Reason::text_invalid_character);
        return std::move(decoded.text);
    }

    std::optional<PersonalText> value(TextField name) { return unless_blank(raw(name).view()); }

    void people() {
        // GB/T 2261.1
        const PersonalText sex = raw(TextField::sex);
        if (sex.view() == "1") result_.sex = Sex::male;
        if (sex.view() == "2") result_.sex = Sex::female;
        if (sex.view() == "9") result_.sex = Sex::unspecified;
        if (result_.sex == Sex::unknown && sex.view() != "0") report(Reason::text_sex);

        result_.birth_date_printed = value(TextField::birth_date);
        if (result_.birth_date_printed) result_.birth_date = parse_date(result_.birth_date_printed->view());
        if (result_.birth_date) {
            result_.birth_date_printed.reset();
        } else {
            report(Reason::text_birth_date);
        }

        if (!has(TextField::ethnicity)) return;
        auto code = value(TextField::ethnicity);
        if (code) result_.ethnicity = ethnicity(code->view());
        if (result_.ethnicity) return;
        report(Reason::text_ethnicity);
        if (code) result_.ethnicity.emplace().code = std::move(code);
    }

    void validity() {
        const auto from = value(TextField::valid_from);
        const auto until = value(TextField::valid_until);
        if (from) result_.valid_from = parse_date(from->view());
        if (!result_.valid_from) report(Reason::text_valid_from);
        result_.long_term = until && until->view() == "长期";
        if (until && !result_.long_term) result_.valid_until = parse_date(until->view());
        if (!result_.long_term && !result_.valid_until) report(Reason::text_valid_until);
    }

    void authorities() {
        if (auto name = value(TextField::issuing_authority)) result_.issuing_authority.emplace().zh = std::move(name);
        if (!layout_.issuer_zh.empty()) {
            CodedValue& issuer = result_.issuing_authority.emplace();
            issuer.zh.emplace(layout_.issuer_zh);
            issuer.en.emplace(layout_.issuer_en);
        }
        auto code = value(TextField::acceptance_authority);
        if (!code) return;
        result_.acceptance_authority = place_of_four_digits(std::move(*code));
    }

    void association() {
        const auto association = value(TextField::association);
        if (!association) return;
        if (result_.number && result_.nationality) {
            result_.previous_numbers =
                previous_numbers(result_.number->view(), result_.nationality->view(), association->view());
        }
        if (result_.previous_numbers.empty()) report(Reason::text_association);
    }

    ByteView record_;
    const TextLayout& layout_;
    NationalText result_;
};

}  // namespace

Result<NationalText> parse_national_text(ByteView record) {
    if (record.size() != national_text_size) return fail(ErrorCode::malformed);
    const auto flag = static_cast<unsigned>(record[text_flag_offset] | record[text_flag_offset + 1] << 8);
    const auto layout =
        std::ranges::find(text_layouts, flag, [](const TextLayout& l) { return static_cast<unsigned>(l.flag); });
    if (layout == text_layouts.end()) return fail(ErrorCode::unsupported);
    return Decoder{record, *layout}.decode();
}

}  // namespace fivestar::identity
