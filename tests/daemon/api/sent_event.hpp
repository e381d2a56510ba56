// SPDX-License-Identifier: Apache-2.0
// Events as a client receives them.
#pragma once

#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/http/raw_client.hpp"

namespace fivestar::daemon {

inline test::SentEvent next(test::RawClient& client) {
    return test::ApiFixture::next_event(client).value_or(test::SentEvent{.name = "none", .id = {}, .data = nullptr});
}

}  // namespace fivestar::daemon
