// SPDX-License-Identifier: Apache-2.0
#include "daemon/policy/field_set.hpp"

#include <charconv>
#include <ranges>

namespace fivestar::daemon {
namespace {

constexpr std::string_view everything = "*";
constexpr std::string_view age_prefix = "holder.over_";
constexpr std::string_view compare = "compare";
constexpr std::size_t longest_path = 64;  // globs included

bool is_at_or_below(std::string_view leaf, std::string_view path) {
    return leaf.starts_with(path) && (leaf.size() == path.size() || leaf[path.size()] == '.');
}

std::string_view path_at(std::size_t index) {
    return path_of(static_cast<RecordField>(index));
}

bool is_below(std::string_view leaf, std::string_view parent) {
    return leaf.size() > parent.size() && is_at_or_below(leaf, parent);
}

void append(std::string& list, std::string_view prefix, std::string_view path) {
    if (!list.empty()) list.push_back(',');
    list.append(prefix).append(path);
}

/// Matches a segment with a glob. Only the last asterisk is tried again, so that the cost of a client's glob is bounded
/// by the product of both sizes.
bool fits(std::string_view segment, std::string_view glob) {
    std::size_t at = 0;
    std::size_t in_glob = 0;
    std::optional<std::size_t> asterisk;
    std::size_t tried_from = 0;
    while (at < segment.size()) {
        if (in_glob < glob.size() && glob[in_glob] == '*') {
            asterisk = in_glob++;
            tried_from = at;
        } else if (in_glob < glob.size() && (glob[in_glob] == '?' || glob[in_glob] == segment[at])) {
            ++at;
            ++in_glob;
        } else if (asterisk) {
            in_glob = *asterisk + 1;
            at = ++tried_from;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', in_glob) == std::string_view::npos;
}

/// True if the glob matches `leaf` or a parent of it, segment by segment.
bool is_at_or_below_glob(std::string_view leaf, std::string_view glob) {
    auto segments = std::views::split(leaf, '.');
    auto segment = segments.begin();
    for (const auto part : std::views::split(glob, '.')) {
        if (segment == segments.end()) return false;
        if (!fits({(*segment).begin(), (*segment).end()}, {part.begin(), part.end()})) return false;
        ++segment;
    }
    return true;
}

std::optional<unsigned> age_in(std::string_view path) {
    const std::string_view digits = path.substr(age_prefix.size());
    if (digits.empty() || digits.front() == '0') return std::nullopt;
    unsigned age = 0;
    const char* const begin = digits.data();
    const char* const end = begin + digits.size();
    const auto parsed = std::from_chars(begin, end, age);
    if (parsed.ec != std::errc{} || parsed.ptr != end || age > max_age) return std::nullopt;
    return age;
}

}  // namespace

std::optional<FieldSet::Members> FieldSet::members_at(std::string_view path) {
    if (path == everything) return Members{}.set();
    Members members;
    if (path.starts_with(age_prefix)) {
        const auto age = age_in(path);
        if (!age) return std::nullopt;
        members.set(index_of(*age));
        return members;
    }
    const bool glob = path.find_first_of("*?") != std::string_view::npos;
    if (path.size() > longest_path) return std::nullopt;
    for (std::size_t index = 0; index < identity::record_field_count; ++index) {
        const std::string_view field = path_at(index);
        if (glob ? is_at_or_below_glob(field, path) : is_at_or_below(field, path)) members.set(index);
    }
    if (members.none()) return std::nullopt;
    return members;
}

std::optional<FieldSet> FieldSet::named_by(std::string_view path) {
    const bool compared_only = is_at_or_below(path, compare);
    if (compared_only) path = path == compare ? everything : path.substr(compare.size() + 1);
    const auto members = members_at(path);
    if (!members) return std::nullopt;
    FieldSet set;
    set.compared_ = *members;
    if (!compared_only) set.shown_ = *members;
    return set;
}

FieldSet FieldSet::all() {
    return named_by(everything).value_or(FieldSet{});
}

bool FieldSet::add(std::string_view path) {
    const auto named = named_by(path);
    if (!named) return false;
    shown_ |= named->shown_;
    compared_ |= named->compared_;
    return true;
}

void FieldSet::add(RecordField field) {
    shown_.set(index_of(field));
    compared_.set(index_of(field));
}

void FieldSet::remove(RecordField field) {
    shown_.reset(index_of(field));
    compared_.reset(index_of(field));
}

FieldSet FieldSet::without_module_data() const {
    FieldSet less = *this;
    for (const auto field :
         {RecordField::module_portrait, RecordField::module_addresses, RecordField::module_management}) {
        less.remove(field);
    }
    return less;
}

bool FieldSet::contains(std::string_view path) const {
    const auto named = named_by(path);
    return named && includes(*named);
}

bool FieldSet::touches(std::string_view path) const {
    const auto named = named_by(path);
    if (!named) return false;
    if (is_at_or_below(path, compare)) return (compared_ & named->compared_).any();
    // `holder` does not name any `holder.over_N`, although they are below it.
    if (path == "holder" && !ages().empty()) return true;
    return (shown_ & named->shown_).any();
}

bool FieldSet::touches(RecordField first, RecordField last) const {
    for (std::size_t index = index_of(first); index <= index_of(last); ++index) {
        if (shown_.test(index)) return true;
    }
    return false;
}

bool FieldSet::includes(const FieldSet& other) const {
    return (other.shown_ & ~shown_).none() && (other.compared_ & ~compared_).none();
}

FieldSet FieldSet::intersected_with(const FieldSet& other) const {
    FieldSet both;
    both.shown_ = shown_ & other.shown_;
    both.compared_ = compared_ & other.compared_;
    return both;
}

std::vector<unsigned> FieldSet::ages() const {
    if (shown_.test(index_of(0U))) return {default_age};
    std::vector<unsigned> ages;
    for (unsigned age = 1; age <= max_age; ++age) {
        if (shown_.test(index_of(age))) ages.push_back(age);
    }
    return ages;
}

std::vector<std::string> FieldSet::leaves() const {
    std::vector<std::string> names;
    names.reserve(compared_.count());
    for (std::size_t index = 0; index < identity::record_field_count; ++index) {
        if (shown_.test(index)) names.emplace_back(path_at(index));
    }
    for (const unsigned age : ages()) names.push_back("holder.over_" + std::to_string(age));
    for (std::size_t index = 0; index < identity::record_field_count; ++index) {
        if (compared_.test(index) && !shown_.test(index)) {
            names.push_back(std::string{compare}.append(".").append(path_at(index)));
        }
    }
    return names;
}

std::string FieldSet::summary() const {
    if (shown_.all()) return "*";
    std::string list;
    append_summary(list, {}, shown_);
    for (const unsigned age : ages()) append(list, "holder.over_", std::to_string(age));
    const Members only_compared = compared_ & ~shown_;
    const Members every_age = Members{}.set() << identity::record_field_count;
    if ((only_compared | every_age).all()) {
        append(list, {}, compare);
    } else {
        append_summary(list, "compare.", only_compared);
    }
    return list;
}

void FieldSet::append_summary(std::string& list, std::string_view prefix, const Members& members) {
    std::size_t index = 0;
    while (index < identity::record_field_count) {
        if (!members.test(index)) {
            ++index;
            continue;
        }
        // Looks for the widest parent that begins here and is in the set as a whole. The fields of a parent are
        // adjacent.
        std::string_view name = path_at(index);
        std::size_t end = index + 1;
        for (std::size_t point = name.find('.'); point != std::string_view::npos; point = name.find('.', point + 1)) {
            const std::string_view parent = name.substr(0, point);
            if (index > 0 && is_below(path_at(index - 1), parent)) continue;
            std::size_t past = index;
            while (past < identity::record_field_count && is_below(path_at(past), parent) && members.test(past)) ++past;
            if (past < identity::record_field_count && is_below(path_at(past), parent)) continue;
            name = parent;
            end = past;
            break;
        }
        append(list, prefix, name);
        index = end;
    }
}

}  // namespace fivestar::daemon
