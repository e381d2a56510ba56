// SPDX-License-Identifier: Apache-2.0
// Consistency between the parts of a document: a forger who changes one of them may forget the others.
#pragma once

#include "identity/china/card_number.hpp"
#include "identity/lds/document_groups.hpp"
#include "identity/verification/verification.hpp"

namespace fivestar::identity {

/// Fills `mrz_check_digits` with the faults of DG1; not performed (`no_mrz`) without DG1.
void check_mrz(const DocumentGroups& groups, Check& check);

/// Fills `number_check_digit` with the faults of a number issued in China; not performed (`no_card_number`) without a
/// number.
void check_number(const std::optional<CardNumber>& number, Check& check);

/// Fills `record_consistency`. The reason of a contradiction names the two sides: `dg1_dg11_names`,
/// `dg1_dg12_issue_date` (not before the expiry), `number_sex`; inside one text record, `text` stands for `dg13`.
/// `number_nationality` is only noted, since people change it, and so are findings of decoding. Not performed
/// (`nothing_to_compare`) if no value occurs in two parts.
void check_consistency(const DocumentGroups& groups, const std::optional<CardNumber>& number, Check& check);

}  // namespace fivestar::identity
