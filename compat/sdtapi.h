// SPDX-License-Identifier: Apache-2.0
/* The C functions of libsdtapi.so: the SDT interface in the port form of the ministry's library. docs/COMPAT.md
 * explains ports and return codes. A function that takes `if_open` uses a port that the caller opened if it is 0, and
 * opens and closes the port itself otherwise. Lengths are outputs only, and may be NULL. */
#ifndef FIVESTAR_COMPAT_SDTAPI_H
#define FIVESTAR_COMPAT_SDTAPI_H

#define SDTAPI __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

SDTAPI int SDT_OpenPort(int port);
SDTAPI int SDT_ClosePort(int port);
SDTAPI int SDT_GetCOMBaud(int port, unsigned int* rate);
SDTAPI int SDT_SetCOMBaud(int port, unsigned int current_rate, unsigned int rate);
/* `text` has room for 64 characters. */
SDTAPI int SDT_GetErrorString(int code, char* text);

SDTAPI int SDT_GetSAMStatus(int port, int if_open);
SDTAPI int SDT_ResetSAM(int port, int if_open);
SDTAPI int SDT_SetMaxRFByte(int port, unsigned char octets, int if_open);
SDTAPI int SDT_GetSAMID(int port, unsigned char* id, int if_open); /* 16 octets */
SDTAPI int SDT_GetSAMIDToStr(int port, char* id, int if_open);     /* 36 characters and a NUL */

SDTAPI int SDT_StartFindIDCard(int port, unsigned char* iin, int if_open); /* 4 octets */
/* Writes 4 octets, although a serial number has 8: a program is known that hands over 4. */
SDTAPI int SDT_SelectIDCard(int port, unsigned char* serial_number, int if_open);
SDTAPI int SDT_ReadBaseMsg(int port, unsigned char* text, unsigned int* text_length, unsigned char* photo,
                           unsigned int* photo_length, int if_open); /* 256 and 1,024 octets */
SDTAPI int SDT_ReadBaseMsgToFile(int port, char* text_file, unsigned int* text_length, char* photo_file,
                                 unsigned int* photo_length, int if_open);
SDTAPI int SDT_ReadBaseFPMsg(int port, unsigned char* text, unsigned int* text_length, unsigned char* photo,
                             unsigned int* photo_length, unsigned char* fingerprints, unsigned int* fingerprints_length,
                             int if_open);
SDTAPI int SDT_ReadBaseFPMsgToFile(int port, char* text_file, unsigned int* text_length, char* photo_file,
                                   unsigned int* photo_length, char* fingerprints_file,
                                   unsigned int* fingerprints_length, int if_open);
SDTAPI int SDT_ReadNewAppMsg(int port, unsigned char* addresses, unsigned int* length, int if_open); /* up to 280 */
SDTAPI int SDT_ReadMngInfo(int port, unsigned char* octets, int if_open);                            /* 28 octets */
SDTAPI int SDT_ReadIINSNDN(int port, unsigned char* octets, int if_open);                            /* the same */

#ifdef __cplusplus
}
#endif

#endif
