// SPDX-License-Identifier: Apache-2.0
// Distinguished names of issuers and subjects. They can be compared although the certificates, signers and CRLs of one
// state encode them differently.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <string>

namespace fivestar::crypto {

struct DistinguishedName {
    Bytes der;  ///< as encoded

    /// Equal for equivalent names: independent of string type, ASCII and Latin-1 letters in lower case, white space
    /// trimmed and collapsed, RDNs in a fixed order. It selects candidates only; a signature proves them.
    std::string match_key;

    /// The countryName in upper case; empty if there is none.
    std::string country;

    /// Returns the name for display: `C=XU, O=Utopia, CN=CSCA Utopia`, in the encoded order and always in valid UTF-8.
    /// Do not compare it.
    [[nodiscard]] std::string text() const;

    /// Parses an encoded Name. `malformed`; `limit_exceeded` past 64 attributes.
    static Result<DistinguishedName> parse(ByteView der);

    [[nodiscard]] bool matches(const DistinguishedName& other) const { return match_key == other.match_key; }
};

}  // namespace fivestar::crypto
