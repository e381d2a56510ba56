// SPDX-License-Identifier: Apache-2.0
// Parses evidence that a daemon wrote (docs/EVIDENCE.md) from an untrusted file.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "identity/evidence/evidence.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fivestar::cli {

inline constexpr std::size_t max_evidence_octets = std::size_t{4} * 1024 * 1024;
inline constexpr std::size_t max_evidence_groups = 16;
inline constexpr std::size_t max_evidence_findings = 32;  ///< of one check
inline constexpr std::size_t max_evidence_word = 64;      ///< characters of a code

struct SignatureOfDaemon {
    std::string key;  ///< id: SHA-256 over the SubjectPublicKeyInfo, hexadecimal
    Bytes value;      ///< DER of (r, s)
};

struct EvidenceFile {
    identity::Evidence evidence;
    PersonalText statement;  ///< the signed text
    std::optional<SignatureOfDaemon> signature = {};
};

/// Parses the member `evidence` of an answer. The statement must be exactly as a daemon writes it: all members, in
/// their order, and no others. `malformed`, `unsupported` for another version, `limit_exceeded`.
[[nodiscard]] Result<EvidenceFile> parse_evidence_file(std::string_view text);

/// Parses the statement alone. Errors as above.
[[nodiscard]] Result<identity::Evidence> parse_statement(std::string_view text);

}  // namespace fivestar::cli
