// SPDX-License-Identifier: Apache-2.0
// The names of persona files.
#include "sim/documents/persona_file.hpp"

#include "sim/documents/persona.hpp"
#include "tests/support/source_directory.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

TEST(PersonaFiles, HavePlainNames) {
    for (const char* name : {"", "../passport", "passport.json", "Passport", "a/b"}) {
        EXPECT_EQ(load_persona(test::source_directory() / "sim", name).error().code, ErrorCode::invalid_argument)
            << name;
    }
    EXPECT_EQ(load_persona(test::source_directory() / "sim", "nobody").error().code, ErrorCode::io_failure);
    EXPECT_EQ(persona_names("/proc/none").error().code, ErrorCode::io_failure);
}

}  // namespace
}  // namespace fivestar::sim
