// SPDX-License-Identifier: Apache-2.0
// Persona files of cards that only a SAM_V module reads.
#include "sim/sam/persona.hpp"

#include "sim/data_file.hpp"
#include "tests/support/source_directory.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim::sam {
namespace {

const std::filesystem::path data_directory = test::source_directory() / "sim";

/// A copy of `resident` in a temporary directory with one part of its text replaced.
Result<Persona> load_changed(std::string_view from, std::string_view to) {
    const test::TemporaryDirectory directory;
    std::filesystem::create_directories(directory.path() / "personas/sam");
    std::string text{as_text(read_data_file(data_directory / "personas/sam/resident.json").value())};
    text.replace(text.find(from), from.size(), to);
    EXPECT_TRUE(write_data_file(directory.path() / "personas/sam/resident.json", as_bytes(text)).has_value());
    return load_persona(directory.path(), "resident");
}

TEST(SamPersonas, AreReadStrictly) {
    EXPECT_TRUE(load_changed("张三", "李四").has_value());
    const std::pair<const char*, const char*> broken[] = {
        {"\"resident\"", "\"citizen\""},
        {"\"sex\": \"2\"", "\"sex\": \"22\""},
        {"\"photo\"", "\"picture\""},
        {"53504543\"", "5350454\""},
        {"5350454300001949", "535045430000194900"},
        {"\"ethnicity\": \"01\",", ""},
        {"[\"", "[\"\", \"\", \"\", \""},
        {"\"photo\"", "\"fingers\": 3, \"photo\""},
        {"样本街2号", "样本街2号样本街2号样本街2号样本街2号样本街2号样本街2号样本街2号"},
    };
    for (const auto& [from, to] : broken) {
        const auto loaded = load_changed(from, to);
        EXPECT_TRUE(!loaded && loaded.error().code == ErrorCode::malformed) << to;
    }
    EXPECT_EQ(load_persona(data_directory, "nobody").error().code, ErrorCode::io_failure);
    EXPECT_EQ(load_persona(data_directory, "../passport").error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace fivestar::sim::sam
