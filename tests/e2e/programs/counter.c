// SPDX-License-Identifier: Apache-2.0
/* A program at a counter, in C: `counter LIBRARY`. It loads whatever libsdtapi.so it is given, and tells the two forms
 * apart by SDT_OpenPort, as programs do. Prints the form, the codes of find, select and read, and the record's flag and
 * number. */
#include <dlfcn.h>
#include <stdio.h>

struct __attribute__((packed)) device {
    unsigned short vendor, product;
    char serial[64];
    unsigned bus, address;
    void* device;
};

static void print_record(const unsigned char* text) {
    printf(" flag='%c' number=", text[248]);
    for (int at = 122; at < 158 && text[at] != ' '; at += 2) putchar(text[at]);
    puts("");
}

static int read_by_port(void* library) {
    int (*open_port)(int) = (int (*)(int))dlsym(library, "SDT_OpenPort");
    int (*close_port)(int) = (int (*)(int))dlsym(library, "SDT_ClosePort");
    int (*find)(int, unsigned char*, int) = (int (*)(int, unsigned char*, int))dlsym(library, "SDT_StartFindIDCard");
    int (*choose)(int, unsigned char*, int) = (int (*)(int, unsigned char*, int))dlsym(library, "SDT_SelectIDCard");
    int (*read)(int, unsigned char*, unsigned*, unsigned char*, unsigned*, int) =
        (int (*)(int, unsigned char*, unsigned*, unsigned char*, unsigned*, int))dlsym(library, "SDT_ReadBaseMsg");
    unsigned char iin[4], text[512], photo[2048];
    unsigned text_length = 0, photo_length = 0;
    int port = 1001;
    while (port <= 1016 && open_port(port) != 0x90) ++port;
    const int found = find(port, iin, 0), chosen = choose(port, iin, 0);
    const int was_read = read(port, text, &text_length, photo, &photo_length, 0);
    printf("port %d: %x %x %x", port, found, chosen, was_read);
    if (was_read == 0x90) print_record(text);
    return close_port(port) == 0x90 && was_read == 0x90 ? 0 : 1;
}

static int read_by_handle(void* library) {
    int (*list)(struct device*, int) = (int (*)(struct device*, int))dlsym(library, "SDT_EnumDevice");
    int (*open_device)(struct device*) = (int (*)(struct device*))dlsym(library, "SDT_OpenDevice");
    int (*close_device)(int) = (int (*)(int))dlsym(library, "SDT_CloseDevice");
    int (*find)(int, unsigned char*) = (int (*)(int, unsigned char*))dlsym(library, "SDT_StartFindIDCard");
    int (*choose)(int, unsigned char*) = (int (*)(int, unsigned char*))dlsym(library, "SDT_SelectIDCard");
    int (*read)(int, unsigned char*, unsigned*, unsigned char*, unsigned*) =
        (int (*)(int, unsigned char*, unsigned*, unsigned char*, unsigned*))dlsym(library, "SDT_ReadBaseMsg");
    struct device devices[4];
    unsigned char serial[8], text[256], photo[1024];
    unsigned text_length = 0, photo_length = 0;
    if (list(devices, 4) < 1) return 1;
    const int handle = open_device(devices);
    const int found = find(handle, serial), chosen = choose(handle, serial);
    const int was_read = read(handle, text, &text_length, photo, &photo_length);
    printf("handle %u: %x %x %x", devices[0].address, found, chosen, was_read);
    if (was_read == 0x90) print_record(text);
    return close_device(handle) == 0x90 && was_read == 0x90 ? 0 : 1;
}

int main(int count, char** arguments) {
    void* const library = count == 2 ? dlopen(arguments[1], RTLD_NOW) : NULL;
    if (library == NULL) return 2;
    return dlsym(library, "SDT_OpenPort") != NULL ? read_by_port(library) : read_by_handle(library);
}
