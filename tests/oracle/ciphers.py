# SPDX-License-Identifier: Apache-2.0
"""AES (FIPS 197) and DES (FIPS 46-3) with the modes of ICAO Doc 9303-11: CBC, CMAC (NIST SP 800-38B), the retail MAC of ISO/IEC
9797-1 (algorithm 3). Simple and slow. `check` compares the block ciphers with the examples of the standards."""

import functools


def doubled(octet):
    octet <<= 1
    return octet ^ 0x11b if octet & 0x100 else octet


def product(left, right):
    result = 0
    while right:
        if right & 1:
            result ^= left
        left, right = doubled(left), right >> 1
    return result


def substitutions():
    box = []
    for octet in range(256):
        inverse = next((other for other in range(256) if product(octet, other) == 1), 0)
        value = 0x63
        for turn in range(5):
            value ^= (inverse << turn | inverse >> (8 - turn)) & 0xff
        box.append(value)
    return box


SUBSTITUTION = substitutions()
INVERSE_SUBSTITUTION = [SUBSTITUTION.index(octet) for octet in range(256)]
PRODUCTS = {factor: [product(factor, octet) for octet in range(256)] for factor in (1, 2, 3, 9, 11, 13, 14)}


class Aes:
    block = 16

    def __init__(self, key):
        words = [list(key[at:at + 4]) for at in range(0, len(key), 4)]
        length = len(words)
        constant = 1
        for at in range(length, 4 * (length + 7)):
            word = list(words[-1])
            if at % length == 0:
                word = [SUBSTITUTION[octet] for octet in word[1:] + word[:1]]
                word[0] ^= constant
                constant = doubled(constant)
            elif length > 6 and at % length == 4:
                word = [SUBSTITUTION[octet] for octet in word]
            words.append([left ^ right for left, right in zip(words[at - length], word)])
        self.round_keys = [sum(words[at:at + 4], []) for at in range(0, len(words), 4)]

    @staticmethod
    def mixed(state, factors):
        tables = [PRODUCTS[factor] for factor in factors]
        result = []
        for column in range(0, 16, 4):
            for row in range(4):
                octet = 0
                for at in range(4):
                    octet ^= tables[(at - row) % 4][state[column + at]]
                result.append(octet)
        return result

    def encrypt(self, block):
        state = [left ^ right for left, right in zip(block, self.round_keys[0])]
        for number, key in enumerate(self.round_keys[1:], start=1):
            state = [SUBSTITUTION[state[(at + 4 * (at % 4)) % 16]] for at in range(16)]
            if number < len(self.round_keys) - 1:
                state = self.mixed(state, (2, 3, 1, 1))
            state = [left ^ right for left, right in zip(state, key)]
        return bytes(state)

    def decrypt(self, block):
        state = list(block)
        for number in range(len(self.round_keys) - 1, 0, -1):
            state = [left ^ right for left, right in zip(state, self.round_keys[number])]
            if number < len(self.round_keys) - 1:
                state = self.mixed(state, (14, 11, 13, 9))
            state = [INVERSE_SUBSTITUTION[state[(at - 4 * (at % 4)) % 16]] for at in range(16)]
        return bytes(left ^ right for left, right in zip(state, self.round_keys[0]))


def table(digits):
    return [int(number) for number in digits.split()]


INITIAL = table("58 50 42 34 26 18 10 2 60 52 44 36 28 20 12 4 62 54 46 38 30 22 14 6 64 56 48 40 32 24 16 8 "
                "57 49 41 33 25 17 9 1 59 51 43 35 27 19 11 3 61 53 45 37 29 21 13 5 63 55 47 39 31 23 15 7")
FINAL = [INITIAL.index(at) + 1 for at in range(1, 65)]
EXPANSION = table("32 1 2 3 4 5 4 5 6 7 8 9 8 9 10 11 12 13 12 13 14 15 16 17 16 17 18 19 20 21 20 21 22 23 24 25 "
                  "24 25 26 27 28 29 28 29 30 31 32 1")
