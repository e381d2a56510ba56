// SPDX-License-Identifier: Apache-2.0
// Writes JSON that holds personal data straight as text: no tree of it is ever in memory.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/utf8.hpp"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace fivestar::daemon {

/// Writes one JSON value (RFC 8259) in one line, without white space, into zeroized memory. The
/// caller gives each member of an object its name first.
class JsonWriter {
  public:
    JsonWriter() { text_.reserve(usual_size); }
    JsonWriter(const JsonWriter&) = delete;
    JsonWriter& operator=(const JsonWriter&) = delete;
    ~JsonWriter() = default;

    /// Writes an object. `members` writes its members.
    template <std::invocable Members>
    void object(Members members) {
        begin('{');
        members();
        end('}');
    }
    /// Writes an array of `elements`, each by a call of `write`.
    template <class Range, class Write>
    void array(const Range& elements, Write write) {
        begin('[');
        for (const auto& element : elements) write(element);
        end(']');
    }
    /// Writes the name of a member, whose value must come next. The names of the contract need no escape.
    void name(std::string_view name) {
        separate();
        text_.push_back('"');
        text_.append(name);
        text_.append("\":");
        follows_value_ = false;
    }
    /// Writes a member whose value has a `write_json`.
    template <class Value>
    void member(std::string_view name, const Value& value) {
        this->name(name);
        write_json(*this, value);
    }
    /// Writes a member: what `write` makes of the value, null without one.
    template <class Value, class Write>
    void member(std::string_view name, const std::optional<Value>& value, Write write) {
        this->name(name);
        if (value) {
            write(*value);
        } else {
            null();
        }
    }

    void null() { literal("null"); }
    void boolean(bool value) { literal(value ? "true" : "false"); }
    void number(std::uint64_t value);
    /// In the fewest digits that read back as the same number. `value` is finite.
    void number(double value);
    void text(std::string_view text);

    /// Returns what was written. Parts of texts that were not UTF-8 are U+FFFD.
    [[nodiscard]] Utf8Text take() { return Utf8Text{std::move(text_)}; }

  private:
    static constexpr std::size_t usual_size = 4096;  ///< octets; most answers fit in

    void separate() {
        if (follows_value_) text_.push_back(',');
        follows_value_ = true;
    }
    void begin(char bracket) {
        separate();
        text_.push_back(bracket);
        follows_value_ = false;
    }
    void end(char bracket) {
        text_.push_back(bracket);
        follows_value_ = true;
    }
    void literal(std::string_view literal) {
        separate();
        text_.append(literal);
    }

    PersonalText text_ = {};
    bool follows_value_ = false;  ///< what comes next needs a comma in front of it
};

// write_json writes a value as JSON, and null for an absent one. Overloads for other types stand next to those types.

template <std::unsigned_integral Value>
void write_json(JsonWriter& json, Value value) {
    if constexpr (std::same_as<Value, bool>) {
        json.boolean(value);
    } else {
        json.number(std::uint64_t{value});
    }
}

inline void write_json(JsonWriter& json, double value) {
    json.number(value);
}

inline void write_json(JsonWriter& json, std::string_view text) {
    json.text(text);
}

inline void write_json(JsonWriter& json, const PersonalText& text) {
    json.text(text.view());
}

/// `YYYY-MM-DD`.
void write_json(JsonWriter& json, const std::chrono::year_month_day& date);

/// Octets, to be written in base64.
struct Base64 {
    ByteView octets;
};
void write_json(JsonWriter& json, Base64 octets);

inline void write_json(JsonWriter& json, const PersonalBytes& octets) {
    write_json(json, Base64{octets.view()});
}

/// A value that has a name, of an enumeration for instance.
template <class Value>
    requires requires(const Value& value) {
        { to_string(value) } -> std::same_as<std::string_view>;
    }
void write_json(JsonWriter& json, const Value& value) {
    json.text(to_string(value));
}

template <class Value>
void write_json(JsonWriter& json, const std::optional<Value>& value) {
    if (value) {
        write_json(json, *value);
    } else {
        json.null();
    }
}

template <class Value>
void write_json(JsonWriter& json, const std::vector<Value>& values) {
    json.array(values, [&](const Value& value) { write_json(json, value); });
}

/// Returns nothing for an empty value, which is written as null.
[[nodiscard]] inline std::optional<std::string_view> unless_empty(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional{text};
}
[[nodiscard]] inline std::optional<Base64> unless_empty(Base64 octets) {
    return octets.octets.empty() ? std::nullopt : std::optional{octets};
}

}  // namespace fivestar::daemon
