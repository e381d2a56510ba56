// SPDX-License-Identifier: Apache-2.0
/* The portraits of Chinese identity cards are in a format (WLT) whose decoder is not public. Whoever holds a licensed
 * one makes it a shared library with this function and names it in [portrait] wlt_plugin.
 *
 * The library must belong to root, and so must every directory above it; nobody else may be able to write to any of
 * them. It runs in a process of its own that can do nothing but compute: no file, no socket, no thread, no new process,
 * 256 MiB of address space, two seconds. What it needs from files it must load in a constructor; it is loaded before it
 * is locked in, and before any portrait is there. */
#ifndef FIVESTAR_WLT_PLUGIN_H
#define FIVESTAR_WLT_PLUGIN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FIVESTAR_WLT_OCTETS 1024
#define FIVESTAR_WLT_WIDTH 102
#define FIVESTAR_WLT_HEIGHT 126
#define FIVESTAR_WLT_PIXELS_OCTETS 38556 /* FIVESTAR_WLT_WIDTH * FIVESTAR_WLT_HEIGHT * 3 */

/* Decodes FIVESTAR_WLT_OCTETS octets to FIVESTAR_WLT_HEIGHT rows, the top one first, of FIVESTAR_WLT_WIDTH pixels of
 * red, green and blue: FIVESTAR_WLT_PIXELS_OCTETS octets, no padding. Returns 0, or anything else if it is no such
 * picture. Called once in a process. */
int fivestar_wlt_decode(const uint8_t* wlt, uint8_t* pixels);

#ifdef __cplusplus
}
#endif

#endif
