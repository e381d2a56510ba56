// SPDX-License-Identifier: Apache-2.0
// Reads a JSON object member by member, in a fixed order. A fault is never cleared.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace fivestar::cli {

class MemberReader {
  public:
    /// Borrows the value. Anything but an object is a fault.
    explicit MemberReader(const boost::json::value& value) : object_(value.if_object()), good_(object_ != nullptr) {}

    /// Takes the next member, which must have this name; else a fault, and a null value.
    [[nodiscard]] const boost::json::value& take(std::string_view name);
    /// Take the next member, which must have this type and must not be empty or null; else a fault.
    [[nodiscard]] std::string_view text(std::string_view name);
    [[nodiscard]] std::string_view text_or_null(std::string_view name);  ///< empty for null
    [[nodiscard]] bool boolean(std::string_view name);
    [[nodiscard]] std::uint32_t number(std::string_view name);
    [[nodiscard]] const boost::json::array& array(std::string_view name, std::size_t longest);
    /// Takes base64 exactly as `to_base64` writes it; empty for null.
    [[nodiscard]] Bytes octets_or_null(std::string_view name);
    [[nodiscard]] Bytes octets(std::string_view name);

    void fault() { good_ = false; }
    [[nodiscard]] bool good() const { return good_; }
    /// True if there was no fault and no member is left.
    [[nodiscard]] bool finished() const { return good_ && next_ == object_->size(); }

  private:
    const boost::json::object* object_;
    std::size_t next_ = 0;
    bool good_;
};

}  // namespace fivestar::cli
