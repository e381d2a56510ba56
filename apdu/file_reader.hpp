// SPDX-License-Identifier: Apache-2.0
// Reads whole elementary files in as few exchanges as reader and chip allow.
#pragma once

#include "apdu/lds.hpp"
#include "apdu/read_sizes.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace fivestar::apdu {

/// A file as read: exactly its one data object. Hashes are computed over `raw`.
struct LdsFile {
    lds::FileId id;
    PersonalBytes raw;
};

/// Bounds on the reading of one file.
struct FileLimits {
    std::size_t octets = 262'144;
    std::size_t exchanges = 4096;
};

class FileReader {
  public:
    /// Reports the octets read and the octets in total, which is 0 until the file's header was read.
    using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

    /// `sizes` belongs to the read and must outlive the reader, which stores in it the lengths that the chip refuses.
    explicit FileReader(ReadSizes& sizes, FileLimits limits = {}, Progress progress = {});

    /// Reads one file over `channel`: by short EF identifier in the first READ BINARY, or selected by its identifier
    /// where the chip does not know short ones, or after `select_files`. Never requests octets past the end.
    ///
    /// After an error, the octets read so far are kept until another file is read. A second call, over another channel
    /// to the same card if need be, resumes where reading stopped: it reads the first octets again, which must be the
    /// same. Kept octets have passed the MAC if the channel was protected.
    ///
    /// Errors, with the file's `step`: `file_not_found` (6A82), `access_denied` (6982, 6985, 6987, 6988), `malformed`
    /// (another tag, a file shorter than its header says, more octets than requested, another file on resuming),
    /// `limit_exceeded`, `no_progress` (an answer without octets), `unexpected_status`, and those of `channel`, among
    /// them `secure_messaging_failed`: see `prepare_retry`.
    Result<LdsFile> read(Channel& channel, const lds::FileId& file);

    /// Tells, after `read` failed with this error, whether to read again over a new session, and prepares for it: the
    /// next read requests less, or selects the file. True where the chip ended the session with an unprotected status
    /// word about the form of the command, and where an extended read broke the link (`transport_failure`; reset the
    /// card first). False for a wrong MAC, an unprotected success, a file that is absent (6A82) or refused (6982) on a
    /// chip that knows short EF identifiers, and where no smaller size is left. The caller bounds the retries.
    bool prepare_retry(const Error& error);

    /// Tells, after `read` failed with this error, whether a short EF identifier led to another file than its
    /// identifier would: the tag was wrong. The chip may have left the application (seen on PersoSim). The next read
    /// selects the file; the caller selects the application before. True once at most.
    bool misled_by_short_identifier(const Error& error);

    /// Selects every file by its identifier from now on.
    void select_files() { by_sfi_ = false; }

    /// Tells whether the chip is still believed to know short EF identifiers.
    [[nodiscard]] bool by_short_identifier() const { return by_sfi_; }

  private:
    class Reading;
    struct Partial {
        lds::FileId id;
        PersonalBytes octets;
        std::size_t total;  ///< 0 until known
    };

    ReadSizes& sizes_;
    FileLimits limits_;
    Progress progress_;
    bool by_sfi_ = true;             ///< false once the chip was seen not to know short EF identifiers
    bool sfi_proved_ = false;        ///< a file was read by one; until then a refusal may be of the identifier
    bool wrong_tag_by_sfi_ = false;  ///< the last file read by one has another tag
    bool last_by_sfi_ = false;       ///< the last READ BINARY used one
    std::uint32_t last_asked_ = 0;   ///< octets that the last READ BINARY requested
    std::optional<Partial> partial_;
};

}  // namespace fivestar::apdu
