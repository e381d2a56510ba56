# SPDX-License-Identifier: Apache-2.0
"""The parts of PACE and chip authentication (ICAO Doc 9303-11 §4.4, §6.2, §9) for one combination: protocol names, key derivation,
tokens, mappings. chip.py and terminal.py use them."""

import dataclasses
import hashlib
import secrets

import ciphers
from groups import GROUPS

TRIPLE_DES, AES_128, AES_192, AES_256 = range(4)
CIPHER_NAMES = ("3DES", "AES_128", "AES_192", "AES_256")
KEY_SIZES = (16, 16, 24, 32)
GENERIC, INTEGRATED, CHIP_AUTHENTICATION = range(3)
MAPPING_NAMES = ("GM", "IM", "CAM")
GROUP_NAMES = {0: "MODP_1024_160", 1: "MODP_2048_224", 2: "MODP_2048_256", 8: "P_192", 9: "brainpoolP192r1", 10: "P_224",
               11: "brainpoolP224r1", 12: "P_256", 13: "brainpoolP256r1", 14: "brainpoolP320r1", 15: "P_384",
               16: "brainpoolP384r1", 17: "brainpoolP512r1", 18: "P_521"}
ENCRYPTION, AUTHENTICATION, PASSWORD = 1, 2, 3

# The second last octet of id-PACE-..., by mapping and whether the group is a curve (BSI TR-03110-3 §A.1.1.1, Doc 9303-11 §9.2.1).
PACE_ARCS = {(GENERIC, False): 1, (GENERIC, True): 2, (INTEGRATED, False): 3, (INTEGRATED, True): 4,
             (CHIP_AUTHENTICATION, True): 6}
BSI = bytes.fromhex("04007f000702")  # bsi-de protocols: 0.4.0.127.0.7.2

# The constants of Appendix B.1, for nonces of 128 and of 256 bits.
CONSTANTS = {
    16: (bytes.fromhex("a668892a7c41e3ca739f40b057d85904"), bytes.fromhex("a4e136ac725f738b01c1f60217c188ad")),
    32: (bytes.fromhex("d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676"),
         bytes.fromhex("54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517"))}


