// SPDX-License-Identifier: Apache-2.0
// The program that started the host. The origin in a message is worth no more than the program that sends it.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

namespace fivestar::browser {

/// The browsers of Debian's packages, and Google's Chrome.
[[nodiscard]] const std::vector<std::filesystem::path>& default_browsers();

/// True if the arguments name our extension, as browsers do: Chromium passes its origin first, Firefox its id second.
[[nodiscard]] bool names_our_extension(std::span<const char* const> arguments);

/// True if the parent of this process runs one of `browsers`. Takes the group of the real user meanwhile, because the
/// kernel tells the program of a process only to one with the same ids (proc(5)).
[[nodiscard]] bool is_child_of(const std::vector<std::filesystem::path>& browsers);

}  // namespace fivestar::browser
