// SPDX-License-Identifier: Apache-2.0
// A read with the number that is printed on the card.
#pragma once

#include "daemon/reading/read_request.hpp"

#include <string>

namespace fivestar::test {

inline daemon::ReadRequest can_order(const std::string& can) {
    daemon::ReadRequest order;
    order.access.can = SecretText{std::string_view{can}};
    return order;
}

}  // namespace fivestar::test
