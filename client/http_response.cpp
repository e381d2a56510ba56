// SPDX-License-Identifier: Apache-2.0
#include "client/http_response.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace fivestar::client {
namespace {

char to_lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

/// RFC 9110 §5.6.2.
bool is_token_character(char character) {
    const char lower = to_lower(character);
    return is_digit(lower) || (lower >= 'a' && lower <= 'z') ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(character) != std::string_view::npos;
}

bool is_value_character(char character) {
    const auto octet = static_cast<unsigned char>(character);
    return octet == '\t' || (octet >= 0x20 && octet != 0x7F);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string lower(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), to_lower);
    return result;
}

/// Parses digits without sign or spaces; nothing if the number does not fit.
std::optional<std::uint64_t> parse_number(std::string_view digits, int base) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

/// True if a list header (RFC 9110 §5.6.1) contains `wanted`, which is lower case.
bool lists(const std::string* value, std::string_view wanted) {
    if (value == nullptr) return false;
    std::string_view rest{*value};
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        if (lower(trimmed(rest.substr(0, comma))) == wanted) return true;
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return false;
}

}  // namespace

const std::string* ResponseHead::find(std::string_view name) const {
    const auto found = std::ranges::find_if(headers, [&](const auto& header) { return header.first == name; });
    return found == headers.end() ? nullptr : &found->second;
}

std::expected<std::size_t, fivestar_error> ResponseParser::parse(std::string_view octets, const OnBody& on_body) {
    const bool had_head = has_head();
    std::size_t taken = 0;
    while (taken < octets.size() && !is_complete() && has_head() == had_head) {
        const bool in_body = state_ == State::sized_body || state_ == State::chunk || state_ == State::open_body;
        const std::string_view rest = octets.substr(taken);
        const auto step = in_body ? take_body(rest, on_body) : take_line(rest);
        if (!step) return step;
        taken += *step;
    }
    return taken;
}

std::expected<std::size_t, fivestar_error> ResponseParser::take_line(std::string_view octets) {
    const std::size_t limit = state_ == State::chunk_line || state_ == State::chunk_end
                                  ? max_chunk_line_octets - std::min(line_.size(), max_chunk_line_octets)
                                  : max_head_octets - head_octets_;
    const std::size_t feed = octets.find('\n');
    const std::size_t size = feed == std::string_view::npos ? octets.size() : feed + 1;
    if (size > limit) return std::unexpected{FIVESTAR_TOO_LARGE};
    line_.append(octets.substr(0, size));
    if (state_ != State::chunk_line && state_ != State::chunk_end) head_octets_ += size;
    if (feed == std::string_view::npos) return size;

    if (!line_.ends_with("\r\n")) return std::unexpected{FIVESTAR_MALFORMED};
    line_.resize(line_.size() - 2);
    const fivestar_error error = line_complete();
    line_.clear();
    if (error != FIVESTAR_OK) return std::unexpected{error};
    return size;
}

fivestar_error ResponseParser::line_complete() {
    switch (state_) {
        case State::status_line:
            return parse_status_line();
        case State::head:
            return line_.empty() ? head_complete() : parse_header();
        case State::chunk_line:
            return parse_chunk_line();
        case State::chunk_end:
            state_ = State::chunk_line;
            return line_.empty() ? FIVESTAR_OK : FIVESTAR_MALFORMED;
        default:  // trailers are ignored
            if (line_.empty()) state_ = State::complete;
            return FIVESTAR_OK;
    }
}

