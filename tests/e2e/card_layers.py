# SPDX-License-Identifier: Apache-2.0
"""The interfaces that hand out the fields of a card, called as programs at counters call them: by ctypes, with buffers of the usual sizes."""

import ctypes

from sdt import Buffer

# The texts of ReadBaseInfos, and the octets that programs have for each.
INFOS = {"name": 31, "sex": 3, "folk": 10, "birth": 9, "code": 19, "address": 71, "agency": 31, "from": 9, "to": 9}


def text_of(buffer):
    octets = buffer.octets()
    assert b"\0" in octets, "a text without its end"
    return octets.split(b"\0")[0].decode("gb18030")


class Routon:
    """Routon's layer of libsdtapi.so."""

    def __init__(self, path):
        self.library = ctypes.CDLL(str(path))

    def __getattr__(self, name):
        return getattr(self.library, name)

    def infos(self, directory=None):
        """The texts by their names; None if the call failed."""
        buffers = {name: Buffer(size) for name, size in INFOS.items()}
        pointers = [buffer.pointer for buffer in buffers.values()]
        code = (self.ReadBaseInfos(*pointers) if directory is None
                else self.ReadBaseInfosPhoto(*pointers, str(directory).encode()))
        assert code in (0, 1), code
        return {name: text_of(buffer) for name, buffer in buffers.items()} if code == 1 else None

    def message(self, function, size):
        buffer, length = Buffer(size), ctypes.c_int(-1)
        code = getattr(self, function)(buffer.pointer, ctypes.byref(length))
        return buffer.octets()[:length.value] if code == 1 else None

    def new_addresses(self):
        buffers, count = [Buffer(71) for _ in range(4)], ctypes.c_int(-1)
        if self.ReadNewAppInfos(*(buffer.pointer for buffer in buffers), ctypes.byref(count)) != 1:
            return None
        return [text_of(buffer) for buffer in buffers][:count.value]


class Cvr:
    """lib100UD.so."""

    USB = 2

    def __init__(self, path):
        self.library = ctypes.CDLL(str(path))

    def __getattr__(self, name):
        return getattr(self.library, name)

    def open(self):
        return self.CVR_InitComm(None, self.USB)

    def octets(self, name, size=128):
        """What a function writes; None if it failed. The length on entry is of no meaning: programs have 0, 1 or garbage there."""
        buffer, length = Buffer(size), ctypes.c_int(1)
        code = getattr(self, name)(buffer.pointer, ctypes.byref(length))
        return buffer.octets()[:length.value] if code == 1 else None

    def text(self, name, size=128):
        octets = self.octets(name, size)
        return None if octets is None else octets.decode("gb18030")

    def message(self, mode):
        text, photo = Buffer(256), Buffer(1024)
        lengths = ctypes.c_uint(0), ctypes.c_uint(0)
        code = self.CVR_ReadBaseMsg(text.pointer, ctypes.byref(lengths[0]), photo.pointer, ctypes.byref(lengths[1]), mode)
        return (text.octets()[:lengths[0].value], photo.octets()[:lengths[1].value]) if code == 1 else code
