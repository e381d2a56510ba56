# SPDX-License-Identifier: Apache-2.0
"""A keyboard that types what a scanner reads: a real one of the kernel's uinput where the machine has that, else one of umockdev.

`virtual_keyboard()` makes one with `path`, `environment` for programs that use it, `press`, `release`, `type`, and `close`."""

import fcntl
import os
import pathlib
import struct
import termios
import threading
import time

EV_SYN, EV_KEY, SYN_REPORT, SYN_DROPPED = 0, 1, 0, 3
ENTER, LEFT_SHIFT, LEFT_CTRL, KEY_102ND, KEY_MAX = 28, 42, 29, 86, 0x2FF
EVENT = "@qqHHi"
MOST_QUEUED = 1024  # octets
PAUSE = 0.002  # between keys; scanners type with 1 to 20 ms

# linux/input-event-codes.h: the rows of a keyboard, from these numbers on.
ROWS = {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'", 44: "zxcvbnm,./"}
PLAIN = {letter: row + index for row, letters in ROWS.items() for index, letter in enumerate(letters)}
AMERICAN = {**{letter: (key, False) for letter, key in PLAIN.items()},
            **{letter.upper(): (key, True) for letter, key in PLAIN.items() if letter.isalpha()},
            "<": (PLAIN[","], True), ":": (PLAIN[";"], True), "\r": (ENTER, False)}
GERMAN = {**AMERICAN, "<": (KEY_102ND, False), "Z": (PLAIN["y"], True), "Y": (PLAIN["z"], True)}


class Keyboard:
    environment = {}

    def emit(self, kind, code, value):
        raise NotImplementedError

    def report(self):
        self.emit(EV_SYN, SYN_REPORT, 0)

    def press(self, key):
        self.emit(EV_KEY, key, 1)
        self.report()

    def release(self, key):
        self.emit(EV_KEY, key, 0)
        self.report()

    def type(self, text, keys=None):
        for letter in text:
            key, shifted = (keys or AMERICAN)[letter]
            if shifted:
                self.press(LEFT_SHIFT)
            self.press(key)
            self.release(key)
            if shifted:
                self.release(LEFT_SHIFT)
            time.sleep(PAUSE)


class KernelKeyboard(Keyboard):
    """linux/uinput.h."""

    SET_EVBIT, SET_KEYBIT, SETUP, CREATE, DESTROY = 0x40045564, 0x40045565, 0x405C5503, 0x5501, 0x5502
    GET_NAME = 0x8040552C  # UI_GET_SYSNAME(64)

    def __init__(self):
        self.node = os.open("/dev/uinput", os.O_WRONLY | os.O_CLOEXEC)
        fcntl.ioctl(self.node, self.SET_EVBIT, EV_KEY)
        for key in range(1, 128):
            fcntl.ioctl(self.node, self.SET_KEYBIT, key)
        fcntl.ioctl(self.node, self.SETUP, struct.pack("@HHHH80sI", 3, 0x1209, 1, 1, b"fivestar virtual scanner", 0))
        fcntl.ioctl(self.node, self.CREATE)
        name = fcntl.ioctl(self.node, self.GET_NAME, bytes(64)).rstrip(b"\0").decode()
        event = next(pathlib.Path("/sys/devices/virtual/input", name).glob("event*")).name
        self.path = f"/dev/input/{event}"

    def emit(self, kind, code, value):
        os.write(self.node, struct.pack(EVENT, 0, 0, kind, code, value))

    def close(self):
        fcntl.ioctl(self.node, self.DESTROY)
        os.close(self.node)


class MockKeyboard(Keyboard):
    """umockdev: a pseudo-terminal that carries events, and the ioctls of linux/input.h that libevdev uses."""

    VERSION, ID, KEY_STATE, FIRST_BITS, LAST_BITS, GRAB = 0x01, 0x02, 0x18, 0x20, 0x3F, 0x90
    path = "/dev/input/event5"

    def __init__(self):
        import gi
        gi.require_version("UMockdev", "1.0")
        from gi.repository import GLib, UMockdev
        self.pressed, self.asked_keys, self.grabs, self.refused = set(), 0, [], None
        self.testbed = UMockdev.Testbed.new()
        self.testbed.add_from_string("P: /devices/virtual/input/input5/event5\nN: input/event5\n"
                                     f"E: DEVNAME={self.path}\nE: SUBSYSTEM=input\n\n")
        self.handler = UMockdev.IoctlBase()
        self.handler.connect("handle-ioctl", self._serve)
        if not self.testbed.attach_ioctl(self.path, self.handler):
            raise RuntimeError("umockdev does not attach")
        self.environment = {"LD_PRELOAD": "libumockdev-preload.so.0", "UMOCKDEV_DIR": self.testbed.get_root_dir()}
        self.node = self.testbed.get_dev_fd(self.path)
        self.program_side = os.open(self.testbed.get_root_dir() + self.path, os.O_RDONLY | os.O_NOCTTY | os.O_CLOEXEC)
        self.loop = GLib.MainLoop()
        threading.Thread(target=self.loop.run, daemon=True).start()

    def emit(self, kind, code, value):
        if kind == EV_KEY:
            (self.pressed.add if value else self.pressed.discard)(code)
        end = time.monotonic() + 30
        while self._queued() > MOST_QUEUED and time.monotonic() < end:
            time.sleep(PAUSE)
        os.write(self.node, struct.pack(EVENT, 0, 0, kind, code, value))

    def _queued(self):
        """Octets that the program has not read. Beyond 4,096 a pseudo-terminal would divide events."""
        return struct.unpack("@i", fcntl.ioctl(self.program_side, termios.FIONREAD, bytes(4)))[0]

    def hold(self, key):
        """A key that was pressed before the program came."""
        self.pressed.add(key)

    def _serve(self, _handler, client):
        request = client.get_request()
        number, size = request & 0xFF, request >> 16 & 0x3FFF
        if number == self.GRAB:
            taken = int.from_bytes(bytes(client.get_arg().retrieve()), "little") & 0xFFFFFFFF
            if self.refused is None:
                self.grabs.append(bool(taken))
            client.complete(-1 if self.refused else 0, self.refused or 0)
            return True
        answer = self._answer(number)
        if answer is None:
            client.complete(-1, 22)
            return True
        answer = answer[:size] + bytes(max(0, size - len(answer)))
        client.get_arg().resolve(0, size).update(0, list(answer))
        client.complete(size, 0)
        return True

    def _answer(self, number):
        if number == self.VERSION:
            return struct.pack("@i", 0x10001)
        if number == self.ID:
            return struct.pack("@HHHH", 3, 0x1209, 1, 1)
        if number == self.FIRST_BITS:
            return bytes([1 << EV_SYN | 1 << EV_KEY])
        if number == self.FIRST_BITS + EV_KEY:
            return bits(range(1, 128))
        if number == self.KEY_STATE:
            self.asked_keys += 1
            return bits(self.pressed)
        return b"" if self.FIRST_BITS < number <= self.LAST_BITS or number in (0x06, 0x07, 0x08, 0x09, 0x19, 0x1B) else None

    def close(self):
        self.loop.quit()
        os.close(self.program_side)


def bits(keys):
    octets = bytearray((KEY_MAX + 8) // 8)
    for key in keys:
        octets[key // 8] |= 1 << key % 8
    return bytes(octets)


def no_kernel_keyboard():
    """The reason why uinput cannot be used; None if it can."""
    try:
        os.close(os.open("/dev/uinput", os.O_WRONLY | os.O_CLOEXEC))
        return None
    except OSError as error:
        return f"no virtual keyboards of the kernel (/dev/uinput): {error.strerror}"


def virtual_keyboard():
    return MockKeyboard() if no_kernel_keyboard() else KernelKeyboard()
