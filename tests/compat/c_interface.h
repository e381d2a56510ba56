// SPDX-License-Identifier: Apache-2.0
// A program in C at a counter.
#ifndef FIVESTAR_TESTS_COMPAT_C_INTERFACE_H
#define FIVESTAR_TESTS_COMPAT_C_INTERFACE_H

#ifdef __cplusplus
extern "C" {
#endif

/* Scans the ports, then finds, selects and reads with the port that opened. Returns the last code. */
int c_program_read(unsigned char text[256], unsigned char photo[1024]);
/* Calls every function with NULL, or with `port`; returns how many answered 0x90 or 0x9F. */
int c_program_call_all(int port);
/* The same with the functions of Routon and of lib100UD.so; how many answered more than 0. */
int c_program_call_layers(int number);

#ifdef __cplusplus
}
#endif

#endif
