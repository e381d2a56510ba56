// SPDX-License-Identifier: Apache-2.0
/* A program compiled with the header of the first release. */
#ifndef FIVESTAR_TESTS_CLIENT_RELEASED_INTERFACE_H
#define FIVESTAR_TESTS_CLIENT_RELEASED_INTERFACE_H

#ifdef __cplusplus
extern "C" {
#endif

/* Calls every function; 1 if all did what the release promised, else 0 and the condition that did not hold. */
int released_program(const char* socket_path, const char** failure);

#ifdef __cplusplus
}
#endif

#endif
