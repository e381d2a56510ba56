// SPDX-License-Identifier: Apache-2.0
/* A plug-in for owners of libwlt2bmp.so: `_Unpack(wlt, 1024, bitmap, &length)` returns 1. */
#include "daemon/portrait/adapters/bitmap_rows.h"

#include <dlfcn.h>
#include <stddef.h>

typedef int (*unpack_function)(const uint8_t* wlt, int wlt_length, uint8_t* bitmap, int* length);

static unpack_function unpack;

/* Before the process is confined, and can open no file. */
__attribute__((constructor)) static void load_decoder(void) {
    void* const library = dlopen(FIVESTAR_WLT_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (library != NULL) *(void**)&unpack = dlsym(library, "_Unpack"); /* as dlopen(3) has it */
}

__attribute__((visibility("default"))) int fivestar_wlt_decode(const uint8_t* wlt, uint8_t* pixels) {
    static uint8_t bitmap[BITMAP_ROOM];
    int length = BITMAP_ROOM;
    if (unpack == NULL || unpack(wlt, FIVESTAR_WLT_OCTETS, bitmap, &length) != 1) return 1;
    return rows_of_bitmap(bitmap, pixels);
}
