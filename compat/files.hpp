// SPDX-License-Identifier: Apache-2.0
// Files that a caller asks for or names, with a person's data in them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace fivestar::compat {

/// Writes a regular file that its owner alone can read (mode 0600), a new one or one that is replaced. False, and no
/// file, if `path` is NULL or no valid memory, is a link or no regular file, belongs to another user, has a second
/// name, or cannot be written.
[[nodiscard]] bool write_private_file(const char* path, std::span<const std::uint8_t> octets);

/// Reads the beginning of a regular file; its length, at most that of `to`. Nothing if it cannot be read.
[[nodiscard]] std::optional<std::size_t> read_file(const char* path, std::span<std::uint8_t> to);

}  // namespace fivestar::compat
