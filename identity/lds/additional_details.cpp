// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/additional_details.hpp"

#include "identity/card_text.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace fivestar::identity {
namespace {

constexpr tlv::Tag tag_list = 0x5C;
constexpr tlv::Tag counted_group = 0xA0;
constexpr tlv::Tag count = 0x02;
constexpr std::size_t max_tag_list = max_details;  // octets
constexpr std::size_t most_length_octets = 5;

/// The tags of the list, of one octet or two; a cut last one is left out.
std::vector<tlv::Tag> parse_tag_list(ByteView octets) {
    std::vector<tlv::Tag> tags;
    while (!octets.empty() && tags.size() < max_details) {
        const std::size_t size = (octets[0] & 0x1F) == 0x1F ? 2 : 1;
        if (octets.size() < size) break;
        tags.push_back(size == 1 ? octets[0] : static_cast<tlv::Tag>(octets[0]) << 8 | octets[1]);
        octets = octets.subspan(size);
    }
    return tags;
}

/// Reads the elements of one file, each by itself.
class Reader {
  public:
    Result<AdditionalDetails> read(ByteView content) {
        read_elements(content, false);
        if (limit_exceeded_) return fail(ErrorCode::limit_exceeded);
        if (!listed_) {
            report(Reason::tag_list_missing);
            return std::move(details_);
        }
        for (const tlv::Tag tag : *listed_) {
            if (tag != counted_group && details_.find(tag) == nullptr) report(Reason::listed_element_missing);
        }
        for (const tlv::Element& element : details_.elements) {
            if (std::ranges::find(*listed_, element.tag) == listed_->end()) report(Reason::unlisted_element);
        }
        return std::move(details_);
    }

  private:
    void report(Reason what) { add_finding(details_.findings, what); }

    void read_elements(ByteView octets, bool in_group) {
        while (!octets.empty() && !limit_exceeded_) {
            const auto element = all_zero(octets) ? std::nullopt : take(octets);
            if (!element) return report(Reason::element_malformed);
            if (element->tag == tag_list && !in_group) {
                if (element->value.size() > max_tag_list) limit_exceeded_ = true;
                if (listed_) report(Reason::element_malformed);
                if (!listed_) listed_ = parse_tag_list(element->value);
            } else if (element->tag == counted_group && !in_group) {
                read_group(element->value);
            } else {
                if (!in_group && details_.find(element->tag) != nullptr) report(Reason::repeated_element);
                keep(*element);
            }
        }
    }

    void read_group(ByteView group) {
        tlv::Cursor cursor{group};
        const auto announced = cursor.optional(count);
        const std::size_t before = details_.elements.size();
        read_elements(cursor.rest(), true);
        const std::size_t found = details_.elements.size() - before;
        const bool agrees =
            announced && *announced && (*announced)->value.size() == 1 && (*announced)->value[0] == found;
        if (!agrees) report(Reason::wrong_count);
    }

    void keep(const tlv::Element& element) {
        if (details_.elements.size() == max_details) {
            limit_exceeded_ = true;
            return;
        }
        if (element.value.empty()) report(Reason::empty_element);
        details_.elements.push_back(element);
    }

    /// Takes the next element. Issuers use tags such as 5F85, which by ISO/IEC 7816-4 §5.2.2.1 would continue with a
    /// third octet; the tag list tells that they have two (RfidResearchGroup/proxmark3#1125).
    std::optional<tlv::Element> take(ByteView& octets) const {
        const bool listed =
            listed_ && octets.size() > 2 &&
            std::ranges::find(*listed_, static_cast<tlv::Tag>(octets[0]) << 8 | octets[1]) != listed_->end();
        tlv::Cursor cursor{octets};
        auto element = cursor.next();
        if (listed && (!element || element->tag > 0xFFFF)) return take_listed(octets);
        if (!element) return std::nullopt;
        octets = cursor.rest();
        return *element;
    }

    /// An element whose tag is the first two octets.
    static std::optional<tlv::Element> take_listed(ByteView& octets) {
        // Reads the length behind the second octet as that of a tag of one octet.
        Bytes header{0x04};
        append(header, octets.subspan(2, std::min<std::size_t>(octets.size() - 2, most_length_octets)));
        const auto length = tlv::read_header(header);
        if (!length || length->total() + 1 > octets.size()) return std::nullopt;
        const tlv::Element element{static_cast<tlv::Tag>(octets[0]) << 8 | octets[1],
                                   octets.subspan(length->header_size + 1, length->value_length),
                                   octets.first(length->total() + 1)};
        octets = octets.subspan(length->total() + 1);
        return element;
    }

    AdditionalDetails details_ = {};
    std::optional<std::vector<tlv::Tag>> listed_ = {};
    bool limit_exceeded_ = false;
};

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
    const std::string_view content = without_fillers(whole.view());
    if (content.empty()) return std::nullopt;
    return PersonalText{content};
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
    const auto content = tlv::only(file, outer);
    if (!content) return std::unexpected{content.error()};
    return Reader{}.read(content->rest());
}

}  // namespace fivestar::identity
