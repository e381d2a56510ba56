// SPDX-License-Identifier: Apache-2.0
// A JSON text (RFC 8259) as values that are found by their path. Every copy of the text is zeroized.
#pragma once

#include "client/zeroized_buffer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace fivestar::client {

constexpr std::size_t max_json_depth = 32;
constexpr std::size_t max_json_values = 100'000;

class JsonDocument {
  public:
    /// Accepts one strict RFC 8259 value in UTF-8, without duplicate names, within the limits above; else nothing.
    [[nodiscard]] static std::optional<JsonDocument> parse(std::string_view text);

    /// The scalar at a path of names and array indexes with dots between them, as text that ends with NUL; nullptr for
    /// anything else, and for a string with U+0000. A path that is not found is looked for below the member `record`.
    [[nodiscard]] const char* text_at(std::string_view path) const;

    /// The unsigned integer at a path; 0 for anything else.
    [[nodiscard]] std::uint64_t number_at(std::string_view path) const;

  private:
    class Parser;
    enum class Kind : std::uint8_t { null, scalar, array, object };

    /// Values in the order of the text: the children of `nodes_[n]` are at n + 1 and, each, at the `end` of the one
    /// before, until `nodes_[n].end`.
    struct Node {
        std::string_view name;  ///< of a member; empty for elements
        std::string_view text;  ///< of a scalar, a NUL behind it
        std::size_t end = 0;
        Kind kind = Kind::null;
    };

    [[nodiscard]] const Node* find(std::size_t from, std::string_view path) const;
    [[nodiscard]] std::optional<std::size_t> child(std::size_t parent, std::string_view& path) const;

    ZeroizedBuffer texts_;  ///< never grows beyond what was reserved: nodes point into it
    std::vector<Node> nodes_;
};

/// Appends a JSON string, quotes included. Leaves no other copy, so that it can be used for keys.
template <class Buffer>
void append_json_string(Buffer& to, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    to.push_back('"');
    for (const char character : text) {
        const auto octet = static_cast<unsigned char>(character);
        if (octet < 0x20) {
            to.append("\\u00");
            to.push_back(digits[octet >> 4]);
            to.push_back(digits[octet & 0x0F]);
            continue;
        }
        if (character == '"' || character == '\\') to.push_back('\\');
        to.push_back(character);
    }
    to.push_back('"');
}

}  // namespace fivestar::client
