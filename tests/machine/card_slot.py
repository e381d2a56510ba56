# SPDX-License-Identifier: Apache-2.0
"""The place for a card in a reader that a program plays: the server side of vpcd's protocol. `fivestar-sim card --vpcd` connects to it, and its
connection is the card."""

import select
import socket
import struct
import threading

POWER_OFF, POWER_ON, RESET, GET_ATR = 0, 1, 2, 4  # of vsmartcard's virtual reader
ANSWER_SECONDS = 60


class CardSlot:
    """`on_change` is called when a card has come or gone."""

    def __init__(self):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.on_change = lambda: None
        self.card = None
        self.guard = threading.Lock()
        self.exchanges = 0
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()

    def _accept(self):
        """Takes one card after another, each until it closes its connection."""
        while True:
            try:
                card, _ = self.server.accept()
            except OSError:
                return
            card.settimeout(ANSWER_SECONDS)
            self.card = card
            self.on_change()
            self._wait_for_end(card)
            self.card = None
            self.on_change()
            card.close()

    @staticmethod
    def _wait_for_end(card):
        hung_up = select.poll()
        hung_up.register(card, select.POLLRDHUP)
        hung_up.poll()

    @property
    def present(self):
        return self.card is not None

    def power(self, control):
        """Sends a control octet."""
        with self.guard:
            self._put(bytes([control]))

    def answer_to_reset(self):
        """Powers the card and returns its ATR; None without a card."""
        self.power(POWER_ON)
        return self._exchange(bytes([GET_ATR]))

    def transmit(self, command):
        """The card's answer; None if it is gone."""
        self.exchanges += 1
        return self._exchange(command)

    def _put(self, octets):
        card = self.card
        try:
            if card:
                card.sendall(struct.pack(">H", len(octets)) + octets)
        except OSError:
            pass

    def _exchange(self, octets):
        with self.guard:
            card = self.card
            self._put(octets)
            head = self._take(card, 2)
            return self._take(card, struct.unpack(">H", head)[0]) if head else None

    @staticmethod
    def _take(card, size):
        taken = b""
        try:
            while card and len(taken) < size:
                part = card.recv(size - len(taken))
                if not part:
                    return None
                taken += part
        except OSError:
            return None
        return taken if card else None

    def close(self):
        self.server.close()
