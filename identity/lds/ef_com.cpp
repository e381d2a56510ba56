// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/ef_com.hpp"

#include <algorithm>

namespace fivestar::identity {
namespace {

constexpr tlv::Tag com = 0x60;
constexpr tlv::Tag lds_version = 0x5F01;
constexpr tlv::Tag unicode_version = 0x5F36;
constexpr tlv::Tag tag_list = 0x5C;

/// `0107` as `1.7`: two digits a level.
std::string version(ByteView digits) {
    const bool good =
        digits.size() % 2 == 0 && std::ranges::all_of(digits, [](auto c) { return c >= '0' && c <= '9'; });
    std::string text;
    for (std::size_t at = 0; good && at < digits.size(); at += 2) {
        if (at != 0) text.push_back('.');
        text.append(std::to_string((digits[at] - '0') * 10 + (digits[at + 1] - '0')));
    }
    return text;
}

}  // namespace

Result<EfCom> parse_ef_com(ByteView file) {
    tlv::Cursor outer{file};
    auto content = outer.enter(com);
    if (!content) return std::unexpected{content.error()};
    if (const auto end = outer.finish(); !end) return std::unexpected{end.error()};
    EfCom result;
    bool listed = false;
    while (!content->at_end()) {
        const auto element = content->next();
        if (!element) return std::unexpected{element.error()};
        if (element->tag == lds_version) result.lds_version = version(element->value);
        if (element->tag == unicode_version) result.unicode_version = version(element->value);
        if (element->tag != tag_list) continue;
        if (listed) return fail(ErrorCode::malformed);
        listed = true;
        for (const std::uint8_t tag : element->value) {
            const auto number = data_group_number(tag);
            if (!number) {
                result.unknown_tags.push_back(tag);
            } else if (std::ranges::find(result.data_groups, *number) == result.data_groups.end()) {
                result.data_groups.push_back(*number);
            }
        }
    }
    if (!listed) return fail(ErrorCode::malformed);
    return result;
}

}  // namespace fivestar::identity
