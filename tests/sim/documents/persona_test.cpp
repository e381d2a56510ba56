// SPDX-License-Identifier: Apache-2.0
// Persona files: the strict format and the names.
#include "sim/documents/persona.hpp"

#include "sim/data_file.hpp"
#include "tests/support/source_directory.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

/// A copy of `passport` in a temporary directory with one part of its text replaced.
Result<Persona> load_changed_passport(std::string_view from, std::string_view to) {
    const test::TemporaryDirectory directory;
    std::filesystem::copy(test::source_directory() / "sim" / "personas", directory.path() / "personas");
    std::filesystem::copy(test::source_directory() / "sim" / "pki", directory.path() / "pki");  // the keys of the chip
    const auto path = directory.path() / "personas/passport.json";
    std::string text{as_text(read_data_file(path).value())};
    text.replace(text.find(from), from.size(), to);
    EXPECT_TRUE(write_data_file(path, as_bytes(text)).has_value());
    return load_persona(directory.path(), "passport");
}

TEST(PersonaFiles, AreReadStrictly) {
    EXPECT_TRUE(load_changed_passport("\"ANNA MARIA\"", "\"ANNE\"").has_value());
    const std::pair<const char*, const char*> broken[] = {
        {"\"profile\"", "\"profil\""},
        {"\"contactless\"", "\"wireless\""},
        {"\"bac\"", "\"pace\""},
        {"\"TD3\"", "\"TD4\""},
        {"384", "-1"},
        {"384", "65536"},
        {"384", "\"384\""},
        {"true", "1"},
        {"\"expiry_date\"", "\"expiry\""},
        {"\"birth_place\"", "\"birthplace\""},
        {"{", "["},
        {"{", "{\"more\": 1,"},
        {"\"specimen-woman.jpg\"", "\"../x\""},
        {"\"SPECIMEN\"", "null"},
        {"\"UTO\"", "5"},
    };
    for (const auto& [from, to] : broken) {
        EXPECT_EQ(load_changed_passport(from, to).error().code, ErrorCode::malformed) << from << " -> " << to;
    }
    EXPECT_EQ(load_changed_passport("specimen-woman", "specimen-other").error().code, ErrorCode::io_failure);
}

}  // namespace
}  // namespace fivestar::sim
