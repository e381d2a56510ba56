// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/portrait/pictures.hpp"

#include <fstream>
#include <iterator>

namespace fivestar::portrait {

Bytes persona_picture(const std::string& name) {
    std::ifstream file{std::string{FIVESTAR_PERSONAS} + "/" + name, std::ios::binary};
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace fivestar::portrait
