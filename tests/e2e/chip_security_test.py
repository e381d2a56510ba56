# SPDX-License-Identifier: Apache-2.0
"""Tests PACE, chip authentication and forged chips over a real pcscd. Run below tools/with-pcscd."""

import json
import re
import subprocess
import unittest

import not_run
import simulator
from daemon import FIVESTARCTL
from over_pcsc import OverPcsc
from simulator import Card

WRONG_CAN = "000000"

# The check that detects each forgery (ICAO Doc 9303-11 and -12; docs/API.md): persona, check, reason.
FORGERIES = {
    "clone-without-keys": [("passport", "chip_authenticity", "chip_authentication_failed"),
                           ("passport-pace-only", "chip_authenticity", "pace_cam_failed")],
    "dg14-of-impostor": [("passport", "data_group_hashes", "hash_mismatch")],
    "dg14-missing": [("passport", "chip_authenticity", "listed_group_missing")],
    "dg15-missing": [("passport", "chip_authenticity", "listed_group_missing")],
    "card-access-downgraded": [("passport", "access", "card_access_mismatch")],
    "pace-hidden": [("passport", "access", "card_access_mismatch"), ("passport-pace-only", "access", "card_access_mismatch")],
    "resigned-by-impostor": [("passport", "certificate_chain", "broken")],
}


