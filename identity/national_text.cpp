#include "identity/national_text.hpp"

#include "identity/card_number.hpp"
#include "identity/card_text.hpp"
#include "identity/country.hpp"
#include "identity/date.hpp"
#include "identity/ethnicity.hpp"
#include "identity/mrz_check_digit.hpp"
#include "identity/province.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace fivestar::identity {
namespace {

enum class FieldName : std::uint8_t {
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

struct Field {
    FieldName name;
    std::size_t offset;  ///< octets
    std::size_t size;    ///< octets
};

constexpr std::size_t flag_offset = 248;

constexpr std::array citizen_fields{
    Field{FieldName::chinese_name, 0, 30},
    Field{FieldName::sex, 30, 2},
    Field{FieldName::ethnicity, 32, 4},
    Field{FieldName::birth_date, 36, 16},
    Field{FieldName::address, 52, 70},
    Field{FieldName::number, 122, 36},
    Field{FieldName::issuing_authority, 158, 30},
    Field{FieldName::valid_from, 188, 16},
    Field{FieldName::valid_until, 204, 16},
};
constexpr std::array hmt_fields{
    Field{FieldName::chinese_name, 0, 30},
    Field{FieldName::sex, 30, 2},
    Field{FieldName::birth_date, 36, 16},
    Field{FieldName::address, 52, 70},
    Field{FieldName::number, 122, 36},
    Field{FieldName::issuing_authority, 158, 30},
    Field{FieldName::valid_from, 188, 16},
    Field{FieldName::valid_until, 204, 16},
    Field{FieldName::travel_permit_number, 220, 18},
    Field{FieldName::issue_count, 238, 4},
};
constexpr std::array permanent_resident_2017_fields{
    Field{FieldName::english_name, 0, 120},  Field{FieldName::sex, 120, 2},
    Field{FieldName::number, 122, 30},       Field{FieldName::nationality, 152, 6},
    Field{FieldName::chinese_name, 158, 30}, Field{FieldName::valid_from, 188, 16},
    Field{FieldName::valid_until, 204, 16},  Field{FieldName::birth_date, 220, 16},
    Field{FieldName::card_version, 236, 4},  Field{FieldName::acceptance_authority, 240, 8},
};
constexpr std::array permanent_resident_2023_fields{
    Field{FieldName::chinese_name, 0, 30},        Field{FieldName::sex, 30, 2},
    Field{FieldName::renewal_count, 32, 4},       Field{FieldName::birth_date, 36, 16},
    Field{FieldName::english_name, 52, 70},       Field{FieldName::number, 122, 36},
    Field{FieldName::valid_from, 188, 16},        Field{FieldName::valid_until, 204, 16},
    Field{FieldName::english_name_rest, 220, 22}, Field{FieldName::nationality, 242, 6},
    Field{FieldName::association, 250, 6},
};

struct Layout {
    char flag;
    NationalTextKind kind;
    std::span<const Field> fields;
    std::string_view issuer_zh;  ///< where the issuer is not in the record
    std::string_view issuer_en;
};

constexpr std::array<Layout, 4> layouts{{
    {' ', NationalTextKind::citizen, citizen_fields, {}, {}},
    {'J', NationalTextKind::hmt, hmt_fields, {}, {}},
    {'I', NationalTextKind::permanent_resident_2017, permanent_resident_2017_fields, "公安部",
     "Ministry of Public Security"},
    {'Y', NationalTextKind::permanent_resident_2023, permanent_resident_2023_fields, "国家移民管理局",
     "National Immigration Administration"},
}};

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::optional<PersonalText> unless_blank(std::string_view text) {
    text = trimmed(text);
    return text.empty() ? std::nullopt : std::optional<PersonalText>{std::in_place, text};
}

class Decoder {
  public:
    Decoder(ByteView record, const Layout& layout) : record_(record), layout_(layout) {}

    NationalText decode() && {
        result_.kind = layout_.kind;
        result_.chinese_name = value(FieldName::chinese_name);
        // Joined before it is trimmed: the last character of the first part may be the blank between two names.
        PersonalText english = raw(FieldName::english_name);
        english.append(raw(FieldName::english_name_rest).view());
        result_.english_name = unless_blank(english.view());
        people();
        validity();
        result_.address = value(FieldName::address);
        result_.number = value(FieldName::number);
        result_.nationality = value(FieldName::nationality);
        result_.renewal_count = value(FieldName::renewal_count);
        result_.travel_permit_number = value(FieldName::travel_permit_number);
        result_.issue_count = value(FieldName::issue_count);
        result_.card_version = value(FieldName::card_version);
        authorities();
        association();
        return std::move(result_);
    }

  private:
    void report(std::string_view what) {
        if (std::ranges::find(result_.findings, what) == result_.findings.end()) result_.findings.push_back(what);
    }

    [[nodiscard]] bool has(FieldName name) const {
        return std::ranges::find(layout_.fields, name, &Field::name) != layout_.fields.end();
    }

