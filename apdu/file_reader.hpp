// Reads elementary files whole, in as few exchanges as reader and chip allow.
#pragma once

#include "apdu/lds.hpp"
#include "apdu/read_sizes.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace fivestar::apdu {

/// A file as the chip gave it: its one data object, not an octet more or less. Hashes are over `raw`.
struct LdsFile {
    lds::FileId id;
    PersonalBytes raw;
};

/// What one file may cost.
struct FileLimits {
    std::size_t octets = 262'144;
    std::size_t exchanges = 4096;
};

class FileReader {
  public:
    /// Octets there, and octets in all; the latter 0 until the file has said how long it is.
    using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

    /// `sizes` belongs to the read and must outlive the reader; what the chip refuses is learned into it.
    explicit FileReader(ReadSizes& sizes, FileLimits limits = {}, Progress progress = {});

    /// Reads one file over `channel`: by SFI in the first READ BINARY, or selected by its identifier where the chip has
    /// no SFI. Never asks for octets past the end.
    ///
    /// After an error, the octets had so far are kept until another file is asked for: call again, over another channel
    /// to the same card if need be, and reading resumes where it stopped. What is kept was MAC-checked if the channel
    /// was protected; the first octets are read again and must be the same.
    ///
    /// Errors, with the file's `step`: `file_not_found` (6A82), `access_denied` (6982, 6985, 6987, 6988), `malformed`
    /// (not the file's tag, a length past what is there, octets nobody asked for, another file on resuming),
    /// `limit_exceeded`, `no_progress` (an answer without octets), `unexpected_status`, and those of `channel`, among
    /// them `secure_messaging_failed`: see `give_way`.
    Result<LdsFile> read(Channel& channel, const lds::FileId& file);

    /// After a `read` failed with this error: whether another one over a new session is worth it. It is where the chip
    /// ended the session with a naked status word that blames the form of the command, and where an extended read broke
    /// the link (`transport_failure`; reset the card first). Prepares for it: less is asked for, or the file is
    /// selected. False for a wrong MAC, an unprotected success, a file that is absent (6A82) or refused (6982) on a
    /// chip that has short identifiers, and where nothing smaller is left. The caller bounds the tries.
    bool give_way(const Error& error);

    /// Whether the chip is still believed to know short EF identifiers.
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
    bool by_sfi_ = true;            ///< until a chip turns out to have files, but no short identifiers
    bool sfi_proved_ = false;       ///< a file was read by it; until then a refusal may be of the identifier
    bool last_by_sfi_ = false;      ///< how the last READ BINARY named the file
    std::uint32_t last_asked_ = 0;  ///< and how many octets it wanted
    std::optional<Partial> partial_;
};

}  // namespace fivestar::apdu
