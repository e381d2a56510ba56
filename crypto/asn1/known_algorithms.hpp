// SPDX-License-Identifier: Apache-2.0
// Object identifiers of key and signature algorithms that several parsers use.
#pragma once

#include <string_view>

namespace fivestar::crypto {

inline constexpr std::string_view rsa_encryption = "1.2.840.113549.1.1.1";  ///< PKCS #1, RFC 8017
inline constexpr std::string_view rsassa_pss = "1.2.840.113549.1.1.10";     ///< RFC 8017
inline constexpr std::string_view ec_public_key = "1.2.840.10045.2.1";      ///< RFC 5480

}  // namespace fivestar::crypto
