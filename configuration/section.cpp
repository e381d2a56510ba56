// SPDX-License-Identifier: Apache-2.0
#include "configuration/section.hpp"

#include "configuration/section_table.hpp"
#include "crypto/base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fivestar::configuration {
namespace {

constexpr std::size_t max_list = 256;  // elements of a list in the file
constexpr std::size_t max_text = 4096;

}  // namespace

const toml::node* Section::Table::find(std::string_view key) {
    const auto all = find_all(key);
    return all.empty() ? nullptr : all.back();
}

std::vector<const toml::node*> Section::Table::find_all(std::string_view key) {
    known.emplace(key);
    std::vector<const toml::node*> found;
    for (const toml::table* content : contents) {
        if (const toml::node* const node = content->get(key)) found.push_back(node);
    }
    return found;
}

void Section::Table::fault(const toml::node& at, std::string_view key, std::string_view reason) {
    faults.add(at.source(), fmt::format("{}{} {}", name, key, reason));
}

/// Returns the text of `node`, without control characters; nothing after a fault.
std::optional<std::string> Section::Table::text(const toml::node& node, std::string_view key) {
    const auto* const string = node.as_string();
    if (string == nullptr) {
        fault(node, key, "must be a text in quotes");
        return std::nullopt;
    }
    if (string->get().size() > max_text || std::ranges::any_of(string->get(), is_control)) {
        fault(node, key, "is too long or holds control characters");
        return std::nullopt;
    }
    return string->get();
}

Section::Section(std::unique_ptr<Table> table) : table_(std::move(table)) {}

Section::~Section() = default;

bool Section::has(std::string_view key) const {
    return std::ranges::any_of(table_->contents, [key](const toml::table* content) { return content->contains(key); });
}

std::optional<Place> Section::place(std::string_view key) {
    const toml::node* const node = table_->find(key);
    if (node == nullptr) return std::nullopt;
    const toml::source_region& where = node->source();
    return Place{where.path ? *where.path : "", where.begin.line, fmt::format("{}{}", table_->name, key)};
}

void Section::fault(std::string_view key, std::string_view reason) {
    const toml::node* const node = table_->find(key);
    table_->fault(node == nullptr ? *table_->contents.back() : *node, key, reason);
}

void Section::fault(std::string_view reason) {
    table_->faults.add(table_->contents.back()->source(), fmt::format("{}{}", table_->name, reason));
}

void Section::boolean(std::string_view key, bool& to) {
    const toml::node* const node = table_->find(key);
    if (node == nullptr) return;
    if (!node->is_boolean()) return table_->fault(*node, key, "must be true or false");
    to = **node->as_boolean();
}

std::optional<std::int64_t> Section::number(std::string_view key, std::int64_t low, std::int64_t high) {
    const toml::node* const node = table_->find(key);
    if (node == nullptr) return std::nullopt;
    const auto* const integer = node->as_integer();
    if (integer == nullptr || integer->get() < low || integer->get() > high) {
        table_->fault(*node, key, fmt::format("must be a whole number from {} to {}", low, high));
        return std::nullopt;
    }
    return integer->get();
}

void Section::number(std::string_view key, unsigned& to, unsigned low, unsigned high) {
    if (const auto value = number(key, std::int64_t{low}, std::int64_t{high})) to = static_cast<unsigned>(*value);
}

void Section::seconds(std::string_view key, std::chrono::seconds& to, unsigned low, unsigned high) {
    if (const auto value = number(key, std::int64_t{low}, std::int64_t{high})) to = std::chrono::seconds{*value};
}

std::optional<std::string> Section::text(std::string_view key) {
    const toml::node* const node = table_->find(key);
    if (node == nullptr) return std::nullopt;
    return table_->text(*node, key);
}

std::optional<std::vector<std::string>> Section::texts(std::string_view key) {
    const toml::node* const node = table_->find(key);
    if (node == nullptr) return std::nullopt;
    const toml::array* const array = node->as_array();
    if (array == nullptr || array->size() > max_list) {
        table_->fault(*node, key, fmt::format("must be a list of at most {} texts", max_list));
        return std::nullopt;
    }
    std::vector<std::string> list;
    for (const toml::node& element : *array) {
        auto one = table_->text(element, key);
        if (!one) return std::nullopt;
        if (one->empty()) {
            table_->fault(element, key, "holds an empty text");
            return std::nullopt;
        }
        list.push_back(std::move(*one));
    }
    return list;
}

void Section::path(std::string_view key, std::filesystem::path& to, bool may_be_empty) {
    const auto value = text(key);
    if (!value) return;
    if (!(may_be_empty && value->empty()) && !value->starts_with('/')) return fault(key, "must be an absolute path");
    to = *value;
}

void Section::section(std::string_view key, const Read& read) {
    std::vector<const toml::table*> contents;
    for (const toml::node* node : table_->find_all(key)) {
        const toml::table* const table = node->as_table();
        if (table == nullptr) return table_->fault(*node, key, "must be a section");
        contents.push_back(table);
    }
    if (contents.empty()) return;
    Section section{std::make_unique<Table>(std::move(contents), std::string{key} + '.', table_->faults)};
    read(section);
    section.finish();
}

void Section::sections(std::string_view key, std::size_t most, const Read& read) {
    std::size_t left = most;
    for (const toml::node* node : table_->find_all(key)) {
        const toml::array* const array = node->as_array();
        if (array == nullptr || array->size() > left) {
            return table_->fault(*node, key, fmt::format("must be at most {} [[{}]] sections", most, key));
        }
        left -= array->size();
        for (const toml::node& element : *array) {
            const toml::table* const table = element.as_table();
            if (table == nullptr) return table_->fault(element, key, fmt::format("must be a section, [[{}]]", key));
            Section section{std::make_unique<Table>(std::vector{table}, std::string{key} + '.', table_->faults)};
            read(section);
            section.finish();
        }
    }
}

void Section::finish() {
    for (const toml::table* content : table_->contents) {
        for (const auto& [key, value] : *content) {
            if (table_->known.contains(key.str())) continue;
            table_->faults.add(key.source(), fmt::format("unknown key {}{}", table_->name, key.str()));
        }
    }
}

}  // namespace fivestar::configuration
