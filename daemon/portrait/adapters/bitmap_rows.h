// SPDX-License-Identifier: Apache-2.0
/* Both decoders make a BMP of the picture: 24 bits a pixel, the lowest row first, rows filled to 308 octets. */
#ifndef FIVESTAR_BITMAP_ROWS_H
#define FIVESTAR_BITMAP_ROWS_H

#include "daemon/portrait/wlt_plugin.h"

#include <stddef.h>

#define BITMAP_OCTETS 38862
#define BITMAP_ROOM 65536 /* more than a decoder that keeps its word needs */

/* Returns 0, or 1 if it is no such BMP. */
static inline int rows_of_bitmap(const uint8_t* bitmap, uint8_t* pixels) {
    enum { header = 54, row_octets = FIVESTAR_WLT_WIDTH * 3, filled_row = 308 };
    if (bitmap[0] != 'B' || bitmap[1] != 'M' || bitmap[10] != header || bitmap[18] != FIVESTAR_WLT_WIDTH ||
        bitmap[22] != FIVESTAR_WLT_HEIGHT || bitmap[28] != 24) {
        return 1;
    }
    for (size_t row = FIVESTAR_WLT_HEIGHT; row-- > 0;) {
        const uint8_t* from = bitmap + header + row * filled_row;
        for (int at = 0; at < row_octets; at += 3) {
            /* blue, green, red */
            for (int colour = 0; colour < 3; ++colour) *pixels++ = from[at + 2 - colour];
        }
    }
    return 0;
}

#endif
