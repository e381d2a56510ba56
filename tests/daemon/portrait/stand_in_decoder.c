// SPDX-License-Identifier: Apache-2.0
/* A stand-in for both decoders of makers, for the adapters: a BMP of test_plugin.c's format, whose pixels count up from
 * octet 0. Of a WLT that begins with 0xEE it makes no picture. */
#include <string.h>

#define BITMAP_OCTETS 38862
#define NO_PICTURE 0xEE

static int decode(const unsigned char* wlt, int length, unsigned char* bitmap) {
    static const unsigned char header[54] = {'B', 'M', 0xCE, 0x97, 0, 0, 0, 0,   0, 0, 54, 0, 0, 0,  40,
                                             0,   0,   0,    102,  0, 0, 0, 126, 0, 0, 0,  1, 0, 24, 0};
    if (length != 1024 || wlt[0] == NO_PICTURE) return 0;
    memcpy(bitmap, header, sizeof header);
    for (int row = 0; row < 126; ++row) {
        for (int at = 0; at < 306; ++at) {
            /* Blue is first, and the lowest row. */
            bitmap[54 + (125 - row) * 308 + at / 3 * 3 + 2 - at % 3] = (unsigned char)(row * 306 + at + wlt[0]);
        }
    }
    return 1;
}

// NOLINTBEGIN(bugprone-reserved-identifier): the maker's name
int _Unpack(const unsigned char* wlt, int length, unsigned char* bitmap, int* size);
int _Unpack(const unsigned char* wlt, int length, unsigned char* bitmap, int* size) {
    *size = BITMAP_OCTETS;
    return decode(wlt, length, bitmap);
}
// NOLINTEND(bugprone-reserved-identifier)

int DecodingPhotos(const char* wlt, int length, char* bitmap, int room);
int DecodingPhotos(const char* wlt, int length, char* bitmap, int room) {
    if (room < BITMAP_OCTETS) return 0;
    return decode((const unsigned char*)wlt, length, (unsigned char*)bitmap) ? BITMAP_OCTETS : -1;
}
