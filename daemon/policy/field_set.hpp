// A set of the record's fields: what a client is granted, or what one request asks for.
//
// A path names a leaf or a parent below `record` (`holder.names`, `holder.names.latin`), or `verification`, `evidence`,
// or `compare.` and a path. A parent means its subtree. `*` and `?` stand for any characters and for one between two
// points: `document.valid_*`, `*.birth_date`. `holder.over_N` stands apart: deriving an age bound is a
// question of its own, so each N is in the set only if it was named (or the set is `*`).
#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

inline constexpr std::size_t field_count = 46;  ///< leaves of the schema, without `holder.over_N`
inline constexpr unsigned max_age = 150;        ///< N of `holder.over_N` is 1 to this
inline constexpr unsigned default_age = 18;     ///< the N shown to whoever holds `*`

/// The schema's leaves, in the order of the record.
[[nodiscard]] std::span<const std::string_view> field_schema();

class FieldSet {
  public:
    FieldSet() = default;
    [[nodiscard]] static FieldSet all();

    /// Adds what a path names: a leaf, a parent, a glob, or `*` alone for all there is. False, and nothing is added, if
    /// the schema has no such path.
    [[nodiscard]] bool add(std::string_view path);

    /// Whether the whole of what `path` names is in the set; false for a path the schema does not have.
    [[nodiscard]] bool contains(std::string_view path) const;
    /// Whether anything at or below `path` is in the set; of `compare.` and a path: is to be compared or shown.
    [[nodiscard]] bool touches(std::string_view path) const;
    /// Whether every member of `other` is a member here.
    [[nodiscard]] bool includes(const FieldSet& other) const;
    [[nodiscard]] bool empty() const;
    /// What is in both.
    [[nodiscard]] FieldSet intersected_with(const FieldSet& other) const;
    /// This set, of which the leaf `path` is not a member.
    [[nodiscard]] FieldSet without(std::string_view path) const;

    /// The N of each `holder.over_N` to answer: those named, or `default_age` alone for a set that holds them all.
    [[nodiscard]] std::set<unsigned> ages() const;

    /// Every member by its full name: the leaves that are shown, each `holder.over_N`, `compare.` and the leaves that
    /// are only compared.
    [[nodiscard]] std::vector<std::string> leaves() const;
    /// The members for people to read, with commas between them: a parent (`holder.names`, `document`) where all of it
    /// is there, `*` for all there is.
    [[nodiscard]] std::string summary() const;

    friend bool operator==(const FieldSet&, const FieldSet&) = default;

  private:
    using Leaves = std::bitset<field_count>;
    struct Part {
        Leaves leaves = {};
        std::set<unsigned> ages = {};
        bool every_age = false;

        [[nodiscard]] bool includes(const Part& other) const;
        [[nodiscard]] bool touches(const Part& other) const;
        [[nodiscard]] bool empty() const { return leaves.none() && ages.empty() && !every_age; }
        [[nodiscard]] Part intersected_with(const Part& other) const;
        void add(const Part& other);
        friend bool operator==(const Part&, const Part&) = default;
    };
    static std::optional<Part> part_of_record(std::string_view path);
    static std::optional<FieldSet> named_by(std::string_view path);
    static void append_summary(std::string& list, std::string_view prefix, const Leaves& leaves);

    Part shown_ = {};
    Part compared_ = {};  ///< always includes what is shown
};

}  // namespace fivestar::daemon
