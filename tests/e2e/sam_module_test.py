# SPDX-License-Identifier: Apache-2.0
"""Tests the simulated SAM_V module on a serial port with a second implementation of the protocol (sam_wire.py)."""

import pathlib
import struct
import subprocess
import tempfile
import time
import unittest

import not_run
import sam_wire as wire
from daemon import PATIENCE, SOURCE, wait_until
from sam_module import Module
from simulator import SIM

VECTORS = SOURCE / "tests" / "vectors" / "samv"


class ModuleOnAPort(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="fivestar-sam-")
        self.path = pathlib.Path(self.folder.name) / "port"

    def tearDown(self):
        self.folder.cleanup()

    def module(self, *arguments, **more):
        return Module(self.path, *arguments, **more)

    @staticmethod
    def select(port):
        assert port.ask(wire.FIND) == (0x9F, bytes(4))
        assert port.ask(wire.SELECT) == (0x90, bytes(8))

    def test_the_published_exchanges(self):
        # The published octets of requests and answers.
        exchanges = [("aaaaaa9669000311ffed", "aaaaaa96690004000090 94"),
                     ("aaaaaa966900032001 22", "aaaaaa96690008 00009f 00000000 97"),
                     ("aaaaaa966900032002 21", "aaaaaa9669000c 000090 0000000000000000 9c"),
                     ("aaaaaa9669000310ffec", "aaaaaa96690004000090 94"),
                     ("aaaaaa966900032002 21", "aaaaaa96690004 000081 85"),
                     ("aaaaaa9669000461ff50ca", "aaaaaa96690004000090 94"),
                     ("aaaaaa9669000461ff58c2", "aaaaaa96690004000090 94")]
        with self.module(), wire.Port(self.path) as port:
            for request, answer in exchanges:
                port.write(bytes.fromhex(request))
                self.assertEqual(port.read(2, wire.is_whole), bytes.fromhex(answer), request)

    def test_a_read_is_the_published_frame_but_for_the_photo(self):
        for persona, fixture in [("five-star-2023", "Y"), ("permanent-resident-2017", "I"), ("hmt-resident", "J")]:
            with self.subTest(persona), self.module(persona), wire.Port(self.path) as port:
                self.select(port)
                port.write(wire.frame(wire.READ))
                octets = port.read(3, wire.is_whole)
                expected = (VECTORS / f"frame3001_{fixture}.bin").read_bytes()
                self.assertEqual(octets[:270], expected[:270])
                self.assertEqual(len(octets), len(expected))
                self.assertTrue(octets[270:].startswith(b"SPECIMEN"))
                wire.parse(octets)

    def test_the_resident_differs_from_the_fixture_in_name_and_sex_alone(self):
        # The fixture's sex contradicts its number (its README); the persona's does not.
        expected = (VECTORS / "text_cn.bin").read_bytes().decode("utf-16-le")
        with self.module("resident"), wire.Port(self.path) as port:
            self.select(port)
            _, data = port.ask(wire.READ)
            text = data[4:260].decode("utf-16-le")
            self.assertEqual(text[16:], expected[16:])
            self.assertEqual(text[15], "2")
            self.assertEqual(text[:15].rstrip(), "张三样本")
            status, addresses = port.ask(wire.READ_ADDRESSES)
            self.assertEqual((status, len(addresses)), (0x90, 140))
            self.assertEqual([addresses[at:at + 70].decode("utf-16-le").rstrip() for at in (0, 70)],
                             ["北京市海淀区样本街2号", "上海市浦东新区样本路3号院4号楼"])

    def test_numbers_are_valid_and_agree_with_the_fields(self):
        def check_18(number):  # ISO 7064 MOD 11-2, as GB 11643 prescribes
            weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
            return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(number, weights)) % 11]

        places = {"five-star-2023": (61, 18, 15), "resident": (61, 18, 15), "hmt-resident": (61, 15, 15)}
        for persona, (at, birth, sex) in places.items():
            with self.subTest(persona), self.module(persona), wire.Port(self.path) as port:
                self.select(port)
                text = port.ask(wire.READ)[1][4:260].decode("utf-16-le")
                number = text[61:79]
                self.assertEqual(check_18(number), number[17])
                self.assertEqual(number[6:14], text[18:26])
                self.assertEqual(int(number[16]) % 2, int(text[15]) % 2)

    def test_fingerprints(self):
        for persona, size in [("five-star-2023", 1024), ("permanent-resident-2017", 512), ("resident", 0)]:
            with self.subTest(persona), self.module(persona), wire.Port(self.path) as port:
                self.select(port)
                status, data = port.ask(wire.READ_WITH_FINGERPRINTS)
                self.assertEqual((status, struct.unpack(">HHH", data[:6])), (0x90, (256, 1024, size)))
                self.assertEqual(len(data), 6 + 256 + 1024 + size)

    def test_management_information_and_module_id(self):
        with self.module(), wire.Port(self.path) as port:
            status, octets = port.ask(wire.IDENTIFY)
            printed = "%02d.%02d-%08d-%010d-%010d" % struct.unpack("<HHIII", octets)
            self.assertEqual((status, printed), (0x90, "05.03-20150101-0001234567-0123456789"))
            self.select(port)
            status, octets = port.ask(wire.READ_MANAGEMENT)
            self.assertEqual((status, len(octets), octets[4:12].hex()), (0x90, 28, "5350454300002023"))
            self.assertEqual(port.ask(wire.READ_ADDRESSES), (0x91, b""))

    def test_what_was_read_is_found_again_only_when_presented_again(self):
        with self.module() as module, wire.Port(self.path) as port:
            self.assertEqual(port.ask(wire.READ), (0x41, b""))
            self.select(port)
            self.assertEqual(port.ask(wire.READ)[0], 0x90)
            self.assertEqual(port.ask(wire.FIND), (0x80, b""))
            self.assertEqual(port.ask(wire.SELECT), (0x81, b""))
            self.assertEqual(port.ask(wire.READ_ADDRESSES), (0x91, b""), "the probe: it is still there")
            module.say("lift")
            wait_until(lambda: port.ask(wire.READ_ADDRESSES) == (0x41, b""), "the card to be gone")
            self.assertEqual(port.ask(wire.FIND), (0x80, b""))
            module.say("present")
            wait_until(lambda: port.ask(wire.FIND) == (0x9F, bytes(4)), "the card to be back")
            self.assertEqual(port.ask(wire.SELECT)[0], 0x90)
            self.assertEqual(port.ask(wire.READ)[0], 0x90)
            self.assertEqual(port.ask(wire.RESET)[0], 0x90)
            self.select(port)

    def test_modules_whose_reset_presents_nothing_and_that_read_once(self):
        with self.module("resident", "--fault", "reset-keeps-card", "--fault", "reads-once"), \
                wire.Port(self.path) as port:
            self.select(port)
            self.assertEqual(port.ask(wire.READ)[0], 0x90)
            self.assertEqual(port.ask(wire.READ), (0x41, b""))
            self.assertEqual(port.ask(wire.RESET)[0], 0x90)
            self.assertEqual(port.ask(wire.FIND), (0x80, b""))

    def test_wrong_requests(self):
        with self.module(), wire.Port(self.path) as port:
            for request, status in [("aaaaaa9669000320012 3", 0x10), ("aaaaaa966900042001 00 25", 0x11),
                                    ("aaaaaa96690000", 0x11), ("aaaaaa9669ffff", 0x11),
                                    ("aaaaaa966900032003 20", 0x21), ("aaaaaa96690003dc01de", 0x24),
                                    ("aaaaaa9669000360 05 66", 0x21), ("aaaaaa9669000461ff108a", 0x21)]:
                port.write(bytes.fromhex(request.replace(" ", "")))
                octets = port.read(2, wire.is_whole)
                self.assertEqual(wire.parse(octets), (status, b""), request)
            port.write(bytes.fromhex("00ffaaaa96aaaaaaaa96") + bytes.fromhex("aaaaaa") + wire.frame(wire.STATE))
            self.assertEqual(wire.parse(port.read(2, wire.is_whole)), (0x90, b""))

    def test_octets_take_their_time(self):
        # 1,295 octets of ten bits, and the request's ten octets.
        for rate, expected in [(115200, 1305 * 10 / 115200), (38400, 1305 * 10 / 38400)]:
            with self.subTest(rate), self.module("resident", "--baud", str(rate)), wire.Port(self.path, rate) as port:
                self.select(port)
                # The fastest of several, because the machine may be busy.
                taken = [self.time_of_a_read(port) for _ in range(5)]
                self.assertGreater(min(taken), expected * 0.999)
                self.assertLess(min(taken), expected + 0.25)

    def time_of_a_read(self, port):
        started = time.monotonic()
        self.assertEqual(port.ask(wire.READ)[0], 0x90)
        return time.monotonic() - started

    def test_the_wrong_rate_is_not_understood_and_can_be_changed(self):
        with self.module("resident", "--baud", "9600"), wire.Port(self.path) as port:
            for rate in [115200, 57600, 38400, 19200]:
                port.set_rate(rate)
                self.assertIsNone(port.ask(wire.STATE, 0.3), rate)
            port.set_rate(9600)
            self.assertEqual(port.ask(wire.STATE), (0x90, b""))
            self.assertEqual(port.ask(bytes.fromhex("6000")), (0x90, b""), "still at the old rate")
            self.assertIsNone(port.ask(wire.STATE, 0.3))
            port.set_rate(115200)
            self.assertEqual(port.ask(wire.STATE), (0x90, b""))
            self.select(port)
            self.assertEqual(len(port.ask(wire.READ)[1]), 1284)

    def test_an_answer_at_another_rate_is_garbage(self):
        with self.module("five-star-2023", "--baud", "9600"), wire.Port(self.path, 9600) as port:
            self.select(port)
            port.write(wire.frame(wire.READ))  # the answer takes 1.3 s
            octets = port.read(PATIENCE, enough=lambda begun: len(begun) >= len(wire.PREAMBLE))
            port.set_rate(115200)
            octets += port.read(3, wire.is_whole)
            self.assertTrue(octets.startswith(wire.PREAMBLE))
            with self.assertRaises(AssertionError):
                wire.parse(octets)

    def test_unplugged_and_plugged_again(self):
        with self.module() as module:
            port = wire.Port(self.path)
            self.select(port)
            module.say("unplug")
            wait_until(lambda: not self.path.is_symlink(), "the link to go")
            with self.assertRaises((ConnectionError, OSError)):
                port.write(wire.frame(wire.STATE))
                port.read(1)
            port.close()
            module.say("plug")
            wait_until(self.path.is_symlink, "the link")
            with wire.Port(self.path) as again:
                self.assertEqual(again.ask(wire.SELECT), (0x81, b""), "the module lost its power")
                self.select(again)
        self.assertFalse(self.path.is_symlink(), "the link goes with the module")

    def test_another_card_at_once(self):
        with self.module("resident") as module, wire.Port(self.path) as port:
            self.select(port)
            self.assertEqual(port.ask(wire.READ)[0], 0x90)
            module.say("persona hmt-resident")
            wait_until(lambda: port.ask(wire.READ_ADDRESSES)[0] == 0x41, "the other card")
            self.select(port)
            self.assertEqual(port.ask(wire.READ)[1][4:260].decode("utf-16-le")[124], "J")

    def test_nothing_but_a_link_is_replaced(self):
        self.path.write_text("somebody's")
        command = [SIM, "--data", SOURCE / "sim", "sam", "--persona", "resident", "--device", self.path]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 3, done)
        self.assertEqual(self.path.read_text(), "somebody's")


