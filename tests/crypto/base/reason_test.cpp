// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/reason.hpp"

#include "tests/support/print_reason.hpp"
#include "tests/support/source_directory.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar {
namespace {

/// The classes in docs/TRUST.md: rows of its table of reasons, `| disproved | `a`, `b` |`.
std::map<std::string, std::set<std::string>> documented_classes() {
    std::ifstream file{test::source_directory() / "docs/TRUST.md"};
    std::map<std::string, std::set<std::string>> classes;
    for (std::string line; std::getline(file, line);) {
        for (const char* const name : {"disproved", "not shown", "remarked"}) {
            if (!line.starts_with("| " + std::string{name} + " |")) continue;
            std::set<std::string>& reasons = classes[name];
            for (std::size_t begin = line.find('`'); begin != std::string::npos; begin = line.find('`', begin)) {
                const std::size_t end = line.find('`', begin + 1);
                EXPECT_TRUE(reasons.insert(line.substr(begin + 1, end - begin - 1)).second) << line.substr(begin, 40);
                begin = end + 1;
            }
        }
    }
    return classes;
}

TEST(Reason, HasTheClassThatIsDocumented) {
    std::map<std::string, std::set<std::string>> classes;
    for (const Reason reason : all_reasons()) {
        const std::string name{to_string(reason)};
        switch (class_of(reason)) {
            case ReasonClass::disproved:
                classes["disproved"].insert(name);
                break;
            case ReasonClass::not_shown:
                classes["not shown"].insert(name);
                break;
            case ReasonClass::remarked:
                classes["remarked"].insert(name);
                break;
            case ReasonClass::other:
                break;
        }
    }
    EXPECT_EQ(classes, documented_classes());
}

TEST(Reason, HasANameOfItsOwn) {
    const auto is_of_a_name = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    std::set<std::string_view> names;
    for (const Reason reason : all_reasons()) {
        const std::string_view name = to_string(reason);
        EXPECT_FALSE(name.empty()) << static_cast<unsigned>(reason);
        EXPECT_TRUE(std::ranges::all_of(name, is_of_a_name)) << name;
        EXPECT_TRUE(names.insert(name).second) << name;
        EXPECT_EQ(reason_by_name(name), reason);
    }
}

TEST(Reason, KeepsTheNamesThatProgramsKnow) {
    EXPECT_EQ(to_string(Reason::none), "");
    EXPECT_EQ(to_string(Reason::malformed), "malformed");
    EXPECT_EQ(to_string(Reason::issuer_unknown), "issuer_unknown");
    EXPECT_EQ(to_string(Reason::different_documents), "different_documents");
    EXPECT_EQ(reason_by_name(""), std::nullopt);
    EXPECT_EQ(reason_by_name("issuer unknown"), std::nullopt);
}

TEST(Reason, OfAnErrorHasTheSameName) {
    for (const ErrorCode code : {ErrorCode::malformed, ErrorCode::trailing_bytes, ErrorCode::limit_exceeded,
                                 ErrorCode::unsupported, ErrorCode::io_failure}) {
        EXPECT_EQ(to_string(reason_of(code)), to_string(code));
    }
    EXPECT_EQ(reason_of(ErrorCode::invalid_key), Reason::malformed);
}

}  // namespace
}  // namespace fivestar
