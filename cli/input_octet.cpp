// SPDX-License-Identifier: Apache-2.0
#include "cli/input_octet.hpp"

#include <array>
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace fivestar::cli {

Result<bool> read_octet(int input, const Interruption& interruption, char& octet) {
    std::array<pollfd, 2> waited{{{.fd = interruption.descriptor(), .events = POLLIN, .revents = 0},
                                  {.fd = input, .events = POLLIN, .revents = 0}}};
    while (true) {
        if (::poll(waited.data(), waited.size(), -1) < 0) {
            if (errno == EINTR) continue;
            return fail(ErrorCode::io_failure);
        }
        if (waited[0].revents != 0) return fail(ErrorCode::cancelled);
        const ssize_t came = ::read(input, &octet, 1);
        if (came >= 0) return came == 1;
        if (errno != EINTR && errno != EAGAIN) return fail(ErrorCode::io_failure);
    }
}

}  // namespace fivestar::cli
