// Names of issuers and subjects, comparable although certificates, signers and CRLs of one state encode them
// differently.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <string>

namespace fivestar::crypto {

struct DistinguishedName {
    Bytes der;  ///< as encoded

    /// Equal for names that mean the same: string types made equal, ASCII and Latin-1 letters folded to lower case,
    /// white space trimmed and collapsed, RDNs in a fixed order. Selects candidates; what proves them is a signature.
    std::string match_key;

    /// countryName in upper case; empty if there is none.
    std::string country;

    /// For a person: `C=XU, O=Utopia, CN=CSCA Utopia`, in the encoded order and in valid UTF-8, whatever the octets
    /// are. Not to be compared.
    [[nodiscard]] std::string text() const;

    /// From an encoded Name. `malformed`; `limit_exceeded` past 64 attributes.
    static Result<DistinguishedName> parse(ByteView der);

    [[nodiscard]] bool matches(const DistinguishedName& other) const { return match_key == other.match_key; }
};

}  // namespace fivestar::crypto
