# SPDX-License-Identifier: Apache-2.0
"""Searches the memory of fivestar-scan and of the daemon for keys that a scanner brought: none remains. Run below tools/with-pcscd with one
reader; not with sanitizers, which keep copies."""

import unittest

import not_run
from process_memory import search, spellings
from daemon import wait_until
from scan_test import LINES, TWO_LINES, WithSink
from scanner_program import PATIENT, ScannerProgram, SerialScanner
from simulator import Card
from swipe_test import OverPcscd
from virtual_keyboard import virtual_keyboard


def needles_of(zone):
    """Its lines, and the document number alone, which the daemon keeps."""
    texts = [*(line[:30] for line in zone), zone[1][:9]]
    return {key: octets for text in texts for key, octets in spellings(text, text).items()}


@not_run.skip_if(not_run.no_memory_of_others())
class Alone(WithSink):
    def found(self, program):
        return search(program.process.pid, needles_of(LINES))

    def test_a_serial_line(self):
        scanner = self.scanner(SerialScanner())
        with ScannerProgram(scanner, self.sink.socket, "serial") as program:
            scanner.send(b"\x02" + TWO_LINES.encode())
            wait_until(lambda: self.found(program), "the key in memory: the search finds nothing")
            scanner.send(b"\x03")
            self.sink.wait_for(1)
            program.wait_for("handed a scan")
            self.assertEqual(self.found(program), {})
            scanner.send(b"\x02" + TWO_LINES.encode() + b"\x02")
            program.wait_for("cut off")
            scanner.send(b"\x02" + TWO_LINES.encode() * 20 + b"\x03")
            program.wait_for("longer than")
            self.assertEqual(self.found(program), {})
            scanner.send(b"\x02" + TWO_LINES.encode())
            wait_until(lambda: self.found(program), "the key in memory")
            scanner.unplug()
            program.wait_for("waiting for it")
            self.assertEqual(self.found(program), {})

    def test_a_keyboard(self):
        keyboard = self.scanner(virtual_keyboard())
        with ScannerProgram(keyboard, self.sink.socket, "keyboard", PATIENT) as program:
            keyboard.type(TWO_LINES)
            self.sink.wait_for(1)
            program.wait_for("handed a scan")
            self.assertEqual(self.found(program), {})


@not_run.skip_if(not_run.no_memory_of_others())
class WithTheDaemon(OverPcscd):
    def test_after_its_use_and_after_its_card_went_away(self):
        line = SerialScanner()
        program = self.scanner(line, "serial")
        zone = self.mrz["passport-plain"]
        swipe = ("\x02" + "\r".join(zone) + "\x03").encode()

        def nothing():
            return not any(search(process.pid, needles_of(zone)) for process in (self.daemon.process, program.process))
        with Card("passport-plain"):
            running = self.start("curl")
            line.send(swipe)
            self.assert_read(running, "passport-plain")
            wait_until(nothing, "memory without the key that was used")
            line.send(swipe)
            program.wait_for("handed a scan", 2)
            self.assertFalse(nothing(), "the search finds no key in the daemon")
        self.no_card()
        wait_until(nothing, "memory without the key of a card that went away")


if __name__ == "__main__":
    not_run.main()
