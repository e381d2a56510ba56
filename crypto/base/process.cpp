// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/process.hpp"

#include <csignal>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace fivestar {

Result<void> forbid_core_dumps() {
    const rlimit none{.rlim_cur = 0, .rlim_max = 0};
    if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
        return fail(ErrorCode::io_failure);
    }
    return {};
}

void ignore_broken_pipes() {
    std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace fivestar