PERMUTATION = table("16 7 20 21 29 12 28 17 1 15 23 26 5 18 31 10 2 8 24 14 32 27 3 9 19 13 30 6 22 11 4 25")
CHOICE_1 = table("57 49 41 33 25 17 9 1 58 50 42 34 26 18 10 2 59 51 43 35 27 19 11 3 60 52 44 36 "
                 "63 55 47 39 31 23 15 7 62 54 46 38 30 22 14 6 61 53 45 37 29 21 13 5 28 20 12 4")
CHOICE_2 = table("14 17 11 24 1 5 3 28 15 6 21 10 23 19 12 4 26 8 16 7 27 20 13 2 "
                 "41 52 31 37 47 55 30 40 51 45 33 48 44 49 39 56 34 53 46 42 50 36 29 32")
SHIFTS = table("1 1 2 2 2 2 2 2 1 2 2 2 2 2 2 1")
BOXES = [table(digits) for digits in (
    "14 4 13 1 2 15 11 8 3 10 6 12 5 9 0 7 0 15 7 4 14 2 13 1 10 6 12 11 9 5 3 8 "
    "4 1 14 8 13 6 2 11 15 12 9 7 3 10 5 0 15 12 8 2 4 9 1 7 5 11 3 14 10 0 6 13",
    "15 1 8 14 6 11 3 4 9 7 2 13 12 0 5 10 3 13 4 7 15 2 8 14 12 0 1 10 6 9 11 5 "
    "0 14 7 11 10 4 13 1 5 8 12 6 9 3 2 15 13 8 10 1 3 15 4 2 11 6 7 12 0 5 14 9",
    "10 0 9 14 6 3 15 5 1 13 12 7 11 4 2 8 13 7 0 9 3 4 6 10 2 8 5 14 12 11 15 1 "
    "13 6 4 9 8 15 3 0 11 1 2 12 5 10 14 7 1 10 13 0 6 9 8 7 4 15 14 3 11 5 2 12",
    "7 13 14 3 0 6 9 10 1 2 8 5 11 12 4 15 13 8 11 5 6 15 0 3 4 7 2 12 1 10 14 9 "
    "10 6 9 0 12 11 7 13 15 1 3 14 5 2 8 4 3 15 0 6 10 1 13 8 9 4 5 11 12 7 2 14",
    "2 12 4 1 7 10 11 6 8 5 3 15 13 0 14 9 14 11 2 12 4 7 13 1 5 0 15 10 3 9 8 6 "
    "4 2 1 11 10 13 7 8 15 9 12 5 6 3 0 14 11 8 12 7 1 14 2 13 6 15 0 9 10 4 5 3",
    "12 1 10 15 9 2 6 8 0 13 3 4 14 7 5 11 10 15 4 2 7 12 9 5 6 1 13 14 0 11 3 8 "
    "9 14 15 5 2 8 12 3 7 0 4 10 1 13 11 6 4 3 2 12 9 5 15 10 11 14 1 7 6 0 8 13",
    "4 11 2 14 15 0 8 13 3 12 9 7 5 10 6 1 13 0 11 7 4 9 1 10 14 3 5 12 2 15 8 6 "
    "1 4 11 13 12 3 7 14 10 15 6 8 0 5 9 2 6 11 13 8 1 4 10 7 9 5 0 15 14 2 3 12",
    "13 2 8 4 6 15 11 1 10 9 3 14 5 0 12 7 1 15 13 8 10 3 7 4 12 5 6 11 0 14 9 2 "
    "7 11 4 1 9 12 14 2 0 6 10 13 15 3 5 8 2 1 14 7 4 10 8 13 15 12 9 0 3 5 6 11")]


def chosen(bits, positions):
    return [bits[position - 1] for position in positions]


def bits_of(octets):
    return [octet >> shift & 1 for octet in octets for shift in range(7, -1, -1)]


def octets_of(bits):
    return bytes(int("".join(map(str, bits[at:at + 8])), 2) for at in range(0, len(bits), 8))


