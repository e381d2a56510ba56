// SPDX-License-Identifier: Apache-2.0
// Files that hold a key. They are read only if nobody else can read them, and never overwritten.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <filesystem>
#include <string_view>

namespace fivestar::daemon {

inline constexpr std::size_t max_secret_file = 16384;  ///< octets

/// Returns the content of the file. Errors: `file_not_found`; `access_denied` if it cannot be opened, belongs to
/// neither root nor the user of this process, gives its group or others any right, or is a link or no regular file;
/// `limit_exceeded` for more than `max_secret_file`; `io_failure`.
[[nodiscard]] Result<SecretText> read_secret_file(const std::filesystem::path& path);

/// Creates the file with mode 0600, whatever the umask, and writes it through to the disk. Errors: `invalid_argument`
/// if something has that name; `io_failure`, after which no file is left.
[[nodiscard]] Result<void> create_secret_file(const std::filesystem::path& path, std::string_view content);

/// Returns the reason of an error above for people, to follow the file's name.
[[nodiscard]] std::string_view explain_secret_file(ErrorCode code);

}  // namespace fivestar::daemon
