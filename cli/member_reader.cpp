// SPDX-License-Identifier: Apache-2.0
#include "cli/member_reader.hpp"

#include "crypto/base/text.hpp"
#include "crypto/base/zeroized.hpp"

#include <limits>
#include <string>
#include <utility>

#include <boost/json/object.hpp>

namespace fivestar::cli {
namespace {

std::string_view view(const boost::json::string& text) {
    return {text.data(), text.size()};
}

}  // namespace

const boost::json::value& MemberReader::take(std::string_view name) {
    static const boost::json::value null;
    if (!good_ || next_ == object_->size()) {
        good_ = false;
        return null;
    }
    const auto& member = *(object_->begin() + static_cast<std::ptrdiff_t>(next_));
    if (std::string_view{member.key()} != name) {
        good_ = false;
        return null;
    }
    ++next_;
    return member.value();
}

std::string_view MemberReader::text(std::string_view name) {
    const auto* text = take(name).if_string();
    if (text == nullptr || text->empty()) {
        good_ = false;
        return {};
    }
    return view(*text);
}

std::string_view MemberReader::text_or_null(std::string_view name) {
    const boost::json::value& value = take(name);
    if (value.is_null()) return {};
    const auto* text = value.if_string();
    if (text == nullptr || text->empty()) {
        good_ = false;
        return {};
    }
    return view(*text);
}

bool MemberReader::boolean(std::string_view name) {
    const bool* value = take(name).if_bool();
    good_ = good_ && value != nullptr;
    return value != nullptr && *value;
}

std::uint32_t MemberReader::number(std::string_view name) {
    const std::int64_t* value = take(name).if_int64();
    if (value == nullptr || *value < 0 || *value > std::numeric_limits<std::uint32_t>::max()) {
        good_ = false;
        return 0;
    }
    return static_cast<std::uint32_t>(*value);
}

const boost::json::array& MemberReader::array(std::string_view name, std::size_t longest) {
    static const boost::json::array none;
    const auto* array = take(name).if_array();
    if (array == nullptr || array->size() > longest) {
        good_ = false;
        return none;
    }
    return *array;
}

Bytes MemberReader::octets_or_null(std::string_view name) {
    const std::string_view text = text_or_null(name);
    auto octets = from_base64(text);
    std::string again = octets ? to_base64(*octets) : std::string{};
    good_ = good_ && octets && again == text;
    zeroize(again.data(), again.size());
    return octets ? std::move(*octets) : Bytes{};
}

Bytes MemberReader::octets(std::string_view name) {
    Bytes octets = octets_or_null(name);
    good_ = good_ && !octets.empty();
    return octets;
}

}  // namespace fivestar::cli
