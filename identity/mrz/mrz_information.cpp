// SPDX-License-Identifier: Apache-2.0
#include "identity/mrz/mrz_information.hpp"

#include "identity/date.hpp"
#include "identity/mrz/mrz.hpp"
#include "identity/mrz/mrz_check_digit.hpp"

#include <algorithm>

namespace fivestar::identity {
namespace {

constexpr std::size_t short_number = 9;
constexpr std::size_t longest_number = 22;
constexpr std::size_t date_size = 6;
constexpr std::size_t information_size = longest_number + 1 + 2 * (date_size + 1);

SecretText information(std::string_view number, std::string_view birth_date, std::string_view expiry_date) {
    SecretText text;
    text.reserve(information_size);
    text.append(number);
    while (text.size() < short_number) text.push_back('<');
    text.push_back(mrz_check_digit(text.view()).value_or('<'));
    for (const std::string_view date : {birth_date, expiry_date}) {
        text.append(date);
        text.push_back(mrz_check_digit(date).value_or('<'));
    }
    return text;
}

std::string_view without_outer_space(std::string_view text) {
    constexpr std::string_view white_space = " \t\r\n";
    const std::size_t first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

Result<SecretText> as_printed_number(std::string_view text) {
    text = without_outer_space(text);
    SecretText number;
    number.reserve(longest_number);
    for (char c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == ' ' || c == '-') c = '<';
        const bool good = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '<';
        if (!good || number.size() == longest_number) return fail(ErrorCode::invalid_argument, 0, "document_number");
        number.push_back(c);
    }
    if (number.empty()) return fail(ErrorCode::invalid_argument, 0, "document_number");
    return number;
}

Result<SecretText> as_printed_date(std::string_view text, std::string_view name) {
    text = without_outer_space(text);
    SecretText date;
    date.reserve(date_size + 2);
    const bool with_century = text.size() == 10 && text[4] == '-' && text[7] == '-';
    if (with_century) {
        for (const std::string_view part : {text.substr(0, 4), text.substr(5, 2), text.substr(8)}) date.append(part);
        if (!parse_date(date.view())) return fail(ErrorCode::invalid_argument, 0, name);
        return SecretText{date.view().substr(2)};
    }
    const bool printed = text.size() == date_size &&
                         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '<'; });
    if (!printed) return fail(ErrorCode::invalid_argument, 0, name);
    return SecretText{text};
}

}  // namespace

Result<SecretText> mrz_information(std::string_view lines) {
    constexpr std::chrono::year_month_day any_day{std::chrono::year{2000}, std::chrono::January, std::chrono::day{1}};
    const auto mrz = parse_mrz(lines, any_day);  // the day decides the century only, which is not part of the key
    if (!mrz) return fail(ErrorCode::invalid_argument, 0, "mrz");
    return mrz_information(mrz->printed_number.view(), mrz->birth_date_printed.view(), mrz->expiry_date_printed.view());
}

Result<SecretText> mrz_information(std::string_view document_number, std::string_view birth_date,
                                   std::string_view expiry_date) {
    const auto number = as_printed_number(document_number);
    if (!number) return std::unexpected{number.error()};
    const auto birth = as_printed_date(birth_date, "birth_date");
    if (!birth) return std::unexpected{birth.error()};
    const auto expiry = as_printed_date(expiry_date, "expiry_date");
    if (!expiry) return std::unexpected{expiry.error()};
    return information(number->view(), birth->view(), expiry->view());
}

}  // namespace fivestar::identity
