// SPDX-License-Identifier: Apache-2.0
// File permissions of a process, from its status text (proc(5)) and a file's owner and mode.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <sys/stat.h>
#include <vector>

namespace fivestar::diagnosis {

struct ProcessRights {
    bool overrides_modes = true;  ///< CAP_DAC_OVERRIDE, or unknown
    std::uint64_t user = 0;       ///< effective
    std::uint64_t group = 0;
    std::vector<std::uint64_t> groups = {};  ///< supplementary, the first 65,536

    [[nodiscard]] static ProcessRights parse(std::string_view status);

    /// True if owner and mode permit reading and writing.
    [[nodiscard]] bool may_use(const struct stat& file) const;
};

/// True if owner and mode of the file exclude such a process. False for a missing file and a file with an access
/// control list.
[[nodiscard]] bool is_refused(const std::filesystem::path& path, const ProcessRights& rights);

}  // namespace fivestar::diagnosis
