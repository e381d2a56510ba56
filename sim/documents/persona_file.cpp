// SPDX-License-Identifier: Apache-2.0
#include "sim/documents/persona_file.hpp"

#include "sim/data_file.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace fivestar::sim {

namespace json = boost::json;

bool is_plain_name(std::string_view name, std::string_view also) {
    return !name.empty() && std::ranges::all_of(name, [also](char character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '-' ||
               also.contains(character);
    });
}

Result<std::vector<std::string>> persona_file_names(const std::filesystem::path& directory) {
    std::error_code error;
    std::vector<std::string> names;
    for (std::filesystem::directory_iterator entry{directory, error}, end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().extension() == ".json") names.push_back(entry->path().stem().string());
    }
    if (error || names.empty()) return fail(ErrorCode::io_failure);
    std::ranges::sort(names);
    return names;
}

Result<json::value> read_persona_file(const std::filesystem::path& directory, std::string_view name) {
    if (!is_plain_name(name)) return fail(ErrorCode::invalid_argument);
    const auto octets = read_data_file(directory / (std::string{name} + ".json"));
    if (!octets) return std::unexpected{octets.error()};
    json::error_code error;
    json::value value = json::parse(as_text(*octets), error);
    if (error) return fail(ErrorCode::malformed);
    return value;
}

JsonMembers::JsonMembers(const json::value& value) : object_(value.if_object()), sound_(object_ != nullptr) {}

bool JsonMembers::has(std::string_view name) const {
    return object_ != nullptr && object_->contains(name);
}

const json::value* JsonMembers::take(std::string_view name) {
    if (!has(name)) return nullptr;
    taken_.emplace(name);
    return &object_->at(name);
}

template <class T>
T JsonMembers::reject() {
    sound_ = false;
    return {};
}

std::string JsonMembers::text(std::string_view name) {
    const json::value* value = take(name);
    if (value == nullptr || !value->is_string()) return reject<std::string>();
    return std::string{value->get_string()};
}

std::string JsonMembers::optional_text(std::string_view name) {
    return has(name) ? text(name) : std::string{};
}

std::vector<std::string> JsonMembers::texts(std::string_view name) {
    const json::value* value = take(name);
    if (value == nullptr) return {};
    const json::array* array = value->if_array();
    if (array == nullptr) return reject<std::vector<std::string>>();
    std::vector<std::string> all;
    for (const json::value& each : *array) {
        if (!each.is_string()) return reject<std::vector<std::string>>();
        all.emplace_back(each.get_string());
    }
    return all;
}

bool JsonMembers::flag(std::string_view name) {
    const json::value* value = take(name);
    if (value == nullptr) return false;
    return value->is_bool() ? value->get_bool() : reject<bool>();
}

std::uint16_t JsonMembers::number(std::string_view name) {
    const json::value* value = take(name);
    if (value == nullptr || !value->is_int64()) return reject<std::uint16_t>();
    const std::int64_t number = value->get_int64();
    if (number < 0 || number > UINT16_MAX) return reject<std::uint16_t>();
    return static_cast<std::uint16_t>(number);
}

std::size_t JsonMembers::choice(std::string_view name, std::initializer_list<std::string_view> words) {
    const auto* const found = std::ranges::find(words, text(name));
    return found == words.end() ? reject<std::size_t>() : static_cast<std::size_t>(found - words.begin());
}

json::value JsonMembers::value(std::string_view name) {
    const json::value* found = take(name);
    return found == nullptr ? json::value{} : *found;
}

bool JsonMembers::sound() const {
    return sound_ && taken_.size() == object_->size();
}

std::optional<NationalTextRecord> read_text_record(TextKind kind, const json::value& value) {
    JsonMembers members{value};
    NationalTextRecord record{.kind = kind};
    for (const TextField& field : text_layout(kind)) {
        if (!field.name.empty()) record.fields[std::string{field.name}] = members.text(field.name);
    }
    if (!members.sound()) return std::nullopt;
    return record;
}

}  // namespace fivestar::sim
