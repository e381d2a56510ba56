# SPDX-License-Identifier: Apache-2.0
"""A chip for the terminal of this project: PACE, chip authentication version 1, and one file."""

from groups import random_exponent
from suite import (CHIP_AUTHENTICATION, INTEGRATED, KEY_SIZES, TRIPLE_DES, Session, chip_authentication_protocol,
                   derive, objects_of, parse_command, random_octets, tlv)

SUCCESS, WRONG_PASSWORD, WRONG_DATA = 0x9000, 0x6300, 0x6a80
FILE = bytes.fromhex("61055f1f024142")


class Chip:
    def __init__(self, suite, passwords, mapping_private=None, chip_authentication=None):
        """`mapping_private`: static key of chip authentication mapping. `chip_authentication`: a cipher and the static key in
        the suite's group."""
        self.suite, self.group = suite, suite.group
        self.passwords = {password.reference: password for password in passwords}
        self.mapping_private, self.chip_authentication = mapping_private, chip_authentication
        self.session = self.next_session = self.step = None

    def start_session(self, cipher, secret):
        self.session = Session(cipher, secret)

    def answer(self, octets):
        if self.session is None:
            header, data, _ = parse_command(octets)
            content, status = self.plain(header, data)
            return content + status.to_bytes(2, "big")
        header, data = self.session.open_command(octets)
        content, status = self.secured(header, data)
        answer = self.session.protect_response(content, status)
        if self.next_session:
            self.session, self.next_session = self.next_session, None
        return answer

    def plain(self, header, data):
        if header == bytes.fromhex("0022c1a4"):
            chosen = objects_of(data)
            parameter = bytes([self.suite.parameter])
            if chosen[0x80] != self.suite.protocol or chosen.get(0x84, parameter) != parameter:
                return b"", WRONG_DATA
            self.password = self.passwords[chosen[0x83][0]]
            self.step = self.give_nonce
            return b"", SUCCESS
        if header[1:] == bytes.fromhex("860000") and self.step:
            step, self.step = self.step, None
            return step(objects_of(objects_of(data)[0x7c]))
        return b"", 0x6982

    def give_nonce(self, _):
        self.nonce = random_octets(self.suite.nonce_size)
        self.step = self.map
        return tlv(0x7c, tlv(0x80, self.suite.seal_nonce(self.password, self.nonce))), SUCCESS

    def map(self, given):
        self.step = self.agree
        if self.suite.mapping == INTEGRATED:
            if len(given[0x81]) != KEY_SIZES[self.suite.cipher]:
                return b"", WRONG_DATA
            self.generator = self.suite.map_integrated(self.nonce, given[0x81])
            return tlv(0x7c, tlv(0x82, b"")), SUCCESS
        self.mapping_secret = random_exponent(self.group)
        own = self.group.power(self.group.generator, self.mapping_secret)
        shared = self.group.power(self.group.decode(given[0x81]), self.mapping_secret)
        self.generator = self.suite.map_generic(self.nonce, shared)
        return tlv(0x7c, tlv(0x82, self.group.encode(own))), SUCCESS

    def agree(self, given):
        self.step = self.authenticate
        private = random_exponent(self.group)
        self.own_public = self.group.power(self.generator, private)
        self.terminal_public = self.group.decode(given[0x83])
        self.secret = self.group.secret(self.group.power(self.terminal_public, private))
        return tlv(0x7c, tlv(0x84, self.group.encode(self.own_public))), SUCCESS

    def authenticate(self, given):
        key = derive(self.suite.cipher, self.secret, 2)
        if given[0x85] != self.suite.token(key, self.own_public):
            return b"", WRONG_PASSWORD
        content = tlv(0x86, self.suite.token(key, self.terminal_public))
        if self.suite.mapping == CHIP_AUTHENTICATION:
            data = self.suite.chip_data(self.mapping_private, self.mapping_secret)
            content += tlv(0x8a, self.suite.seal_chip_data(derive(self.suite.cipher, self.secret, 1), data))
        self.session = Session(self.suite.cipher, self.secret)
        return tlv(0x7c, content), SUCCESS

    def secured(self, header, data):
        if header[1] == 0xa4:
            return b"", SUCCESS
        if header[1] == 0xb0:
            return FILE, SUCCESS
        cipher, private = self.chip_authentication
        if header == bytes.fromhex("002241a6") and cipher == TRIPLE_DES:
            self.agree_again(cipher, private, objects_of(data)[0x91])
            return b"", SUCCESS
        if header == bytes.fromhex("002241a4"):
            good = objects_of(data)[0x80] == chip_authentication_protocol(self.group, cipher)
            return b"", SUCCESS if good else WRONG_DATA
        if header == bytes.fromhex("00860000"):
            self.agree_again(cipher, private, objects_of(objects_of(data)[0x7c])[0x80])
            return tlv(0x7c, b""), SUCCESS
        return b"", 0x6d00

    def agree_again(self, cipher, private, public):
        shared = self.group.power(self.group.decode(public), private)
        self.next_session = Session(cipher, self.group.secret(shared))
