// Evidence as a daemon wrote it (docs/EVIDENCE.md), read from a file of which nothing is believed.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "identity/evidence/evidence.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

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
    PersonalText statement;  ///< what is signed
    std::optional<SignatureOfDaemon> signature = {};
};

/// `malformed` for anything but the member `evidence` of an answer, with its statement exactly as a daemon writes it:
/// every member, in its order, and none besides. `unsupported` for another version, `limit_exceeded`.
[[nodiscard]] Result<EvidenceFile> parse_evidence_file(std::string_view text);

/// The statement alone. Errors as above.
[[nodiscard]] Result<identity::Evidence> parse_statement(std::string_view text);

}  // namespace fivestar::cli
