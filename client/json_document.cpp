// SPDX-License-Identifier: Apache-2.0
#include "client/json_document.hpp"

#include <algorithm>
#include <charconv>

namespace fivestar::client {
namespace {

bool is_decimal(char character) {
    return character >= '0' && character <= '9';
}

bool is_between(std::uint32_t value, std::uint32_t least, std::uint32_t most) {
    return value >= least && value <= most;
}

/// The length of the UTF-8 sequence (RFC 3629) that `text` begins with; 0 if it is not one.
std::size_t sequence_length(std::string_view text) {
    const auto octet = [&](std::size_t at) -> std::uint32_t {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
    };
    const std::uint32_t first = octet(0);
    if (first < 0x80) return 1;
    const std::size_t length = is_between(first, 0xC2, 0xDF)   ? 2
                               : is_between(first, 0xE0, 0xEF) ? 3
                               : is_between(first, 0xF0, 0xF4) ? 4
                                                               : 0;
    // No overlong forms, no surrogates, nothing beyond U+10FFFF.
    const std::uint32_t least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const std::uint32_t most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (length == 0 || !is_between(octet(1), least, most)) return 0;
    for (std::size_t at = 2; at < length; ++at) {
        if (!is_between(octet(at), 0x80, 0xBF)) return 0;
    }
    return length;
}

void append_utf8(ZeroizedBuffer& to, std::uint32_t character) {
    const auto put = [&to](std::uint32_t octet) { to.push_back(static_cast<char>(octet)); };
    const auto put_continuation = [&](unsigned shift) { put(0x80 | (character >> shift & 0x3F)); };
    if (character < 0x80) return put(character);
    if (character < 0x800) {
        put(0xC0 | character >> 6);
    } else if (character < 0x10000) {
        put(0xE0 | character >> 12);
        put_continuation(6);
    } else {
        put(0xF0 | character >> 18);
        put_continuation(12);
        put_continuation(6);
    }
    put_continuation(0);
}

}  // namespace

/// A recursive descent; every function returns false for what RFC 8259 does not allow.
class JsonDocument::Parser {
  public:
    Parser(std::string_view text, JsonDocument& document) : rest_{text}, document_{document} {
        // A value is followed by a delimiter, or ends the text: unescaped and with its NUL it is never longer.
        document_.texts_.reserve(text.size() + 1);
    }

    [[nodiscard]] bool parse() {
        skip_white_space();
        if (!value({}, 0)) return false;
        skip_white_space();
        return rest_.empty();
    }

  private:
    [[nodiscard]] bool value(std::string_view name, std::size_t depth) {
        if (document_.nodes_.size() == max_json_values || rest_.empty()) return false;
        const std::size_t at = document_.nodes_.size();
        document_.nodes_.push_back({.name = name, .text = {}, .end = 0, .kind = Kind::null});
        if (!content(at, depth)) return false;
        document_.nodes_[at].end = document_.nodes_.size();
        return true;
    }

    [[nodiscard]] bool content(std::size_t at, std::size_t depth) {
        Node& node = document_.nodes_[at];
        switch (rest_.front()) {
            case '{':
                node.kind = Kind::object;
                return depth < max_json_depth && members(depth + 1);
            case '[':
                node.kind = Kind::array;
                return depth < max_json_depth && elements(depth + 1);
            case '"':
                node.kind = Kind::scalar;
                return string(node.text);
            case 'n':
                return take("null");
            case 't':
                return literal(node, "true");
            case 'f':
                return literal(node, "false");
            default:
                node.kind = Kind::scalar;
                return number(node.text);
        }
    }

    [[nodiscard]] bool elements(std::size_t depth) {
        return sequence(']', [&] { return value({}, depth); });
    }

    [[nodiscard]] bool members(std::size_t depth) {
        std::vector<std::string_view> names;
        const bool is_object = sequence('}', [&] {
            std::string_view name;
            if (!string(name)) return false;
            names.push_back(name);
            skip_white_space();
            if (!take(":")) return false;
            skip_white_space();
            return value(name, depth);
        });
        std::ranges::sort(names);
        return is_object && std::ranges::adjacent_find(names) == names.end();
    }

    template <class Item>
    [[nodiscard]] bool sequence(char close, Item item) {
        rest_.remove_prefix(1);
        skip_white_space();
        if (take({&close, 1})) return true;
        while (item()) {
            skip_white_space();
            if (take({&close, 1})) return true;
            if (!take(",")) return false;
            skip_white_space();
        }
        return false;
    }

    [[nodiscard]] bool string(std::string_view& into) {
        if (!take("\"")) return false;
        const std::size_t start = document_.texts_.size();
        while (!take("\"")) {
            const std::size_t length = sequence_length(rest_);
            if (rest_.empty() || length == 0 || static_cast<unsigned char>(rest_.front()) < 0x20) return false;
            if (take("\\")) {
                if (!escape()) return false;
            } else {
                document_.texts_.append(rest_.substr(0, length));
                rest_.remove_prefix(length);
            }
        }
        into = keep(start);
        return true;
    }

