// SPDX-License-Identifier: Apache-2.0
/* Loaded before the C library: CLOCK_BOOTTIME as on a machine that was suspended, for as many seconds as the file
   FIVESTAR_SUSPENDED says. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec* now) {
    if (syscall(SYS_clock_gettime, clock, now) != 0) return -1;
    const char* const path = getenv("FIVESTAR_SUSPENDED");
    if (clock != CLOCK_BOOTTIME || path == NULL) return 0;
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    char seconds[16] = {0};
    if (read(file, seconds, sizeof seconds - 1) > 0) now->tv_sec += strtol(seconds, NULL, 10);
    close(file);
    return 0;
}
