// SPDX-License-Identifier: Apache-2.0
// Files that hold a key: read only if nobody but their owner can, and never written over.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <filesystem>
#include <string_view>

namespace fivestar::daemon {

inline constexpr std::size_t max_secret_file = 16384;  ///< octets

/// The content. `file_not_found`; `access_denied` if it cannot be opened, belongs to another than root and the user of
/// this process, gives its group or others any right, or is a link or no regular file; `limit_exceeded` for more than
/// `max_secret_file`; `io_failure`.
[[nodiscard]] Result<SecretText> read_secret_file(const std::filesystem::path& path);

/// Makes the file with mode 0600, whatever the umask, and sees it on the disk before it returns. `invalid_argument` if
/// there is something of that name; `io_failure`, and then nothing is left there.
[[nodiscard]] Result<void> create_secret_file(const std::filesystem::path& path, std::string_view content);

/// Why a file was not read, or made, for the person who named it.
[[nodiscard]] std::string_view explain_secret_file(ErrorCode code);

}  // namespace fivestar::daemon
