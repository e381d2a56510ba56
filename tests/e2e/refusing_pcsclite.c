// SPDX-License-Identifier: Apache-2.0
/* Loaded before libpcsclite: a pcscd that refuses every client, as if polkit had refused. Debian 12's pcscd asks
   none. The code is what libpcsclite passes on when pcscd has answered so (PCSCLite, src/winscard_clnt.c). */
#include <winscard.h>

LONG SCardEstablishContext(DWORD scope, LPCVOID reserved, LPCVOID also_reserved, LPSCARDCONTEXT context) {
    (void)scope;
    (void)reserved;
    (void)also_reserved;
    *context = 0;
    return SCARD_W_SECURITY_VIOLATION;
}
