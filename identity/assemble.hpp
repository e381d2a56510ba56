// SPDX-License-Identifier: Apache-2.0
// Builds a record from the parts of a document, and runs the checks that need no trust (consistency.hpp).
#pragma once

#include "identity/lds/document_groups.hpp"
#include "identity/record.hpp"
#include "identity/verification/verification.hpp"

namespace fivestar::identity {

/// Consumes the groups. Where they overlap, the national text record takes precedence over DG11, and DG11 over the
/// machine-readable zone, which abbreviates. Fills mrz_check_digits, number_check_digit and record_consistency.
[[nodiscard]] IdentityRecord assemble(DocumentGroups groups, Verification& verification);

}  // namespace fivestar::identity
