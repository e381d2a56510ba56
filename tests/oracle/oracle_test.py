# SPDX-License-Identifier: Apache-2.0
"""oracle_test.py PROGRAM TEST...: PACE with all three mappings, and chip authentication. The chip and the terminal of this directory
are an independent implementation of ICAO Doc 9303-11. They are tested with the worked examples of the standard, then against the
simulated chip and the reader in PROGRAM, in every combination of mapping, key agreement, cipher and group."""

import pathlib
import subprocess
import sys
import unittest

import ciphers
from chip import FILE, Chip
from groups import GROUPS, random_exponent
from signatures import EcKey, RsaKey, active_authentication_ecdsa, active_authentication_rsa, integer
from suite import (AES_128, CHIP_AUTHENTICATION, CIPHER_NAMES, GENERIC, INTEGRATED, Password, Suite, all_suites,
                   chip_authentication_protocol, derive, tlv, BSI)
from terminal import Refused, Terminal

VECTORS = pathlib.Path(__file__).resolve().parents[1] / "vectors"
CAN, WRONG_CAN = Password(2, "500540"), Password(2, "500541")
MRZ = Password(1, "L898902C<369080619406236")
FIRST_SECRET = b"\x5a" * 20
KEY_NUMBER = 1


def read_vectors(name):
    """The groups of a file, by their `case`."""
    found = {}
    for text in (VECTORS / name).read_text(encoding="utf-8").split("\n\n"):
        pairs = dict(line.split(" = ", 1) if " = " in line else (line.split(" =")[0], "")
                     for line in text.splitlines() if line and not line.startswith("#"))
        if pairs:
            found[pairs["case"]] = pairs
    return found


def public_key_info(parameter, element):
    """SubjectPublicKeyInfo with standardizedDomainParameters (§9.5.1)."""
    group = GROUPS[parameter]
    algorithm = tlv(0x30, tlv(0x06, BSI[:-1] + b"\x01\x02") + integer(parameter))
    octets = group.encode(element) if group.on_curve else integer(element)
    return tlv(0x30, algorithm + tlv(0x03, b"\0" + octets))


def card_access(suite):
    return tlv(0x31, tlv(0x30, tlv(0x06, suite.protocol) + integer(2) + integer(suite.parameter)))


def dg14_infos(parameter, cipher, public):
    group = GROUPS[parameter]
    announced = tlv(0x30, tlv(0x06, chip_authentication_protocol(group, cipher)) + integer(1))
    key = tlv(0x30, tlv(0x06, BSI + bytes([2, 1, 2 if group.on_curve else 1])) + public_key_info(parameter, public))
    return tlv(0x31, b"".join(sorted((announced, key))))


class Program:
    """The reader or the simulated chip of this project."""

    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def write(self, *words):
        print(*words, file=self.process.stdin, flush=True)

    def line(self):
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("the program has ended")
        return line.lower().split()

    def read(self, chip, *words):
        """Lets the reader read `chip` and returns the reader's result."""
        self.write(*words)
        while True:
            first, *rest = self.line()
            if first != "command":
                return [first, *rest]
            try:
                answer = chip.answer(bytes.fromhex(rest[0]))
            except ValueError:  # a value outside of the group or the session
                answer = b"\x69\x88"
            self.write(answer.hex())

    def transmit(self, octets):
        self.write(octets.hex())
        return bytes.fromhex(self.line()[0])

    def close(self):
        self.process.stdin.close()
        return self.process.wait(timeout=60)


class WithProgram(unittest.TestCase):
    program_path = ""

    def setUp(self):
        self.program = Program(self.program_path)

    def tearDown(self):
        self.program.process.stdout.close()
        self.assertEqual(self.program.close(), 0)


