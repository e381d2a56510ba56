// SPDX-License-Identifier: Apache-2.0
// Passive authentication (ICAO Doc 9303-11 §5.1): the signature of the security object, the chain of its signer to an
// anchor, and the hashes of the files. In steps, so that the signature can be verified and hashes added while files
// still arrive.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/pki/signed_data.hpp"
#include "crypto/pki/trust_store.hpp"
#include "identity/lds/data_group.hpp"
#include "identity/lds/security_object.hpp"
#include "identity/verification/algorithm_policy.hpp"
#include "identity/verification/verification.hpp"

#include <array>
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

/// The parts of EF.SOD, as far as they could be parsed. Nothing in it is verified.
struct ParsedSod {
    std::optional<crypto::SignedData> signed_data = {};
    std::optional<SecurityObject> security_object = {};
    /// Why there is no security object: `no_security_object`, `malformed`, `unsupported_algorithm`; of a read also
    /// `security_object_unreadable`, if the chip has the file and did not give it.
    Reason unusable = Reason::none;
    /// `security_object_trailing_bytes`, and those of the security object.
    std::vector<Reason> findings = {};
};

/// Parses the whole file, tag 77. `ef_sod` is empty if the chip has none.
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

/// Verifies EF.SOD against each of `stores`, and returns the reports in that order. The signature is verified once.
/// `now` is the time of verification. `apart` are certificates from beside the document; they are tried for signers
/// whose certificate is missing, and are never trusted by themselves.
[[nodiscard]] std::vector<SodReport> verify_sod(const ParsedSod& sod, std::span<const crypto::TrustStore* const> stores,
                                                WallTime now, const AlgorithmPolicy& policy,
                                                std::span<const crypto::Certificate> apart = {});

/// The groups that a read may request if they are listed; the others are read only if nothing lists them.
inline constexpr std::array<DataGroupNumber, 7> nameable_groups{dg_mrz,
                                                                dg_portrait,
                                                                dg_personal_details,
                                                                dg_document_details,
                                                                dg_issuer_own,
                                                                dg_chip_authentication,
                                                                dg_active_authentication};

/// Returns the reason for a listed group that was requested and not read: `dg2_not_read`; `other_group_not_read` unless
/// it is one of `nameable_groups`.
[[nodiscard]] Reason not_read_reason(DataGroupNumber number);

/// True if `data_group_hashes` says that this group is listed, was requested and was not read.
[[nodiscard]] bool is_withheld(DataGroupNumber number, const Verification& verification);

/// Fills data_group_hashes, signature, certificate_chain (compared with `issuing_state`, the Doc 9303-3 code of DG1,
/// empty if unknown), certificate_validity, revocation and algorithm_policy. Fills chip_authenticity as far as EF.SOD
/// decides it: offered, not offered, or failed because DG14 or DG15 is listed but missing.
void report_passive_authentication(const SodReport& sod, std::span<const DataGroupFile> files,
                                   std::string_view issuing_state, Verification& verification);

}  // namespace fivestar::identity
