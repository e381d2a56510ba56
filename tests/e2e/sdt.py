# SPDX-License-Identifier: Apache-2.0
"""libsdtapi.so, called as programs at counters call it: by ctypes, with buffers of the usual sizes."""

import ctypes
import pathlib

GUARD = 64  # octets behind each buffer that no call may change
FILL = 0xA5


class Buffer:
    """A buffer of `size` octets between octets that must not change."""

    def __init__(self, size):
        self.size = size
        self.memory = (ctypes.c_ubyte * (size + 2 * GUARD))(*[FILL] * (size + 2 * GUARD))

    @property
    def pointer(self):
        return ctypes.cast(ctypes.byref(self.memory, GUARD), ctypes.c_void_p)

    def octets(self):
        whole = bytes(self.memory)
        guards = whole[:GUARD] + whole[GUARD + self.size:]
        assert guards == bytes([FILL]) * len(guards), "octets beside the buffer were written"
        return whole[GUARD:GUARD + self.size]

    def written(self):
        """The octets up to the last one that changed."""
        return self.octets().rstrip(bytes([FILL]))


class Sdt:
    """Each call returns its code, and what it wrote."""

    def __init__(self, path):
        self.library = ctypes.CDLL(str(path))

    def call(self, name, *arguments):
        return getattr(self.library, "SDT_" + name)(*arguments)

    def patiently(self, name, *arguments):
        """A call that is tried again after a timeout, which a busy machine may cause."""
        for _ in range(5):
            code = self.call(name, *arguments)
            if code != 0x02:
                break
        return code

    def open(self, port=1001):
        return self.call("OpenPort", port)

    def close(self, port=1001):
        return self.call("ClosePort", port)

    def find(self, port=1001, if_open=1, size=4):
        buffer = Buffer(size)
        return self.call("StartFindIDCard", port, buffer.pointer, if_open), buffer.written()

    def select(self, port=1001, if_open=1, size=8):
        buffer = Buffer(size)
        return self.call("SelectIDCard", port, buffer.pointer, if_open), buffer.written()

    def read(self, port=1001, if_open=1, text_size=256, photo_size=1024, length=0):
        text, photo = Buffer(text_size), Buffer(photo_size)
        text_length, photo_length = ctypes.c_uint(length), ctypes.c_uint(length)
        code = self.patiently("ReadBaseMsg", port, text.pointer, ctypes.byref(text_length), photo.pointer,
                         ctypes.byref(photo_length), if_open)
        return code, text.octets()[:text_length.value], photo.octets()[:photo_length.value]

    def read_with_fingerprints(self, port=1001):
        text, photo, fingerprints = Buffer(256), Buffer(1024), Buffer(1024)
        lengths = [ctypes.c_uint(12345) for _ in range(3)]
        code = self.patiently("ReadBaseFPMsg", port, text.pointer, ctypes.byref(lengths[0]), photo.pointer, ctypes.byref(lengths[1]),
                              fingerprints.pointer, ctypes.byref(lengths[2]), 1)
        return code, [length.value for length in lengths], fingerprints.written()

    def read_to_files(self, text_file, photo_file, port=1001, if_open=1):
        lengths = ctypes.c_uint(0), ctypes.c_uint(0)
        code = self.patiently("ReadBaseMsgToFile", port, str(text_file).encode(), ctypes.byref(lengths[0]),
                         str(photo_file).encode(), ctypes.byref(lengths[1]), if_open)
        return code, lengths[0].value, lengths[1].value

    def new_addresses(self, port=1001, if_open=1, size=320):
        buffer, length = Buffer(size), ctypes.c_uint(12345)
        code = self.patiently("ReadNewAppMsg", port, buffer.pointer, ctypes.byref(length), if_open)
        return code, buffer.octets()[:length.value] if code == 0x90 else b""

    def management(self, port=1001, if_open=1, name="ReadIINSNDN"):
        buffer = Buffer(28)
        return self.patiently(name, port, buffer.pointer, if_open), buffer.written()

    def sam_id(self, port=1001, if_open=1):
        buffer = Buffer(16)
        return self.call("GetSAMID", port, buffer.pointer, if_open), buffer.octets()

    def printed_sam_id(self, port=1001, if_open=1):
        buffer = Buffer(37)
        return self.call("GetSAMIDToStr", port, buffer.pointer, if_open), buffer.octets()

    def error_text(self, code):
        buffer = Buffer(64)
        return self.call("GetErrorString", code, buffer.pointer), buffer.octets().split(b"\0")[0].decode("ascii")

    def card(self, **more):
        """Find, select and read in a row, as programs do; the text, or the code that ended it."""
        for step, good in ((self.find, 0x9F), (self.select, 0x90)):
            code, _ = step(**more)
            if code != good:
                return code
        code, text, _ = self.read(**more)
        return text if code == 0x90 else code


class Device(ctypes.Structure):
    """A device of the handle form: TXUSBDevice, without padding."""
    _pack_ = 1
    _fields_ = [("vendor", ctypes.c_uint16), ("product", ctypes.c_uint16), ("serial", ctypes.c_char * 64), ("bus", ctypes.c_uint32),
                ("address", ctypes.c_uint32), ("device", ctypes.c_void_p)]


class HandleSdt:
    """The handle form of the library."""

    def __init__(self, path):
        self.library = ctypes.CDLL(str(path))

    def devices(self, room=16):
        devices = (Device * (room + 1))()
        count = self.library.SDT_EnumDevice(devices, room)
        assert bytes(devices[room]) == bytes(ctypes.sizeof(Device)), "a device behind the list was written"
        return list(devices[:count])

    def open(self, device):
        return self.library.SDT_OpenDevice(ctypes.byref(device))

    def card(self, handle):
        """Find, select and read in a row; the text and the photo, or the code that ended it."""
        iin, serial, text, photo = Buffer(4), Buffer(8), Buffer(256), Buffer(1024)
        lengths = ctypes.c_uint(0), ctypes.c_uint(0)
        code = self.library.SDT_StartFindIDCard(handle, iin.pointer)
        if code != 0x9F:
            return code
        code = self.library.SDT_SelectIDCard(handle, serial.pointer)
        if code != 0x90:
            return code
        code = self.library.SDT_ReadBaseMsg(handle, text.pointer, ctypes.byref(lengths[0]), photo.pointer, ctypes.byref(lengths[1]))
        return (text.octets()[:lengths[0].value], photo.octets()[:lengths[1].value]) if code == 0x90 else code


def configuration(folder, socket, ports=""):
    """Writes a configuration of the library; returns its path."""
    path = pathlib.Path(folder) / "compat.toml"
    path.write_text(f'socket = "{socket}"\n{ports}')
    return path
