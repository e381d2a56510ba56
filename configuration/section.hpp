// SPDX-License-Identifier: Apache-2.0
// One section of the configuration, from one file or several. It reports faults with their line, and knows which keys
// were looked up.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::configuration {

/// Where a value stands.
struct Place {
    std::string file;
    unsigned line = 0;
    std::string key;  ///< with its section: `trust.crl_directory`
};

class Section {
  public:
    struct Table;  ///< the tables of toml++
    using Read = std::function<void(Section&)>;

    explicit Section(std::unique_ptr<Table> table);
    Section(const Section&) = delete;
    Section& operator=(const Section&) = delete;
    ~Section();

    [[nodiscard]] bool has(std::string_view key) const;
    /// Returns the place of the last value of `key`, nothing if there is none.
    [[nodiscard]] std::optional<Place> place(std::string_view key);
    /// Reports a fault at the line of `key`, or of the section if it has no such key.
    void fault(std::string_view key, std::string_view reason);
    /// Reports a fault at the line of the section.
    void fault(std::string_view reason);

    // Each returns nothing, or leaves `to` alone, if the key is absent or faulty.
    void boolean(std::string_view key, bool& to);
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view key, std::int64_t low, std::int64_t high);
    void number(std::string_view key, unsigned& to, unsigned low, unsigned high);
    void seconds(std::string_view key, std::chrono::seconds& to, unsigned low, unsigned high);
    /// A text without control characters.
    [[nodiscard]] std::optional<std::string> text(std::string_view key);
    /// A list of texts, none of which is empty.
    [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view key);
    /// An absolute path.
    void path(std::string_view key, std::filesystem::path& to, bool may_be_empty = false);

    /// Calls `read` with the section `[key]`, if there is one.
    void section(std::string_view key, const Read& read);
    /// Calls `read` with each section `[[key]]`, of which there may be `most`.
    void sections(std::string_view key, std::size_t most, const Read& read);

    /// Reports the keys that were never looked up as unknown.
    void finish();

  private:
    std::unique_ptr<Table> table_;
};

}  // namespace fivestar::configuration
