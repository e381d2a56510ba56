// SPDX-License-Identifier: Apache-2.0
// Country codes: ISO 3166-1 (identical to GB/T 2659), the additions of ICAO Doc 9303-3 §5, and the deviating codes of
// certificates.
#pragma once

#include <cstdint>
#include <string_view>

namespace fivestar::identity {

struct Country {
    std::string_view alpha3;
    std::string_view alpha2;
    std::string_view numeric;  ///< three digits, leading zeros kept
};

/// nullptr if ISO 3166-1 has no such country. The table lives as long as the program.
[[nodiscard]] const Country* country_by_alpha3(std::string_view code);
[[nodiscard]] const Country* country_by_numeric(std::string_view code);

/// True if a nationality can have this code: alpha-3 of ISO 3166-1, or a code of Doc 9303-3 section 5 for
/// persons it has no country for (British nationals of other kinds, Kosovo, United Nations, stateless, refugees,
/// unspecified).
[[nodiscard]] bool is_nationality(std::string_view alpha3);

/// Returns the code of Doc 9303-3 for an alpha-3 code: `D` for DEU, any other unchanged.
[[nodiscard]] std::string_view icao_code(std::string_view alpha3);

enum class CountryAgreement : std::uint8_t { agrees, differs, unknown };

/// Tells if a certificate of this country (countryName: two letters in either case, sometimes three) may sign documents
/// of this issuing state (Doc 9303-3 code without fillers). `unknown` if neither is in ISO 3166-1 and no exception
/// connects them.
[[nodiscard]] CountryAgreement certificate_country_agrees(std::string_view issuing_state,
                                                          std::string_view certificate_country);

}  // namespace fivestar::identity
