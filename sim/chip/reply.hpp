// SPDX-License-Identifier: Apache-2.0
// The result of a command inside the chip: the plain response, how a quirk changes its protection, and the session that
// starts after it.
#pragma once

#include "apdu/response.hpp"
#include "sim/chip/session_keys.hpp"

#include <chrono>
#include <optional>

namespace fivestar::sim {

struct Reply {
    apdu::Response response = {};
    bool unprotected = false;  ///< sent without secure messaging, which ends the session
    bool locked = false;       ///< the chip answers 6988 to protected commands until reset
    bool wrong_mac = false;
    bool hangs = false;
    std::chrono::milliseconds delay{};            ///< before the response is sent
    std::optional<SessionKeys> new_session = {};  ///< starts after the response

    Reply(apdu::StatusWord sw) { response.sw = sw; }  // NOLINT(google-explicit-constructor): most replies are a status
    Reply(ByteView data, apdu::StatusWord sw) : response{PersonalBytes{data}, sw} {}
};

}  // namespace fivestar::sim
