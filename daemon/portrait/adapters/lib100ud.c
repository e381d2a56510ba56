// SPDX-License-Identifier: Apache-2.0
/* A plug-in for owners of the maker's lib100UD.so: `DecodingPhotos(wlt, 1024, bitmap, room)` returns 38,862. */
#include "daemon/portrait/adapters/bitmap_rows.h"

#include <dlfcn.h>
#include <stddef.h>

typedef int (*decoding_function)(const char* wlt, int wlt_length, char* bitmap, int room);

static decoding_function decoding_photos;

/* Before the process is confined, and can open no file. */
__attribute__((constructor)) static void load_decoder(void) {
    void* const library = dlopen(FIVESTAR_WLT_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (library != NULL) *(void**)&decoding_photos = dlsym(library, "DecodingPhotos"); /* as dlopen(3) has it */
}

__attribute__((visibility("default"))) int fivestar_wlt_decode(const uint8_t* wlt, uint8_t* pixels) {
    static uint8_t bitmap[BITMAP_ROOM];
    if (decoding_photos == NULL) return 1;
    if (decoding_photos((const char*)wlt, FIVESTAR_WLT_OCTETS, (char*)bitmap, BITMAP_ROOM) != BITMAP_OCTETS) return 1;
    return rows_of_bitmap(bitmap, pixels);
}
