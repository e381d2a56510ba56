// What is in a set of fields, by name.
#include "daemon/policy/field_set.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::daemon {
namespace {

constexpr std::string_view compare = "compare";

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
    names.reserve(compared_.leaves.count() + 1);
    const auto schema = field_schema();
    for (std::size_t leaf = 0; leaf < schema.size(); ++leaf) {
        if (shown_.leaves.test(leaf)) names.emplace_back(schema[leaf]);
    }
    for (const unsigned age : ages()) names.push_back("holder.over_" + std::to_string(age));
    for (std::size_t leaf = 0; leaf < schema.size(); ++leaf) {
        if (compared_.leaves.test(leaf) && !shown_.leaves.test(leaf)) {
            names.push_back(std::string{compare}.append(".").append(schema[leaf]));
        }
    }
    return names;
}

std::string FieldSet::summary() const {
    if (shown_.leaves.all() && shown_.every_age) return "*";
    std::string list;
    append_summary(list, {}, shown_.leaves);
    for (const unsigned age : ages()) append(list, "holder.over_", std::to_string(age));
    if (compared_.leaves.all() && shown_.leaves.none()) {
        append(list, {}, compare);
    } else {
        append_summary(list, "compare.", compared_.leaves & ~shown_.leaves);
    }
    return list;
}

void FieldSet::append_summary(std::string& list, std::string_view prefix, const Leaves& leaves) {
    const auto schema = field_schema();
    std::size_t leaf = 0;
    while (leaf < schema.size()) {
        if (!leaves.test(leaf)) {
            ++leaf;
            continue;
        }
        // The widest parent that begins here, if all of it is there. The schema has each parent's leaves side by side.
        std::string_view name = schema[leaf];
        std::size_t end = leaf + 1;
        for (std::size_t point = name.find('.'); point != std::string_view::npos; point = name.find('.', point + 1)) {
            const std::string_view parent = name.substr(0, point);
            if (leaf > 0 && lies_below(schema[leaf - 1], parent)) continue;
            std::size_t past = leaf;
            while (past < schema.size() && lies_below(schema[past], parent) && leaves.test(past)) ++past;
            if (past < schema.size() && lies_below(schema[past], parent)) continue;
            name = parent;
            end = past;
            break;
        }
        append(list, prefix, name);
        leaf = end;
    }
}

}  // namespace fivestar::daemon
