// SPDX-License-Identifier: Apache-2.0
// The answers of three vendors' local services: their members and codes, as public pages use them.
#pragma once

#include "crypto/base/enum_names.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::browser {

enum class VendorForm : std::uint8_t { zkidronline, est, cvr };
inline constexpr EnumNames<VendorForm::cvr> vendor_form_names("zkidronline", "est", "cvr");

/// The ends of a read that the forms distinguish.
enum class VendorOutcome : std::uint8_t { done, no_card, no_reader, too_slow, other };
inline constexpr EnumNames<VendorOutcome::other> vendor_outcome_names("done", "no_card", "no_reader", "too_slow",
                                                                      "other");

/// The port of the vendor's own service.
[[nodiscard]] std::uint16_t default_port(VendorForm form);

/// browser/page/src/vendors.json, the table of the page's library.
[[nodiscard]] std::string_view vendor_table();

class VendorForms {
  public:
    struct Member {
        std::string name;
        std::string from;  ///< a member of the daemon's view of a citizen
    };
    struct Table {
        std::string date_separator = {};
        std::array<std::string, vendor_outcome_names.count> codes = {};  ///< as JSON: some forms have texts
        std::vector<Member> members = {};
    };

    /// Reads `vendor_table`. Throws std::exception if it is not as expected, which the tests would show.
    VendorForms();

    /// The fields that a read for these forms asks for.
    [[nodiscard]] const std::vector<std::string>& fields() const { return fields_; }
    [[nodiscard]] const Table& operator[](VendorForm form) const { return tables_.at(static_cast<std::size_t>(form)); }
    [[nodiscard]] VendorOutcome outcome_of(std::string_view problem) const;

  private:
    std::vector<std::string> fields_;
    std::array<Table, vendor_form_names.count> tables_;
    std::array<std::vector<std::string>, vendor_outcome_names.count> problems_;
};

}  // namespace fivestar::browser
