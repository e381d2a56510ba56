// SPDX-License-Identifier: Apache-2.0
// Reads a JSON object strictly: missing members, wrong types and members that were not requested are errors.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace fivestar::sim {

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

}  // namespace fivestar::sim
