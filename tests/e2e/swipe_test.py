# SPDX-License-Identifier: Apache-2.0
"""From swipe to record over a real pcscd: a scanner on a pseudo-terminal and one that plays a keyboard, fivestar-scan, fivestard, and the
programs of examples/. Run below tools/with-pcscd with one reader."""

import os
import subprocess
import unittest

import not_run
import simulator
from daemon import PATIENCE, SOURCE, Daemon, wait_until
from scanner_program import PATIENT, ScannerProgram, SerialScanner
from simulator import Card
from virtual_keyboard import virtual_keyboard

# The only program may push a key and read, and may not see the zone nor the number in it.
GRANTS = f"""
[[client]]
name = "desk"
uid = {os.geteuid()}
fields = ["document.type", "document.number_masked", "document.currently_valid", "holder.names", "verification"]
routes = ["read", "readers", "events", "health", "key"]
"""
PROGRAMS = {"Python": ["/usr/bin/python3", SOURCE / "examples" / "swipe.py"], "curl": ["bash", SOURCE / "examples" / "swipe.sh"]}


class OverPcscd(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.trust = simulator.write_trust()
        cls.addClassCleanup(cls.trust.cleanup)
        cls.mrz = {name: persona["mrz"] for name, persona in simulator.personas().items() if persona["mrz"]}

    def setUp(self):
        self.daemon = Daemon(GRANTS, trust=self.trust.name)
        self.addCleanup(self.daemon.__exit__)
        with Card("passport-plain"):  # vpcd has two readers; one of them gets the cards
            self.reader = self.daemon.reader_with_card("")["id"]
        self.no_card()

    def scanner(self, scanner, kind):
        self.addCleanup(scanner.close)
        program = ScannerProgram(scanner, self.daemon.socket, kind, f'reader = "{self.reader}"\n{PATIENT}')
        self.addCleanup(program.__exit__)
        return program

    def start(self, program):
        return subprocess.Popen([*PROGRAMS[program], self.daemon.socket, self.reader], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def no_card(self):
        wait_until(lambda: all(reader["state"] == "empty" for reader in self.daemon.readers()), "an empty reader")

    def assert_read(self, running, persona):
        said, complaint = running.communicate(timeout=PATIENCE)
        self.assertEqual(running.returncode, 0, (persona, said, complaint))
        self.assertIn(", genuine\n", said, persona)
        for line in self.mrz[persona]:
            self.assertNotIn(line[:14], said)


class Swipes(OverPcscd):
    def test_each_persona_by_a_serial_line(self):
        line = SerialScanner()
        self.scanner(line, "serial")
        for persona, zone in self.mrz.items():
            with self.subTest(persona):
                with Card(persona):
                    running = self.start("Python")
                    line.send(("\x02" + "\r".join(zone) + "\r\x03").encode())
                    self.assert_read(running, persona)
                self.no_card()

    def test_each_persona_by_a_keyboard(self):
        keyboard = virtual_keyboard()
        self.scanner(keyboard, "keyboard")
        for persona, zone in self.mrz.items():
            with self.subTest(persona):
                running = self.start("curl")
                keyboard.type("".join(line + "\r" for line in zone))  # the swipe before the card
                with Card(persona):
                    self.assert_read(running, persona)
                self.no_card()

    def test_something_else_then_the_passport(self):
        line = SerialScanner()
        program = self.scanner(line, "serial")
        events = self.daemon.events()
        with Card("passport-plain"):
            running = self.start("Python")
            line.send(b"4006381333931\r\n")
            events.wait_for("key_refused", outcome="no_zone", reader=self.reader)
            program.wait_for("fivestard refuses: no_zone")
            line.send("".join(part + "\r\n" for part in self.mrz["passport-plain"]).encode())
            events.wait_for("key_scanned", form="td3", reader=self.reader)
            self.assert_read(running, "passport-plain")
        events.close()
        self.no_card()


if __name__ == "__main__":
    not_run.main()
