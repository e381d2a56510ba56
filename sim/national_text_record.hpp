// Writes the national text record of the 2023 permanent-resident card, kind 'Y': 256 octets of UTF-16LE in fields of
// fixed width, padded with blanks.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <string>

namespace fivestar::sim {

/// Fields in UTF-8; the width in characters is in brackets.
struct NationalTextRecord {
    std::string chinese_name = {};   ///< [15]
    std::string sex = {};            ///< [1] GB/T 2261.1
    std::string renewal_count = {};  ///< [2]
    std::string birth_date = {};     ///< [8] YYYYMMDD
    std::string latin_name = {};     ///< [46] characters 1 to 35 and 36 to 46 are apart
    std::string number = {};         ///< [18]
    std::string valid_from = {};     ///< [8]
    std::string valid_until = {};    ///< [8]
    std::string nationality = {};    ///< [3] alpha-3
    std::string association = {};    ///< [3] previous number: city code and sequence digit
};

/// `invalid_argument` for a field that is too long or not in the basic multilingual plane.
[[nodiscard]] Result<Bytes> encode(const NationalTextRecord& record);

}  // namespace fivestar::sim
