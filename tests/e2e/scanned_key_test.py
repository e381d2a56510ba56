# SPDX-License-Identifier: Apache-2.0
"""Reads chips over a real pcscd by keys that a scanner pushed. Run below tools/with-pcscd."""

import threading
import time
import unittest

import not_run
from daemon import wait_until
from over_pcsc import OverPcsc
from simulator import Card

PERSONAS = ["five-star-2023", "passport", "passport-contact", "identity-card", "eep", "taiwan-travel", "home-return",
            "home-return-non-chinese", "taiwan-compatriot"]
SCANNED = {"access": {"scanned": True}, "wait_seconds": 20}


def swipe(zone):
    """As an OCR315e frames it: FS, lines with CR, GS."""
    return "\x1c" + "".join(line + "\r" for line in zone.splitlines()) + "\x1d"


class ScannedKeys(OverPcsc):
    def setUp(self):
        self.reader = sorted(reader["id"] for reader in self.daemon.readers())[0]

    def scan(self, persona):
        answer = self.daemon.scan(self.reader, swipe(self.mrz[persona]))
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def scanned_read(self, **more):
        return self.daemon.read({"reader": self.reader, **SCANNED, **more})

    def assert_genuine(self, answer, persona=None):
        verdict, _ = self.verification(answer)
        self.assertEqual(verdict, "genuine", answer)
        if persona:
            self.assertEqual(answer.json["record"]["raw"]["mrz"][0], self.mrz[persona].splitlines()[0])

    def test_each_persona_is_genuine_by_a_swipe(self):
        forms = {30: {1: "permit", 3: "td1"}, 36: {2: "td2"}, 44: {2: "td3"}}
        for persona in PERSONAS:
            with self.subTest(persona):
                lines = self.mrz[persona].splitlines()
                kept = self.scan(persona)
                permit = persona in ("home-return", "home-return-non-chinese", "taiwan-compatriot")
                self.assertEqual(kept["form"], "permit" if permit else forms[len(lines[0])][len(lines)])
                self.assertEqual((kept["repairs"], kept["seconds_left"]), ([], 30))
                with Card(persona):
                    self.assert_genuine(self.scanned_read(), persona)
            self.no_cards()

    def test_the_card_may_come_first(self):
        events = self.daemon.events()
        events.wait_for("snapshot")
        answers = []
        reading = threading.Thread(target=lambda: answers.append(self.scanned_read()))
        with Card("passport"):
            self.one_reader()
            reading.start()
            self.assertEqual(self.daemon.scan(self.reader, "6921168509256\r\n").json["code"], "no_zone")
            events.wait_for("key_refused", reader=self.reader, outcome="no_zone")
            self.scan("passport")
            events.wait_for("key_scanned", reader=self.reader, form="td3")
            reading.join()
        self.assert_genuine(answers[0], "passport")
        events.close()

    def test_of_two_swipes_the_latter_counts(self):
        self.scan("eep")
        self.scan("passport")
        with Card("passport"):
            self.one_reader()
            self.assert_genuine(self.scanned_read(), "passport")
            self.assert_problem(self.scanned_read(wait_seconds=0), 409, "no_scanned_key")

    def test_a_key_of_another_document_is_refused_and_gone(self):
        for persona in ("eep", "identity-card"):  # BAC; PACE
            with self.subTest(persona), Card(persona):
                self.one_reader()
                self.scan("passport")
                self.assert_problem(self.scanned_read(wait_seconds=5), 422, "access_denied")
                self.assert_problem(self.scanned_read(wait_seconds=0), 409, "no_scanned_key")
                self.scan(persona)
                self.assert_genuine(self.scanned_read(), persona)
            self.no_cards()

    def test_a_key_ends_with_its_card_and_with_its_time(self):
        with Card("passport") as card:
            self.one_reader()
            self.scan("passport")
            card.remove()
            self.no_cards()
            card.insert()
            self.one_reader()
            self.assert_problem(self.scanned_read(wait_seconds=0), 409, "no_scanned_key")
            with self.configured("[keys]\nseconds = 1"):
                self.assertEqual(self.scan("passport")["seconds_left"], 1)
                time.sleep(1.1)
                self.assert_problem(self.scanned_read(wait_seconds=0), 409, "no_scanned_key")

    def test_misread_characters_are_repaired_or_told(self):
        first, second = self.mrz["passport"].splitlines()
        birth = second[13:19]
        confused = birth.replace("0", "O", 1).replace("1", "I", 1).replace("8", "B", 1)
        with Card("passport"):
            self.one_reader()
            answer = self.daemon.scan(self.reader, swipe(first + "\n" + second[:13] + confused + second[19:])).json
            self.assertEqual(answer["repairs"], [{"line": 2, "position": 14 + at} for at in range(6) if birth[at] != confused[at]])
            self.assert_genuine(self.scanned_read(), "passport")

            digit = second[19]
            wrong = swipe(first + "\n" + second[:19] + ("4" if digit == "3" else "3") + second[20:])
            answer = self.daemon.scan(self.reader, wrong)
            self.assert_problem(answer, 422, "zone_misread")
            self.assertEqual(answer.json["positions"][0], {"line": 2, "position": 20})
            self.scan("passport")
            self.assert_genuine(self.scanned_read(), "passport")

    def test_who_may_not_see_zone_and_number_learns_neither(self):
        grants = ('[[client]]\nname = "desk"\nuid = 0\nroutes = ["read", "events", "readers", "health", "metrics", "key"]\n'
                  'fields = ["holder.over_18", "holder.sex", "document.type", "verification"]')
        hidden = [*self.mrz["passport"].splitlines(), self.mrz["passport"].splitlines()[1][:9]]
        with self.configured(grants), Card("passport"):
            reader = wait_until(lambda: next((r for r in self.daemon.readers() if "card" in r), None), "the card")
            self.scan("passport")
            answer = self.scanned_read()
            self.assert_genuine(answer)
            self.assertEqual(answer.json["record"]["document"], {"type": "passport"})
            self.assertNotIn("raw", answer.json["record"])
            again = self.daemon.get(f"/v1/reads/{answer.json['id']}")
            log = self.daemon.log_text()
            for text in hidden:
                for where in (answer.body.decode(), again.body.decode(), log, repr(reader)):
                    self.assertNotIn(text, where)
            self.assert_problem(self.scanned_read(fields=["raw.mrz"]), 403, "not_granted")


if __name__ == "__main__":
    not_run.main()
