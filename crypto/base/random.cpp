// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/random.hpp"

#include <cerrno>
#include <cstdlib>
#include <sys/random.h>

namespace fivestar {

void SystemRandom::fill(MutableByteView to) {
    while (!to.empty()) {
        const ssize_t got = ::getrandom(to.data(), to.size(), 0);
        if (got < 0) {
            if (errno == EINTR) continue;
            std::abort();  // no protocol is safe without randomness
        }
        to = to.subspan(static_cast<std::size_t>(got));
    }
}

}  // namespace fivestar
