// SPDX-License-Identifier: Apache-2.0
#include "tests/support/source_directory.hpp"

namespace fivestar::test {

std::filesystem::path source_directory() {
    return FIVESTAR_SOURCE_DIR;
}

}  // namespace fivestar::test
