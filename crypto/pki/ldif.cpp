// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/ldif.hpp"

#include "crypto/base/text.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace fivestar::crypto {
namespace {

/// Longest name of an attribute that can be a wanted one.
constexpr std::size_t max_name = 64;
constexpr std::size_t max_value_text = max_ldif_value / 3 * 4 + 4;
constexpr std::string_view extension = ".ldif";
constexpr std::string_view name_of_entry = "dn";

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
    while (!piece.empty() && state_ == State::name) {
        add_to_name(piece.front());
        piece.remove_prefix(1);
    }
    if (!piece.empty() && (state_ == State::kind || state_ == State::entry_kind)) {
        const bool in_base64 = piece.front() == ':';
        if (state_ == State::kind) {
            state_ = in_base64 ? State::value : State::passed_over;
        } else {
            state_ = in_base64 ? State::entry_in_base64 : State::entry;
        }
        if (in_base64) piece.remove_prefix(1);
    }
    if (state_ == State::entry || state_ == State::entry_in_base64) return add_to_entry(piece);
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

void LdifReader::add_to_entry(std::string_view piece) {
    std::ranges::remove_copy(piece, std::back_inserter(value_), '\r');
    if (value_.size() > max_ldif_entry_name) state_ = State::passed_over;
}

void LdifReader::add_to_name(char character) {
    if (character != ':') {
        if (name_.size() == max_name) state_ = State::passed_over;
        name_ += lower_case(character);
        return;
    }
    const bool wanted = std::ranges::find(wanted_, attribute()) != wanted_.end();
    state_ = wanted ? State::kind : State::passed_over;
    if (attribute() == name_of_entry) {
        state_ = State::entry_kind;
        entry_.clear();
    }
}

std::string_view LdifReader::attribute() const {
    return std::string_view{name_}.substr(0, name_.find(';'));
}

void LdifReader::end_line() {
    const LdifPlace place{attribute(), entry_};
    if (state_ == State::value) take_(place, from_base64(value_));
    if (state_ == State::too_long) take_(place, fail(ErrorCode::limit_exceeded));
    if (state_ == State::entry) std::swap(entry_, value_);
    if (state_ == State::entry_in_base64) entry_ = as_text(from_base64(value_).value_or(Bytes{}));
    state_ = State::name;
    name_.clear();
    value_.clear();
}

bool has_rdn(std::string_view name, std::string_view rdn) {
    while (!name.empty()) {
        std::size_t end = 0;
        // A character after a backslash belongs to the value (RFC 4514 §2.4).
        while (end < name.size() && name[end] != ',') end += name[end] == '\\' ? 2U : 1U;
        std::string_view own = name.substr(0, end);
        while (own.starts_with(' ')) own.remove_prefix(1);
        while (own.ends_with(' ')) own.remove_suffix(1);
        if (std::ranges::equal(own, rdn, {}, lower_case)) return true;
        name.remove_prefix(std::min(name.size(), end + 1));
    }
    return false;
}

bool looks_like_ldif(std::string_view file_name, std::string_view beginning) {
    const std::string_view ending = file_name.substr(file_name.size() - std::min(file_name.size(), extension.size()));
    return std::ranges::equal(ending, extension, {}, lower_case) || beginning.starts_with("version:") ||
           beginning.starts_with("dn:");
}

}  // namespace fivestar::crypto
