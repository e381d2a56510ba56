// SPDX-License-Identifier: Apache-2.0
// Reads persona files: NAME.json, its members and the national text record.
#pragma once

#include "crypto/base/error.hpp"
#include "sim/documents/national_text_record.hpp"

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace fivestar::sim {

/// `is_plain_name` accepts lower-case letters, digits, hyphens, and the characters of `also`: names become file names.
[[nodiscard]] bool is_plain_name(std::string_view name, std::string_view also = "");

/// The names of the personas in `directory`, sorted. Returns `io_failure` if there are none.
[[nodiscard]] Result<std::vector<std::string>> persona_file_names(const std::filesystem::path& directory);

/// Reads `directory`/NAME.json. Errors: `io_failure` if it is missing, `malformed` if it is not JSON,
/// `invalid_argument` if NAME is not a plain name.
[[nodiscard]] Result<boost::json::value> read_persona_file(const std::filesystem::path& directory,
                                                           std::string_view name);

/// Reads a JSON object strictly: missing members, wrong types and members that were not requested are errors.
class JsonMembers {
  public:
    /// `value` must outlive the reader. A value other than an object is an error.
    explicit JsonMembers(const boost::json::value& value);

    [[nodiscard]] bool has(std::string_view name) const;

    // Each returns an empty value after an error.
    std::string text(std::string_view name);
    /// Absent: empty.
    std::string optional_text(std::string_view name);
    /// Absent: empty.
    std::vector<std::string> texts(std::string_view name);
    /// Absent: false.
    bool flag(std::string_view name);
    std::uint16_t number(std::string_view name);
    /// The index of the text in `words`.
    std::size_t choice(std::string_view name, std::initializer_list<std::string_view> words);
    /// Any value; null if absent.
    boost::json::value value(std::string_view name);

    /// True if there was no error and every member was requested.
    [[nodiscard]] bool sound() const;

  private:
    const boost::json::value* take(std::string_view name);
    template <class T>
    T reject();

    const boost::json::object* object_;
    std::set<std::string, std::less<>> taken_;
    bool sound_;
};

/// Reads an object with exactly the fields of the kind's layout.
[[nodiscard]] std::optional<NationalTextRecord> read_text_record(TextKind kind, const boost::json::value& value);

}  // namespace fivestar::sim