class Des:
    block = 8

    def __init__(self, key):
        halves = chosen(bits_of(key), CHOICE_1)
        left, right = halves[:28], halves[28:]
        self.round_keys = []
        for shift in SHIFTS:
            left, right = left[shift:] + left[:shift], right[shift:] + right[:shift]
            self.round_keys.append(chosen(left + right, CHOICE_2))

    def rounds(self, block, keys):
        bits = chosen(bits_of(block), INITIAL)
        left, right = bits[:32], bits[32:]
        for key in keys:
            mixed = [a ^ b for a, b in zip(chosen(right, EXPANSION), key)]
            out = []
            for number, box in enumerate(BOXES):
                b = mixed[6 * number:6 * number + 6]
                value = box[32 * b[0] + 16 * b[5] + 8 * b[1] + 4 * b[2] + 2 * b[3] + b[4]]
                out += [value >> shift & 1 for shift in (3, 2, 1, 0)]
            left, right = right, [a ^ b for a, b in zip(left, chosen(out, PERMUTATION))]
        return octets_of(chosen(right + left, FINAL))

    def encrypt(self, block):
        return self.rounds(block, self.round_keys)

    def decrypt(self, block):
        return self.rounds(block, self.round_keys[::-1])


class TripleDes:
    """Two-key triple DES."""

    block = 8

    def __init__(self, key):
        self.first, self.second = Des(key[:8]), Des(key[8:])

    def encrypt(self, block):
        return self.first.encrypt(self.second.decrypt(self.first.encrypt(block)))

    def decrypt(self, block):
        return self.first.decrypt(self.second.encrypt(self.first.decrypt(block)))


def exclusive_or(left, right):
    return bytes(a ^ b for a, b in zip(left, right))


def blocks(octets, size):
    return [octets[at:at + size] for at in range(0, len(octets), size)]


def cbc_encrypt(cipher, vector, octets):
    out = []
    for block in blocks(octets, cipher.block):
        vector = cipher.encrypt(exclusive_or(block, vector))
        out.append(vector)
    return b"".join(out)


def cbc_decrypt(cipher, vector, octets):
    out = []
    for block in blocks(octets, cipher.block):
        out.append(exclusive_or(cipher.decrypt(block), vector))
        vector = block
    return b"".join(out)


def padded(octets, size):
    """Padding method 2 of ISO/IEC 9797-1."""
    return octets + b"\x80" + bytes(-(len(octets) + 1) % size)


def unpadded(octets):
    content = octets.rstrip(b"\0")
    if not content.endswith(b"\x80"):
        raise ValueError("no padding")
    return content[:-1]


def cmac(key, octets):
    """CMAC truncated to 8 octets."""
    cipher = Aes(key)
    subkey = int.from_bytes(cipher.encrypt(bytes(16)), "big")
    whole = octets != b"" and len(octets) % 16 == 0
    for _ in range(1 if whole else 2):
        subkey = (subkey << 1 & (1 << 128) - 1) ^ (0x87 if subkey >> 127 else 0)
    message = octets if whole else padded(octets, 16)
    last = exclusive_or(message[-16:], subkey.to_bytes(16, "big"))
    return cbc_encrypt(cipher, bytes(16), message[:-16] + last)[-16:][:8]


def retail_mac(key, padded_octets):
    first, second = Des(key[:8]), Des(key[8:])
    chained = cbc_encrypt(first, bytes(8), padded_octets)[-8:]
    return first.encrypt(second.decrypt(chained))


@functools.cache
def check():
    plain = bytes.fromhex("00112233445566778899aabbccddeeff")
    for size, expected in ((16, "69c4e0d86a7b0430d8cdb78070b4c55a"), (24, "dda97ca4864cdfe06eaf70a0ec0d7191"),
                           (32, "8ea2b7ca516745bfeafc49904b496089")):  # FIPS 197, Appendix C
        cipher = Aes(bytes(range(size)))
        assert cipher.encrypt(plain).hex() == expected and cipher.decrypt(bytes.fromhex(expected)) == plain
    des = Des(bytes.fromhex("0123456789abcdef"))  # FIPS 81, Table B1
    assert des.encrypt(b"Now is t").hex() == "3fa40e8a984d4815" and des.decrypt(des.encrypt(b"Now is t")) == b"Now is t"
    # NIST SP 800-38B, example 3: 40 octets.
    message = bytes.fromhex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411")
    assert cmac(bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c"), message).hex() == "dfa66747de9ae630"
