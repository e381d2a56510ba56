# SPDX-License-Identifier: Apache-2.0
"""A USB device played by a program: the protocol of QEMU's usb-redir (usbredir-protocol.md of the SPICE project), from the side that has the device.

A subclass says what the device is, answers class requests in `control`, and takes in `received` what the host sends to an endpoint."""

import socket
import struct
import threading

CONTROL, BULK, INTERRUPT = 0, 2, 3  # types of endpoints (USB 2.0 §9.6.6)
UNUSED = 255
TO_HOST = 0x80
FULL_SPEED, HIGH_SPEED = 1, 2

# Messages of the protocol.
HELLO, DEVICE_CONNECT, DEVICE_DISCONNECT, INTERFACE_INFO, ENDPOINT_INFO = 0, 1, 2, 4, 5
SET_CONFIGURATION, CONFIGURATION_STATUS, SET_ALTERNATE, ALTERNATE_STATUS = 6, 8, 9, 11
START_RECEIVING, STOP_RECEIVING, RECEIVING_STATUS, CANCEL = 15, 16, 17, 21
CONTROL_PACKET, BULK_PACKET, INTERRUPT_PACKET = 100, 101, 103
SUCCESS, CANCELLED, STALL = 0, 1, 4
# Device version, packet sizes of endpoints, 64-bit ids, 32-bit bulk lengths: QEMU's xHCI needs the last three.
CAPABILITIES = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6

GET_DESCRIPTOR = 6
DEVICE, CONFIGURATION, STRING, INTERFACE, ENDPOINT = 1, 2, 3, 4, 5  # descriptors (USB 2.0 table 9-5)
ENGLISH = struct.pack("<BBH", 4, STRING, 0x0409)
BULK_HEADER = "<BBHIH"  # endpoint, status, low half of the length, stream, high half


def _string(text):
    return bytes([2 + 2 * len(text), STRING]) + text.encode("utf-16le")


