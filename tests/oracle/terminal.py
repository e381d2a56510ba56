# SPDX-License-Identifier: Apache-2.0
"""A terminal for the simulated chip of this project: PACE, chip authentication version 1, and reading one file."""

from groups import random_exponent
from suite import (CHIP_AUTHENTICATION, INTEGRATED, KEY_SIZES, TRIPLE_DES, Session, chip_authentication_protocol, command, derive,
                   objects_of, random_octets, tlv)


class Refused(Exception):
    """A status word of the chip other than 9000."""


class Terminal:
    def __init__(self, transmit):
        """`transmit` maps a command to its response."""
        self.transmit = transmit
        self.session = None

    def start_session(self, cipher, secret):
        self.session = Session(cipher, secret)

    def ask(self, header, data=b"", le=0):
        answer = self.transmit(command(bytes.fromhex(header), data, le))
        status = int.from_bytes(answer[-2:], "big")
        if status != 0x9000:
            raise Refused(status)
        return answer[:-2]

    def ask_secured(self, header, data=b"", le=None):
        answer = self.transmit(self.session.protect_command(bytes.fromhex(header), data, le))
        content, status = self.session.open_response(answer)
        if status != 0x9000:
            raise Refused(status)
        return content

    def step(self, header, tag=None, value=b""):
        given = tlv(tag, value) if tag else b""
        return objects_of(objects_of(self.ask(header, tlv(0x7c, given), 256))[0x7c])

    def pace(self, suite, password, static_public=None):
        """True; with chip authentication mapping, true if the chip used the private key of this public key."""
        group = suite.group
        self.ask("0022c1a4", tlv(0x80, suite.protocol) + tlv(0x83, bytes([password.reference])))
        nonce = suite.open_nonce(password, self.step("10860000")[0x80])
        chip_mapping = None
        if suite.mapping == INTEGRATED:
            own = random_octets(KEY_SIZES[suite.cipher])
            self.step("10860000", 0x81, own)
            generator = suite.map_integrated(nonce, own)
        else:
            private = random_exponent(group)
            own = group.power(group.generator, private)
            chip_mapping = group.decode(self.step("10860000", 0x81, group.encode(own))[0x82])
            generator = suite.map_generic(nonce, group.power(chip_mapping, private))
        private = random_exponent(group)
        own = group.power(generator, private)
        theirs = group.decode(self.step("10860000", 0x83, group.encode(own))[0x84])
        secret = group.secret(group.power(theirs, private))
        key = derive(suite.cipher, secret, 2)
        last = self.step("00860000", 0x85, suite.token(key, theirs))
        if last[0x86] != suite.token(key, own):
            raise ValueError("token")
        self.session = Session(suite.cipher, secret)
        if suite.mapping != CHIP_AUTHENTICATION:
            return True
        data = int.from_bytes(suite.open_chip_data(derive(suite.cipher, secret, 1), last[0x8a]), "big")
        return group.power(static_public, data) == chip_mapping

    def chip_authentication(self, group, cipher, static_public):
        private = random_exponent(group)
        own = group.encode(group.power(group.generator, private))
        if cipher == TRIPLE_DES:
            self.ask_secured("002241a6", tlv(0x91, own))
        else:
            self.ask_secured("002241a4", tlv(0x80, chip_authentication_protocol(group, cipher)))
            self.ask_secured("00860000", tlv(0x7c, tlv(0x80, own)), 256)
        self.session = Session(cipher, group.secret(group.power(static_public, private)))

    def read(self):
        self.ask_secured("00a4040c", bytes.fromhex("a0000002471001"))
        return self.ask_secured("00b08100", le=256)
