// SPDX-License-Identifier: Apache-2.0
// ICAO master lists (Doc 9303-12 §9): a signed list of the country signing certificates that one state trusts.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/base/reason.hpp"
#include "crypto/pki/certificate.hpp"
#include "crypto/pki/signed_data.hpp"
#include "crypto/pki/trust_store.hpp"

#include <expected>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fivestar::crypto {

inline constexpr std::size_t max_master_list_size = std::size_t{16} * 1024 * 1024;
inline constexpr std::size_t max_master_list_certificates = 10'000;

/// The trusted signers of master lists: certificates of signers themselves, and of authorities that issue to signers.
class MasterListSigners {
  public:
    void add(Certificate certificate);
    void add_revocation_list(const RevocationList& list) { static_cast<void>(authorities_.add_revocation_list(list)); }

    /// Returns `none` if this signer is trusted at `now`. Otherwise `signer_unknown`, `revoked`, or a reason of
    /// ChainReport::chain or ValidityReport. Validity is checked at the signing time, since lists are old; without a
    /// signing time, at `now`.
    [[nodiscard]] Reason objection(const SignerReport& signer, const SignedData& data, WallTime now) const;

  private:
    TrustStore authorities_;
    std::set<Bytes> named_;  // fingerprints
};

struct MasterList {
    Bytes content;                       ///< what was signed
    std::vector<ByteView> certificates;  ///< encoded, borrowed from `content`; not parsed
    std::string country;                 ///< that signed, two letters in upper case; empty if its name has none
    Bytes signer_fingerprint;            ///< SHA-256 over the signer's certificate
    std::optional<WallTime> signed_at;
};

/// Opens a list. All its signatures must be valid, and all its signers trusted. Errors: `malformed`, `trailing_bytes`,
/// `limit_exceeded`, `unsupported`, `not_a_master_list` (SignedData with other content), reasons of
/// SignerReport::signature, `sm2_empty_id`, and those of MasterListSigners::objection.
[[nodiscard]] std::expected<MasterList, Reason> open_master_list(ByteView content_info,
                                                                 const MasterListSigners& signers, WallTime now);

/// Returns the certificates of a CscaMasterList ::= SEQUENCE { version v0, SET OF Certificate }, borrowed and not
/// parsed. `malformed`, `unsupported` for another version, `limit_exceeded`.
[[nodiscard]] Result<std::vector<ByteView>> master_list_certificates(ByteView content);

}  // namespace fivestar::crypto
