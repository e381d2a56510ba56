// SPDX-License-Identifier: Apache-2.0
// Files that a caller asks for, with a person's data in them.
#pragma once

#include <cstdint>
#include <span>

namespace fivestar::compat {

/// Writes a regular file that its owner alone can read (mode 0600), a new one or one that is replaced. False, and no
/// file, if `path` is NULL or no valid memory, is a link or no regular file, or cannot be written.
[[nodiscard]] bool write_private_file(const char* path, std::span<const std::uint8_t> octets);

}  // namespace fivestar::compat
