# SPDX-License-Identifier: Apache-2.0
"""The signatures of active authentication (ICAO Doc 9303-11 §6.1): RSA by ISO/IEC 9796-2, scheme 1, with partial recovery; ECDSA
in the plain format of BSI TR-03111 §5.2.1 or in DER."""

import dataclasses
import hashlib

from groups import GROUPS, Curve, random_exponent
from suite import objects_of, random_octets, tlv

# The identifier of the hash function in the trailer (ISO/IEC 10118-3); SHA-1 has none.
IDENTIFIERS = {"sha1": 0x33, "sha224": 0x38, "sha256": 0x34, "sha384": 0x36, "sha512": 0x35}
RSA_ENCRYPTION = tlv(0x06, bytes.fromhex("2a864886f70d010101"))
EC_PUBLIC_KEY = tlv(0x06, bytes.fromhex("2a8648ce3d0201"))
CURVE_NAMES = {8: "2a8648ce3d030101", 9: "2b2403030208010103", 10: "2b81040021", 11: "2b2403030208010105",
               12: "2a8648ce3d030107", 13: "2b2403030208010107", 14: "2b2403030208010109", 15: "2b81040022",
               16: "2b240303020801010b", 17: "2b240303020801010d", 18: "2b81040023"}


def digest(name, *parts):
    return hashlib.new(name, b"".join(parts)).digest()


def integer(number):
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def elements_of(octets):
    """The values of the elements of a SEQUENCE."""
    found = []
    while octets:
        long_form = octets[1] & 0x7f if octets[1] > 127 else 0
        length = int.from_bytes(octets[2:2 + long_form], "big") if long_form else octets[1]
        start = 2 + long_form
        found.append(octets[start:start + length])
        octets = octets[start + length:]
    return found


@dataclasses.dataclass(frozen=True)
class RsaKey:
    n: int
    e: int
    d: int

    @classmethod
    def read(cls, pkcs8):
        (outer,) = elements_of(pkcs8)
        (inner,) = elements_of(elements_of(outer)[2])
        _, n, e, d, *_ = (int.from_bytes(number, "big") for number in elements_of(inner))
        return cls(n, e, d)

    @property
    def size(self):
        return (self.n.bit_length() + 7) // 8

    def public_key_info(self):
        numbers = tlv(0x30, integer(self.n) + integer(self.e))
        return tlv(0x30, tlv(0x30, RSA_ENCRYPTION + tlv(0x05, b"")) + tlv(0x03, b"\0" + numbers))

    def sign(self, name, challenge, short_trailer=False, smaller=False):
        trailer = b"\xbc" if short_trailer else bytes([IDENTIFIERS[name], 0xcc])
        recovered = random_octets(self.size - 1 - hashlib.new(name).digest_size - len(trailer))
        representative = b"\x6a" + recovered + digest(name, recovered, challenge) + trailer
        signature = pow(int.from_bytes(representative, "big"), self.d, self.n)
        if smaller:
            signature = min(signature, self.n - signature)
        return signature.to_bytes(self.size, "big")

    def verifies(self, name, challenge, signature):
        opened = pow(int.from_bytes(signature, "big"), self.e, self.n)
        for number in (opened, self.n - opened):
            octets = number.to_bytes(self.size, "big")
            trailer = 1 if octets[-1] == 0xbc and name == "sha1" else 2
            if octets[0] != 0x6a or octets[-trailer:] not in (b"\xbc", bytes([IDENTIFIERS[name], 0xcc])):
                continue
            size = hashlib.new(name).digest_size
            recovered, found = octets[1:-trailer - size], octets[-trailer - size:-trailer]
            return found == digest(name, recovered, challenge)
        return False


@dataclasses.dataclass(frozen=True)
class EcKey:
    parameter: int
    curve: Curve
    private: int

    @property
    def public(self):
        return self.curve.power(self.curve.generator, self.private)

    @property
    def size(self):
        return (self.curve.n.bit_length() + 7) // 8

    def algorithm(self):
        return tlv(0x30, EC_PUBLIC_KEY + tlv(0x06, bytes.fromhex(CURVE_NAMES[self.parameter])))

    def public_key_info(self):
        return tlv(0x30, self.algorithm() + tlv(0x03, b"\0" + self.curve.encode(self.public)))

    def pkcs8(self):
        point = tlv(0xa1, tlv(0x03, b"\0" + self.curve.encode(self.public)))
        inner = tlv(0x30, integer(1) + tlv(0x04, self.private.to_bytes(self.size, "big")) + point)
        return tlv(0x30, integer(0) + self.algorithm() + tlv(0x04, inner))

    def number_of(self, name, challenge):
        hashed = digest(name, challenge)
        return int.from_bytes(hashed, "big") >> max(0, 8 * len(hashed) - self.curve.n.bit_length())

    def sign(self, name, challenge, der=False):
        n = self.curve.n
        once = random_exponent(self.curve)
        r = self.curve.power(self.curve.generator, once)[0] % n
        s = pow(once, -1, n) * (self.number_of(name, challenge) + r * self.private) % n
        return tlv(0x30, integer(r) + integer(s)) if der else r.to_bytes(self.size, "big") + s.to_bytes(self.size, "big")

    def verifies(self, name, challenge, signature, der=False):
        n = self.curve.n
        parts = elements_of(objects_of(signature)[0x30]) if der else (signature[:self.size], signature[self.size:])
        r, s = (int.from_bytes(part, "big") for part in parts)
        inverse = pow(s, -1, n)
        point = self.curve.combine(self.curve.power(self.curve.generator, self.number_of(name, challenge) * inverse),
                                   self.curve.power(self.public, r * inverse))
        return point is not None and point[0] % n == r


def active_authentication_rsa():
    """Sizes of the modulus, and hash functions."""
    return [(bits, name) for bits in (1024, 1280, 1536, 2048, 3072, 4096) for name in IDENTIFIERS]


def active_authentication_ecdsa():
    """Numbers of curves, and the hash functions that are no longer than the key (§6.1.2.3)."""
    return [(parameter, name) for parameter, group in GROUPS.items() if group.on_curve
            for name in IDENTIFIERS if name != "sha1" and 8 * hashlib.new(name).digest_size <= group.n.bit_length()]
