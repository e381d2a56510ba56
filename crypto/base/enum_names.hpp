// SPDX-License-Identifier: Apache-2.0
// `EnumNames` is the table of an enumeration's names.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace fivestar {

/// The names of all enumerators from 0 to `last`, in their order. It does not compile with more or fewer names.
template <auto last>
class EnumNames {
  public:
    using Enum = decltype(last);
    static constexpr std::size_t count = static_cast<std::size_t>(last) + 1;

    template <class... Names>
        requires(sizeof...(Names) == count)
    consteval explicit EnumNames(Names... names) : names_{names...} {}

    [[nodiscard]] constexpr std::string_view operator[](Enum value) const {
        return names_.at(static_cast<std::size_t>(value));
    }
    /// All names, in the order of the enumerators.
    [[nodiscard]] constexpr const std::array<std::string_view, count>& all() const { return names_; }
    /// Returns the enumerator with this name; nullopt for any other text.
    [[nodiscard]] constexpr std::optional<Enum> find(std::string_view name) const {
        const auto found = std::ranges::find(names_, name);
        if (found == names_.end()) return std::nullopt;
        return static_cast<Enum>(found - names_.begin());
    }

  private:
    std::array<std::string_view, count> names_;
};

}  // namespace fivestar