fivestar_error ResponseParser::parse_status_line() {
    // "HTTP/1.1 200 OK"; the space before an empty reason may be missing.
    constexpr std::size_t size_to_status = 12;
    const std::string_view line{line_};
    if (line.size() < size_to_status || !line.starts_with("HTTP/1.") || (line[7] != '0' && line[7] != '1') ||
        line[8] != ' ' || (line.size() > size_to_status && line[size_to_status] != ' ')) {
        return FIVESTAR_MALFORMED;
    }
    const auto status = parse_number(line.substr(9, 3), 10);
    if (!status || *status < 100 || *status > 599) return FIVESTAR_MALFORMED;
    head_ = ResponseHead{.status = static_cast<int>(*status), .minor_version = line[7] - '0', .headers = {}};
    state_ = State::head;
    return FIVESTAR_OK;
}

fivestar_error ResponseParser::parse_header() {
    const std::string_view line{line_};
    const std::size_t colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos ||
        !std::ranges::all_of(line.substr(0, colon), is_token_character)) {
        return FIVESTAR_MALFORMED;
    }
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (!std::ranges::all_of(value, is_value_character)) return FIVESTAR_MALFORMED;
    if (head_.headers.size() == max_headers) return FIVESTAR_TOO_LARGE;
    std::string name = lower(line.substr(0, colon));
    const bool is_framing = name == "content-length" || name == "transfer-encoding";
    if (is_framing && head_.find(name) != nullptr) return FIVESTAR_MALFORMED;
    head_.headers.emplace_back(std::move(name), value);
    return FIVESTAR_OK;
}

/// RFC 9112 §6.3, without its recovery rules.
fivestar_error ResponseParser::head_complete() {
    const std::string* const length = head_.find("content-length");
    const std::string* const encoding = head_.find("transfer-encoding");
    const std::string* const connection = head_.find("connection");
    keeps_connection_ = head_.minor_version == 1 && !lists(connection, "close");

    if (head_.status < 200) {
        // 101 switches to another protocol, which was not requested.
        if (head_.status == 101 || ++interim_responses_ > max_interim_responses) return FIVESTAR_MALFORMED;
        state_ = State::status_line;
        return FIVESTAR_OK;
    }
    if (length != nullptr && encoding != nullptr) return FIVESTAR_MALFORMED;
    if (head_.status == 204 || head_.status == 304) {
        state_ = State::complete;
    } else if (encoding != nullptr) {
        if (lower(*encoding) != "chunked" || head_.minor_version == 0) return FIVESTAR_MALFORMED;
        state_ = State::chunk_line;
    } else if (length != nullptr) {
        const auto octets = parse_number(*length, 10);
        if (!octets) return FIVESTAR_MALFORMED;
        body_left_ = *octets;
        state_ = body_left_ == 0 ? State::complete : State::sized_body;
    } else {
        keeps_connection_ = false;
        state_ = State::open_body;
    }
    return FIVESTAR_OK;
}

fivestar_error ResponseParser::parse_chunk_line() {
    const std::string_view digits = trimmed(std::string_view{line_}.substr(0, line_.find(';')));
    if (digits.size() > max_chunk_size_digits) return FIVESTAR_TOO_LARGE;
    const auto size = parse_number(digits, 16);
    if (!size) return FIVESTAR_MALFORMED;
    body_left_ = *size;
    state_ = body_left_ == 0 ? State::trailers : State::chunk;
    return FIVESTAR_OK;
}

std::expected<std::size_t, fivestar_error> ResponseParser::take_body(std::string_view octets, const OnBody& on_body) {
    const bool is_open = state_ == State::open_body;
    const auto size =
        is_open ? octets.size() : static_cast<std::size_t>(std::min<std::uint64_t>(octets.size(), body_left_));
    const fivestar_error error = on_body(octets.substr(0, size));
    if (error != FIVESTAR_OK) return std::unexpected{error};
    if (is_open) return size;
    body_left_ -= size;
    if (body_left_ == 0) state_ = state_ == State::chunk ? State::chunk_end : State::complete;
    return size;
}

fivestar_error ResponseParser::end() {
    if (state_ == State::open_body) state_ = State::complete;
    return is_complete() ? FIVESTAR_OK : FIVESTAR_DISCONNECTED;
}

}  // namespace fivestar::client
