// SPDX-License-Identifier: Apache-2.0
// The key of pseudonyms: 32 random octets in a file that only root or the daemon's user can read.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/random.hpp"
#include "identity/pseudonym.hpp"

#include <filesystem>
#include <memory>

namespace fivestar::daemon {

/// Loads the key. Errors: those of `read_secret_file`; `malformed` for a file of another size.
[[nodiscard]] Result<std::shared_ptr<const identity::Pseudonyms>> load_pseudonym_key(const std::filesystem::path& path);

/// Generates a key and creates its file with mode 0600; never replaces a file. Errors: those of `create_secret_file`.
[[nodiscard]] Result<void> create_pseudonym_key(const std::filesystem::path& path, Random& random);

}  // namespace fivestar::daemon
