// SPDX-License-Identifier: Apache-2.0
// The trusted public keys of daemons that sign evidence: files in a directory.
#pragma once

#include "cli/evidence_file.hpp"
#include "crypto/base/error.hpp"
#include "crypto/keys/public_key.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

namespace fivestar::cli {

inline constexpr std::size_t max_evidence_keys = 256;        ///< files, and keys
inline constexpr std::size_t max_evidence_key_file = 65536;  ///< octets

enum class SignatureVerdict : std::uint8_t {
    unsigned_evidence,
    key_unknown,  ///< signed with a key that is not trusted
    good,
    broken,  ///< not a signature of the trusted key that it names
};
[[nodiscard]] std::string_view to_string(SignatureVerdict verdict);

class EvidenceKeys {
  public:
    /// Loads each PUBLIC KEY and CERTIFICATE in PEM from the directory's files, or none if the directory is missing.
    /// Skips hidden files and other content. `io_failure` if the directory cannot be read, `limit_exceeded`.
    [[nodiscard]] static Result<EvidenceKeys> load(const std::filesystem::path& directory);

    [[nodiscard]] SignatureVerdict verify(const EvidenceFile& file) const;

  private:
    std::map<std::string, crypto::PublicKey> keys_ = {};  // by id
};

}  // namespace fivestar::cli
