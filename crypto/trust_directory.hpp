// A trust store from files: a directory of certificates and one of revocation lists.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"
#include "crypto/trust_store.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::crypto {

inline constexpr std::size_t max_trust_files = 4096;

/// A file, or one certificate or list inside it, that does not count.
struct SkippedFile {
    std::string file;  ///< name within its directory
    /// `malformed`, `limit_exceeded`, `unsupported`, `unsupported_key`, `not_a_ca`, `issuer_unknown` and
    /// `signature_mismatch` (of a revocation list), `not_a_file` (a directory, a device), `io_failure`.
    std::string_view reason;
};

struct LoadedTrust {
    std::shared_ptr<const TrustStore> store;  ///< never null
    std::size_t anchors = 0;                  ///< distinct certificates
    std::vector<SkippedFile> skipped;
    WallTime loaded_at;
};

/// Reads both directories, files in the order of their names, DER or PEM (several to a file). Links are followed,
/// sub-directories are not; names that begin with a dot are passed over. Whatever cannot be used is skipped and named.
/// `io_failure` if the certificate directory cannot be read, or the other one exists and cannot; a missing or empty
/// path for revocation lists means that there are none. `limit_exceeded` past `max_trust_files` in a directory.
[[nodiscard]] Result<LoadedTrust> load_trust(const std::filesystem::path& csca_directory,
                                             const std::filesystem::path& crl_directory, WallTime now);

}  // namespace fivestar::crypto
