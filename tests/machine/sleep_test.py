# SPDX-License-Identifier: Apache-2.0
"""The terminal sleeps and wakes, with the card left, removed and exchanged: a record read before is never served for another card."""

import time
import unittest

import project  # noqa: F401: finds the modules below

import not_run
from on_terminal import ARCHITECTURE, LONG, OnTerminal

SLEEPS = 20 if LONG else 3
ASLEEP = 2  # seconds


class Sleeps(OnTerminal):
    """Each sleep is the first of its terminal: QEMU 7.2 wakes at once from the second."""

    @classmethod
    def setUpClass(cls):
        if not ARCHITECTURE.suspends:
            raise unittest.SkipTest(f"QEMU's machine of {ARCHITECTURE.name} cannot suspend to memory")
        super().setUpClass()

    def tearDown(self):
        self.doCleanups()
        self.renew()

    def sleep(self, meanwhile=lambda: None):
        self.guest.sleep()
        meanwhile()
        time.sleep(ASLEEP)
        self.guest.wake()

    def exchange(self, here, persona, reader):
        """Another card in the place of this one."""
        here.remove()
        time.sleep(0.5)
        self.insert(persona, reader)

    def test_a_card_that_stays_is_read_again(self):
        reader = self.plug_reader()
        self.insert("passport", reader)
        before = self.one_card()["card"]["id"]
        self.genuine(self.read("passport"), "SP1234567")
        self.sleep()
        self.one_card({before})  # it may have been exchanged: it is a card anew
        self.genuine(self.read("passport"), "SP1234567")

    def test_a_card_taken_away(self):
        reader = self.plug_reader()
        card = self.insert("passport", reader)
        one = self.one_card()
        read = self.genuine_id(self.read("passport"))
        self.sleep(card.remove)
        self.no_cards()
        self.assert_of(read, one["card"]["id"])
        self.assertEqual(self.read("passport").json["code"], "no_card")

    def test_exchanged_cards_in_a_ccid_reader(self):
        for turn in range(SLEEPS):
            here, other = ("passport", "identity-card") if turn % 2 else ("identity-card", "passport")
            with self.case(turn):
                reader = self.plug_reader()
                card = self.insert(here, reader)
                before = self.one_card()["card"]["id"]
                read = self.genuine_id(self.read(here))
                self.sleep(lambda: self.exchange(card, other, reader))
                self.one_card({before})
                self.assert_of(read, before)
                self.assertEqual(self.genuine(self.read(other))["raw"]["mrz"], self.personas[other]["mrz"])
            self.renew()

    def test_exchanged_cards_on_a_module(self):
        for form in ("two pipes", "reports"):
            with self.case(form):
                _, module = self.plug_module(form)
                one = self.one_card()
                read = self.genuine_id(self.read(reader=one))
                self.sleep(lambda: module.say("persona resident", "lift", "present"))
                other = self.one_card({one["card"]["id"]})
                self.assert_of(read, one["card"]["id"])
                record = self.genuine(self.read(reader=other))
                self.assertEqual(record["document"]["type"], "resident_id_card")
            self.renew()

    def assert_of(self, read, card):
        """A read is kept for hold_seconds after its card has gone, as that card's alone."""
        answer = self.request("GET", f"/v1/reads/{read}")
        self.assertIn(answer.status, (200, 404))
        if answer.status == 200:
            self.assertEqual(answer.json["card"], card)

    def genuine_id(self, answer):
        self.genuine(answer)
        return answer.json["id"]


if __name__ == "__main__":
    not_run.main()
