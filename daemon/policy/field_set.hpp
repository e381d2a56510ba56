// SPDX-License-Identifier: Apache-2.0
// A set of fields of an answer: what a client is granted, or what one request asks for.
//
// A path names a field or a parent of fields (`holder.names`, `holder.names.latin`), or is `compare.` and such a path.
// A parent stands for all fields below it. `*` and `?` stand for any characters and for one character between two
// points: `document.valid_*`, `*.birth_date`. `holder.over_N` is separate, because an age bound is derived: each N is
// in the set only if it was named, or if the set is `*`.
#pragma once

#include "identity/record_field.hpp"

#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

using identity::RecordField;

inline constexpr unsigned max_age = 150;     ///< N of `holder.over_N` is 1 to this
inline constexpr unsigned default_age = 18;  ///< the N shown to a client that holds `*`

class FieldSet {
  public:
    FieldSet() = default;
    [[nodiscard]] static FieldSet all();

    /// Adds what a path names: a field, a parent, a glob, or everything for `*` alone. False, and nothing is added, if
    /// there is no such path.
    [[nodiscard]] bool add(std::string_view path);
    void add(RecordField field);
    /// Removes a field, also from those that may be compared.
    void remove(RecordField field);

    /// Returns the set without `module.*`, which an answer has only where a request names it.
    [[nodiscard]] FieldSet without_module_data() const;

    [[nodiscard]] bool contains(RecordField field) const { return shown_.test(index_of(field)); }
    /// True if everything that `path` names is in the set; false if there is no such path.
    [[nodiscard]] bool contains(std::string_view path) const;
    /// True if anything at or below `path` is in the set. Of `compare.` and a path: if it may be compared or shown.
    [[nodiscard]] bool touches(std::string_view path) const;
    /// True if any field from `first` to `last` is in the set.
    [[nodiscard]] bool touches(RecordField first, RecordField last) const;
    /// True if every member of `other` is a member of this set.
    [[nodiscard]] bool includes(const FieldSet& other) const;
    [[nodiscard]] bool empty() const { return compared_.none(); }
    [[nodiscard]] FieldSet intersected_with(const FieldSet& other) const;

    /// Returns the N of each `holder.over_N` to answer, in order: those named, or `default_age` for a set that holds
    /// all.
    [[nodiscard]] std::vector<unsigned> ages() const;

    /// Returns every member by its full name: the fields that are shown, each `holder.over_N`, then `compare.` and the
    /// fields that may only be compared.
    [[nodiscard]] std::vector<std::string> leaves() const;
    /// Returns the members separated by commas: a parent (`holder.names`, `document`) if all of it is in the set, and
    /// `*` if everything is.
    [[nodiscard]] std::string summary() const;

    friend bool operator==(const FieldSet&, const FieldSet&) = default;

  private:
    /// Each field by its value, then `holder.over_N` by N. N = 0 is in the set only if it is `*`.
    using Members = std::bitset<identity::record_field_count + max_age + 1>;
    [[nodiscard]] static constexpr std::size_t index_of(RecordField field) { return static_cast<std::size_t>(field); }
    [[nodiscard]] static constexpr std::size_t index_of(unsigned age) { return identity::record_field_count + age; }
    static std::optional<Members> members_at(std::string_view path);
    static std::optional<FieldSet> named_by(std::string_view path);
    static void append_summary(std::string& list, std::string_view prefix, const Members& members);

    Members shown_ = {};
    Members compared_ = {};  ///< always includes the shown members
};

}  // namespace fivestar::daemon
