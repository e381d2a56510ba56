// SPDX-License-Identifier: Apache-2.0
/* An IFD handler that says of its reader what a CCID reader without extended length says (PC/SC part 10, 2.6.14:
   dwMaxAPDUDataSize 0). All else is the virtual reader's: this library needs that one, where pcscd's dlsym finds the
   other functions of the interface. */
#include <ifdhandler.h>
#include <stddef.h>
#include <string.h>

#include <reader.h>

/* Any code that is left to drivers. */
static const unsigned char properties_code[] = {0x42, 0x33, 0x00, 0x12};
static const unsigned char features[] = {FEATURE_GET_TLV_PROPERTIES, 4, 0x42, 0x33, 0x00, 0x12};
static const unsigned char properties[] = {PCSCv2_PART10_PROPERTY_dwMaxAPDUDataSize, 4, 0, 0, 0, 0};

RESPONSECODE IFDHControl(DWORD reader, DWORD code, PUCHAR sent, DWORD sent_size, PUCHAR answer, DWORD room,
                         LPDWORD size) {
    const unsigned char* said = NULL;
    const DWORD asked_for_properties = (DWORD)properties_code[0] << 24 | (DWORD)properties_code[1] << 16 |
                                       (DWORD)properties_code[2] << 8 | properties_code[3];
    (void)reader;
    (void)sent;
    (void)sent_size;
    *size = 0;
    if (code == CM_IOCTL_GET_FEATURE_REQUEST) said = features;
    if (code == asked_for_properties) said = properties;
    if (said == NULL) return IFD_ERROR_NOT_SUPPORTED;
    if (room < sizeof features) return IFD_ERROR_INSUFFICIENT_BUFFER;
    memcpy(answer, said, sizeof features);
    *size = sizeof features;
    return IFD_SUCCESS;
}
