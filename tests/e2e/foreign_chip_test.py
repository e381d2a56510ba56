# SPDX-License-Identifier: Apache-2.0
"""Reads a chip that shares no code with ours (foreign_chip.py) over a real pcscd, also with quirks of real chips."""

import unittest

import not_run
import simulator
from daemon import Daemon, wait_until
from foreign_chip import COM, MRZ, ForeignChip, Inserted, Issuer

# Status words seen from chips that do not know short EF identifiers.
WITHOUT_SHORT_IDENTIFIERS = (0x6a82, 0x6a86, 0x6981, 0x6985, 0x6b00)


class ForeignChips(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.issuer = Issuer()
        cls.documents = {pace: cls.issuer.document(pace) for pace in (False, True)}
        cls.daemon = Daemon(trust=cls.issuer.trust)

    @classmethod
    def tearDownClass(cls):
        status = cls.daemon.stop()
        log = cls.daemon.log_text()
        cls.issuer.folder.cleanup()
        assert status == 0, log

    def read(self, mrz=MRZ, keys=None, **habits):
        card = ForeignChip(self.documents[habits.get("pace", False)], **habits)
        with Inserted(card, simulator.PORTS[0]):
            if keys:
                seen = wait_until(lambda: [reader for reader in self.daemon.readers() if reader.get("card")], "the card")
                self.assertEqual(seen[0]["card"]["access_keys"], keys)
            order = {"access": {"mrz": list(mrz)}} if mrz else {}
            answer = self.daemon.read({**order, "wait_seconds": 20})
        wait_until(lambda: all(reader["state"] == "empty" for reader in self.daemon.readers()), "an empty reader")
        return answer

    def assert_genuine(self, method, mrz=MRZ, **habits):
        answer = self.read(mrz, **habits)
        self.assertEqual(answer.status, 200, answer)
        verification = answer.json["verification"]
        self.assertEqual(verification["verdict"], "genuine", verification)
        self.assertEqual(answer.json["record"]["holder"]["names"]["latin"], "SPECIMEN, FOREIGN")
        self.assertEqual(answer.json["record"]["portrait"]["media_type"], "image/jpeg")
        access = next(check for check in verification["checks"] if check["name"] == "access")
        self.assertEqual(access["method"], method, access)

    def test_by_the_standard(self):
        self.assert_genuine("bac")
        self.assert_genuine("pace-mrz", pace=True)
        self.assert_genuine("pace-mrz", pace=True, bac=False)
        self.assert_genuine("none", mrz=None, bac=False, open=True)

    def test_without_short_identifiers(self):
        for status in WITHOUT_SHORT_IDENTIFIERS:
            with self.subTest(f"{status:04x}"):
                self.assert_genuine("pace-mrz", keys=["mrz", "can"], pace=True, bac=False, no_short_identifier=status)
                self.assert_genuine("pace-mrz", keys=["mrz", "can"], pace=True, no_short_identifier=status)
                self.assert_genuine("none", mrz=None, bac=False, open=True, no_short_identifier=status)
        self.assert_genuine("bac", no_short_identifier=0x6982)

    def test_with_another_application_selected(self):
        self.assert_genuine("pace-mrz", keys=["mrz", "can"], pace=True, bac=False, default_application=True)

    def test_a_chip_that_is_closed_before_access(self):
        card = ForeignChip(self.documents[False], closed=0x6986)
        usual = ForeignChip(self.documents[False])
        counts = {}
        for chip in (usual, card):
            with Inserted(chip, simulator.PORTS[0]):
                wait_until(lambda: any(reader.get("card") for reader in self.daemon.readers()), "the card")
                at_insertion = [command for command in chip.commands if command[:2] != b"\xa4\x04"]
                before = len(chip.commands)
                answer = self.daemon.read({"access": {"mrz": list(MRZ)}})
                self.assertEqual((answer.status, answer.json["verification"]["verdict"]), (200, "genuine"), answer)
                counts[chip] = len(at_insertion), len(chip.commands) - before
            wait_until(lambda: all(reader["state"] == "empty" for reader in self.daemon.readers()), "an empty reader")
        self.assertLessEqual(counts[card][0], 3)
        self.assertEqual(counts[card][1], counts[usual][1], "one exchange for EF.CardAccess")

    def test_selection(self):
        self.assert_genuine("bac", no_bare_selection=0x6a80, no_short_identifier=0x6a86)
        self.assert_genuine("bac", warning=0x6283, no_short_identifier=0x6a86)

    def test_lengths(self):
        self.assert_genuine("bac", most=128, over_most=0x6c80)
        self.assert_genuine("bac", most=160, over_most=0x9000)
        self.assert_genuine("bac", most=100)
        self.assert_genuine("bac", authenticate_le=256)

    def test_a_chip_without_ef_com(self):
        self.assert_genuine("bac", lacks=COM)

    def test_a_wrong_key_in_many_words(self):
        wrong = (MRZ[0], MRZ[1].replace("FGN1234561", "FGN1234572"))
        for status in (0x6300, 0x6982, 0x6988, 0x6f00):
            answer = self.read(wrong, wrong_key=status)
            self.assertEqual((answer.status, answer.json["code"]), (422, "access_denied"), answer)


if __name__ == "__main__":
    not_run.main()