class Faults(unittest.TestCase):
    """The effect of each fault on the answer to `find`, which has 15 octets, and on the commands after it."""

    GOOD = wire.PREAMBLE + bytes.fromhex("0008 00009f 00000000 97")

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="fivestar-sam-")
        self.module = Module(pathlib.Path(self.folder.name) / "port", "resident", "--fault", "silence@3")
        self.port = wire.Port(self.module.path)

    def tearDown(self):
        self.port.close()
        self.assertEqual(self.module.close(), 0)
        self.folder.cleanup()

    def answer(self, fault, at_least=0, seconds=0.4):
        """The answer to `find`: this number of octets, and further ones that arrive within the time."""
        self.module.say("fault " + fault)
        self.port.write(wire.frame(wire.FIND))
        octets = self.port.read(PATIENCE, lambda come: len(come) >= at_least) if at_least else b""
        return octets + self.port.read(seconds)

    def test_faults_are_met_at_their_place(self):
        self.assertEqual([self.port.ask(wire.STATE, 0.3) for _ in range(4)],
                         [(0x90, b""), (0x90, b""), None, (0x90, b"")])
        self.module.say("fault sw-60@find:2")
        self.assertEqual([self.port.ask(command)[0] for command in
                          [wire.STATE, wire.FIND, wire.STATE, wire.FIND, wire.FIND]], [0x90, 0x9F, 0x90, 0x60, 0x9F])
        self.module.say("fault sw-66@rate")
        self.assertEqual([self.port.ask(bytes.fromhex(command))[0] for command in ["11ff", "6004"]], [0x90, 0x66])
        self.module.say("fault none")
        self.assertEqual(self.port.ask(bytes.fromhex("61ff50"))[0], 0x90)

    def test_every_status(self):
        listed = subprocess.run([SIM, "--faults"], capture_output=True, text=True, check=True).stdout
        names = [line.split()[0] for line in listed.splitlines() if line.startswith("sw-")]
        self.assertEqual(len(names), 16)
        for name in names:
            expected = wire.PREAMBLE + wire.frame(bytes([0, 0, int(name[3:], 16)]))[5:]
            self.assertEqual(self.answer(name, len(expected), seconds=0.1), expected, name)

    def test_frames(self):
        good = self.GOOD
        expected = {"wrong-checksum": good[:-1] + b"\x87", "half-frame": good[:7],
                    "doubled": good + good, "echo": wire.frame(wire.FIND) + good,
                    "long-length": wire.PREAMBLE + bytes.fromhex("0009 00009f 00000000 96"),
                    "short-length": wire.PREAMBLE + bytes.fromhex("0007 00009f 00000000 98"),
                    "zero-length": wire.PREAMBLE + bytes.fromhex("0000 00009f 00000000 9f"),
                    "greatest-length": wire.PREAMBLE + bytes.fromhex("ffff 00009f 00000000 9f"),
                    "short-frame": wire.frame(bytes.fromhex("00009f0000")),
                    "inner-lengths": wire.frame(bytes.fromhex("00009fffffffff")),
                    "foreign-answer": wire.frame(bytes.fromhex("00009f01")), "silence": b"",
                    "card-lifted": wire.frame(bytes.fromhex("000080"))}
        for fault, octets in expected.items():
            self.assertEqual(self.answer(fault, len(octets)), octets, fault)
        self.module.say("fault none", "present")

    def test_noise(self):
        before = self.answer("noise-before", len(self.GOOD) + 1)
        self.assertTrue(before.endswith(self.GOOD) and len(before) > len(self.GOOD))
        inside = self.answer("noise-inside", len(self.GOOD) + 1)
        self.assertTrue(inside.startswith(self.GOOD[:7]) and inside.endswith(self.GOOD[7:]))
        self.assertGreater(len(inside), len(self.GOOD))

    def test_endless_until_told_otherwise(self):
        octets = self.answer("endless@find", at_least=9001, seconds=0)
        self.assertTrue(octets.startswith(wire.PREAMBLE + b"\xff\xff"))
        self.assertGreater(len(octets), 9000)
        self.module.say("fault none")
        wait_until(lambda: self.port.read(0.2) == b"", "silence")
        self.assertEqual(self.port.ask(wire.STATE), (0x90, b""))

    def test_late_and_slow(self):
        self.assertEqual(self.answer("late", seconds=0.25), b"")
        self.assertEqual(self.port.read(PATIENCE, lambda octets: len(octets) >= 15), self.GOOD)
        self.module.say("fault slow")
        started = time.monotonic()
        self.assertEqual(self.port.ask(wire.FIND)[0], 0x9F)
        self.assertGreater(time.monotonic() - started, 15 * 50 * 10 / 115200)

    def test_unplugged_in_the_middle(self):
        with self.assertRaises(ConnectionError):
            self.answer("unplugged", seconds=2)
            self.port.read(1)
        self.assertFalse(self.module.path.is_symlink())
        self.module.say("fault none", "plug")
        wait_until(self.module.path.is_symlink, "the link")
        with wire.Port(self.module.path) as port:
            self.assertEqual(port.ask(wire.STATE), (0x90, b""))


if __name__ == "__main__":
    not_run.main()
