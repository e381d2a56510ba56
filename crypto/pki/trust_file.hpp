// SPDX-License-Identifier: Apache-2.0
// Reads one file of a trust directory, in DER, PEM or LDIF: certificates, revocation lists and master lists.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/reason.hpp"
#include "crypto/pki/trust_folder.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace fivestar::crypto {

/// Most octets of a file in DER or PEM, and of one in LDIF.
inline constexpr std::size_t max_trust_file_size = std::size_t{16} * 1024 * 1024;
inline constexpr std::size_t max_ldif_file_size = std::size_t{512} * 1024 * 1024;

enum class TrustObjectKind : std::uint8_t { certificate, revocation_list, master_list };

/// The place of a certificate in LDIF. It tells the certificates of document signers from those that may be trusted.
enum class PkdPlace : std::uint8_t {
    none,             ///< not out of LDIF
    authority,        ///< `cACertificate`, which RFC 4523 §4.2 has for authorities
    user,             ///< `userCertificate`, which may hold anybody's
    document_signer,  ///< below `o=dsc`, where the ICAO PKD keeps document signers
};

struct TrustObject {
    TrustObjectKind kind;
    ByteView der;                      ///< not parsed yet; lives as long as the call
    std::optional<std::size_t> entry;  ///< its place in a file of several, from 1
    PkdPlace place = PkdPlace::none;
};

/// Tells the kind by the first fields: signed data begins with an object identifier, and a revocation list has a time
/// where a certificate has a validity. Octets that are none of them are called a certificate.
[[nodiscard]] TrustObjectKind kind_of_trust_object(ByteView der);

struct TrustFileVisitor {
    std::function<void(const TrustObject& object)> take;
    /// Called for an entry that cannot be read: `malformed`, `limit_exceeded`, `not_a_file`,
    /// `not_permitted` (this user may not read it), `io_failure`.
    std::function<void(std::optional<std::size_t> entry, Reason reason)> skip;
};

/// Visits everything in the file, in order. Follows links; does not wait for pipes or devices.
void read_trust_file(const TrustFolder& folder, const std::string& name, const TrustFileVisitor& visitor);

}  // namespace fivestar::crypto
