// SPDX-License-Identifier: Apache-2.0
// The gate of texts: its result is UTF-8 as Boost.JSON, which has its own decoder, sees it; ASCII stays in its order;
// and a text that was UTF-8 stays as it is.
#include "crypto/base/utf8.hpp"

#include "crypto/base/bytes.hpp"
#include "crypto/base/text.hpp"

#include <cstdlib>
#include <string>

#include <boost/json/parse.hpp>

using namespace fivestar;

namespace {

std::string ascii_of(std::string_view text) {
    std::string ascii;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x80) ascii.push_back(c);
    }
    return ascii;
}

/// A JSON string of the text; what JSON does not take as it is becomes a blank.
std::string quoted(std::string_view text) {
    std::string json = "\"";
    for (const char c : text) {
        const bool is_syntax = c == '"' || c == '\\' || is_control(c);
        json.push_back(is_syntax ? ' ' : c);
    }
    return json + "\"";
}

bool json_takes(std::string_view text) {
    boost::json::error_code error;
    boost::json::parse(quoted(text), error);
    return !error;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets = as_text({data, size});
    const Utf8Text text{octets};
    if (!json_takes(text.view())) std::abort();
    if (json_takes(octets) != is_utf8(octets)) std::abort();
    if (is_utf8(octets) != (text.view() == octets)) std::abort();
    if (ascii_of(text.view()) != ascii_of(octets)) std::abort();
    if (count_code_points(octets) != count_code_points(text.view())) std::abort();
    const std::size_t half = count_code_points(octets) / 2;
    if (first_code_points(octets, half).size() + last_code_points(octets, count_code_points(octets) - half).size() !=
        octets.size()) {
        std::abort();
    }
    return 0;
}
