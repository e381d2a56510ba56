// SPDX-License-Identifier: Apache-2.0
// A JSON answer, as the client library looks up values in it. Boost.JSON says which texts are JSON, and what they hold.
#include "client/json_document.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace {

using fivestar::client::JsonDocument;

/// Compares all strings that have a path of names without dots.
void compare(const JsonDocument& document, const boost::json::value& value, const std::string& path) {
    const auto below = [&](std::string_view name) {
        return path.empty() ? std::string{name} : path + "." + std::string{name};
    };
    if (const auto* object = value.if_object()) {
        for (const auto& [name, member] : *object) {
            if (!name.empty() && !name.contains('.')) compare(document, member, below({name.data(), name.size()}));
        }
    } else if (const auto* array = value.if_array()) {
        for (std::size_t at = 0; at < array->size(); ++at) compare(document, (*array)[at], below(std::to_string(at)));
    } else if (const auto* string = value.if_string()) {
        const char* const text = document.text_at(path);
        const std::string_view expected{string->data(), string->size()};
        if (expected.contains('\0') ? text != nullptr : text == nullptr || text != expected) std::abort();
    }
}

bool has_dotted_name(const boost::json::value& value) {
    if (const auto* object = value.if_object()) {
        for (const auto& [name, member] : *object) {
            if (name.empty() || name.contains('.') || has_dotted_name(member)) return true;
        }
    } else if (const auto* array = value.if_array()) {
        for (const auto& element : *array) {
            if (has_dotted_name(element)) return true;
        }
    }
    return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto document = JsonDocument::parse(text);
    if (!document) return 0;
    boost::json::error_code error;
    boost::json::parse_options options;
    options.max_depth = 2 * fivestar::client::max_json_depth;
    const auto value = boost::json::parse({text.data(), text.size()}, error, {}, options);
    // RFC 8259 §6 lets a parser limit numbers; ours does not convert them.
    if (error == boost::json::error::exponent_overflow) return 0;
    if (error) std::abort();
    if (!has_dotted_name(value)) compare(*document, value, "");
    static_cast<void>(document->text_at(text));
    static_cast<void>(document->number_at(text.substr(0, 16)));
    return 0;
}
