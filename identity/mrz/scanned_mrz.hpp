// SPDX-License-Identifier: Apache-2.0
// Finds the machine-readable zone in what a scanner or swipe reader sent, and repairs characters that such devices
// confuse where check digits leave no doubt.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "identity/mrz/mrz.hpp"
#include "identity/mrz/mrz_position.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>
#include <vector>

namespace fivestar::identity {

struct ScannedMrz {
    MrzForm form = MrzForm::td3;
    SecretText zone = {};                   ///< the printed lines, repaired, without line ends
    SecretText information = {};            ///< MRZ_information of the zone
    std::vector<MrzPosition> repairs = {};  ///< in the order of the zone
};

enum class ScanFault : std::uint8_t {
    no_zone,    ///< no zone that opens a chip; a visa has none
    misread,    ///< check digits are wrong, and no repair makes all of them right
    ambiguous,  ///< several repairs do, or the text has zones of two documents
};

struct ScanFailure {
    ScanFault fault = ScanFault::no_zone;
    std::vector<MrzPosition> positions = {};  ///< of the wrong check digits
};

inline constexpr std::size_t longest_scan = 1024;  ///< octets

/// Parses the raw text of a scanner: control characters and white space anywhere, lower case, other text before and
/// behind. Looks for zones of 30, 72, 88 or 90 characters.
///
/// All check digits of the result are right. A repair exchanges 0 and O, 1 and I, 2 and Z, 5 and S, or 8 and B. It is
/// made only in what check digits cover, for at most three characters, and only if no other repair of as few characters
/// makes all check digits right. Pairs such as 6 and G are left alone: their values are equal modulo 10, so no check
/// digit can tell them apart. `«`, which no zone has, is read as one or two fillers; where check digits cover it, that
/// is a repair, too.
[[nodiscard]] std::expected<ScannedMrz, ScanFailure> parse_scanned_mrz(std::string_view text);

}  // namespace fivestar::identity
