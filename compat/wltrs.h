// SPDX-License-Identifier: Apache-2.0
/* The function of libwltrs.so, a second name of libsdtapi.so: programs call it after SDT_ReadBaseMsgToFile. */
#ifndef FIVESTAR_COMPAT_WLTRS_H
#define FIVESTAR_COMPAT_WLTRS_H

#include "compat/sdtapi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Writes the portrait of `file`, whose name ends with .wlt, as a picture beside it, whose name ends with .bmp. The card
 * must still lie there: the daemon makes the picture. `interface` (1 serial, 2 USB) is not needed. Returns 1, or 0
 * without that card, -1 for a portrait that cannot be decoded, -2 for another ending, -3 if a file cannot be read or
 * written, -4 for another size, and -5 if the daemon has no decoder or does not grant the portrait. */
SDTAPI int GetBmp(const char* file, int interface);

#ifdef __cplusplus
}
#endif

#endif
