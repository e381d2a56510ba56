// The key of pseudonyms: 32 random octets in a file that root or the daemon's user alone can read.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/random.hpp"
#include "identity/pseudonym.hpp"

#include <filesystem>
#include <memory>

namespace fivestar::daemon {

/// The errors of read_secret_file; `malformed` for a file of another size.
[[nodiscard]] Result<std::shared_ptr<const identity::Pseudonyms>> load_pseudonym_key(const std::filesystem::path& path);

/// Makes a new key and its file, mode 0600; never over a file that is there. The errors of create_secret_file.
[[nodiscard]] Result<void> create_pseudonym_key(const std::filesystem::path& path, Random& random);

}  // namespace fivestar::daemon
