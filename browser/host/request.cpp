// SPDX-License-Identifier: Apache-2.0
#include "browser/host/request.hpp"

#include "browser/host/frame.hpp"
#include "browser/host/json_memory.hpp"
#include "browser/policy/origin.hpp"
#include "client/json_document.hpp"
#include "crypto/base/text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace fivestar::browser {
namespace {

constexpr std::size_t max_json_depth = 4;
constexpr std::size_t max_list = 64;
constexpr std::size_t max_name_size = 128;  // of a reader, a field or a check
constexpr std::size_t max_value = 512;      // of a key or of a value to compare
constexpr std::size_t max_lines = 4;        // of a machine-readable zone
constexpr std::size_t max_read_id = 64;
constexpr std::size_t max_language = 64;
constexpr std::int64_t max_wait_seconds = 120;  // the daemon's limit
constexpr std::string_view read_id_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
constexpr std::string_view language_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-,;=.* ";
constexpr std::array<std::string_view, 3> media_types{"", "image/jpeg", "image/png"};
constexpr std::array<std::string_view, 6> key_names{"mrz",        "can",         "document_number",
                                                    "birth_date", "expiry_date", "scanned"};

bool is_plain(std::string_view text, std::size_t most) {
    return !text.empty() && text.size() <= most && std::ranges::none_of(text, is_control);
}

/// A machine-readable zone may have line feeds; other control characters are never in a key.
bool is_key_text(std::string_view text) {
    return text.size() <= max_value &&
           std::ranges::all_of(text, [](char character) { return character == '\n' || !is_control(character); });
}

/// The members of a request. Each is taken once; one that is left over is unknown. The first fault makes all void.
class Members {
  public:
    explicit Members(const boost::json::object& object) : object_(&object) {}

    [[nodiscard]] bool is_sound() const { return is_sound_; }
    [[nodiscard]] bool are_all_taken() const { return taken_ == object_->size(); }

    [[nodiscard]] const boost::json::value* take(std::string_view name) {
        const auto* const found = object_->if_contains({name.data(), name.size()});
        if (found != nullptr) ++taken_;
        return found;
    }
    [[nodiscard]] std::optional<std::string_view> text(std::string_view name, std::size_t most) {
        const auto* const value = take(name);
        if (value == nullptr) return std::nullopt;
        const auto* const text = value->if_string();
        if (text == nullptr || !is_plain(view_of(*text), most)) return spoil();
        return view_of(*text);
    }
    void text(std::string_view name, std::string& to, std::size_t most) {
        if (const auto value = text(name, most)) to = *value;
    }
    void texts(std::string_view name, std::vector<std::string>& to) {
        const auto* const value = take(name);
        if (value == nullptr) return;
        const auto* const list = value->if_array();
        if (list == nullptr || list->size() > max_list) return static_cast<void>(spoil());
        for (const auto& element : *list) {
            const auto* const text = element.if_string();
            if (text == nullptr || !is_plain(view_of(*text), max_name_size)) return static_cast<void>(spoil());
            to.emplace_back(view_of(*text));
        }
    }
    [[nodiscard]] std::int64_t number(std::string_view name, std::int64_t most) {
        const auto* const value = take(name);
        if (value == nullptr) return 0;
        const auto* const number = value->if_int64();
        if (number == nullptr || *number < 0 || *number > most) {
            spoil();
            return 0;
        }
        return *number;
    }
    std::nullopt_t spoil() {
        is_sound_ = false;
        return std::nullopt;
    }

