// SPDX-License-Identifier: Apache-2.0
// A confined plug-in reaches nothing outside its process.
#include "daemon/portrait/confinement.hpp"

#include "daemon/portrait/wlt_decoder.hpp"
#include "tests/daemon/portrait/decode_with.hpp"

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

TEST(WltDecoder, LetsAPluginReachNothing) {
    for (const char* behaviour : {"open_file", "open_socket", "fork", "execute_memory"}) {
        expect_untouched(behaviour, Reason::portrait_plugin_failed);
    }
}

}  // namespace
}  // namespace fivestar::daemon
