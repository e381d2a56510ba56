// SPDX-License-Identifier: Apache-2.0
/* The C functions of the other libsdtapi.so, which ZKTeco's programs call: the names of the port form, but with handles
 * of devices that were listed before. docs/COMPAT.md explains it. */
#ifndef FIVESTAR_COMPAT_HANDLE_SDTAPI_H
#define FIVESTAR_COMPAT_HANDLE_SDTAPI_H

#define SDTAPI __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

/* A device. The maker's programs name it TXUSBDevice, and have it without padding. */
typedef struct __attribute__((packed)) fivestar_sdt_device {
    unsigned short vendor;  /* 0: the daemon tells readers, not devices */
    unsigned short product; /* 0 */
    char serial[64];        /* id of the reader, with a NUL */
    unsigned int bus;       /* 0 */
    unsigned int address;   /* number of the port form: 1001, 1002, ... */
    void* device;           /* NULL */
} fivestar_sdt_device;

/* Lists at most `room` devices. Returns their number; 0 without any. */
SDTAPI int SDT_EnumDevice(fivestar_sdt_device* devices, int room);
/* Returns a handle; 0 if there is no such device. */
SDTAPI int SDT_OpenDevice(fivestar_sdt_device* device);
SDTAPI int SDT_CloseDevice(int handle);
SDTAPI int SDT_StartFindIDCard(int handle, unsigned char* iin);
SDTAPI int SDT_SelectIDCard(int handle, unsigned char* serial_number);
SDTAPI int SDT_ReadBaseMsg(int handle, unsigned char* text, unsigned int* text_length, unsigned char* photo,
                           unsigned int* photo_length);

#ifdef __cplusplus
}
#endif

#endif
