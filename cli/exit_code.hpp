// SPDX-License-Identifier: Apache-2.0
// Exit codes of fivestarctl. They are part of the contract.
#pragma once

#include <cstdint>

namespace fivestar::cli {

enum class ExitCode : std::uint8_t {
    done = 0,         ///< also: genuine, or same
    unverified = 1,   ///< also: not comparable
    not_genuine = 2,  ///< also: different, or an invalid number
    problem = 3,
    usage = 64,         ///< EX_USAGE of sysexits(3)
    interrupted = 130,  ///< 128 and SIGINT, as shells report it
};

}  // namespace fivestar::cli
