// Reads a JSON object strictly: what is missing, of another kind, or not asked for is remembered as a fault.
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
    /// `value` outlives the reader; anything but an object is a fault.
    explicit JsonMembers(const boost::json::value& value);

    [[nodiscard]] bool has(std::string_view name) const;

    // Each returns an empty value where there is a fault.
    std::string text(std::string_view name);
    /// Absent: empty.
    std::string optional_text(std::string_view name);
    /// Absent: none.
    std::vector<std::string> texts(std::string_view name);
    /// Absent: false.
    bool flag(std::string_view name);
    std::uint16_t number(std::string_view name);
    /// One of `words`, as its index.
    std::size_t choice(std::string_view name, std::initializer_list<std::string_view> words);
    /// Whatever it is; null if absent, which is a fault wherever an object is expected.
    boost::json::value value(std::string_view name);

    /// No fault so far, and no member is left that nobody asked for.
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
