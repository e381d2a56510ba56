# SPDX-License-Identifier: Apache-2.0
"""A CCID reader (USB Device Class: Smart Card CCID, revision 1.1) over USB redirection, with cards from fivestar-sim in its slots. Its level of
exchange, slots, interrupt endpoint and the longest block that its firmware takes are chosen."""

import queue
import struct
import threading

from card_protocol import T0Card, T1Card
from card_slot import POWER_OFF, CardSlot
from usb_redirected import BULK, INTERRUPT, UsbRedirected

SMART_CARD = (0x0B, 0, 0)  # class, subclass, protocol
OUT, IN, EVENTS = 0x01, 0x82, 0x83
CONTACTLESS = (0x04E6, 0x5790)  # in libccid's list: Identive uTrust 3700 F CL Reader
CONTACT = (0x08E6, 0x3437)  # GemPC Twin
# dwFeatures: parameters, voltage, clock, rate and protocol are the reader's matter, with APDUs the IFSD as well; the level.
AUTOMATIC = 0x00BA
FEATURES = {"character": AUTOMATIC, "TPDU": AUTOMATIC | 0x10000, "short": AUTOMATIC | 0x20400, "extended": AUTOMATIC | 0x40400}
LONGEST_MESSAGE = {"character": 271, "TPDU": 271, "short": 271, "extended": 65556}
HEADER = struct.Struct("<BIBB3s")  # type, length, slot, sequence, three of the message's own

# Messages to and from the reader.
SET_PARAMETERS, POWER_ON, POWER_DOWN, SLOT_STATUS, ESCAPE = 0x61, 0x62, 0x63, 0x65, 0x6B
GET_PARAMETERS, RESET_PARAMETERS, CLOCK, EXCHANGE, ABORT = 0x6C, 0x6D, 0x6E, 0x6F, 0x72
DATA_BLOCK, STATUS, PARAMETERS, ESCAPED, RATES = 0x80, 0x81, 0x82, 0x83, 0x84
SLOT_CHANGE = 0x50
ACTIVE, INACTIVE, NO_CARD = 0, 1, 2
FAILED = 1 << 6
UNSUPPORTED, WRONG_LENGTH, MUTE = 0x00, 0x01, 0xFE  # bError
BEGINS, ENDS, CONTINUES, ASKS_ON = 1, 2, 3, 0x10  # chains of blocks
T0_PARAMETERS = bytes.fromhex("1100000a00")
T1_PARAMETERS = bytes.fromhex("11100045002000")


class _Slot:
    """A slot's card, whether it is powered, and the protocol that the host has chosen."""

    def __init__(self, reader, number):
        self.number = number
        self.holder = CardSlot()
        self.holder.on_change = lambda: reader.card_changed(self)
        self.parts, self.rest = b"", b""
        self.power_down()
        self.protocol = 0

    def power_down(self):
        self.active = False
        self.line = None

    @property
    def state(self):
        if not self.holder.present:
            return NO_CARD
        return ACTIVE if self.active else INACTIVE


