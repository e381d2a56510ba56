# SPDX-License-Identifier: Apache-2.0
"""Plays another PC/SC client: calls libpcsclite through ctypes."""

import contextlib
import ctypes

from daemon import wait_until

# winscard.h of pcsc-lite
SCARD_SCOPE_SYSTEM = 2
SCARD_SHARE_EXCLUSIVE = 1
SCARD_PROTOCOL_ANY = 3
SCARD_LEAVE_CARD = 0


@contextlib.contextmanager
def holding(reader):
    """Holds an exclusive connection to the card in the reader of this name while the block runs."""
    library = ctypes.CDLL("libpcsclite.so.1")
    context, card, protocol = ctypes.c_long(), ctypes.c_long(), ctypes.c_ulong()
    assert library.SCardEstablishContext(ctypes.c_ulong(SCARD_SCOPE_SYSTEM), None, None, ctypes.byref(context)) == 0
    try:
        wait_until(lambda: library.SCardConnect(context, reader.encode(), ctypes.c_ulong(SCARD_SHARE_EXCLUSIVE), ctypes.c_ulong(SCARD_PROTOCOL_ANY),
                                                ctypes.byref(card), ctypes.byref(protocol)) == 0, "an exclusive connection")
        try:
            yield
        finally:
            library.SCardDisconnect(card, ctypes.c_ulong(SCARD_LEAVE_CARD))
    finally:
        library.SCardReleaseContext(context)
