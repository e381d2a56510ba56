// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/additional_details.hpp"

#include "identity/card_text.hpp"

#include <algorithm>

namespace fivestar::identity {
namespace {

constexpr tlv::Tag tag_list = 0x5C;
constexpr tlv::Tag counted_group = 0xA0;
constexpr tlv::Tag count = 0x02;

Result<std::vector<tlv::Tag>> parse_tag_list(ByteView octets) {
    std::vector<tlv::Tag> tags;
    while (!octets.empty()) {
        const std::size_t size = (octets[0] & 0x1F) == 0x1F ? 2 : 1;
        if (octets.size() < size) return fail(ErrorCode::malformed);
        if (tags.size() == max_details) return fail(ErrorCode::limit_exceeded);
        tags.push_back(size == 1 ? octets[0] : static_cast<tlv::Tag>(octets[0]) << 8 | octets[1]);
        octets = octets.subspan(size);
    }
    return tags;
}

void report(std::vector<Reason>& findings, Reason what) {
    if (std::ranges::find(findings, what) == findings.end()) findings.push_back(what);
}

Result<void> append_elements(tlv::Cursor cursor, AdditionalDetails& details) {
    while (!cursor.at_end()) {
        const auto element = cursor.next();
        if (!element) return std::unexpected{element.error()};
        if (details.elements.size() == max_details) return fail(ErrorCode::limit_exceeded);
        details.elements.push_back(*element);
    }
    return {};
}

Result<void> append_group(ByteView group, AdditionalDetails& details) {
    tlv::Cursor cursor{group};
    const auto announced = cursor.optional(count);
    if (!announced) return std::unexpected{announced.error()};
    const std::size_t before = details.elements.size();
    if (const auto appended = append_elements(cursor, details); !appended) return appended;
    const std::size_t found = details.elements.size() - before;
    const bool agrees = *announced && (*announced)->value.size() == 1 && (*announced)->value[0] == found;
    if (!agrees) report(details.findings, Reason::wrong_count);
    return {};
}

std::string_view without_fillers(std::string_view text) {
    constexpr std::string_view at_the_ends = "< ";
    const std::size_t first = text.find_first_not_of(at_the_ends);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(at_the_ends) - first + 1);
}

}  // namespace

const tlv::Element* AdditionalDetails::find(tlv::Tag tag) const {
    const auto found = std::ranges::find(elements, tag, &tlv::Element::tag);
    return found == elements.end() ? nullptr : &*found;
}

std::optional<PersonalText> AdditionalDetails::text(tlv::Tag tag) const {
    const tlv::Element* element = find(tag);
    if (element == nullptr) return std::nullopt;
    const PersonalText whole = text_from_utf8(element->value);
    return PersonalText{without_fillers(whole.view())};
}

std::optional<PersonalText> AdditionalDetails::fields(tlv::Tag tag) const {
    const auto whole = text(tag);
    if (!whole) return std::nullopt;
    PersonalText joined;
    joined.reserve(2 * whole->size());
    char last = 0;
    for (const char c : *whole) {
        if (c != '<') joined.push_back(c);
        if (c == '<' && last != '<') joined.append(", ");
        last = c;
    }
    return joined;
}

Result<AdditionalDetails> parse_additional_details(ByteView file, tlv::Tag outer) {
    auto content = tlv::only(file, outer);
    if (!content) return std::unexpected{content.error()};
    const auto list = content->expect(tag_list);
    if (!list) return std::unexpected{list.error()};
    const auto listed = parse_tag_list(list->value);
    if (!listed) return std::unexpected{listed.error()};

    AdditionalDetails details;
    while (!content->at_end()) {
        const auto element = content->next();
        if (!element) return std::unexpected{element.error()};
        if (element->tag == counted_group) {
            if (const auto appended = append_group(element->value, details); !appended) {
                return std::unexpected{appended.error()};
            }
            continue;
        }
        if (details.elements.size() == max_details) return fail(ErrorCode::limit_exceeded);
        details.elements.push_back(*element);
    }
    for (const tlv::Tag tag : *listed) {
        if (tag != counted_group && details.find(tag) == nullptr)
            report(details.findings, Reason::listed_element_missing);
    }
    for (const tlv::Element& element : details.elements) {
        if (std::ranges::find(*listed, element.tag) == listed->end())
            report(details.findings, Reason::unlisted_element);
    }
    return details;
}

}  // namespace fivestar::identity