    /// The field's characters, untrimmed; empty if the layout has no such field. Zeros stand for blanks: some cards pad
    /// with them.
    PersonalText raw(FieldName name) {
        const auto field = std::ranges::find(layout_.fields, name, &Field::name);
        if (field == layout_.fields.end()) return {};
        PersonalBytes padded{record_.subspan(field->offset, field->size)};
        for (std::size_t at = 0; at + 1 < padded.size(); at += 2) {
            if (padded[at] == 0 && padded[at + 1] == 0) padded[at] = ' ';
        }
        Utf16Text decoded = text_from_utf16le(padded.view());
        if (!decoded.clean) report("text_invalid_character");
        return std::move(decoded.text);
    }

    std::optional<PersonalText> value(FieldName name) { return unless_blank(raw(name).view()); }

    void people() {
        // GB/T 2261.1
        const PersonalText sex = raw(FieldName::sex);
        if (sex.view() == "1") result_.sex = Sex::male;
        if (sex.view() == "2") result_.sex = Sex::female;
        if (sex.view() == "9") result_.sex = Sex::unspecified;
        if (result_.sex == Sex::unknown && sex.view() != "0") report("text_sex");

        result_.birth_date_printed = value(FieldName::birth_date);
        if (result_.birth_date_printed) result_.birth_date = parse_date(result_.birth_date_printed->view());
        if (result_.birth_date) {
            result_.birth_date_printed.reset();
        } else {
            report("text_birth_date");
        }

        if (!has(FieldName::ethnicity)) return;
        if (auto code = value(FieldName::ethnicity)) {
            result_.ethnicity = ethnicity(code->view());
            if (!result_.ethnicity) {
                report("text_ethnicity");
                result_.ethnicity.emplace().code = std::move(code);
            }
        }
    }

    void validity() {
        const auto from = value(FieldName::valid_from);
        const auto until = value(FieldName::valid_until);
        if (from) result_.valid_from = parse_date(from->view());
        if (!result_.valid_from) report("text_valid_from");
        result_.long_term = until && until->view() == "长期";
        if (until && !result_.long_term) result_.valid_until = parse_date(until->view());
        if (!result_.long_term && !result_.valid_until) report("text_valid_until");
    }

    void authorities() {
        if (auto name = value(FieldName::issuing_authority)) result_.issuing_authority.emplace().zh = std::move(name);
        if (!layout_.issuer_zh.empty()) {
            CodedValue& issuer = result_.issuing_authority.emplace();
            issuer.zh.emplace(layout_.issuer_zh);
            issuer.en.emplace(layout_.issuer_en);
        }
        auto code = value(FieldName::acceptance_authority);
        if (!code) return;
        CodedValue& authority = result_.acceptance_authority.emplace();
        // Four digits are province and city; only a whole province has a name here.
        const Province* found =
            code->size() == 4 && code->view().ends_with("00") ? province(code->view().substr(0, 2)) : nullptr;
        if (found != nullptr) authority = coded_value(*found);
        authority.code = std::move(code);
    }

    void association() {
        const auto association = value(FieldName::association);
        if (!association) return;
        if (result_.number && result_.nationality) {
            result_.previous_numbers =
                previous_numbers(result_.number->view(), result_.nationality->view(), association->view());
        }
        if (result_.previous_numbers.empty()) report("text_association");
    }

    ByteView record_;
    const Layout& layout_;
    NationalText result_;
};

}  // namespace

Result<NationalText> parse_national_text(ByteView record) {
    if (record.size() != national_text_size) return fail(ErrorCode::malformed);
    const auto flag = static_cast<unsigned>(record[flag_offset] | record[flag_offset + 1] << 8);
    const auto layout = std::ranges::find(layouts, flag, [](const Layout& l) { return static_cast<unsigned>(l.flag); });
    if (layout == layouts.end()) return fail(ErrorCode::unsupported);
    return Decoder{record, *layout}.decode();
}

std::vector<PersonalText> previous_numbers(std::string_view number, std::string_view nationality,
                                           std::string_view association) {
    std::vector<PersonalText> candidates;
    const bool usable = parse_card_number(number).kind == CardNumberKind::permanent_resident_18 &&
                        association.size() == 3 &&
                        std::ranges::all_of(association, [](char c) { return c >= '0' && c <= '9'; });
    if (!usable) return candidates;
    const auto add = [&](std::string_view country) {
        PersonalText candidate{country};
        candidate.append(number.substr(1, 2));
        candidate.append(association.substr(0, 2));
        candidate.append(number.substr(8, 6));
        candidate.append(association.substr(2));
        const auto check_digit = mrz_check_digit(candidate.view());
        if (!check_digit || country_by_alpha3(country) == nullptr) return;
        candidate.push_back(*check_digit);
        candidates.push_back(std::move(candidate));
    };
    add(nationality);
    // The number keeps the nationality of the first issue, the record has the present one.
    const Country* first = country_by_numeric(number.substr(3, 3));
    if (first != nullptr && first->alpha3 != nationality) add(first->alpha3);
    return candidates;
}

}  // namespace fivestar::identity
