// SPDX-License-Identifier: Apache-2.0
#include "tests/compat/c_interface.h"

#include "compat/lib100ud.h"
#include "compat/routon.h"
#include "compat/sdtapi.h"
#include "compat/wltrs.h"

#include <stddef.h>

int c_program_read(unsigned char text[256], unsigned char photo[1024]) {
    unsigned char iin[4];
    unsigned int text_length = 0;
    unsigned int photo_length = 0;
    int port = 1;
    while (port <= 1016 && SDT_OpenPort(port) != 0x90) port = port == 16 ? 1001 : port + 1;
    int code = SDT_StartFindIDCard(port, iin, 0);
    if (code != 0x9F) return code;
    code = SDT_SelectIDCard(port, iin, 0); /* the buffer of 4 octets, as one program does */
    if (code != 0x90) return code;
    code = SDT_ReadBaseMsg(port, text, &text_length, photo, &photo_length, 0);
    return code == 0x90 && (text_length != 256 || photo_length != 1024) ? -1 : code;
}

int c_program_call_all(int port) {
    const int codes[] = {
        SDT_OpenPort(port),
        SDT_ClosePort(port),
        SDT_GetCOMBaud(port, NULL),
        SDT_SetCOMBaud(port, 0, 0),
        SDT_GetErrorString(port, NULL),
        SDT_GetSAMStatus(port, 0),
        SDT_ResetSAM(port, 0),
        SDT_SetMaxRFByte(port, 0, 0),
        SDT_GetSAMID(port, NULL, 0),
        SDT_GetSAMIDToStr(port, NULL, 0),
        SDT_StartFindIDCard(port, NULL, 0),
        SDT_SelectIDCard(port, NULL, 0),
        SDT_ReadBaseMsg(port, NULL, NULL, NULL, NULL, 0),
        SDT_ReadBaseMsgToFile(port, NULL, NULL, NULL, NULL, 0),
        SDT_ReadBaseFPMsg(port, NULL, NULL, NULL, NULL, NULL, NULL, 0),
        SDT_ReadBaseFPMsgToFile(port, NULL, NULL, NULL, NULL, NULL, NULL, 0),
        SDT_ReadNewAppMsg(port, NULL, NULL, 0),
        SDT_ReadMngInfo(port, NULL, 0),
        SDT_ReadIINSNDN(port, NULL, 0),
    };
    int good = 0;
    for (size_t at = 0; at < sizeof codes / sizeof codes[0]; ++at) good += codes[at] == 0x90 || codes[at] == 0x9F;
    return good;
}

int c_program_call_layers(int number) {
    int (*const getters[])(char*, int*) = {
        GetPeopleName,    GetPeopleChineseName, GetPeopleSex,  GetPeopleNation, GetNationCode, GetPeopleBirthday,
        GetPeopleAddress, GetPeopleIDCode,      GetDepartment, GetStartDate,    GetEndDate,    GetPeopleCertVersion,
        GetIssuesNum,     GetNewAppMsg,         CVR_GetSAMID,  CVR_GetUID,
    };
    const int codes[] = {
        InitComm(number),
        Authenticate(),
        CardOn(),
        ReadBaseInfos(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        ReadBaseInfosPhoto(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        ReadBaseMsg(NULL, NULL),
        ReadBaseMsgW(NULL, NULL),
        ReadNewAppInfos(NULL, NULL, NULL, NULL, NULL),
        ReadIINSNDN(NULL),
        GetSAMIDToStr(NULL),
        Routon_FindPassport(),
        Routon_ReadPassport(NULL, NULL, NULL),
        CloseComm(),
        CVR_Authenticate(),
        CVR_AuthenticateForNoJudge(),
        CVR_GetStatus(),
        CVR_Read_Content(number),
        CVR_ReadBaseMsg(NULL, NULL, NULL, NULL, number),
        GetCertType(NULL, NULL),
        GetOldForeignerIDCode(NULL, NULL),
        GetBMPData(NULL, NULL),
        Getbase64BMPData(NULL, NULL),
        Getbase64JpgData(NULL, NULL),
        DecodingPhotos(NULL, number, NULL, number),
        GetBmp(NULL, number),
        CVR_CloseComm(),
    };
    int good = 0;
    for (size_t at = 0; at < sizeof codes / sizeof codes[0]; ++at) good += codes[at] > 0;
    for (size_t at = 0; at < sizeof getters / sizeof getters[0]; ++at) good += getters[at](NULL, NULL) > 0;
    return good;
}
