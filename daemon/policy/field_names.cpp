// SPDX-License-Identifier: Apache-2.0
// The names of what is in a set of fields.
#include "daemon/policy/field_set.hpp"

#include <string>

namespace fivestar::daemon {
namespace {

constexpr std::string_view compare = "compare";

std::string_view path_at(std::size_t index) {
    return path_of(static_cast<RecordField>(index));
}

bool lies_below(std::string_view leaf, std::string_view parent) {
    return leaf.size() > parent.size() && leaf.starts_with(parent) && leaf[parent.size()] == '.';
}

void append(std::string& list, std::string_view prefix, std::string_view path) {
    if (!list.empty()) list.push_back(',');
    list.append(prefix).append(path);
}

}  // namespace

std::vector<std::string> FieldSet::leaves() const {
    std::vector<std::string> names;
    names.reserve(compared_.fields.count() + 1);
    for (std::size_t index = 0; index < identity::record_field_count; ++index) {
        if (shown_.fields.test(index)) names.emplace_back(path_at(index));
    }
    for (const unsigned age : ages()) names.push_back("holder.over_" + std::to_string(age));
    for (std::size_t index = 0; index < identity::record_field_count; ++index) {
        if (compared_.fields.test(index) && !shown_.fields.test(index)) {
            names.push_back(std::string{compare}.append(".").append(path_at(index)));
        }
    }
    return names;
}

std::string FieldSet::summary() const {
    if (shown_.fields.all() && shown_.every_age) return "*";
    std::string list;
    append_summary(list, {}, shown_.fields);
    for (const unsigned age : ages()) append(list, "holder.over_", std::to_string(age));
    if (compared_.fields.all() && shown_.fields.none()) {
        append(list, {}, compare);
    } else {
        append_summary(list, "compare.", compared_.fields & ~shown_.fields);
    }
    return list;
}

void FieldSet::append_summary(std::string& list, std::string_view prefix, const Fields& fields) {
    std::size_t index = 0;
    while (index < fields.size()) {
        if (!fields.test(index)) {
            ++index;
            continue;
        }
        // Looks for the widest parent that begins here and is in the set as a whole. The fields of a parent are
        // adjacent.
        std::string_view name = path_at(index);
        std::size_t end = index + 1;
        for (std::size_t point = name.find('.'); point != std::string_view::npos; point = name.find('.', point + 1)) {
            const std::string_view parent = name.substr(0, point);
            if (index > 0 && lies_below(path_at(index - 1), parent)) continue;
            std::size_t past = index;
            while (past < fields.size() && lies_below(path_at(past), parent) && fields.test(past)) ++past;
            if (past < fields.size() && lies_below(path_at(past), parent)) continue;
            name = parent;
            end = past;
            break;
        }
        append(list, prefix, name);
        index = end;
    }
}

}  // namespace fivestar::daemon
