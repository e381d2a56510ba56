// What a chip's command makes of its answer: a plain response, what a quirk does to its protection, and the session
// that it opens.
#pragma once

#include "apdu/response.hpp"
#include "sim/chip/session_keys.hpp"

#include <chrono>
#include <optional>

namespace fivestar::sim {

struct Reply {
    apdu::Response response = {};
    bool naked = false;   ///< goes out unprotected; the session ends
    bool locked = false;  ///< nothing protected is answered until reset
    bool wrong_mac = false;
    bool hangs = false;
    std::chrono::milliseconds delay{};            ///< before the answer leaves
    std::optional<SessionKeys> new_session = {};  ///< begins once the answer is out

    Reply(apdu::StatusWord sw) { response.sw = sw; }  // NOLINT(google-explicit-constructor): most replies are one word
    Reply(ByteView data, apdu::StatusWord sw) : response{PersonalBytes{data}, sw} {}
};

}  // namespace fivestar::sim
