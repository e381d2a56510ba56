# SPDX-License-Identifier: Apache-2.0
"""Readers and cards that come and go at any time: after each, reads end with a right record or a problem, and the next one works."""

import random

import project  # noqa: F401: finds the modules below

import not_run
from daemon import wait_until
from on_terminal import LONG, OnTerminal

UNPLUGS = 200 if LONG else 6


class Plugs(OnTerminal):
    def test_unplugged_at_any_command(self):
        """An undisturbed read counts the commands; then the reader is unplugged at one of them, chosen at random."""
        reader = self.plug_reader()
        self.insert("passport", reader)
        self.one_card()
        reader.exchanges = 0
        self.genuine(self.read("passport"), "SP1234567")
        commands = reader.exchanges
        seed = random.randrange(1 << 32)
        choice = random.Random(seed)
        for turn in range(UNPLUGS):
            at = choice.randint(1, commands)
            with self.subTest(seed=seed, turn=turn, at=at):
                self.one_card()
                reader.exchanges = 0
                reader.before_exchange = lambda number: reader.unplug() if number == at else None
                answer = self.read("passport")
                reader.before_exchange = lambda number: None
                if answer.status == 200:
                    self.genuine(answer, "SP1234567")
                else:
                    self.assertIn(answer.json["code"], ("card_removed", "reader_lost", "no_card", "reader_unavailable"), answer)
                if reader.is_plugged:
                    reader.unplug()
                wait_until(lambda: self.readers() == [], "no reader")
                reader.plug()
                self.one_card()
                self.genuine(self.read("passport"), "SP1234567")

    def test_a_card_pulled_in_the_middle(self):
        reader = self.plug_reader()
        card = self.insert("passport", reader)
        self.one_card()
        reader.exchanges = 0
        reader.before_exchange = lambda number: card.remove() if number == 12 else None
        answer = self.read("passport")
        reader.before_exchange = lambda number: None
        self.assertNotEqual(answer.status, 200, answer)
        self.assertEqual(answer.json["code"], "card_removed")
        self.no_cards()
        card.insert()
        self.one_card()
        self.genuine(self.read("passport"), "SP1234567")

    def test_another_card_in_the_place_of_the_first(self):
        reader = self.plug_reader()
        first = self.insert("passport", reader)
        one = self.one_card()
        self.genuine(self.read("passport"), "SP1234567")
        first.remove()
        self.no_cards()
        self.insert("identity-card", reader)
        other = self.one_card({one["card"]["id"]})
        self.assertEqual(self.genuine(self.read("identity-card", other))["raw"]["mrz"], self.personas["identity-card"]["mrz"])


class Equals(OnTerminal):
    def test_two_equal_readers_keep_their_ids(self):
        """By their ports, whatever the order in which they come, and over restarts of pcscd and of the machine."""
        readers = {1: self.plug_reader(port=1)}
        wait_until(lambda: len(self.readers()) == 1, "a reader")
        readers[2] = self.plug_reader(port=2)
        self.insert("passport", readers[1])
        self.insert("identity-card", readers[2])
        before = self.by_persona()
        for port in (1, 2):
            readers[port].unplug()
        wait_until(lambda: self.readers() == [], "no readers")
        readers[2].plug()
        wait_until(lambda: len(self.cards()) == 1, "a card")
        readers[1].plug()
        self.assertEqual(self.by_persona(), before)
        self.guest.run("systemctl restart pcscd.service")
        self.assertEqual(self.by_persona(), before)
        self.guest.reboot()
        self.assertEqual(self.by_persona(), before)

    def test_two_equal_modules_keep_their_ids(self):
        devices = {port: self.plug_module("two pipes", port=port) for port in (1, 2)}
        wait_until(lambda: len(self.cards()) == 2, "two cards")
        devices[2][1].say("lift")
        wait_until(lambda: len(self.cards()) == 1, "one card")
        first = self.cards()[0]["id"]
        self.assertTrue(first.endswith("usb-1-1"), first)
        for port in (1, 2):
            devices[port][0].unplug()
        wait_until(lambda: self.readers() == [], "no readers")
        devices[2][0].plug()
        wait_until(lambda: len(self.readers()) == 1, "a reader")
        devices[1][1].say("present")
        devices[1][0].plug()
        wait_until(lambda: len(self.readers()) == 2 and len(self.cards()) == 1, "one card")
        self.assertEqual(self.cards()[0]["id"], first)

    def by_persona(self):
        """The id of the reader in which each of the two cards is."""
        wait_until(lambda: len(self.cards()) == 2, "two cards")
        found = {}
        for one in self.cards():
            for persona in ("passport", "identity-card"):
                if self.read(persona, one).status == 200:
                    found[persona] = one["id"]
                    break
        self.assertEqual(len(found), 2)
        return found


if __name__ == "__main__":
    not_run.main()
