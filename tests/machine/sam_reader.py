# SPDX-License-Identifier: Apache-2.0
"""A reading machine with a SAM_V module on USB, in one of its three forms, over USB redirection. The module itself is `fivestar-sim sam` on a
pseudo-terminal."""

import queue
import threading

import project  # noqa: F401: finds the modules below

import sam_wire
from module_forms import FORMS, HEADER, IDS, PACKET, REPORT
from usb_redirected import HIGH_SPEED, UsbRedirected

CLASSES = {"two pipes": (0xFF, 0, 0), "four pipes": (0xFF, 0, 0), "reports": (0x03, 0, 0)}  # the last is HID
REPORT_DESCRIPTOR = 0x22
# A page of the maker's own, with reports of 64 octets each way (HID 1.11 §6.2.2).
REPORTS = bytes.fromhex("0600ff 0901 a101 1500 26ff00 7508 9540 0901 8102 9540 0901 9102 c0")
HID_DESCRIPTOR = bytes([9, 0x21, 0x11, 0x01, 0, 1, REPORT_DESCRIPTOR, len(REPORTS), 0])
TO_INTERFACE, GET_DESCRIPTOR = 0x81, 6
TO_HOST = 0x80
ANSWER_SECONDS = 60
FOUR_IN, FOUR_REST_IN = 0x81, 0x85


class SamReader(UsbRedirected):
    """The machine whose module is at this pseudo-terminal."""

    def __init__(self, path, form, line):
        self.form, self.line = form, sam_wire.Port(line)
        self.coming, self.commands = b"", queue.Queue()
        self.worker = threading.Thread(target=self._work, daemon=True)
        self.worker.start()
        endpoints = [(address, kind, PACKET[form]) for address, kind in FORMS[form]]
        super().__init__(path, IDS[form], CLASSES[form], endpoints, HID_DESCRIPTOR if form == "reports" else b"", HIGH_SPEED)

    def control(self, kind, request, value, index, data, room):
        if self.form != "reports":
            return None
        if (kind, request, value) == (TO_INTERFACE, GET_DESCRIPTOR, REPORT_DESCRIPTOR << 8):
            return REPORTS
        return b"" if not kind & TO_HOST else None

    def plug(self):
        self.coming = b""
        super().plug()

    def received(self, endpoint, octets):
        self.coming += octets
        if sam_wire.is_whole(self.coming):  # reports are filled up
            self.commands.put(self.coming[:HEADER + int.from_bytes(self.coming[5:HEADER], "big")])
            self.coming = b""

    def _work(self):
        while (command := self.commands.get()) is not None:
            try:
                self.line.write(command)
                self._answer(self.line.read(ANSWER_SECONDS, sam_wire.is_whole))
            except (ConnectionError, OSError):  # the module has ended
                return

    def _answer(self, frame):
        if self.form == "two pipes":
            self.give(FORMS[self.form][1][0], frame)
        elif self.form == "four pipes":
            self.give(FOUR_IN, frame[:HEADER])
            self.give(FOUR_REST_IN, frame[HEADER:])
        else:
            frame += bytes(-len(frame) % REPORT)
            for at in range(0, len(frame), REPORT):
                self.give(FORMS[self.form][1][0], frame[at:at + REPORT])

    def close(self):
        super().close()
        self.commands.put(None)
        self.worker.join(10)
        self.line.close()
