// SPDX-License-Identifier: Apache-2.0
/* A plug-in for the test: which, BEHAVIOUR_... says. The format it decodes is the test's own: octet 0 is added to every
 * octet of the pixels, which count up. */
#include "daemon/portrait/wlt_plugin.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef BEHAVIOUR_no_function

int fivestar_wlt_decode(const uint8_t* wlt, uint8_t* pixels) {
    for (int at = 0; at < FIVESTAR_WLT_PIXELS_OCTETS; ++at) pixels[at] = (uint8_t)(at + wlt[0]);
#if defined BEHAVIOUR_refuse
    return 1;
#elif defined BEHAVIOUR_crash
    abort();
#elif defined BEHAVIOUR_hang
    /* Asleep: no processor time is spent. */
    char octet = 0;
    for (;;) (void)!read(STDIN_FILENO, &octet, 1);
#elif defined BEHAVIOUR_hungry
    for (;;) {
        char* memory = malloc(1 << 24);
        if (memory == NULL) return 1;
        memset(memory, 1, 1 << 24);
    }
#elif defined BEHAVIOUR_open_file
    (void)!open("/etc/hostname", O_RDONLY);
#elif defined BEHAVIOUR_open_socket
    (void)!socket(AF_INET, SOCK_STREAM, 0);
#elif defined BEHAVIOUR_fork
    (void)!fork();
#elif defined BEHAVIOUR_execute_memory
    (void)!mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
#elif defined BEHAVIOUR_exit_early
    (void)!write(STDOUT_FILENO, pixels, 100);
    _exit(0);
#endif
    return 0;
}

#endif
