// SPDX-License-Identifier: Apache-2.0
#include "sim/documents/persona_file.hpp"

#include "sim/data_file.hpp"
#include "sim/documents/json_members.hpp"

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