class WorkedExamples(unittest.TestCase):
    """Appendices G, H and I: the oracle itself is tested first."""

    def check(self, name, mapping, parameter):
        vectors = read_vectors(name)
        suite = Suite(mapping, AES_128, parameter)
        group = suite.group
        octets = lambda case, key: bytes.fromhex(vectors[case][key])
        number = lambda case, key: int(vectors[case][key], 16)
        element = lambda case, key: group.decode(octets(case, key))
        self.assertEqual(suite.protocol, octets("domain parameters", "OID"))
        key = derive(AES_128, octets("password", "K.encoded_password"), 3)
        self.assertEqual(key, octets("password", "K.pi"))
        nonce = octets("encrypted nonce", "s")
        self.assertEqual(ciphers.cbc_encrypt(ciphers.Aes(key), bytes(16), nonce), octets("encrypted nonce", "z"))
        if mapping == INTEGRATED:
            random = suite.pseudo_random_number(nonce, octets("map nonce", "t"))
            self.assertEqual(random, octets("map nonce", "R_st"))
            self.assertEqual(int.from_bytes(random, "big") % group.p, number("map nonce", "Rp_st"))
            generator = suite.map_integrated(nonce, octets("map nonce", "t"))
        else:
            shared = group.power(element("map nonce", "PK.Map.IC"), number("map nonce", "SK.Map.IFD"))
            generator = suite.map_generic(nonce, shared)
        self.assertEqual(generator, element("map nonce", "G.mapped" if group.on_curve else "g.mapped"))
        for side, other in (("IC", "IFD"), ("IFD", "IC")):
            private = number("key agreement", "SK.DH." + side)
            public = element("key agreement", "PK.DH." + side)
            self.assertEqual(group.power(generator, private), public)
            secret = group.secret(group.power(element("key agreement", "PK.DH." + other), private))
            self.assertEqual(secret, octets("key agreement", "K"))
            self.assertEqual(derive(AES_128, secret, 1), octets("key agreement", "KS.Enc"))
            self.assertEqual(derive(AES_128, secret, 2), octets("key agreement", "KS.MAC"))
            self.assertEqual(suite.token(derive(AES_128, secret, 2), public), octets("mutual authentication", "T." + other))
        return suite, octets, number, element

    def test_g1_ecdh_generic(self):
        self.check("pace_ecdh_gm_g1.vec", GENERIC, 13)

    def test_g2_dh_generic(self):
        self.check("pace_dh_gm_g2.vec", GENERIC, 0)

    def test_h1_ecdh_integrated(self):
        self.check("pace_ecdh_im_h1.vec", INTEGRATED, 13)

    def test_h2_dh_integrated(self):
        self.check("pace_dh_im_h2.vec", INTEGRATED, 0)

    def test_i_chip_authentication_mapping(self):
        suite, octets, number, element = self.check("pace_cam_i.vec", CHIP_AUTHENTICATION, 13)
        case = "chip authentication"
        key = octets("key agreement", "KS.Enc")
        self.assertEqual(suite.chip_data_vector(key), octets(case, "IV"))
        data = suite.open_chip_data(key, octets(case, "A.IC"))
        self.assertEqual(data, octets(case, "CA.IC"))
        self.assertEqual(suite.seal_chip_data(key, data), octets(case, "A.IC"))
        self.assertEqual(suite.group.power(element(case, "PK.IC"), int.from_bytes(data, "big")), element(case, "PK.Map.IC"))
        static = number("static private key of the chip (derived, not printed in the standard)", "SK.IC")
        self.assertEqual(suite.chip_data(static, number("map nonce", "SK.Map.IC")), data)

    def test_groups_and_ciphers(self):
        ciphers.check()
        for group in GROUPS.values():
            group.check()


