// SPDX-License-Identifier: Apache-2.0
#include "apdu/lds.hpp"

#include "apdu/select.hpp"

namespace fivestar::apdu::lds {

Result<void> select_application(Channel& channel) {
    auto selected = select(channel, SelectBy::application_identifier, application_identifier);
    if (selected) return selected;
    const Error& error = selected.error();
    const bool refused = origin(error.code) == ErrorOrigin::file;
    return fail(refused ? ErrorCode::unsupported : error.code, error.sw, "select_application");
}

}  // namespace fivestar::apdu::lds
