// SPDX-License-Identifier: Apache-2.0
#include "sim/documents/mrz.hpp"

#include <algorithm>
#include <array>

namespace fivestar::sim {
namespace {

constexpr char filler = '<';
constexpr std::size_t number_width = 9;
constexpr std::size_t date_width = 6;

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

bool is_letter(char character) {
    return character >= 'A' && character <= 'Z';
}

/// The value of a digit is the digit, of a letter 10 and up, of the filler 0 (Doc 9303-3 §4.9).
unsigned value_of(char character) {
    if (is_digit(character)) return static_cast<unsigned>(character - '0');
    return is_letter(character) ? static_cast<unsigned>(character - 'A') + 10 : 0;
}

std::string padded(std::string_view field, std::size_t width) {
    std::string wide{field};
    wide.resize(std::max(width, wide.size()), filler);
    return wide;
}

std::string with_check_digit(std::string field) {
    field.push_back(check_digit(field));
    return field;
}

/// The document number's field, its check digit, and its continuation in the optional data. A number of more than nine
/// characters has a filler in place of the check digit, which follows the rest of the number (Doc 9303-5 §4.2.4).
struct NumberFields {
    std::string field;
    char check;
    std::string continued;
};

NumberFields split_number(std::string_view number) {
    if (number.size() <= number_width) {
        const std::string field = padded(number, number_width);
        return {field, check_digit(field), {}};
    }
    std::string continued{number.substr(number_width)};
    continued.push_back(check_digit(number));
    return {std::string{number.substr(0, number_width)}, filler, continued};
}

/// A filler separates optional data from a continued number.
std::string optional_after(const NumberFields& number, const std::string& optional) {
    if (number.continued.empty()) return optional;
    return number.continued + filler + optional;
}

std::string dates_and_sex(const MrzFields& fields) {
    return with_check_digit(fields.birth_date) + padded(fields.sex, 1) + with_check_digit(fields.expiry_date);
}

std::string names(const MrzFields& fields) {
    std::string text = fields.primary;
    if (!fields.secondary.empty()) text += "  " + fields.secondary;
    std::ranges::replace(text, ' ', filler);
    return text;
}

std::string heading(const MrzFields& fields) {
    return padded(fields.document_code, 2) + padded(fields.issuing_state, 3);
}

std::vector<std::string> write_td1(const MrzFields& fields) {
    const NumberFields number = split_number(fields.document_number);
    const std::string upper =
        padded(heading(fields) + number.field + number.check + optional_after(number, fields.optional_data), 30);
    const std::string dates = dates_and_sex(fields);
    const std::string optional = padded(fields.optional_data_line_2, 11);
    // The composite check digit covers numbers and dates of both lines, but not sex and nationality.
    const std::string composite = upper.substr(5) + dates.substr(0, 7) + dates.substr(8) + optional;
    return {upper, dates + padded(fields.nationality, 3) + optional + check_digit(composite),
            padded(names(fields), 30)};
}

std::vector<std::string> write_td2(const MrzFields& fields) {
    const NumberFields number = split_number(fields.document_number);
    const std::string numbered = number.field + number.check;
    const std::string dates = dates_and_sex(fields);
    const std::string optional = padded(optional_after(number, fields.optional_data), 7);
    const std::string composite = numbered + dates.substr(0, 7) + dates.substr(8) + optional;
    return {padded(heading(fields) + names(fields), 36),
            numbered + padded(fields.nationality, 3) + dates + optional + check_digit(composite)};
}

std::vector<std::string> write_td3(const MrzFields& fields) {
    const std::string numbered = with_check_digit(padded(fields.document_number, number_width));
    const std::string dates = dates_and_sex(fields);
    const std::string optional = with_check_digit(padded(fields.optional_data, 14));
    const std::string composite = numbered + dates.substr(0, 7) + dates.substr(8) + optional;
    return {padded(heading(fields) + names(fields), 44),
            numbered + padded(fields.nationality, 3) + dates + optional + check_digit(composite)};
}

/// CS and CD: number, expiry and birth in one line.
std::vector<std::string> write_one_line_permit(const MrzFields& fields) {
    const std::string number = with_check_digit(padded(fields.document_number, number_width));
    const std::string expiry = with_check_digit(fields.expiry_date);
    const std::string birth = with_check_digit(fields.birth_date);
    const std::string line = padded(fields.document_code, 2) + number + filler + expiry + filler + birth + filler;
    const std::string marks = padded(fields.sex, 1) + "<<" + padded(fields.birth_century, 1) + "<<<<";
    return {line + check_digit(number + expiry + birth), padded(fields.chinese_name, 12) + padded(names(fields), 18),
            padded(marks + padded(fields.place, 3), 30)};
}

/// CR, CT and CF. Home numbers have nine characters and a check digit, those of Taiwan ten. What the composite check
/// digit of CF covers is not known; here it covers what it does on CR.
std::vector<std::string> write_three_line_permit(const MrzFields& fields) {
    const std::string number = with_check_digit(padded(fields.document_number, number_width));
    const std::string expiry = with_check_digit(fields.expiry_date);
    const std::string birth = with_check_digit(fields.birth_date);
    const bool taiwan = fields.document_code == "CT";
    const std::string home =
        taiwan ? padded(fields.personal_number, 10) : with_check_digit(padded(fields.personal_number, number_width));
    const std::string name =
        fields.document_code == "CF"
            ? padded(fields.chinese_name, 15) + padded(fields.nationality, 3)
            : padded(fields.chinese_name, 16) + padded(fields.chinese_omitted, 1) + padded(fields.names_omitted, 1);
    const std::string latin =
        fields.place.empty() ? padded(names(fields), 30) : padded(names(fields), 26) + padded(fields.place, 4);
    return {padded(fields.document_code, 2) + number + with_check_digit(padded(fields.issue_count, 2)) + expiry +
                padded(fields.sex, 1) + birth,
            name + padded(fields.birth_century, 1) + home + check_digit(number + expiry + birth + home), latin};
}

bool is_date(std::string_view text) {
    return text.size() == date_width && std::ranges::all_of(text, is_digit);
}

bool well_formed(const std::vector<std::string>& lines, std::size_t width) {
    return std::ranges::all_of(lines, [width](const std::string& line) {
        return line.size() == width && std::ranges::all_of(line, [](char character) {
                   return is_digit(character) || is_letter(character) || character == filler;
               });
    });
}

}  // namespace

char check_digit(std::string_view field) {
    constexpr std::array weights{7U, 3U, 1U};
    unsigned sum = 0;
    for (std::size_t at = 0; at < field.size(); ++at) sum += value_of(field[at]) * weights[at % weights.size()];
    return static_cast<char>('0' + sum % 10);
}

Result<std::vector<std::string>> write_mrz(const MrzFields& fields) {
    if (!is_date(fields.birth_date) || !is_date(fields.expiry_date)) return fail(ErrorCode::invalid_argument);
    struct Format {
        decltype(&write_td1) write;
        std::size_t width;
    };
    constexpr std::array formats{Format{write_td1, 30}, Format{write_td2, 36}, Format{write_td3, 44},
                                 Format{write_one_line_permit, 30}, Format{write_three_line_permit, 30}};
    const Format& format = formats.at(static_cast<std::size_t>(fields.format));
    std::vector<std::string> lines = format.write(fields);
    if (!well_formed(lines, format.width)) return fail(ErrorCode::invalid_argument);
    return lines;
}

Result<std::vector<std::string>> printed_mrz(const MrzFields& fields) {
    auto lines = write_mrz(fields);
    if (lines && fields.format == MrzFormat::one_line_permit) lines->resize(1);
    return lines;
}

std::string mrz_information(const MrzFields& fields) {
    return with_check_digit(padded(fields.document_number, number_width)) + with_check_digit(fields.birth_date) +
           with_check_digit(fields.expiry_date);
}

}  // namespace fivestar::sim
