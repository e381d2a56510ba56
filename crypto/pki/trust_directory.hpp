// SPDX-License-Identifier: Apache-2.0
// Trust stores from files: directories of certificates, ICAO master lists, PKD files and revocation lists. Nothing else
// is trusted, in particular not the system's root certificates.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/reason.hpp"
#include "crypto/pki/master_list.hpp"
#include "crypto/pki/trust_file.hpp"
#include "crypto/pki/trust_store.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fivestar::crypto {

inline constexpr std::size_t max_trust_anchors = 20'000;
/// Most entries of `LoadedTrust::skipped`; further ones are left out.
inline constexpr std::size_t max_skipped_entries = 1000;

/// A file, or one certificate or list inside it, that could not be used.
struct SkippedFile {
    std::string file;                  ///< name within its directory
    std::optional<std::size_t> entry;  ///< its place in a file of several, from 1
    /// `malformed`, `trailing_bytes`, `limit_exceeded`, `unsupported`, `unsupported_key`, `not_a_ca`, `not_a_file` (a
    /// directory, a device), `not_permitted` (this user may not read it), `io_failure`; of a revocation list
    /// `issuer_unknown`, `signature_mismatch`, `sm2_empty_id`; of a master list those of open_master_list.
    Reason reason;

    friend bool operator==(const SkippedFile&, const SkippedFile&) = default;
};

/// A master list whose certificates became anchors.
struct LoadedMasterList {
    std::string file;
    std::string country;
    Bytes signer_fingerprint;
    std::optional<WallTime> signed_at;
    std::size_t certificates = 0;
};

struct LoadedTrust {
    std::shared_ptr<const TrustStore> store;  ///< never null
    std::size_t anchors = 0;                  ///< distinct certificates
    std::vector<SkippedFile> skipped;
    std::vector<LoadedMasterList> master_lists;
    std::size_t document_signers = 0;   ///< in PKD files: no anchors, and no fault
    std::optional<WallTime> loaded_at;  ///< none before anything was read
};

/// Reads once the files that several trust stores share: the revocation lists, and the trusted signers of master lists.
class TrustLoader {
  public:
    /// `access_denied` or `io_failure` if a directory exists and cannot be read; a missing or empty path means that
    /// there is none. `limit_exceeded` past `max_trust_files` in a directory. Revocation lists are also read from
    /// `fetched_lists`, which somebody without trust may write: if it cannot be read, it is listed in `skipped`.
    static Result<TrustLoader> open(const std::filesystem::path& crl_directory,
                                    const std::filesystem::path& master_list_signers, WallTime now,
                                    const std::filesystem::path& fetched_lists = {});

    /// Loads a store from a directory, in the order of file names. Subdirectories and names that begin with a dot are
    /// skipped. Entries that cannot be used are listed in `skipped`. Errors as `open`; a missing directory is an
    /// `io_failure`, too. Of `fetched_lists` only what its own signature vouches for counts: master lists. A
    /// certificate there is `not_a_master_list`.
    [[nodiscard]] Result<LoadedTrust> load(const std::filesystem::path& directory,
                                           const std::filesystem::path& fetched_lists = {}) const;

    /// Returns the trusted signers of master lists.
    [[nodiscard]] const MasterListSigners& signers() const { return signers_; }

  private:
    struct FoundList {
        std::string file;
        std::optional<std::size_t> entry;
        RevocationList list;
    };
    class Assembly;

    explicit TrustLoader(WallTime now) : now_(now) {}

    WallTime now_;
    std::vector<FoundList> lists_;
    std::vector<SkippedFile> skipped_;
    MasterListSigners signers_;
};

/// Returns the anchors whose keys cannot be used (`unsupported_key`). Decodes all keys, which takes long.
[[nodiscard]] std::vector<SkippedFile> unusable_anchors(const TrustStore& store);

}  // namespace fivestar::crypto
