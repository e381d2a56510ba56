// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/trust_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace fivestar::crypto {

Result<TrustFolder> TrustFolder::open(const std::filesystem::path& directory) {
    DIR* const stream = ::opendir(directory.c_str());
    if (stream == nullptr) return fail(errno == EACCES ? ErrorCode::access_denied : ErrorCode::io_failure);
    return TrustFolder{stream};
}

Result<std::vector<std::string>> TrustFolder::names() {
    std::vector<std::string> names;
    for (;;) {
        errno = 0;
        const dirent* const entry = ::readdir(stream_.get());
        if (entry == nullptr && errno != 0) return fail(ErrorCode::io_failure);
        if (entry == nullptr) break;
        std::string name{&entry->d_name[0]};
        if (name.starts_with('.')) continue;
        if (names.size() == max_trust_files) return fail(ErrorCode::limit_exceeded);
        names.push_back(std::move(name));
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace fivestar::crypto
