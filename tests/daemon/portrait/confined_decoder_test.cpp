// SPDX-License-Identifier: Apache-2.0
// Whatever a plug-in does, the read goes on.
#include "daemon/portrait/confined_decoder.hpp"

#include "daemon/portrait/wlt_decoder.hpp"
#include "tests/daemon/portrait/decode_with.hpp"

#include <chrono>
#include <fcntl.h>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using namespace std::chrono_literals;

TEST(WltDecoder, SurvivesWhateverAPluginDoes) {
    for (const char* behaviour : {"refuse", "crash", "hungry", "exit_early", "no_function"}) {
        expect_untouched(behaviour, Reason::portrait_plugin_failed);
    }
}

TEST(WltDecoder, DoesNotWaitForEver) {
    const auto since = std::chrono::steady_clock::now();
    expect_untouched("hang", Reason::portrait_plugin_timeout, 500ms);
    EXPECT_LT(std::chrono::steady_clock::now() - since, 20s);
}

TEST(WltDecoder, SurvivesAFileThatIsNoLibrary) {
    identity::Portrait portrait = *identity::wlt_portrait(picture(7));
    const Descriptor file{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    EXPECT_EQ(decode_wlt({.path = FIVESTAR_PORTRAIT_PROGRAM, .patience = 30s, .plugin = &file}, portrait),
              Reason::portrait_plugin_failed);
    EXPECT_EQ(decode_wlt({.path = "/nonexistent/fivestar-portrait", .patience = 30s, .plugin = &file}, portrait),
              Reason::portrait_plugin_failed);
    EXPECT_EQ(portrait.media_type, identity::MediaType::wlt);
}

}  // namespace
}  // namespace fivestar::daemon