    [[nodiscard]] bool escape() {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (take("u")) return unicode_escape();
        const std::size_t at = rest_.empty() ? std::string_view::npos : letters.find(rest_.front());
        if (at == std::string_view::npos) return false;
        document_.texts_.push_back(meanings[at]);
        rest_.remove_prefix(1);
        return true;
    }

    [[nodiscard]] bool unicode_escape() {
        std::uint32_t character = 0;
        if (!four_digits(character) || is_between(character, 0xDC00, 0xDFFF)) return false;
        if (is_between(character, 0xD800, 0xDBFF)) {
            std::uint32_t low = 0;
            if (!take("\\u") || !four_digits(low) || !is_between(low, 0xDC00, 0xDFFF)) return false;
            character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
        }
        append_utf8(document_.texts_, character);
        return true;
    }

    [[nodiscard]] bool four_digits(std::uint32_t& number) {
        constexpr std::size_t digits = 4;
        if (rest_.size() < digits) return false;
        const std::string_view text = rest_.substr(0, digits);
        const auto [end, error] = std::from_chars(text.begin(), text.end(), number, 16);
        if (error != std::errc{} || end != text.end()) return false;
        rest_.remove_prefix(digits);
        return true;
    }

    [[nodiscard]] bool number(std::string_view& into) {
        const std::string_view before = rest_;
        (void)take("-");
        if (!take("0") && !digits()) return false;
        if (take(".") && !digits()) return false;
        if (take("e") || take("E")) {
            if (!take("+")) (void)take("-");
            if (!digits()) return false;
        }
        const std::size_t start = document_.texts_.size();
        document_.texts_.append(before.substr(0, before.size() - rest_.size()));
        into = keep(start);
        return true;
    }

    [[nodiscard]] bool digits() {
        const auto count = static_cast<std::size_t>(std::ranges::find_if_not(rest_, is_decimal) - rest_.begin());
        rest_.remove_prefix(count);
        return count != 0;
    }

    [[nodiscard]] bool literal(Node& node, std::string_view word) {
        node.kind = Kind::scalar;
        node.text = word;
        return take(word);
    }

    [[nodiscard]] bool take(std::string_view expected) {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(expected.size());
        return true;
    }

    void skip_white_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\n\r"), rest_.size())); }

    /// The text kept since `start`, and a NUL behind it.
    [[nodiscard]] std::string_view keep(std::size_t start) {
        const std::string_view kept = document_.texts_.view().substr(start);
        document_.texts_.push_back('\0');
        return kept;
    }

    std::string_view rest_;
    JsonDocument& document_;
};

std::optional<JsonDocument> JsonDocument::parse(std::string_view text) {
    JsonDocument document;
    if (!Parser{text, document}.parse()) return std::nullopt;
    return document;
}

/// The child that the beginning of `path` names; what follows is left in `path`. A name may contain dots: the longest
/// name that fits is taken.
std::optional<std::size_t> JsonDocument::child(std::size_t parent, std::string_view& path) const {
    const bool is_array = nodes_[parent].kind == Kind::array;
    std::size_t index = 0;
    if (is_array) {
        const auto [end, error] = std::from_chars(path.data(), path.data() + path.size(), index);
        if (error != std::errc{} || (end != path.data() + path.size() && *end != '.')) return std::nullopt;
    }
    std::optional<std::size_t> found;
    std::size_t length = 0;
    for (std::size_t at = parent + 1; at < nodes_[parent].end; at = nodes_[at].end) {
        const std::string_view name = nodes_[at].name;
        const bool fits = is_array ? index-- == 0
                                   : path.starts_with(name) && (path.size() == name.size() || path[name.size()] == '.');
        if (!fits || (found && name.size() < length)) continue;
        found = at;
        length = is_array ? std::min(path.find('.'), path.size()) : name.size();
        if (is_array) break;
    }
    if (found) path.remove_prefix(std::min(length + 1, path.size()));
    return found;
}

const JsonDocument::Node* JsonDocument::find(std::size_t from, std::string_view path) const {
    while (!path.empty()) {
        const auto next = child(from, path);
        if (!next) return nullptr;
        from = *next;
    }
    return &nodes_[from];
}

const char* JsonDocument::text_at(std::string_view path) const {
    const Node* found = find(0, path);
    if (found == nullptr) {
        std::string_view name = "record";
        const auto record = child(0, name);
        found = record ? find(*record, path) : nullptr;
    }
    const bool is_text = found != nullptr && found->kind == Kind::scalar && !found->text.contains('\0');
    return is_text ? found->text.data() : nullptr;
}

std::uint64_t JsonDocument::number_at(std::string_view path) const {
    const char* const text = text_at(path);
    if (text == nullptr) return 0;
    const std::string_view digits{text};
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end == digits.data() + digits.size() ? number : 0;
}

}  // namespace fivestar::client