class CcidReader(UsbRedirected):
    """`before_exchange(number)` is called before each exchange with a card, counted from 1; the test may unplug the reader in it."""

    def __init__(self, path, ids=CONTACTLESS, level="extended", slots=1, events=True, longest_block=None, longest_message=None, serial=None):
        self.level, self.longest_block = level, longest_block
        self.longest_message = longest_message or LONGEST_MESSAGE[level]
        self.slots = [_Slot(self, number) for number in range(slots)]
        self.before_exchange = lambda number: None
        self.exchanges = 0
        self.messages, self.coming = queue.Queue(), b""
        self.worker = threading.Thread(target=self._work, daemon=True)
        self.worker.start()
        endpoints = [(OUT, BULK, 64), (IN, BULK, 64)] + ([(EVENTS, INTERRUPT, 8)] if events else [])
        self.events = events
        self.is_plugged = True
        super().__init__(path, ids, SMART_CARD, endpoints, self._class_descriptor(slots), serial=serial)

    def _class_descriptor(self, slots):
        return struct.pack("<BBHBBIIIBIIBIIIIIBBHBB", 54, 0x21, 0x0110, slots - 1, 7, 3, 4000, 4000, 0, 10753, 344086, 0, 254, 0, 0,
                           FEATURES[self.level], self.longest_message, 0xFF, 0xFF, 0, 0, 1)

    def port(self, slot=0):
        """The TCP port to which a simulated card connects."""
        return self.slots[slot].holder.port

    def card_changed(self, slot):
        slot.power_down()
        if self.events and self.is_plugged:
            self._tell_changes({slot.number})

    def _tell_changes(self, changed):
        bits = 0
        for slot in self.slots:
            bits |= (int(slot.holder.present) | (2 if slot.number in changed else 0)) << 2 * slot.number
        self.give(EVENTS, bytes([SLOT_CHANGE]) + bits.to_bytes((len(self.slots) + 3) // 4, "little"))

    def plug(self):
        self.is_plugged = True
        self.coming = b""
        super().plug()

    def unplug(self):
        self.is_plugged = False
        for slot in self.slots:
            slot.power_down()
            slot.holder.power(POWER_OFF)
        super().unplug()

    def received(self, endpoint, octets):
        self.coming += octets
        if len(self.coming) >= HEADER.size and len(self.coming) >= HEADER.size + HEADER.unpack_from(self.coming)[1]:
            self.messages.put(self.coming)
            self.coming = b""

    def _work(self):
        while (message := self.messages.get()) is not None:
            kind, size, number, sequence, own = HEADER.unpack_from(message)
            answer = self._obey(kind, self.slots[number], own, message[HEADER.size:HEADER.size + size])
            if not self.is_plugged or answer is None:
                continue
            reply, status, error, special, data = answer
            self.give(IN, HEADER.pack(reply, len(data), number, sequence, bytes([status, error, special])) + data)

    def _obey(self, kind, slot, own, data):
        """Message, status, error, the octet of its own, and data of the answer."""
        if kind == POWER_ON:
            return self._power_on(slot)
        if kind == EXCHANGE:
            return self._exchange(slot, int.from_bytes(own[1:], "little"), data)
        if kind in (SET_PARAMETERS, GET_PARAMETERS, RESET_PARAMETERS):
            if kind == SET_PARAMETERS:
                slot.protocol, slot.line = own[0], None
            return PARAMETERS, slot.state, 0, slot.protocol, T1_PARAMETERS if slot.protocol else T0_PARAMETERS
        if kind == POWER_DOWN:
            slot.power_down()
            slot.holder.power(POWER_OFF)
        if kind == ESCAPE:
            return ESCAPED, slot.state | FAILED, UNSUPPORTED, 0, b""
        if kind in (POWER_DOWN, SLOT_STATUS, CLOCK, ABORT):
            return STATUS, slot.state, 0, 0, b""
        return RATES, slot.state | FAILED, UNSUPPORTED, 0, b""

    def _power_on(self, slot):
        slot.power_down()
        slot.protocol = 0
        answer = slot.holder.answer_to_reset() if slot.holder.present else None
        if answer is None:
            return DATA_BLOCK, NO_CARD | FAILED, MUTE, 0, b""
        slot.active = True
        return DATA_BLOCK, ACTIVE, 0, 0, answer

    def _execute(self, slot, command):
        self.exchanges += 1
        self.before_exchange(self.exchanges)
        return slot.holder.transmit(command) if self.is_plugged else None

    def _exchange(self, slot, parameter, data):
        if slot.state != ACTIVE:
            return DATA_BLOCK, slot.state | FAILED, MUTE, 0, b""
        if self.longest_block and len(data) > self.longest_block:
            return DATA_BLOCK, slot.state | FAILED, WRONG_LENGTH, 0, b""
        if self.level in ("character", "TPDU"):
            return self._exchange_octets(slot, parameter, data)
        if parameter == ASKS_ON:
            return self._next_part(slot, CONTINUES, ENDS)
        slot.parts = data if parameter in (0, BEGINS) else slot.parts + data
        if parameter in (BEGINS, CONTINUES):
            return DATA_BLOCK, ACTIVE, 0, ASKS_ON, b""
        answer = self._execute(slot, slot.parts)
        if answer is None:
            return DATA_BLOCK, slot.state | FAILED, MUTE, 0, b""
        slot.rest = answer
        return self._next_part(slot, BEGINS, 0)

    def _next_part(self, slot, more, last):
        room = self.longest_message - HEADER.size
        part, slot.rest = slot.rest[:room], slot.rest[room:]
        return DATA_BLOCK, ACTIVE, 0, more if slot.rest else last, part

    def _exchange_octets(self, slot, expected, data):
        """T=1 blocks, T=0 TPDUs, or at character level the octets of either."""
        is_tpdu = self.level == "TPDU"
        if is_tpdu and slot.protocol == 0:
            answer = self._execute(slot, data)
        else:
            if slot.line is None:
                slot.line = (T1Card if slot.protocol else T0Card)(lambda command: self._execute(slot, command))
            slot.line.take(data)
            answer = None if slot.line.gone else slot.line.give(None if is_tpdu else expected)
        if answer is None:
            return DATA_BLOCK, slot.state | FAILED, MUTE, 0, b""
        return DATA_BLOCK, ACTIVE, 0, 0, answer

    def close(self):
        super().close()
        self.messages.put(None)
        self.worker.join(10)
        for slot in self.slots:
            slot.holder.close()
