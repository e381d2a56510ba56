// SPDX-License-Identifier: Apache-2.0
// A directory held open: the names of its files, and the files opened relative to it, so that a thousand of them do not
// walk the same path a thousand times.
#pragma once

#include "crypto/base/error.hpp"

#include <cstddef>
#include <dirent.h>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace fivestar::crypto {

inline constexpr std::size_t max_trust_files = 4096;

class TrustFolder {
  public:
    /// `access_denied` if this user may not read it, else `io_failure` if it cannot be opened.
    static Result<TrustFolder> open(const std::filesystem::path& directory);

    /// The names in it, in their order; those that begin with a dot are passed over. `limit_exceeded` past
    /// `max_trust_files`, `io_failure`. Reads on from where it stands: to be called once.
    [[nodiscard]] Result<std::vector<std::string>> names();

    /// The directory for openat(2); owned by this object.
    [[nodiscard]] int descriptor() const { return ::dirfd(stream_.get()); }

  private:
    struct Close {
        void operator()(DIR* stream) const { ::closedir(stream); }
    };
    explicit TrustFolder(DIR* stream) : stream_(stream) {}

    std::unique_ptr<DIR, Close> stream_;
};

}  // namespace fivestar::crypto
