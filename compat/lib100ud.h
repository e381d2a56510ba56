// SPDX-License-Identifier: Apache-2.0
/* The C functions of lib100UD.so: the CVR interface in its form of Linux. docs/COMPAT.md explains them. 1 is success.
 * Texts are GBK and end with NUL; lengths are outputs only, without the NUL, and may be NULL. */
#ifndef FIVESTAR_COMPAT_LIB100UD_H
#define FIVESTAR_COMPAT_LIB100UD_H

#define SDTAPI __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

/* `protocol` is 2 for USB. `path` is not needed. Returns 1, or 2 without a reader. */
SDTAPI int CVR_InitComm(const char* path, int protocol);
/* 1, or -1 if it was closed. */
SDTAPI int CVR_CloseComm(void);
/* 1 while the reader responds. */
SDTAPI int CVR_GetStatus(void);
SDTAPI int CVR_GetSAMID(char* sam_id, int* length); /* 36 characters */

/* Finds and selects a card that was not read yet. Returns 1; 2 without one; 3 if it was lifted at once; 0 without
 * CVR_InitComm. */
SDTAPI int CVR_Authenticate(void);
/* The same with any card. */
SDTAPI int CVR_AuthenticateForNoJudge(void);
/* Reads the card, for the functions that follow, and writes files in the current directory: 1 WZ.TXT, XP.WLT, ZP.BMP; 2
 * without ZP.BMP; 3 NEWADD.TXT; 4 and 6 WZ.TXT in GBK and ZP.BMP; 5 IINSNDN.bin. Returns 1, 0, or 99. */
SDTAPI int CVR_Read_Content(int active);
/* 256 octets of text at most, and 1,024 of photo. `mode` is 1 for the record in UCS-2, 2 for GBK; 3 and 4 the same with
 * a file ZP.BMP. */
SDTAPI int CVR_ReadBaseMsg(unsigned char* text, unsigned int* text_length, unsigned char* photo,
                           unsigned int* photo_length, int mode);
SDTAPI int CVR_GetUID(char* uid, int* length); /* 8 octets: the serial number of the chip */

/* Of the card that was read. The kind: `1` a foreigner's card of 2017, `2` a residence permit of Hong Kong, Macao and
 * Taiwan, `4` a foreigner's card of 2023 (five-star card), `0` a citizen's. */
SDTAPI int GetCertType(unsigned char* text, int* length);
SDTAPI int GetPeopleName(char* text, int* length); /* of foreigners in Latin letters, up to 60 */
SDTAPI int GetPeopleChineseName(char* text, int* length);
SDTAPI int GetPeopleSex(char* text, int* length);
SDTAPI int GetPeopleNation(char* text, int* length); /* of foreigners the nationality */
SDTAPI int GetNationCode(char* text, int* length);
SDTAPI int GetPeopleBirthday(char* text, int* length); /* dates have eight digits */
SDTAPI int GetPeopleAddress(char* text, int* length);
SDTAPI int GetPeopleIDCode(char* text, int* length);
SDTAPI int GetDepartment(char* text, int* length);
SDTAPI int GetStartDate(char* text, int* length);
SDTAPI int GetEndDate(char* text, int* length);
SDTAPI int GetPeopleCertVersion(char* text, int* length);
SDTAPI int GetIssuesNum(char* text, int* length); /* how often a card of 2023 was renewed, or a permit issued */
SDTAPI int GetOldForeignerIDCode(unsigned char* text, int* length); /* the number before a card of 2023 */
SDTAPI int GetNewAppMsg(char* text, int* length);                   /* appended addresses, a line each */

/* The portrait as BMP of 38,862 octets, and in Base64. 0 if the daemon has no decoder or does not grant the portrait.
 */
SDTAPI int GetBMPData(unsigned char* picture, int* length);
SDTAPI int Getbase64BMPData(unsigned char* text, int* length);
SDTAPI int Getbase64JpgData(unsigned char* text, int* length);
/* Decodes the portrait of a card that was selected and still lies there. Returns 38,862, or 0. */
SDTAPI int DecodingPhotos(char* wlt, int wlt_length, char* picture, int room);

#ifdef __cplusplus
}
#endif

#endif
