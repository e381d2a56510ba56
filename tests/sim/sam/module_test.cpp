// SPDX-License-Identifier: Apache-2.0
// The simulated SAM_V module without its line. tests/e2e/sam_module_test.py tests it over a serial port with other
// software.
#include "sim/sam/module.hpp"

#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim::sam {
namespace {

TEST(SamModule, AnswersAReadWithTheFixturesFrames) {
    for (const std::string kind : {"Y", "I", "J", "cn"}) {
        Module module;
        module.present({.text = test::read_vector_bytes("samv/text_" + kind + ".bin"),
                        .photo = Bytes(1024),
                        .fingerprints = Bytes(1024)});
        static_cast<void>(module.execute({0x20, 0x01}));
        static_cast<void>(module.execute({0x20, 0x02}));
        EXPECT_EQ(module.execute({0x30, 0x01}).frame, test::read_vector_bytes("samv/frame3001_" + kind + ".bin"));
        EXPECT_EQ(module.execute({0x30, 0x10}).frame, test::read_vector_bytes("samv/frame3010_" + kind + ".bin"));
    }
}

}  // namespace
}  // namespace fivestar::sim::sam