  private:
    const boost::json::object* object_;
    std::size_t taken_ = 0;
    bool is_sound_ = true;
};

void append_member(SecretText& to, std::string_view name) {
    to.push_back(to.empty() ? '{' : ',');
    client::append_json_string(to, name);
    to.push_back(':');
}

/// One text, the lines of a machine-readable zone as a list, or true for a scanner's key; false for anything else.
bool append_key_value(SecretText& to, std::string_view name, const boost::json::value& value) {
    if (name == "scanned") {
        to.append("true");
        return value.is_bool() && value.get_bool();
    }
    if (const auto* const text = value.if_string()) {
        if (!is_key_text(view_of(*text))) return false;
        client::append_json_string(to, view_of(*text));
        return true;
    }
    const auto* const lines = value.if_array();
    if (lines == nullptr || name != "mrz" || lines->empty() || lines->size() > max_lines) return false;
    char separator = '[';
    for (const auto& line : *lines) {
        const auto* const text = line.if_string();
        if (text == nullptr || !is_key_text(view_of(*text))) return false;
        to.push_back(separator);
        client::append_json_string(to, view_of(*text));
        separator = ',';
    }
    to.push_back(']');
    return true;
}

void take_access(Members& members, SecretText& to) {
    const auto* const value = members.take("access");
    if (value == nullptr) return;
    const auto* const object = value->if_object();
    if (object == nullptr || object->empty()) return static_cast<void>(members.spoil());
    for (const auto& [key, content] : *object) {
        const std::string_view name = view_of(key);
        if (std::ranges::find(key_names, name) == key_names.end()) return static_cast<void>(members.spoil());
        append_member(to, name);
        if (!append_key_value(to, name, content)) return static_cast<void>(members.spoil());
    }
    to.push_back('}');
}

/// The object of a match: the names into `fields`, so that the policy can be asked, and the whole as JSON.
void take_values(Members& members, PageRequest& request) {
    const auto* const value = members.take("values");
    const auto* const object = value == nullptr ? nullptr : value->if_object();
    if (object == nullptr || object->empty() || object->size() > max_list) return static_cast<void>(members.spoil());
    for (const auto& [key, content] : *object) {
        const std::string_view name = view_of(key);
        const auto* const text = content.if_string();
        if (!is_plain(name, max_name_size) || text == nullptr || !is_plain(view_of(*text), max_value))
            return static_cast<void>(members.spoil());
        request.fields.emplace_back(name);
        append_member(request.values, name);
        client::append_json_string(request.values, view_of(*text));
    }
    request.values.push_back('}');
}

void take_read(Members& members, PageRequest& request) {
    members.text("reader", request.reader, max_name_size);
    members.texts("fields", request.fields);
    members.texts("require", request.require);
    take_access(members, request.access);
    if (const auto wait = members.text("wait_for", max_name_size)) {
        request.waits_for_next = *wait == "next";
        if (*wait != "next" && *wait != "present") members.spoil();
    }
    request.wait_seconds = static_cast<unsigned>(members.number("wait_seconds", max_wait_seconds));
}

void take_read_ids(Members& members, PageRequest& request, std::size_t count) {
    members.texts("reads", request.reads);
    const bool are_ids = std::ranges::all_of(request.reads, [](const std::string& id) {
        return id.size() <= max_read_id && id.find_first_not_of(read_id_characters) == id.npos;
    });
    if (request.reads.size() != count || !are_ids) members.spoil();
}

void take_consent(Members& members, PageRequest& request) {
    const auto* const granted = members.take("granted");
    const auto* const is_granted = granted == nullptr ? nullptr : granted->if_bool();
    if (is_granted == nullptr) return static_cast<void>(members.spoil());
    request.is_granted = *is_granted;
}

void take_parts(Members& members, PageRequest& request) {
    switch (request.operation) {
        case Operation::status:
        case Operation::events:
            return;
        case Operation::read:
            return take_read(members, request);
        case Operation::portrait: {
            take_read_ids(members, request, 1);
            members.text("media_type", request.media_type, max_name_size);
            if (std::ranges::find(media_types, request.media_type) == media_types.end()) members.spoil();
            return;
        }
        case Operation::match:
            take_read_ids(members, request, 1);
            return take_values(members, request);
        case Operation::cross_check:
            return take_read_ids(members, request, 2);
        case Operation::forget:
            return take_read_ids(members, request, 1);
        case Operation::consent:
            return take_consent(members, request);
    }
}

}  // namespace

Result<PageRequest> parse_request(std::string_view json) {
    if (json.size() > max_incoming_size) return fail(ErrorCode::limit_exceeded);
    const auto value = parse_json(json, max_json_depth);
    if (!value) return std::unexpected{value.error()};
    const auto* const object = value->if_object();
    if (object == nullptr) return fail(ErrorCode::malformed);
    Members members{*object};
    PageRequest request;
    request.id = members.number("id", std::int64_t{1} << 53);  // JavaScript's whole numbers
    const auto operation = operation_names.find(members.text("op", max_name_size).value_or(""));
    if (!operation) return fail(ErrorCode::malformed);
    request.operation = *operation;
    members.text("origin", request.origin, max_origin_size);
    members.text("language", request.language, max_language);
    if (request.language.find_first_not_of(language_characters) != std::string::npos) members.spoil();
    take_parts(members, request);
    if (!members.is_sound() || !members.are_all_taken()) return fail(ErrorCode::malformed);
    return request;
}

}  // namespace fivestar::browser
