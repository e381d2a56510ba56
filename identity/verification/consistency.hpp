// SPDX-License-Identifier: Apache-2.0
// Consistency between the parts of a document: a forger who changes one of them may forget the others.
#pragma once

#include "identity/china/card_number.hpp"
#include "identity/lds/document_groups.hpp"
#include "identity/verification/verification.hpp"

namespace fivestar::identity {

/// Fills `mrz_check_digits` from DG1's faults; not performed (`no_mrz`) without it.
void check_mrz(const DocumentGroups& groups, Check& check);

/// Fills `number_check_digit` with the faults of a number issued in China; not performed (`no_card_number`) without
/// one.
void check_number(const std::optional<CardNumber>& number, Check& check);

/// Fills `record_consistency`. Each contradiction is a reason of its own that names its two sides: `dg1_dg11_names`,
/// `dg1_dg11_birth_date`, `dg1_dg12_issue_date` (not before the expiry), `dg1_dg13_names`, `dg1_dg13_birth_date`,
/// `dg1_dg13_sex`, `dg1_dg13_nationality`, `dg1_dg13_number`, `dg1_dg13_expiry_date`, `dg11_dg13_names`,
/// `dg11_dg13_birth_date`, `dg12_dg13_issue_date`, `text_validity`, `text_issue_before_birth`, `number_kind`,
/// `number_birth_date`, `number_sex`. Only reported: `number_nationality` (people change it) and what decoding found.
/// `text` stands for `dg13` in the names of pairs inside one text record. Not performed (`nothing_to_compare`) when no
/// two parts say anything of the same.
void check_consistency(const DocumentGroups& groups, const std::optional<CardNumber>& number, Check& check);

}  // namespace fivestar::identity
