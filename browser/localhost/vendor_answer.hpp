// SPDX-License-Identifier: Apache-2.0
// The vendors' answers: JSON with a member a line and " : " between name and value, because some pages search the text
// for that.
#pragma once

#include "browser/localhost/citizen_reader.hpp"
#include "browser/localhost/vendor_forms.hpp"
#include "browser/localhost/vendor_request.hpp"

#include <expected>

namespace fivestar::browser {

/// The answer to `read` and `read_continuously`. After a problem it has `code`, beside the vendor's members.
[[nodiscard]] PersonalText read_answer(const VendorForms& forms, VendorForm form,
                                       const std::expected<Citizen, ReadProblem>& citizen);

/// The answer to all other acts.
[[nodiscard]] PersonalText plain_answer(const VendorForms& forms, VendorForm form, const VendorRequest& request);

}  // namespace fivestar::browser
