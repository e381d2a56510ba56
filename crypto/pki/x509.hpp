// SPDX-License-Identifier: Apache-2.0
// The parts that certificates and revocation lists share (RFC 5280): the signed envelope and the extensions.
#pragma once

#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/tlv/cursor.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::crypto {

/// SEQUENCE { what is signed, AlgorithmIdentifier, BIT STRING }; everything borrowed.
struct SignedParts {
    tlv::Element tbs;
    AlgorithmIdentifier algorithm;
    ByteView signature;
};

/// `malformed`, `trailing_bytes`.
[[nodiscard]] Result<SignedParts> read_signed(ByteView der);

struct Extension {
    std::string oid;  ///< dotted text
    bool critical;
    ByteView value;  ///< what the OCTET STRING holds, borrowed
};

/// The extensions that could be read. `fault` says why not all of them could: `malformed`, also if one is there twice;
/// `limit_exceeded` past 64.
struct ExtensionList {
    std::vector<Extension> extensions = {};
    std::optional<Error> fault = {};
};

/// Reads an encoded SEQUENCE OF Extension entry by entry. Of two with one identifier the first is kept.
[[nodiscard]] ExtensionList read_extension_list(ByteView encoded);

/// The extensions of an encoded SEQUENCE OF Extension; the fault of the list if it has one.
[[nodiscard]] Result<std::vector<Extension>> read_extensions(ByteView encoded);

inline constexpr std::string_view authority_key_identifier_oid = "2.5.29.35";

/// The keyIdentifier of an AuthorityKeyIdentifier; nullopt if it names the issuer's certificate in another way.
[[nodiscard]] Result<std::optional<Bytes>> parse_authority_key_identifier(ByteView value);

}  // namespace fivestar::crypto
