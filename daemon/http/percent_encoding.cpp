// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/percent_encoding.hpp"

#include "crypto/base/text.hpp"
#include "crypto/base/utf8.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::daemon {

Result<std::string> decode_segment(std::string_view encoded) {
    std::string text;
    text.reserve(encoded.size());
    while (!encoded.empty()) {
        if (encoded.front() != '%') {
            text.push_back(encoded.front());
            encoded.remove_prefix(1);
            continue;
        }
        if (encoded.size() < 3) return fail(ErrorCode::malformed);
        const auto octet = from_hex(encoded.substr(1, 2));
        if (!octet) return fail(ErrorCode::malformed);
        text += as_text(*octet);
        encoded.remove_prefix(3);
    }
    if (!is_utf8(text) || std::ranges::any_of(text, is_control)) return fail(ErrorCode::malformed);
    return text;
}

Result<std::vector<NamedText>> decode_query(std::string_view encoded) {
    std::vector<NamedText> members;
    while (!encoded.empty()) {
        const auto end = std::min(encoded.find('&'), encoded.size());
        std::string member{encoded.substr(0, end)};
        encoded.remove_prefix(std::min(end + 1, encoded.size()));
        if (member.empty()) continue;
        std::ranges::replace(member, '+', ' ');
        const auto equals = std::min(member.find('='), member.size());
        auto name = decode_segment(std::string_view{member}.substr(0, equals));
        auto value = decode_segment(std::string_view{member}.substr(std::min(equals + 1, member.size())));
        if (!name || !value) return fail(ErrorCode::malformed);
        members.push_back({.name = std::move(*name), .value = std::move(*value)});
    }
    return members;
}

}  // namespace fivestar::daemon
