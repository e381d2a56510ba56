// SPDX-License-Identifier: Apache-2.0
#include "cli/key_input.hpp"

#include "cli/input_octet.hpp"
#include "identity/date.hpp"
#include "identity/mrz/mrz_check_digit.hpp"
#include "identity/mrz/mrz_information.hpp"
#include "identity/mrz/typed_mrz.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unistd.h>
#include <utility>

namespace fivestar::cli {
namespace {

constexpr std::size_t td1_line_length = 30;
constexpr std::size_t longest_mrz_line = 44;  // of a TD3 (ICAO Doc 9303-4)
constexpr std::size_t short_date = 6;

void write_to(int descriptor, std::string_view text) {
    [[maybe_unused]] const ssize_t written = ::write(descriptor, text.data(), text.size());
}

std::string no_remark(std::string_view, bool) {
    return {};
}

bool is_mrz_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '<' || c == ' ';
}

/// Says what is wrong with a line of a zone, behind the lines before it.
std::string mrz_remark(std::string_view lines_before, std::string_view typed, bool is_finished) {
    if (!std::ranges::all_of(typed, is_mrz_character)) return "letters, digits and < only";
    SecretText zone{lines_before};
    if (!zone.empty()) zone.push_back('\n');
    for (const char c : typed) {
        if (c != ' ') zone.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    }
    if (is_finished) zone.push_back('\n');
    const identity::TypedMrz examined = identity::examine_typed_mrz(zone.view());
    std::string wrong;
    const auto line = static_cast<std::size_t>(std::ranges::count(lines_before, '\n')) + (lines_before.empty() ? 1 : 2);
    for (const identity::MrzPosition& each : examined.wrong) {
        if (each.line == line)
            wrong.append(wrong.empty() ? "check digit wrong at " : ", ").append(std::to_string(each.position));
    }
    if (!wrong.empty() || !is_finished) return wrong;
    if (examined.line_size == 0) return "a line has 30, 36 or 44 characters";
    if (typed.size() != examined.line_size) return "the line has " + std::to_string(examined.line_size) + " characters";
    return {};
}

std::string number_remark(std::string_view typed, bool) {
    const auto is_known = [](char c) { return is_mrz_character(c) || c == '-'; };
    if (!std::ranges::all_of(typed, is_known)) return "letters, digits, - and < only";
    constexpr std::size_t longest_number = 22;
    return typed.size() > longest_number ? "a number has at most 22 characters" : "";
}

/// True for YYYY-MM-DD, and for YYMMDD as printed.
bool is_date(std::string_view text) {
    if (text.size() == short_date) return identity::is_printed_date(text);
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    SecretText digits{text.substr(0, 4)};
    digits.append(text.substr(5, 2));
    digits.append(text.substr(8));
    return identity::parse_date(digits.view()).has_value();
}

std::string date_remark(std::string_view typed, bool is_finished) {
    constexpr std::size_t long_date = 10;
    if (typed.find_first_not_of("0123456789<-") != std::string_view::npos) return "digits, as YYMMDD or YYYY-MM-DD";
    const bool is_long = typed.contains('-');
    if (!is_finished && typed.size() < (is_long ? long_date : short_date)) return {};
    const bool has_check_digit = !is_long && typed.size() == short_date + 1;
    if (!is_date(has_check_digit ? typed.substr(0, short_date) : typed)) return "no date";
    if (!has_check_digit || identity::mrz_check_digit(typed.substr(0, short_date)) == typed.back()) return {};
    return "check digit wrong at 7";
}

/// Removes the check digit behind a short date.
void drop_check_digit(SecretText& date) {
    if (date.size() == short_date + 1 && !date.view().contains('-')) date.resize(short_date);
}

}  // namespace

KeyInput::KeyInput(int input, int prompt, const Interruption& interruption)
    : input_{input}, prompt_{prompt}, interruption_{interruption} {}

Result<SecretText> KeyInput::value(std::string_view question, Echo echo) {
    if (echo == Echo::on && ::isatty(input_) == 1) write_to(prompt_, question);
    auto value =
        echo == Echo::on ? read(true, max_key_line_octets) : silent_line(question, max_key_line_octets, no_remark);
    if (value && value->empty()) return fail(ErrorCode::malformed);
    return value;
}

Result<SecretText> KeyInput::everything() {
    return read(false, max_input_octets);
}

Result<SecretText> KeyInput::silent_line(std::string_view question, std::size_t most,
                                         const SilentPrompt::Remark& remark) {
    if (::isatty(input_) != 1) return read(true, max_key_line_octets);
    if (!silent_) silent_.emplace(input_, prompt_, interruption_);
    return silent_->line(question, most, remark);
}

Result<SecretText> KeyInput::read(bool one_line, std::size_t most) {
    SecretText text;
    text.reserve(max_key_line_octets);
    char octet = 0;
    Result<bool> more = true;
    while ((more = read_octet(input_, interruption_, octet)) && *more && !(one_line && octet == '\n')) {
        if (text.size() == most) return fail(ErrorCode::limit_exceeded);
        if (!one_line || octet != '\r') text.push_back(octet);
    }
    zeroize(&octet, sizeof octet);
    if (!more) return std::unexpected{more.error()};
    return text;
}

Result<SecretText> KeyInput::machine_readable_zone() {
    SecretText zone;
    std::size_t expected = max_mrz_lines;
    for (std::size_t number = 1; number <= expected; ++number) {
        const auto remark = [&zone](std::string_view typed, bool is_finished) {
            return mrz_remark(zone.view(), typed, is_finished);
        };
        auto next = silent_line(
            "Machine-readable zone, line " + std::to_string(number) + " (not shown): ", longest_mrz_line, remark);
        if (!next) return next;
        if (next->empty()) break;
        if (number == 1 && next->size() != td1_line_length) expected = 2;
        if (!zone.empty()) zone.push_back('\n');
        zone.append(next->view());
        if (identity::mrz_information(zone.view())) break;
    }
    if (zone.empty()) return fail(ErrorCode::malformed);
    return zone;
}

Result<KeyValues> KeyInput::document_values() {
    KeyValues values;
    struct Asked {
        std::string_view question;
        SecretText& value;
        std::string (*remark)(std::string_view, bool);
    };
    const bool is_terminal = ::isatty(input_) == 1;
    for (const Asked& asked :
         {Asked{"Document number (not shown): ", values.document_number, number_remark},
          Asked{"Birth date, YYMMDD or YYYY-MM-DD (not shown): ", values.birth_date, date_remark},
          Asked{"Expiry date, YYMMDD or YYYY-MM-DD (not shown): ", values.expiry_date, date_remark}}) {
        auto line = silent_line(asked.question, longest_mrz_line, asked.remark);
        if (!line) return std::unexpected{line.error()};
        if (line->empty()) return fail(ErrorCode::malformed);
        if (!is_terminal && !asked.remark(line->view(), true).empty()) return fail(ErrorCode::invalid_argument);
        asked.value = std::move(*line);
    }
    drop_check_digit(values.birth_date);
    drop_check_digit(values.expiry_date);
    return values;
}

}  // namespace fivestar::cli
