#include "daemon/policy/field_set.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

namespace fivestar::daemon {
namespace {

constexpr std::array<std::string_view, field_count> schema = {
    "document.type",
    "document.edition",
    "document.issuing_state",
    "document.number",
    "document.number_masked",
    "document.previous_numbers",
    "document.issuing_authority",
    "document.valid_from",
    "document.valid_until",
    "document.long_term",
    "document.currently_valid",
    "document.renewal_count",
    "document.travel_permit_number",
    "document.issue_count",
    "document.acceptance_authority",
    "document.card_version",
    "holder.names.latin",
    "holder.names.primary",
    "holder.names.secondary",
    "holder.names.chinese",
    "holder.names.truncated",
    "holder.sex",
    "holder.birth_date",
    "holder.birth_date_printed",
    "holder.birth_place",
    "holder.nationality",
    "holder.ethnicity",
    "holder.address",
    "holder.address_appended",
    "holder.personal_number",
    "holder.pseudonym",
    "number.kind",
    "number.valid",
    "number.faults",
    "number.acceptance_place",
    "number.registration_place",
    "number.first_nationality",
    "number.birth_date",
    "number.birth_date_printed",
    "number.sequence",
    "number.sex",
    "portrait",
    "raw.cn_text",
    "raw.mrz",
    "verification",
    "evidence",
};

/// The schema's places in the order of their names, for looking a leaf up: an answer asks for each of its members.
constexpr std::array<std::size_t, field_count> by_name = [] {
    std::array<std::size_t, field_count> places{};
    for (std::size_t place = 0; place < places.size(); ++place) places[place] = place;
    std::ranges::sort(places, {}, [](std::size_t place) { return schema[place]; });
    return places;
}();

constexpr std::string_view everything = "*";
constexpr std::string_view age_prefix = "holder.over_";
constexpr std::string_view compare_group = "compare";
constexpr std::size_t longest_path = 64;  // globs included

std::optional<std::size_t> leaf_of(std::string_view path) {
    const auto name = [](std::size_t place) { return schema.at(place); };
    const auto* const found = std::ranges::lower_bound(by_name, path, {}, name);
    if (found == by_name.end() || name(*found) != path) return std::nullopt;
    return *found;
}

bool is_at_or_below(std::string_view leaf, std::string_view path) {
    return leaf.starts_with(path) && (leaf.size() == path.size() || leaf[path.size()] == '.');
}

/// What precedes the first point; `rest` keeps what follows it, or nothing at the end.
std::string_view take_segment(std::optional<std::string_view>& rest) {
    if (!rest) return {};
    const std::string_view path = *rest;
    const std::size_t point = path.find('.');
    rest = point == std::string_view::npos ? std::nullopt : std::optional{path.substr(point + 1)};
    return path.substr(0, point);
}

/// `*` stands for any characters and `?` for one. Only the last asterisk is ever tried again, so that a client's glob
/// costs no more than the product of both sizes.
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

/// Whether `leaf` is what the glob names, segment by segment, or lies below it.
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

std::span<const std::string_view> field_schema() {
    return schema;
}

bool FieldSet::Part::includes(const Part& other) const {
    return (other.leaves & ~leaves).none() &&
           (every_age || (!other.every_age && std::ranges::includes(ages, other.ages)));
}

bool FieldSet::Part::touches(const Part& other) const {
    return !intersected_with(other).empty();
}

FieldSet::Part FieldSet::Part::intersected_with(const Part& other) const {
    Part both{.leaves = leaves & other.leaves, .every_age = every_age && other.every_age};
    if (both.every_age) return both;
    if (every_age || other.every_age) {
        both.ages = every_age ? other.ages : ages;
    } else {
        std::ranges::set_intersection(ages, other.ages, std::inserter(both.ages, both.ages.end()));
    }
    return both;
}

void FieldSet::Part::add(const Part& other) {
    leaves |= other.leaves;
    every_age = every_age || other.every_age;
    if (every_age) {
        ages.clear();
    } else {
        ages.insert(other.ages.begin(), other.ages.end());
    }
}

std::optional<FieldSet::Part> FieldSet::part_of_record(std::string_view path) {
    if (path == everything) return Part{.leaves = Leaves{}.set(), .every_age = true};
    if (path.starts_with(age_prefix)) {
        const auto age = age_in(path);
        if (!age) return std::nullopt;
        return Part{.ages = {*age}};
    }
    Part part;
    const bool glob = path.find_first_of("*?") != std::string_view::npos;
    if (path.size() > longest_path) return std::nullopt;
    for (std::size_t index = 0; index < schema.size(); ++index) {
        const bool named = glob ? is_at_or_below_glob(schema[index], path) : is_at_or_below(schema[index], path);
        if (named) part.leaves.set(index);
    }
    if (part.leaves.none()) return std::nullopt;
    return part;
}

std::optional<FieldSet> FieldSet::named_by(std::string_view path) {
    FieldSet set;
    if (!is_at_or_below(path, compare_group)) {
        auto part = part_of_record(path);
        if (!part) return std::nullopt;
        set.shown_ = *part;
        set.compared_ = std::move(*part);
        return set;
    }
    auto part = part_of_record(path == compare ? everything : path.substr(compare.size() + 1));
    if (!part) return std::nullopt;
    set.compared_ = std::move(*part);
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

bool FieldSet::contains(std::string_view path) const {
    if (const auto leaf = leaf_of(path)) return shown_.leaves.test(*leaf);
    const auto named = named_by(path);
    return named && includes(*named);
}

bool FieldSet::touches(std::string_view path) const {
    const auto named = named_by(path);
    if (!named) return false;
    if (is_at_or_below(path, compare_group)) return compared_.touches(named->compared_);
    // An age bound lies below `holder` although naming `holder` does not ask for one.
    if (path == "holder" && (shown_.every_age || !shown_.ages.empty())) return true;
    return shown_.touches(named->shown_);
}

bool FieldSet::includes(const FieldSet& other) const {
    return shown_.includes(other.shown_) && compared_.includes(other.compared_);
}

bool FieldSet::empty() const {
    return compared_.empty();
}

FieldSet FieldSet::intersected_with(const FieldSet& other) const {
    FieldSet both;
    both.shown_ = shown_.intersected_with(other.shown_);
    both.compared_ = compared_.intersected_with(other.compared_);
    return both;
}

FieldSet FieldSet::without(std::string_view path) const {
    FieldSet rest = *this;
    if (const auto leaf = leaf_of(path)) {
        rest.shown_.leaves.reset(*leaf);
        rest.compared_.leaves.reset(*leaf);
    }
    return rest;
}

std::set<unsigned> FieldSet::ages() const {
    if (shown_.every_age) return {default_age};
    return shown_.ages;
}

}  // namespace fivestar::daemon
