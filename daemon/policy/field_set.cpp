// SPDX-License-Identifier: Apache-2.0
#include "daemon/policy/field_set.hpp"

#include <charconv>
#include <cstddef>

namespace fivestar::daemon {
namespace {

constexpr std::string_view everything = "*";
constexpr std::string_view age_prefix = "holder.over_";
constexpr std::string_view compare_group = "compare";
constexpr std::size_t longest_path = 64;  // globs included

bool is_at_or_below(std::string_view leaf, std::string_view path) {
    return leaf.starts_with(path) && (leaf.size() == path.size() || leaf[path.size()] == '.');
}

/// Returns what precedes the first point. Sets `rest` to what follows it, or to nothing.
std::string_view take_segment(std::optional<std::string_view>& rest) {
    if (!rest) return {};
    const std::string_view path = *rest;
    const std::size_t point = path.find('.');
    rest = point == std::string_view::npos ? std::nullopt : std::optional{path.substr(point + 1)};
    return path.substr(0, point);
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
    std::optional<std::string_view> leaf_rest = leaf;
    std::optional<std::string_view> glob_rest = glob;
    while (glob_rest) {
        if (!leaf_rest || !fits(take_segment(leaf_rest), take_segment(glob_rest))) return false;
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

bool FieldSet::Part::includes(const Part& other) const {
    return (other.fields & ~fields).none() && (other.ages & ~ages).none();
}

FieldSet::Part FieldSet::Part::intersected_with(const Part& other) const {
    return {.fields = fields & other.fields, .ages = ages & other.ages, .every_age = every_age && other.every_age};
}

void FieldSet::Part::add(const Part& other) {
    fields |= other.fields;
    ages |= other.ages;
    every_age = every_age || other.every_age;
}

std::optional<FieldSet::Part> FieldSet::part_of_record(std::string_view path) {
    if (path == everything)
        return Part{.fields = Fields{}.set(), .ages = decltype(Part::ages){}.set(), .every_age = true};
    Part part;
    if (path.starts_with(age_prefix)) {
        const auto age = age_in(path);
        if (!age) return std::nullopt;
        part.ages.set(*age);
        return part;
    }
    const bool glob = path.find_first_of("*?") != std::string_view::npos;
    if (path.size() > longest_path) return std::nullopt;
    for (std::size_t index = 0; index < identity::record_field_count; ++index) {
        const std::string_view field = path_of(static_cast<RecordField>(index));
        if (glob ? is_at_or_below_glob(field, path) : is_at_or_below(field, path)) part.fields.set(index);
    }
    if (part.fields.none()) return std::nullopt;
    return part;
}

std::optional<FieldSet> FieldSet::named_by(std::string_view path) {
    FieldSet set;
    if (!is_at_or_below(path, compare_group)) {
        auto part = part_of_record(path);
        if (!part) return std::nullopt;
        set.shown_ = *part;
        set.compared_ = *part;
        return set;
    }
    auto part = part_of_record(path == compare ? everything : path.substr(compare.size() + 1));
    if (!part) return std::nullopt;
    set.compared_ = *part;
    return set;
}

FieldSet FieldSet::all() {
    return named_by(everything).value_or(FieldSet{});
}

bool FieldSet::add(std::string_view path) {
    const auto named = named_by(path);
    if (!named) return false;
    shown_.add(named->shown_);
    compared_.add(named->compared_);
    return true;
}

void FieldSet::add(RecordField field) {
    shown_.fields.set(index_of(field));
    compared_.fields.set(index_of(field));
}

void FieldSet::remove(RecordField field) {
    shown_.fields.reset(index_of(field));
    compared_.fields.reset(index_of(field));
}

bool FieldSet::contains(std::string_view path) const {
    const auto named = named_by(path);
    return named && includes(*named);
}

bool FieldSet::touches(std::string_view path) const {
    const auto named = named_by(path);
    if (!named) return false;
    if (is_at_or_below(path, compare_group)) return !compared_.intersected_with(named->compared_).empty();
    // `holder` does not name any `holder.over_N`, which are below it all the same.
    if (path == "holder" && shown_.ages.any()) return true;
    return !shown_.intersected_with(named->shown_).empty();
}

bool FieldSet::touches(RecordField first, RecordField last) const {
    for (std::size_t index = index_of(first); index <= index_of(last); ++index) {
        if (shown_.fields.test(index)) return true;
    }
    return false;
}

bool FieldSet::includes(const FieldSet& other) const {
    return shown_.includes(other.shown_) && compared_.includes(other.compared_);
}

FieldSet FieldSet::intersected_with(const FieldSet& other) const {
    FieldSet both;
    both.shown_ = shown_.intersected_with(other.shown_);
    both.compared_ = compared_.intersected_with(other.compared_);
    return both;
}

std::vector<unsigned> FieldSet::ages() const {
    if (shown_.every_age) return {default_age};
    std::vector<unsigned> ages;
    if (shown_.ages.none()) return ages;
    for (unsigned age = 1; age <= max_age; ++age) {
        if (shown_.ages.test(age)) ages.push_back(age);
    }
    return ages;
}

}  // namespace fivestar::daemon
