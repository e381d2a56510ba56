// SPDX-License-Identifier: Apache-2.0
// The source tree of this build, with personas, vectors and documents.
#pragma once

#include <filesystem>

namespace fivestar::test {

/// An absolute path. Only this file contains it, so that a compiler cache works for every checkout.
[[nodiscard]] std::filesystem::path source_directory();

}  // namespace fivestar::test