class UsbRedirected:
    """A device with one interface, plugged in as soon as QEMU has answered. `interface`: class, subclass, protocol; `endpoints`: address, type and
    packet size each; `extra`: class descriptors behind that of the interface."""

    def __init__(self, path, ids, interface, endpoints, extra=b"", speed=FULL_SPEED, maker="Maker", product="Device", serial=None):
        self.ids, self.interface, self.endpoints, self.speed = ids, interface, endpoints, speed
        self.descriptors = self._describe(extra, [maker, product] + ([serial] if serial else []))
        self.has_wide_ids, self.packets_sent = False, 0
        self.sending, self.state = threading.Lock(), threading.RLock()
        self._forget()
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(path))
        self.stream = self.socket.makefile("rb")
        self._send(HELLO, b"fivestar".ljust(64, b"\0") + struct.pack("<I", CAPABILITIES))
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def received(self, endpoint, octets):
        """Takes what the host has sent to this endpoint. Must not wait: no message is read meanwhile."""
        raise NotImplementedError

    def control(self, kind, request, value, index, data, room):
        """The answer to a class request; None is a stall."""
        return None

    def _describe(self, extra, strings):
        body = struct.pack("<9B", 9, INTERFACE, 0, 0, len(self.endpoints), *self.interface, 0) + extra
        body += b"".join(struct.pack("<BBBBHB", 7, ENDPOINT, address, kind, size, 1) for address, kind, size in self.endpoints)
        device = struct.pack("<BBHBBBBHHHBBBB", 18, DEVICE, 0x0200, 0, 0, 0, 64, *self.ids, 0x0100, 1, 2, 3 if len(strings) > 2 else 0, 1)
        configuration = struct.pack("<BBHBBBBB", 9, CONFIGURATION, 9 + len(body), 1, 1, 0, 0x80, 50) + body
        described = {(DEVICE, 0): device, (CONFIGURATION, 0): configuration, (STRING, 0): ENGLISH}
        described |= {(STRING, number): _string(text) for number, text in enumerate(strings, 1)}
        return described

    def _forget(self):
        self.asked = []  # (id, endpoint, room) of bulk transfers that wait for octets
        self.ready = {}  # endpoint -> packets for the host
        self.receiving = set()  # interrupt endpoints that the host listens to

    def _send(self, kind, data, ident=0):
        head = struct.pack("<IIQ" if self.has_wide_ids else "<III", kind, len(data), ident)
        with self.sending:
            try:
                self.socket.sendall(head + data)
            except OSError:  # QEMU has ended or the device is closed: the reading thread notices
                pass

    def plug(self):
        with self.state:
            self._forget()  # what QEMU sent before it knew that the device had gone
        kinds, sizes = [UNUSED] * 32, [0] * 32
        kinds[0] = kinds[16] = CONTROL
        sizes[0] = sizes[16] = 64
        for address, kind, size in self.endpoints:
            at = address & 15 | (16 if address & TO_HOST else 0)
            kinds[at], sizes[at] = kind, size
        self._send(INTERFACE_INFO, struct.pack("<I", 1) + b"".join(bytes([value]) + bytes(31) for value in (0, *self.interface)))
        self._send(ENDPOINT_INFO, bytes(kinds) + bytes([1] * 32) + bytes(32) + struct.pack("<32H", *sizes))
        self._send(DEVICE_CONNECT, struct.pack("<BBBBHHH", self.speed, 0, 0, 0, *self.ids, 0x0100))

    def unplug(self):
        with self.state:
            self._forget()
        self._send(DEVICE_DISCONNECT, b"")

    def give(self, endpoint, octets):
        """Has octets for the host at this endpoint: of an interrupt endpoint one packet, of a bulk endpoint one transfer."""
        with self.state:
            self.ready.setdefault(endpoint, []).append(octets)
            self._deliver()

    def _deliver(self):
        for one in list(self.asked):
            ident, endpoint, room = one
            if not self.ready.get(endpoint):
                continue
            octets = self.ready[endpoint].pop(0)
            if len(octets) > room:
                self.ready[endpoint].insert(0, octets[room:])
            self.asked.remove(one)
            self._answer_bulk(ident, endpoint, SUCCESS, octets[:room])
        for endpoint in self.receiving:
            for packet in self.ready.pop(endpoint, []):
                self._send(INTERRUPT_PACKET, struct.pack("<BBH", endpoint, SUCCESS, len(packet)) + packet, self.packets_sent)
                self.packets_sent += 1

    def _answer_bulk(self, ident, endpoint, status, octets, size=None):
        size = len(octets) if size is None else size
        self._send(BULK_PACKET, struct.pack(BULK_HEADER, endpoint, status, size & 0xFFFF, 0, size >> 16) + octets, ident)

    def _serve(self):
        try:
            while len(head := self.stream.read(16 if self.has_wide_ids else 12)) >= 12:
                kind, size, ident = struct.unpack("<IIQ" if self.has_wide_ids else "<III", head)
                self._handle(kind, self.stream.read(size), ident)
        except (OSError, ValueError):  # closed
            pass

    def _handle(self, kind, data, ident):
        if kind == HELLO:
            self.has_wide_ids = True
            self.plug()
        elif kind == SET_CONFIGURATION:
            self._send(CONFIGURATION_STATUS, bytes([SUCCESS, data[0]]), ident)
        elif kind == SET_ALTERNATE:
            self._send(ALTERNATE_STATUS, bytes([SUCCESS, *data[:2]]), ident)
        elif kind in (START_RECEIVING, STOP_RECEIVING):
            self._send(RECEIVING_STATUS, bytes([SUCCESS, data[0]]), ident)
            with self.state:
                (self.receiving.add if kind == START_RECEIVING else self.receiving.discard)(data[0])
                self._deliver()
        elif kind == CANCEL:
            self._cancel(ident)
        elif kind == CONTROL_PACKET:
            self._answer_control(data, ident)
        elif kind == BULK_PACKET:
            self._handle_bulk(data, ident)
        elif kind == INTERRUPT_PACKET:
            self._send(INTERRUPT_PACKET, bytes([data[0], SUCCESS]) + data[2:4], ident)
            self.received(data[0], data[4:])

    def _handle_bulk(self, data, ident):
        endpoint, _, low, _, high = struct.unpack_from(BULK_HEADER, data)
        size = low | high << 16
        if endpoint & TO_HOST:
            with self.state:
                self.asked.append((ident, endpoint, size))
                self._deliver()
        else:
            self._answer_bulk(ident, endpoint, SUCCESS, b"", size)
            self.received(endpoint, data[struct.calcsize(BULK_HEADER):])

    def _cancel(self, ident):
        with self.state:
            for one in [one for one in self.asked if one[0] == ident]:
                self.asked.remove(one)
                self._answer_bulk(ident, one[1], CANCELLED, b"")

    def _answer_control(self, data, ident):
        endpoint, request, kind, _, value, index, room = struct.unpack_from("<BBBBHHH", data)
        answer = self.control(kind, request, value, index, data[10:], room)
        if answer is None and kind == TO_HOST and request == GET_DESCRIPTOR:
            answer = self.descriptors.get((value >> 8, value & 0xFF))
        status = STALL if answer is None else SUCCESS
        answer = (answer or b"")[:room]
        size = len(answer) if kind & TO_HOST else room
        self._send(CONTROL_PACKET, struct.pack("<BBBBHHH", endpoint, request, kind, status, value, index, size) + answer, ident)

    def close(self):
        """Ends the connection, which unplugs the device."""
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.thread.join(10)
        self.stream.close()
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