class OurReader(WithProgram):
    """The oracle is the chip."""

    def read(self, chip, password=CAN, static_public=None):
        suite = chip.suite
        key = public_key_info(suite.parameter, static_public).hex() if static_public else "-"
        kind = "mrz" if password.reference == 1 else "can"
        return self.program.read(chip, "reader", card_access(suite).hex(), kind, password.text, key)

    def test_pace(self):
        for suite in all_suites():
            with self.subTest(suite.name):
                private = random_exponent(suite.group)
                public = suite.group.power(suite.group.generator, private)
                proof = "true" if suite.mapping == CHIP_AUTHENTICATION else "-"
                password = MRZ if suite.cipher % 2 else CAN
                result = self.read(Chip(suite, (CAN, MRZ), private), password, public)
                self.assertEqual(result, ["opened", FILE.hex(), proof])

    def test_wrong_password(self):
        for suite in all_suites():
            with self.subTest(suite.name):
                result = self.read(Chip(suite, (CAN, MRZ), 1), WRONG_CAN, suite.group.generator)
                self.assertEqual(result, ["refused", "access_denied", str(0x6300)])

    def test_wrong_token(self):
        class Liar(Chip):
            def authenticate(self, given):
                content, status = super().authenticate(given)
                return content.replace(self.suite.token(derive(self.suite.cipher, self.secret, 2), self.terminal_public),
                                       bytes(8)), status

        for suite in all_suites():
            with self.subTest(suite.name):
                result = self.read(Liar(suite, (CAN, MRZ), 1), CAN, suite.group.generator)
                self.assertEqual(result, ["refused", "access_denied", "0"])

    def test_chip_data_of_another_key(self):
        for suite in all_suites():
            with self.subTest(suite.name):
                if suite.mapping == CHIP_AUTHENTICATION:
                    public = suite.group.power(suite.group.generator, random_exponent(suite.group))
                    result = self.read(Chip(suite, (CAN, MRZ), random_exponent(suite.group)), CAN, public)
                    self.assertEqual(result, ["opened", FILE.hex(), "false"])

    def authenticate(self, parameter, cipher, private, public):
        chip = Chip(Suite(GENERIC, AES_128, parameter), (), None, (cipher, private))
        chip.start_session(AES_128, FIRST_SECRET)
        return self.program.read(chip, "reader-authentication", dg14_infos(parameter, cipher, public).hex())

    def test_chip_authentication(self):
        for parameter, group in GROUPS.items():
            for cipher, name in enumerate(CIPHER_NAMES):
                with self.subTest(parameter=parameter, cipher=name):
                    private = random_exponent(group)
                    public = group.power(group.generator, private)
                    self.assertEqual(self.authenticate(parameter, cipher, private, public), ["opened", FILE.hex(), "-"])
                    clone = self.authenticate(parameter, cipher, random_exponent(group), public)
                    self.assertEqual(clone[:2], ["refused", "secure_messaging_failed"])


