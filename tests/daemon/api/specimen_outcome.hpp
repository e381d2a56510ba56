// SPDX-License-Identifier: Apache-2.0
// The outcome of reading an invented card, with every member. SPECIMEN: nobody's data.
#pragma once

#include "daemon/reading/read_outcome.hpp"

namespace fivestar::test {

/// A card of 2023 with everything a card can have, read on 2026-01-31 at 12:30:45 UTC, all checks passed.
[[nodiscard]] daemon::ReadOutcome full_outcome();

/// The evidence of such a read: two files, one of them the portrait's.
[[nodiscard]] identity::Evidence specimen_evidence();

/// The octets of its portrait, which begin like a JPEG file.
[[nodiscard]] ByteView specimen_portrait();

}  // namespace fivestar::test
