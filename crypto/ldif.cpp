#include "crypto/ldif.hpp"

#include "crypto/base/text.hpp"

#include <algorithm>

namespace fivestar::crypto {
namespace {

/// Longest name of an attribute that can be a wanted one.
constexpr std::size_t max_name = 64;
constexpr std::size_t max_value_text = max_ldif_value / 3 * 4 + 4;
constexpr std::string_view extension = ".ldif";

char lower_case(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

}  // namespace

void LdifReader::feed(std::string_view part) {
    while (!part.empty()) {
        if (at_line_start_) {
            at_line_start_ = false;
            // RFC 2849 note 2: a line that begins with a blank continues the one before.
            if (part.front() == ' ') {
                part.remove_prefix(1);
                continue;
            }
            end_line();
        }
        const std::size_t end = part.find('\n');
        add(part.substr(0, end));
        if (end == std::string_view::npos) return;
        part.remove_prefix(end + 1);
        at_line_start_ = true;
    }
}

void LdifReader::finish() {
    end_line();
    at_line_start_ = true;
}

void LdifReader::add(std::string_view piece) {
    while (!piece.empty() && (state_ == State::name || state_ == State::kind)) {
        const char character = piece.front();
        piece.remove_prefix(1);
        if (state_ == State::name) {
            add_to_name(character);
        } else {
            state_ = character == ':' ? State::value : State::passed_over;
        }
    }
    if (state_ != State::value) return;
    // The white space that folding and carriage returns leave is not worth the room.
    while (!piece.empty() && (piece.front() == ' ' || piece.front() == '\r')) piece.remove_prefix(1);
    while (!piece.empty() && (piece.back() == ' ' || piece.back() == '\r')) piece.remove_suffix(1);
    if (piece.size() > max_value_text - value_.size()) {
        value_ = {};
        state_ = State::too_long;
        return;
    }
    value_ += piece;
}

void LdifReader::add_to_name(char character) {
    if (character != ':') {
        if (name_.size() == max_name) state_ = State::passed_over;
        name_ += lower_case(character);
        return;
    }
    const std::string_view name = std::string_view{name_}.substr(0, name_.find(';'));
    const bool wanted = std::ranges::find(wanted_, name) != wanted_.end();
    state_ = wanted ? State::kind : State::passed_over;
}

void LdifReader::end_line() {
    if (state_ == State::value) take_(from_base64(value_));
    if (state_ == State::too_long) take_(fail(ErrorCode::limit_exceeded));
    state_ = State::name;
    name_.clear();
    value_.clear();
}

bool looks_like_ldif(std::string_view file_name, std::string_view beginning) {
    const std::string_view ending = file_name.substr(file_name.size() - std::min(file_name.size(), extension.size()));
    return std::ranges::equal(ending, extension, {}, lower_case) || beginning.starts_with("version:") ||
           beginning.starts_with("dn:");
}

}  // namespace fivestar::crypto
