// SPDX-License-Identifier: Apache-2.0
/* Loaded before libpcsclite: a pcscd with one empty reader, whose driver names it in GBK (U+8EAB U+4EFD U+8BC1), cut
   inside of its last character. */
#include <string.h>
#include <unistd.h>

#include <winscard.h>

static const char readers[] = "\xC9\xED\xB7\xDD\xD6 00 00\0";

LONG SCardEstablishContext(DWORD scope, LPCVOID reserved, LPCVOID also_reserved, LPSCARDCONTEXT context) {
    (void)scope;
    (void)reserved;
    (void)also_reserved;
    *context = 1;
    return SCARD_S_SUCCESS;
}

LONG SCardReleaseContext(SCARDCONTEXT context) {
    (void)context;
    return SCARD_S_SUCCESS;
}

LONG SCardCancel(SCARDCONTEXT context) {
    (void)context;
    return SCARD_S_SUCCESS;
}

LONG SCardListReaders(SCARDCONTEXT context, LPCSTR groups, LPSTR names, LPDWORD size) {
    (void)context;
    (void)groups;
    if (names != NULL && *size < sizeof readers) return SCARD_E_INSUFFICIENT_BUFFER;
    if (names != NULL) memcpy(names, readers, sizeof readers);
    *size = sizeof readers;
    return SCARD_S_SUCCESS;
}

LONG SCardConnect(SCARDCONTEXT context, LPCSTR reader, DWORD mode, DWORD protocols, LPSCARDHANDLE card,
                  LPDWORD protocol) {
    (void)context;
    (void)mode;
    (void)protocols;
    (void)card;
    (void)protocol;
    return strcmp(reader, readers) == 0 ? SCARD_E_NO_SMARTCARD : SCARD_E_UNKNOWN_READER;
}

LONG SCardGetStatusChange(SCARDCONTEXT context, DWORD timeout, SCARD_READERSTATE* states, DWORD count) {
    int news = 0;
    (void)context;
    for (DWORD i = 0; i < count; ++i) {
        const DWORD state = strcmp(states[i].szReader, readers) == 0 ? SCARD_STATE_EMPTY : 0;
        states[i].dwEventState = state;
        if (state != 0 && (states[i].dwCurrentState & SCARD_STATE_EMPTY) == 0) {
            states[i].dwEventState |= SCARD_STATE_CHANGED;
            news = 1;
        }
    }
    if (news) return SCARD_S_SUCCESS;
    usleep(10000);
    return timeout == 0 ? SCARD_E_TIMEOUT : SCARD_E_CANCELLED;
}
