// SPDX-License-Identifier: Apache-2.0
// Passive authentication (ICAO Doc 9303-11 section 5.1): the signature over the security object, the chain of its
// signer to an anchor, and the hashes of what was read. In steps, so that the signature can be checked, and hashes be
// added, while files still arrive.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/pki/signed_data.hpp"
#include "crypto/pki/trust_store.hpp"
#include "identity/lds/data_group.hpp"
#include "identity/lds/security_object.hpp"
#include "identity/verification/algorithm_policy.hpp"
#include "identity/verification/verification.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::identity {

/// The state of a data group's file after the read.
enum class FileState : std::uint8_t {
    read,
    not_asked,   ///< announced in EF.COM, not read because nobody wants it
    refused,     ///< the chip denies access, as it may for DG3 and DG4
    absent,      ///< the chip has no such file
    unreadable,  ///< the chip has it, but reading failed
};

inline constexpr EnumNames<FileState::unreadable> file_state_names("read", "not_asked", "refused", "absent",
                                                                   "unreadable");
[[nodiscard]] constexpr std::string_view to_string(FileState state) {
    return file_state_names[state];
}

struct DataGroupFile {
    DataGroupNumber number;
    FileState state = FileState::read;
    ByteView octets = {};  ///< the whole file as read; what is hashed
    ByteView digest = {};  ///< instead of the octets, where there is nothing but their hash
};

/// EF.SOD taken apart. Nothing in it is verified, and each part is there only as far as it could be read.
struct ParsedSod {
    std::optional<crypto::SignedData> signed_data = {};
    std::optional<SecurityObject> security_object = {};
    /// Why there is no security object: `no_security_object`, `malformed`, `unsupported_algorithm`.
    Reason unusable = Reason::none;
};

/// `ef_sod`: the whole file, tag 77; empty if the chip has none.
[[nodiscard]] ParsedSod parse_sod(ByteView ef_sod);

/// The checks of EF.SOD by itself. They are those of the verification that they go into.
struct SodReport {
    std::optional<SecurityObject> security_object = {};
    Reason unusable = Reason::none;  ///< as of `ParsedSod`
    Check signature = {.name = CheckName::signature};
    Check certificate_chain = {.name = CheckName::certificate_chain};
    Check certificate_validity = {.name = CheckName::certificate_validity};
    Check revocation = {.name = CheckName::revocation};
    Check algorithm_policy = {.name = CheckName::algorithm_policy};
    Bytes signer_certificate = {};            ///< DER, of the first signer; empty if EF.SOD has none
    crypto::TrustStore::Anchor anchor = {};   ///< that its chain ends at; null if none
    std::vector<std::string> countries = {};  ///< of every signer's certificate and its anchor, as far as they say

    /// The signature is good, so what the security object lists is what the issuer listed.
    [[nodiscard]] bool verified() const { return security_object && signature.outcome == Outcome::passed; }
};

/// Verifies against each of `stores`; the reports have their order. The signature is verified once for all of them.
/// `now`: the instant of the verification. `apart`: certificates that came beside the document. For a signer that left
/// its own out, those that it names are tried, and trusted through their chain alone.
[[nodiscard]] std::vector<SodReport> verify_sod(const ParsedSod& sod, std::span<const crypto::TrustStore* const> stores,
                                                WallTime now, const AlgorithmPolicy& policy,
                                                std::span<const crypto::Certificate> apart = {});

/// Fills data_group_hashes, signature, certificate_chain (with the comparison to `issuing_state`, the Doc 9303-3 code
/// of DG1, empty if unknown), certificate_validity, revocation, algorithm_policy, and what the security object says of
/// chip_authenticity: offered, not offered, or failed because a listed DG14 or DG15 is missing.
void report_passive_authentication(const SodReport& sod, std::span<const DataGroupFile> files,
                                   std::string_view issuing_state, Verification& verification);

}  // namespace fivestar::identity
