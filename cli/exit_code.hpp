// How fivestarctl ends, for scripts. Numbers are part of the contract.
#pragma once

#include <cstdint>

namespace fivestar::cli {

enum class ExitCode : std::uint8_t {
    done = 0,         ///< also: the card is genuine, or all is the same
    unverified = 1,   ///< also: something that is not comparable
    not_genuine = 2,  ///< also: a number that is none, or something that differs
    problem = 3,
    usage = 64,  ///< EX_USAGE of sysexits(3)
};

}  // namespace fivestar::cli
