// SPDX-License-Identifier: Apache-2.0
// A read that is compared.
#pragma once

#include "tests/daemon/api/api_fixture.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::daemon {

inline std::string id_of(const test::JsonAnswer& read) {
    EXPECT_EQ(read.status, 200U);
    return std::string{read.body.at("id").as_string()};
}

inline test::JsonAnswer match(test::ApiFixture& api, const std::string& id, std::string_view fields) {
    return api.post_to("/v1/reads/" + id + "/match", R"({"fields":)" + std::string{fields} + "}");
}

}  // namespace fivestar::daemon
