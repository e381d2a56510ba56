// SPDX-License-Identifier: Apache-2.0
// One record from what a security module (SAM_V) read of a Chinese identity card: GA/T 467, commands 30 01 and 30 03.
// The module does not hand out signature and hashes. Whether its record is believed depends on the reader alone.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "identity/record.hpp"
#include "identity/verification/verification.hpp"

namespace fivestar::identity {

/// Views of the caller's octets.
struct SamReading {
    ByteView text;                     ///< 256 octets
    ByteView portrait = {};            ///< 1,024 octets; empty if nobody asked for it
    ByteView appended_addresses = {};  ///< one to four of 70 octets; empty if the card has none
};

/// The record, and of `verification` number_check_digit, record_consistency and mrz_check_digits (`no_mrz`); what only
/// signed files have is not performed (`not_on_this_card`). Access and chip authenticity are left to the caller, who
/// knows the reader. A portrait or addresses of another size are a finding (`portrait_malformed`,
/// `appended_addresses_malformed`), never the end of a read. `malformed` unless the text has 256 octets, `unsupported`
/// for a kind of card nobody knows: such a text is no citizen's.
[[nodiscard]] Result<IdentityRecord> assemble_sam(const SamReading& reading, Verification& verification);

}  // namespace fivestar::identity
