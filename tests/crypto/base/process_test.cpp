// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/process.hpp"

#include "crypto/base/descriptor.hpp"

#include <array>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

/// Returns the result of `check` in a child process.
template <class Check>
bool in_child(Check check) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(check() ? 0 : 1);
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(Process, LeavesNoCore) {
    EXPECT_TRUE(in_child([] {
        rlimit limit{};
        return forbid_core_dumps() && ::prctl(PR_GET_DUMPABLE) == 0 && ::getrlimit(RLIMIT_CORE, &limit) == 0 &&
               limit.rlim_cur == 0 && limit.rlim_max == 0;
    }));
}

TEST(Process, SurvivesABrokenPipe) {
    EXPECT_TRUE(in_child([] {
        ignore_broken_pipes();
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) return false;
        ::close(ends[0]);
        return ::write(ends[1], "x", 1) == -1 && errno == EPIPE;
    }));
}

}  // namespace
}  // namespace fivestar::test
