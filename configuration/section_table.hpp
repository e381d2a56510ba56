// SPDX-License-Identifier: Apache-2.0
// A section with the types of toml++, for the sources of this room.
#pragma once

#include "configuration/configuration_error.hpp"
#include "configuration/section.hpp"
#include "configuration/toml.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fivestar::configuration {

/// Keeps the first fault.
class Faults {
  public:
    void add(const toml::source_region& where, std::string reason) {
        if (!first_) first_ = ConfigurationError{where.path ? *where.path : "", where.begin.line, std::move(reason)};
    }
    [[nodiscard]] const std::optional<ConfigurationError>& first() const { return first_; }

  private:
    std::optional<ConfigurationError> first_;
};

struct Section::Table {
    std::vector<const toml::table*> contents;  ///< one of each file that has this section, in their order; not empty
    std::string name;                          ///< with its final dot; empty for the root
    Faults& faults;
    std::set<std::string, std::less<>> known = {};  ///< the keys that were looked up

    /// Returns the last value of `key`; null if there is none.
    [[nodiscard]] const toml::node* find(std::string_view key);
    /// Returns the value of `key` in each file that has it.
    [[nodiscard]] std::vector<const toml::node*> find_all(std::string_view key);
    void fault(const toml::node& at, std::string_view key, std::string_view reason);
    [[nodiscard]] std::optional<std::string> text(const toml::node& node, std::string_view key);
};

}  // namespace fivestar::configuration
