// SPDX-License-Identifier: Apache-2.0
// PNG, as the daemon writes it.
#include "daemon/portrait/png_decoder.hpp"

#include "daemon/portrait/png.hpp"
#include "tests/daemon/portrait/pictures.hpp"

#include <gtest/gtest.h>

namespace fivestar::portrait {
namespace {

TEST(Png, IsReadAsWeWriteIt) {
    const PersonalBytes file = daemon::png_of(pattern(true), pattern_size.width, pattern_size.height);
    EXPECT_EQ(decode_png(file.view(), pattern_size), pattern(true));
}

}  // namespace
}  // namespace fivestar::portrait
