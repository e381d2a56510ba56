// What a process may open, by its status text (proc(5)) and a file's owner and mode.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <sys/stat.h>
#include <vector>

namespace fivestar::diagnosis {

struct ProcessRights {
    bool overrides_modes = true;  ///< CAP_DAC_OVERRIDE; also where the text does not tell
    std::uint64_t user = 0;       ///< effective
    std::uint64_t group = 0;
    std::vector<std::uint64_t> groups = {};  ///< supplementary, the first 65,536

    [[nodiscard]] static ProcessRights parse(std::string_view status);

    /// Whether owner and mode let it read and write.
    [[nodiscard]] bool may_use(const struct stat& file) const;
};

/// Whether owner and mode of what is at that path keep it from such a process. What is not there, or has an access
/// control list, is not judged.
[[nodiscard]] bool is_refused(const std::filesystem::path& path, const ProcessRights& rights);

}  // namespace fivestar::diagnosis
