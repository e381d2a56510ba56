# SPDX-License-Identifier: Apache-2.0
"""GA/T 467 over a serial port: frames, commands, and the four kinds of text record. A second implementation from the published
descriptions, which shares no code with samv/ or sim/."""

import errno
import os
import select
import termios
import time
import tty

PREAMBLE = bytes.fromhex("aaaaaa9669")
RESET, STATE, IDENTIFY = bytes.fromhex("10ff"), bytes.fromhex("11ff"), bytes.fromhex("12ff")
FIND, SELECT = bytes.fromhex("2001"), bytes.fromhex("2002")
READ, READ_ADDRESSES, READ_MANAGEMENT = bytes.fromhex("3001"), bytes.fromhex("3003"), bytes.fromhex("3005")
READ_WITH_FINGERPRINTS = bytes.fromhex("3010")
SPEEDS = {115200: termios.B115200, 57600: termios.B57600, 38400: termios.B38400, 19200: termios.B19200,
          9600: termios.B9600}


def checksum(octets):
    value = 0
    for octet in octets:
        value ^= octet
    return value


def frame(body):
    content = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + content + bytes([checksum(content)])


class Port:
    """A serial port in raw mode."""

    def __init__(self, path, rate=115200):
        self.descriptor = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        tty.setraw(self.descriptor)
        self.set_rate(rate)
        termios.tcflush(self.descriptor, termios.TCIOFLUSH)

    def set_rate(self, rate):
        settings = termios.tcgetattr(self.descriptor)
        settings[4] = settings[5] = SPEEDS[rate]
        termios.tcsetattr(self.descriptor, termios.TCSANOW, settings)

    def write(self, octets):
        os.write(self.descriptor, octets)

    def read(self, seconds, enough=None):
        """The octets received until `enough(octets)` or the time-out; ends with b"" after a hang-up."""
        end = time.monotonic() + seconds
        octets = b""
        while enough is None or not enough(octets):
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.descriptor], [], [], left)[0]:
                break
            try:
                part = os.read(self.descriptor, 4096)
            except OSError as error:
                if error.errno == errno.EIO:
                    raise ConnectionError("the port has hung up") from error
                raise
            if not part:
                raise ConnectionError("the port has hung up")
            octets += part
        return octets

    def ask(self, command, seconds=30.0):
        """SW3 and data of the answer to a command; None without an answer. A malformed frame is an AssertionError."""
        self.write(frame(command))
        return parse(self.read(seconds, is_whole))

    def close(self):
        os.close(self.descriptor)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def is_whole(octets):
    return len(octets) >= 7 and len(octets) >= 7 + int.from_bytes(octets[5:7], "big")


def parse(octets):
    if not octets:
        return None
    assert octets[:5] == PREAMBLE and is_whole(octets), octets[:20].hex()
    assert len(octets) == 7 + int.from_bytes(octets[5:7], "big"), octets[:20].hex()
    assert checksum(octets[5:]) == 0, octets[:20].hex()
    assert octets[7:9] == b"\0\0"
    return octets[9], octets[10:-1]