class ChipSecurity(OverPcsc):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.can = {name: persona["can"] for name, persona in simulator.personas().items()}

    def read_by_can(self, can):
        return self.daemon.read({"access": {"can": can}, "wait_seconds": 10})

    def fivestarctl(self, *arguments, key):
        return subprocess.run([FIVESTARCTL, "--socket", self.daemon.socket, *arguments], input=key + "\n",
                              capture_output=True, text=True, timeout=120)

    def test_mrz_and_can_open_by_pace_and_the_chip_is_proved(self):
        for persona, proof in [("passport", "chip"), ("passport-pace-only", "pace-cam")]:
            with self.subTest(persona), Card(persona):
                self.assertEqual(self.one_reader()["card"]["access_keys"], ["mrz", "can"])
                for answer, method in [(self.read(persona), "pace-mrz"), (self.read_by_can(self.can[persona]), "pace-can")]:
                    verdict, checks = self.verification(answer)
                    self.assertEqual(verdict, "genuine", answer)
                    self.assertEqual((checks["access"]["outcome"], checks["access"]["method"]), ("passed", method))
                    self.assertEqual(checks["access"]["findings"], [])
                    chip = checks["chip_authenticity"]
                    self.assertEqual((chip["outcome"], chip["method"]), ("passed", proof))
            self.no_cards()

    def test_a_wrong_can_is_tried_once_and_the_tries_left_are_told(self):
        with Card("passport", quirk="password-tries"):
            self.one_reader()
            for left in [2, 1]:
                answer = self.read_by_can(WRONG_CAN)
                self.assert_problem(answer, 422, "access_denied")
                self.assertEqual(answer.json["attempts_left"], left)
            self.assertEqual(self.verification(self.read_by_can(self.can["passport"]))[0], "genuine")
            for left in [2, 1, 0]:  # the correct password restored the tries
                self.assertEqual(self.read_by_can(WRONG_CAN).json["attempts_left"], left)
            self.assert_problem(self.read("passport"), 422, "access_denied")  # blocked
        self.no_cards()
        with Card("passport"):  # has no counter of tries
            self.one_reader()
            answer = self.read_by_can(WRONG_CAN)
            self.assert_problem(answer, 422, "access_denied")
            self.assertNotIn("attempts_left", answer.json)
            self.assertEqual(self.verification(self.read_by_can(self.can["passport"]))[0], "genuine")

    def test_a_can_does_not_open_a_chip_without_pace(self):
        with Card("identity-card"):
            self.assertEqual(self.one_reader()["card"]["access_keys"], ["mrz"])
            answer = self.read_by_can(WRONG_CAN)
            self.assert_problem(answer, 422, "access_required")
            self.assertEqual(answer.json["accepts"], ["mrz"])

    def test_forged_chips_are_not_genuine(self):
        for quirk, expected in FORGERIES.items():
            for persona, check, reason in expected:
                with self.subTest(quirk, persona=persona), Card(persona, quirk=quirk):
                    self.one_reader()
                    verdict, checks = self.verification(self.read(persona))
                    self.assertEqual((verdict, checks[check]["outcome"]), ("not_genuine", "failed"), checks)
                    self.assertIn(reason, checks[check]["findings"])
                self.no_cards()

    def test_the_slow_mode_after_wrong_passwords_is_awaited(self):
        # Each of the four steps of PACE takes a second, together longer than the deadline.
        with Card("passport", quirk="slow-mode-counted"):
            self.one_reader()
            with self.configured("[read]\ndeadline_seconds = 3\nslow_mode_seconds = 60"):
                self.assertEqual(self.read_by_can(WRONG_CAN).json["attempts_left"], 9)
                self.assertEqual(self.verification(self.read("passport"))[0], "genuine")
                self.assertEqual(self.read_by_can(WRONG_CAN).json["attempts_left"], 9)
            with self.configured("[read]\ndeadline_seconds = 3\nslow_mode_seconds = 0"):
                self.assertEqual(self.read("passport").status, 503)
            self.one_reader()
            self.assertEqual(self.verification(self.read("passport"))[0], "genuine")

    def test_a_slow_mode_that_the_chip_keeps_to_itself_is_awaited(self):
        with self.configured("[read]\ndeadline_seconds = 3\nslow_mode_seconds = 60"):
            with Card("passport", quirk="slow-mode") as card:
                for _ in range(2):
                    self.one_reader()
                    self.assert_problem(self.read_by_can(WRONG_CAN), 422, "access_denied")
                card.remove()
                self.no_cards()
                card.insert()
                self.assertEqual(self.verification(self.read("passport", wait_seconds=20))[0], "genuine")

    def test_bac_after_a_failed_pace_is_configured_and_visible(self):
        with Card("passport", quirk="token-refused"):
            self.one_reader()
            self.assert_problem(self.read("passport"), 422, "access_denied")
            with self.configured("[read]\npace_fallback_to_bac = true"):
                answer = self.read("passport")
                verdict, checks = self.verification(answer)
                self.assertEqual(verdict, "genuine")
                self.assertEqual((checks["access"]["outcome"], checks["access"]["method"]), ("passed", "bac"))
                self.assertIn("pace_failed", checks["access"]["findings"])
                access = [step["outcome"] for step in answer.json["steps"] if step["name"] == "access"]
                self.assertEqual(access, ["failed", "passed"])
                self.assert_problem(self.read_by_can(self.can["passport"]), 422, "access_denied")  # no key for BAC

    def test_a_card_pulled_out_in_mid_pace(self):
        """At each command of a read, up to the one after PACE."""
        steps = []
        for place in range(3, 40):  # two commands identify the card
            with self.subTest(place=place), Card("passport", quirk=f"removed@{place}") as card:
                self.one_reader()
                events = self.daemon.events(target="/v1/read", method="POST",
                                            body=json.dumps({"access": {"mrz": self.mrz["passport"]}}))
                _, problem = events.wait_for("problem")
                self.assertEqual(problem["code"], "card_removed")
                steps.append([data["step"] for name, data, _ in events.events if name == "progress"][-1])
                events.close()
                if steps[-1] == "access":
                    self.no_cards()
                    card.insert()
                    self.assertEqual(self.verification(self.read("passport", wait_seconds=20))[0], "genuine")
            self.no_cards()
            if steps and steps[-1] == "select_application":
                break
        # MANAGE SECURITY ENVIRONMENT and four steps of GENERAL AUTHENTICATE.
        self.assertEqual([step for step in steps if step != "read_card_access"], 5 * ["access"] + ["select_application"])

    def test_fivestarctl_reads_with_a_can_from_standard_input(self):
        with Card("passport"):
            self.one_reader()
            done = self.fivestarctl("read", "--can", "-", key=self.can["passport"])
            self.assertEqual(done.returncode, 0, done)
            self.assertIn("genuine", done.stdout)
            self.assertNotIn(self.can["passport"], done.stdout + done.stderr)
            self.assertEqual(self.fivestarctl("read", "--can", "-", key=WRONG_CAN).returncode, 3)
        self.no_cards()
        with Card("passport", quirk="clone-without-keys"):
            self.one_reader()
            done = self.fivestarctl("read", "--can", "-", key=self.can["passport"])
            self.assertEqual(done.returncode, 2, done)
            self.assertIn("not genuine", done.stdout.replace("_", " "))

    def test_programs_of_others_find_the_offer_of_pace(self):
        """EF.CardAccess, read by OpenSC and parsed by OpenSSL."""
        with Card("passport"):
            done = subprocess.run(["opensc-tool", "--reader", self.one_reader()["name"], "-s", "00A4000C023F00", "-s",
                                   "00A4020C02011C", "-s", "00B0000000"], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.stdout.count("SW1=0x90, SW2=0x00"), 3, done)
            lines = done.stdout.rpartition("SW1=0x90, SW2=0x00")[2].splitlines()
            octets = bytes.fromhex("".join(re.match(r"((?:[0-9A-F]{2} )*)", line)[1] for line in lines))
            parsed = subprocess.run(["openssl", "asn1parse", "-inform", "DER"], input=octets, capture_output=True, timeout=60)
            text = parsed.stdout.decode()
            self.assertEqual(parsed.returncode, 0, parsed)
        # id-PACE-ECDH-GM-AES-CBC-CMAC-128 in version 2 on brainpoolP256r1, which is number 13 (ICAO Doc 9303-11 §9.2.1, §9.5.1).
        self.assertRegex(text, r"OBJECT +:0\.4\.0\.127\.0\.7\.2\.2\.4\.2\.2\n")
        self.assertEqual(re.findall(r"INTEGER +:([0-9A-F]+)", text), ["02", "0D"])


if __name__ == "__main__":
    not_run.main()
