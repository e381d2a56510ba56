// SPDX-License-Identifier: Apache-2.0
/* The C functions that Routon's libsdtapi has above those of sdtapi.h, in the same library: they name the port once,
 * and give fields of a card as text. 1 is success, and 0 is everything else: programs test for 0. docs/COMPAT.md
 * explains them. Texts are GBK and end with NUL. */
#ifndef FIVESTAR_COMPAT_ROUTON_H
#define FIVESTAR_COMPAT_ROUTON_H

#include "compat/sdtapi.h"

#ifdef __cplusplus
extern "C" {
#endif

SDTAPI int InitComm(int port);
SDTAPI int CloseComm(void);
/* Finds and selects a card that was not read yet, or any after Routon_RepeatRead(true). */
SDTAPI int Authenticate(void);
/* A card lies there, read or not. */
SDTAPI int CardOn(void);

/* Rooms: 31, 3, 10, 9, 19, 71, 31, 9 and 9 octets. Cards of foreigners have other fields, and are refused. */
SDTAPI int ReadBaseInfos(char* name, char* sex, char* folk, char* birth, char* code, char* address, char* agency,
                         char* from, char* to);
/* Also writes photo.bmp in `directory`; without a picture there is none. */
SDTAPI int ReadBaseInfosPhoto(char* name, char* sex, char* folk, char* birth, char* code, char* address, char* agency,
                              char* from, char* to, char* directory);
/* The nine texts in rooms of the same sizes in a row, the address before the number: 192 octets. */
SDTAPI int ReadBaseMsg(unsigned char* text, int* length);
/* The record of a card of any kind: 256 octets of UTF-16. */
SDTAPI int ReadBaseMsgW(unsigned char* text, int* length);
/* Up to four appended addresses, with room for 71 octets each. */
SDTAPI int ReadNewAppInfos(unsigned char* first, unsigned char* second, unsigned char* third, unsigned char* fourth,
                           int* count);
SDTAPI int ReadIINSNDN(char* octets);   /* 28 octets */
SDTAPI int GetSAMIDToStr(char* sam_id); /* 36 characters */

/* The parameters of these three are `bool` for C++ programs. Others pass any number: JNA's true is -1. */
SDTAPI int Routon_RepeatRead(unsigned char is_allowed);
/* The driver leaves lamp and sound to the machine: these have no effect. */
SDTAPI int Routon_Mute(unsigned char is_mute);
SDTAPI int Routon_BeepLED(unsigned char is_beeping, unsigned char is_lit, unsigned int duration);
/* The machine reads no passports: always 0. */
SDTAPI int Routon_FindPassport(void);
SDTAPI int Routon_ReadPassport(char* first_line, char* second_line, char* third_line);

#ifdef __cplusplus
}
#endif

#endif
