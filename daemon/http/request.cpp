// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/request.hpp"

#include "daemon/http/text_match.hpp"

#include <algorithm>

#include <boost/assert.hpp>

namespace fivestar::daemon {

std::string_view to_string(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::delete_:
            return "DELETE";
        case Method::other:
            break;
    }
    return {};
}

std::optional<std::string_view> RequestMessage::header(std::string_view name) const {
    const auto found =
        std::ranges::find_if(headers, [&](const NamedText& each) { return same_token(each.name, name); });
    if (found == headers.end()) return std::nullopt;
    return found->value;
}

std::optional<std::string_view> RequestMessage::query_value(std::string_view name) const {
    const auto found = std::ranges::find(query, name, &NamedText::name);
    if (found == query.end()) return std::nullopt;
    return found->value;
}

std::string_view Request::parameter(std::string_view name) const {
    const auto found = std::ranges::find(parameters, name, &NamedText::name);
    BOOST_ASSERT(found != parameters.end());
    return found->value;
}

}  // namespace fivestar::daemon
