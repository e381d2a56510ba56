// SPDX-License-Identifier: Apache-2.0
// Writes machine readable zones (ICAO Doc 9303-3 §4, -4, -5, -6) with check digits, fillers and long document numbers,
// and those of China's travel permits.
#pragma once

#include "crypto/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::sim {

enum class MrzFormat : std::uint8_t {
    td1,
    td2,
    td3,
    one_line_permit,    ///< CS, CD: the printed line and two lines more in DG1
    three_line_permit,  ///< CR, CT, CF
};

struct MrzFields {
    MrzFormat format = MrzFormat::td3;
    std::string document_code = {};    ///< one or two letters
    std::string issuing_state = {};    ///< one to three letters
    std::string document_number = {};  ///< above nine characters continued in the optional data (TD1, TD2)
    std::string nationality = {};
    std::string birth_date = {};   ///< YYMMDD
    std::string sex = {};          ///< "M", "F" or ""
    std::string expiry_date = {};  ///< YYMMDD
    std::string primary = {};      ///< names in MRZ letters; a space becomes a filler
    std::string secondary = {};
    std::string optional_data = {};         ///< TD1: in line 1
    std::string optional_data_line_2 = {};  ///< TD1 only
    // Permits only.
    std::string chinese_name = {};     ///< octets of GBK, each as two of the letters A to P
    std::string chinese_omitted = {};  ///< letter: characters left out of it
    std::string names_omitted = {};    ///< letter: Latin parts left out
    std::string birth_century = {};    ///< letter
    std::string issue_count = {};      ///< two digits
    std::string personal_number = {};  ///< of the identity card at home
    std::string place = {};            ///< CS, CD: of birth, three characters; CT, CF: of issue, four digits
};

/// Weights 7-3-1, modulus 10 (Doc 9303-3 §4.9).
[[nodiscard]] char check_digit(std::string_view field);

/// The lines of DG1 without line ends. Returns `invalid_argument` for a field that does not fit or has other
/// characters.
[[nodiscard]] Result<std::vector<std::string>> write_mrz(const MrzFields& fields);

/// Those of them that are printed on the document: of `one_line_permit` the first alone. Errors as above.
[[nodiscard]] Result<std::vector<std::string>> printed_mrz(const MrzFields& fields);

/// MRZ_information of Doc 9303-11 §9.7.2, from which the access keys are derived.
[[nodiscard]] std::string mrz_information(const MrzFields& fields);

}  // namespace fivestar::sim
