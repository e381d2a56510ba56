// SPDX-License-Identifier: Apache-2.0
/* Loaded before the C library: a clock that is ten years late, as on a machine without a battery. */
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define TEN_YEARS (3652L * 86400L)

int clock_gettime(clockid_t clock, struct timespec* now) {
    if (syscall(SYS_clock_gettime, clock, now) != 0) return -1;
    if (clock == CLOCK_REALTIME) now->tv_sec -= TEN_YEARS;
    return 0;
}