class OurChip(WithProgram):
    """The oracle is the terminal."""

    def chip(self, suite, private=None):
        key = private.to_bytes((suite.group.order.bit_length() + 7) // 8, "big").hex() if private else "-"
        self.program.write("chip", suite.mapping, suite.cipher, suite.parameter, CAN.text, MRZ.text, key)
        return Terminal(self.program.transmit)

    def test_pace(self):
        for suite in all_suites():
            with self.subTest(suite.name):
                private = random_exponent(suite.group)
                public = suite.group.power(suite.group.generator, private)
                terminal = self.chip(suite, private)
                self.assertTrue(terminal.pace(suite, MRZ if suite.cipher % 2 else CAN, public))
                self.assertEqual(terminal.read(), FILE)
                self.program.write("end")

    def test_wrong_password(self):
        for suite in all_suites():
            with self.subTest(suite.name):
                terminal = self.chip(suite, 1)
                with self.assertRaises(Refused) as refused:
                    terminal.pace(suite, WRONG_CAN, suite.group.generator)
                self.assertEqual(refused.exception.args[0], 0x6300)
                self.program.write("end")

    def test_chip_data_of_another_key(self):
        for suite in all_suites():
            with self.subTest(suite.name):
                if suite.mapping == CHIP_AUTHENTICATION:
                    public = suite.group.power(suite.group.generator, random_exponent(suite.group))
                    terminal = self.chip(suite, random_exponent(suite.group))
                    self.assertFalse(terminal.pace(suite, CAN, public))
                    self.program.write("end")

    def authenticate(self, parameter, cipher, private, public):
        group = GROUPS[parameter]
        self.program.write("chip-authentication", cipher, parameter,
                           private.to_bytes((group.order.bit_length() + 7) // 8, "big").hex())
        terminal = Terminal(self.program.transmit)
        terminal.start_session(AES_128, FIRST_SECRET)
        try:
            terminal.chip_authentication(group, cipher, public)
            return terminal.read()
        finally:
            self.program.write("end")

    def test_chip_authentication(self):
        for parameter, group in GROUPS.items():
            for cipher, name in enumerate(CIPHER_NAMES):
                with self.subTest(parameter=parameter, cipher=name):
                    private = random_exponent(group)
                    public = group.power(group.generator, private)
                    self.assertEqual(self.authenticate(parameter, cipher, private, public), FILE)
                    with self.assertRaises((Refused, ValueError, KeyError)):
                        self.authenticate(parameter, cipher, random_exponent(group), public)


class ActiveAuthentication(WithProgram):
    """The oracle signs for the reader and verifies signatures of the simulated chip."""

    CHALLENGE, OTHER_CHALLENGE = bytes.fromhex("f173589974bf40c6"), bytes.fromhex("f173589974bf40c7")

    def verify(self, key, announced, challenge, signature):
        self.program.write("verify", key.public_key_info().hex(), announced, challenge.hex(), signature.hex())
        return self.program.line()

    def signed(self, pkcs8, name, form):
        self.program.write("sign", pkcs8.hex(), name, form, self.CHALLENGE.hex())
        return bytes.fromhex(self.program.line()[0])

    def test_rsa(self):
        for bits, name in active_authentication_rsa():
            with self.subTest(bits=bits, digest=name):
                pkcs8 = (VECTORS / f"pki/key_pair/active_rsa_{bits}.der").read_bytes()
                key = RsaKey.read(pkcs8)
                for short in (True, False) if name == "sha1" else (False,):
                    for smaller in (True, False):
                        signature = key.sign(name, self.CHALLENGE, short, smaller)
                        self.assertEqual(self.verify(key, "-", self.CHALLENGE, signature), ["true", name])
                        self.assertEqual(self.verify(key, "-", self.OTHER_CHALLENGE, signature), ["false"])
                for form in ("whole", "smaller"):
                    signature = self.signed(pkcs8, name, form)
                    self.assertTrue(key.verifies(name, self.CHALLENGE, signature))
                    self.assertFalse(key.verifies(name, self.OTHER_CHALLENGE, signature))

    def test_ecdsa(self):
        for parameter, name in active_authentication_ecdsa():
            with self.subTest(parameter=parameter, digest=name):
                key = EcKey(parameter, GROUPS[parameter], random_exponent(GROUPS[parameter]))
                for der in (False, True):
                    signature = key.sign(name, self.CHALLENGE, der)
                    self.assertEqual(self.verify(key, name, self.CHALLENGE, signature), ["true", name])
                    self.assertEqual(self.verify(key, "-", self.CHALLENGE, signature), ["true", name])
                    self.assertEqual(self.verify(key, name, self.OTHER_CHALLENGE, signature), ["false"])
                    signature = self.signed(key.pkcs8(), name, "der" if der else "plain")
                    self.assertTrue(key.verifies(name, self.CHALLENGE, signature, der))
                    self.assertFalse(key.verifies(name, self.OTHER_CHALLENGE, signature, der))


if __name__ == "__main__":
    WithProgram.program_path = sys.argv.pop(1)
    unittest.main(verbosity=2)
