// SPDX-License-Identifier: Apache-2.0
/* The library as a program in C sees it. */
#ifndef FIVESTAR_TESTS_CLIENT_C_INTERFACE_H
#define FIVESTAR_TESTS_CLIENT_C_INTERFACE_H

#ifdef __cplusplus
extern "C" {
#endif

/* Asks for `target` and copies the body to `body`; the answer's status, or the negated fivestar_error. */
int c_program_get(const char* socket_path, const char* target, char* body, unsigned long room);

/* Counts the events of a stream until it ends; the negated fivestar_error where it breaks. */
int c_program_count_events(const char* socket_path, const char* target);

#ifdef __cplusplus
}
#endif

#endif
