// SPDX-License-Identifier: Apache-2.0
#include "cli/json.hpp"

#include "cli/views/printable.hpp"
#include "crypto/base/utf8.hpp"
#include "crypto/base/zeroizing_resource.hpp"

#include <array>
#include <charconv>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

namespace fivestar::cli {
namespace {

template <class Number>
std::string number_text(Number number) {
    std::array<char, 32> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    return {digits.data(), end};
}

}  // namespace

Result<boost::json::value> parse_json(std::string_view text) {
    const Utf8Text valid{text};
    boost::json::error_code error;
    auto value = boost::json::parse(valid.view(), error, zeroizing_storage());
    if (error) return fail(ErrorCode::malformed);
    return value;
}

const boost::json::value& at(const boost::json::value& value, std::string_view pointer) {
    static const boost::json::value null;
    boost::json::error_code error;
    const auto* found = value.find_pointer({pointer.data(), pointer.size()}, error);
    return found == nullptr ? null : *found;
}

std::string_view text_at(const boost::json::value& value, std::string_view pointer) {
    const auto* text = at(value, pointer).if_string();
    return text == nullptr ? std::string_view{} : std::string_view{text->data(), text->size()};
}

PersonalText scalar_at(const boost::json::value& value, std::string_view pointer) {
    const boost::json::value& found = at(value, pointer);
    switch (found.kind()) {
        case boost::json::kind::string:
            return printable(text_at(value, pointer));
        case boost::json::kind::bool_:
            return PersonalText{found.get_bool() ? "yes" : "no"};
        case boost::json::kind::int64:
            return PersonalText{number_text(found.get_int64())};
        case boost::json::kind::uint64:
            return PersonalText{number_text(found.get_uint64())};
        case boost::json::kind::double_:
            return PersonalText{number_text(found.get_double())};
        default:
            return {};
    }
}

PersonalText list_at(const boost::json::value& value, std::string_view pointer, std::string_view separator) {
    PersonalText text;
    const auto* list = at(value, pointer).if_array();
    if (list == nullptr) return text;
    for (const boost::json::value& element : *list) {
        const PersonalText part = scalar_at(element, "");
        if (!text.empty() && !part.empty()) text.append(separator);
        text.append(part.view());
    }
    return text;
}

}  // namespace fivestar::cli
