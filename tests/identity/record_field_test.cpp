// SPDX-License-Identifier: Apache-2.0
#include "identity/record_field.hpp"

#include <algorithm>
#include <ranges>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

TEST(RecordField, IsFoundByItsPath) {
    for (std::size_t index = 0; index < record_field_count; ++index) {
        const auto field = static_cast<RecordField>(index);
        EXPECT_EQ(record_field_paths.find(path_of(field)), field) << path_of(field);
    }
    EXPECT_EQ(path_of(RecordField::document_type), "document.type");
    EXPECT_EQ(path_of(RecordField::holder_names_latin), "holder.names.latin");
    EXPECT_EQ(path_of(RecordField::number_sex), "number.sex");
    EXPECT_EQ(path_of(RecordField::evidence), "evidence");
}

TEST(RecordField, IsNotFoundByAParentOrAnotherText) {
    for (const std::string path :
         {"", "holder", "holder.names", "holder.names.", "holder.sexes", "holder.over_18", "*"}) {
        EXPECT_EQ(record_field_paths.find(path), std::nullopt) << path;
    }
}

}  // namespace
}  // namespace fivestar::identity