def tlv(tag, value):
    length = bytes([len(value)]) if len(value) < 128 else (
        b"\x81" + bytes([len(value)]) if len(value) < 256 else b"\x82" + len(value).to_bytes(2, "big"))
    return tag.to_bytes((tag.bit_length() + 7) // 8, "big") + length + value


def objects_of(octets):
    """Data objects by tag. ValueError if octets follow or are missing."""
    found = {}
    at = 0
    while at < len(octets):
        tag = octets[at]
        at += 1
        if tag & 0x1f == 0x1f:
            tag = tag << 8 | octets[at]
            at += 1
        length = octets[at]
        at += 1
        if length > 127:
            count = length & 0x7f
            length = int.from_bytes(octets[at:at + count], "big")
            at += count
        found[tag] = octets[at:at + length]
        at += length
    if at != len(octets):
        raise ValueError("cut off")
    return found


def new_cipher(cipher, key):
    return ciphers.TripleDes(key) if cipher == TRIPLE_DES else ciphers.Aes(key)


def derive(cipher, secret, counter):
    digest = hashlib.sha1 if cipher in (TRIPLE_DES, AES_128) else hashlib.sha256
    return digest(secret + counter.to_bytes(4, "big")).digest()[:KEY_SIZES[cipher]]


def mac(cipher, key, octets):
    """MAC of octets. The caller pads for 3DES; CMAC pads itself."""
    return ciphers.retail_mac(key, octets) if cipher == TRIPLE_DES else ciphers.cmac(key, octets)


@dataclasses.dataclass(frozen=True)
class Password:
    reference: int
    text: str

    @property
    def encoded(self):
        octets = self.text.encode("latin-1")
        return hashlib.sha1(octets).digest() if self.reference == 1 else octets


@dataclasses.dataclass(frozen=True)
class Suite:
    mapping: int
    cipher: int
    parameter: int

    @property
    def group(self):
        return GROUPS[self.parameter]

    @property
    def name(self):
        agreement = "ECDH" if self.group.on_curve else "DH"
        return "_".join((agreement, MAPPING_NAMES[self.mapping], CIPHER_NAMES[self.cipher], GROUP_NAMES[self.parameter]))

    @property
    def block(self):
        return 8 if self.cipher == TRIPLE_DES else 16

    @property
    def protocol(self):
        return BSI + bytes([2, 4, PACE_ARCS[self.mapping, self.group.on_curve], 1 + self.cipher])

    @property
    def nonce_size(self):
        """Octets of the chip's nonce; with integrated mapping, l bits of Appendix B.1."""
        return 32 if self.mapping == INTEGRATED and self.cipher in (AES_192, AES_256) else 16

    def seal_nonce(self, password, nonce):
        key = new_cipher(self.cipher, derive(self.cipher, password.encoded, PASSWORD))
        return ciphers.cbc_encrypt(key, bytes(self.block), nonce)

    def open_nonce(self, password, sealed):
        key = new_cipher(self.cipher, derive(self.cipher, password.encoded, PASSWORD))
        return ciphers.cbc_decrypt(key, bytes(self.block), sealed)

    def pseudo_random_number(self, nonce, terminal_nonce):
        """R_p(s, t) of §4.4.3.3.2 and Appendix B.1, before the reduction."""
        first, second = CONSTANTS[len(nonce)]
        size = KEY_SIZES[self.cipher]
        zeros = bytes(self.block)
        key = ciphers.cbc_encrypt(new_cipher(self.cipher, terminal_nonce), zeros, nonce)
        octets = b""
        while 8 * len(octets) < self.group.p.bit_length() + 64:
            cipher = new_cipher(self.cipher, key[:size])
            octets += ciphers.cbc_encrypt(cipher, zeros, second)
            key = ciphers.cbc_encrypt(cipher, zeros, first)
        return octets

    def map_integrated(self, nonce, terminal_nonce):
        number = int.from_bytes(self.pseudo_random_number(nonce, terminal_nonce), "big") % self.group.p
        return self.group.map_number(number)

    def map_generic(self, nonce, shared):
        of_nonce = self.group.power(self.group.generator, int.from_bytes(nonce, "big"))
        return self.group.combine(of_nonce, shared)

    def token_input(self, public):
        point_or_number = 0x86 if self.group.on_curve else 0x84
        return tlv(0x7f49, tlv(0x06, self.protocol) + tlv(point_or_number, self.group.encode(public)))

    def token(self, key, public):
        octets = self.token_input(public)
        return mac(self.cipher, key, ciphers.padded(octets, 8) if self.cipher == TRIPLE_DES else octets)

    def chip_data_vector(self, key):
        return new_cipher(self.cipher, key).encrypt(b"\xff" * self.block)

    def chip_data(self, static_private, mapping_private):
        """CA_IC of §4.4.3.5.2."""
        n = self.group.order
        return (pow(static_private, -1, n) * mapping_private % n).to_bytes((n.bit_length() + 7) // 8, "big")

    def seal_chip_data(self, key, data):
        return ciphers.cbc_encrypt(new_cipher(self.cipher, key), self.chip_data_vector(key), ciphers.padded(data, self.block))

    def open_chip_data(self, key, sealed):
        return ciphers.unpadded(ciphers.cbc_decrypt(new_cipher(self.cipher, key), self.chip_data_vector(key), sealed))


def all_suites():
    """Tables 2 and 3 with each group of table 12; P-224's prime is 1 modulo 4, so Appendix B.2 does not apply."""
    for mapping in (GENERIC, INTEGRATED, CHIP_AUTHENTICATION):
        for parameter, group in GROUPS.items():
            for cipher in (TRIPLE_DES, AES_128, AES_192, AES_256):
                if mapping == INTEGRATED and group.on_curve and group.p % 4 == 1:
                    continue
                if mapping == CHIP_AUTHENTICATION and (not group.on_curve or cipher == TRIPLE_DES):
                    continue
                yield Suite(mapping, cipher, parameter)


class Session:
    """Secure messaging (§9.8) of either side. The counter is incremented for each command and each response."""

    def __init__(self, cipher, secret):
        self.cipher = cipher
        self.encryption = new_cipher(cipher, derive(cipher, secret, ENCRYPTION))
        self.authentication = derive(cipher, secret, AUTHENTICATION)
        self.counter = 0

    @property
    def block(self):
        return self.encryption.block

    def vector(self):
        counter = self.counter.to_bytes(self.block, "big")
        return bytes(8) if self.cipher == TRIPLE_DES else self.encryption.encrypt(counter)

    def seal(self, octets):
        if not octets:
            return b""
        return tlv(0x87, b"\x01" + ciphers.cbc_encrypt(self.encryption, self.vector(), ciphers.padded(octets, self.block)))

    def open(self, value):
        if value[:1] != b"\x01":
            raise ValueError("padding indicator")
        return ciphers.unpadded(ciphers.cbc_decrypt(self.encryption, self.vector(), value[1:]))

    def mac(self, *parts):
        octets = self.counter.to_bytes(self.block, "big") + b"".join(ciphers.padded(part, self.block) for part in parts if part)
        return mac(self.cipher, self.authentication, octets)

    def protect_command(self, header, data=b"", le=None):
        self.counter += 1
        header = bytes([header[0] | 0x0c]) + header[1:]
        content = self.seal(data) + (tlv(0x97, bytes([le & 0xff])) if le is not None else b"")
        content += tlv(0x8e, self.mac(header, content))
        return command(header, content, 256)

    def open_response(self, response):
        """Data and status word. ValueError if the response does not belong to the session."""
        self.counter += 1
        content = response[:-2]
        found = objects_of(content)
        if found.get(0x8e) != self.mac(content[:-10]):
            raise ValueError("MAC")
        return self.open(found[0x87]) if 0x87 in found else b"", int.from_bytes(found[0x99], "big")

    def open_command(self, octets):
        self.counter += 1
        header, content, _ = parse_command(octets)
        found = objects_of(content)
        if header[0] & 0x0c != 0x0c or found.get(0x8e) != self.mac(header, content[:-10]):
            raise ValueError("MAC")
        data = self.open(found[0x87]) if 0x87 in found else b""
        return bytes([header[0] & ~0x0c]) + header[1:], data

    def protect_response(self, data, status):
        self.counter += 1
        content = self.seal(data) + tlv(0x99, status.to_bytes(2, "big"))
        return content + tlv(0x8e, self.mac(content)) + status.to_bytes(2, "big")


def command(header, data=b"", le=0):
    """A command APDU, extended if necessary. le 0 means none."""
    if len(data) > 255 or le > 256:
        lengths = b"\0" + len(data).to_bytes(2, "big") if data else b"\0"
        return header + lengths + data + ((le & 0xffff).to_bytes(2, "big") if le else b"")
    return header + (bytes([len(data)]) if data else b"") + data + (bytes([le & 0xff]) if le else b"")


def parse_command(octets):
    """Header, data, and whether Le is present."""
    header, rest = octets[:4], octets[4:]
    if len(rest) < 2:
        return header, b"", bool(rest)
    at = 3 if rest[0] == 0 and len(rest) > 3 else 1
    length = int.from_bytes(rest[1:3], "big") if at == 3 else rest[0]
    return header, rest[at:at + length], len(rest) > at + length


def chip_authentication_protocol(group, cipher):
    return BSI + bytes([2, 3, 2 if group.on_curve else 1, 1 + cipher])


random_octets = secrets.token_bytes
