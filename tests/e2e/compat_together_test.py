# SPDX-License-Identifier: Apache-2.0
"""Two programs with libsdtapi.so and one of the daemon's own interface at one reader: each gets each card once, in order.
Run below tools/with-pcscd --modules 1."""

import base64
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import not_run
from daemon import BUILD, Daemon, wait_until
from sam_module import Module
from sdt import configuration

PORT = os.environ.get("FIVESTAR_MODULE_PORTS", "").split()[0]
LIBRARY = BUILD / "compat" / "libsdtapi.so"
FLAGS = {"resident": " ", "hmt-resident": "J", "permanent-resident-2017": "I", "five-star-2023": "Y"}
CARDS = 200
PATIENCE = 120

# A loop as programs have it: probe, find, select, read. It prints the kind of each card.
OLD_PROGRAM = """
import sys, time
sys.path.insert(0, sys.argv[1])
from sdt import Sdt
sdt = Sdt(sys.argv[2])
while True:
    time.sleep(0.05)
    if sdt.new_addresses()[0] in (0x90, 0x91) or sdt.find()[0] != 0x9F or sdt.select()[0] != 0x90:
        continue
    code, text, _ = sdt.read()
    if code == 0x90:
        print(text[248:249].decode(), flush=True)
"""


class Program:
    """A program, and the kinds of the cards that it has read so far."""

    def __init__(self):
        self.seen = []

    def start(self, target):
        threading.Thread(target=target, daemon=True).start()
        return self


class Together(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="fivestar-compat-")
        self.daemon = Daemon()
        self.environment = {**os.environ, "FIVESTAR_COMPAT_CONFIG": str(configuration(self.folder.name, self.daemon.socket))}
        wait_until(lambda: any(reader["interface"] == "sam" for reader in self.daemon.readers()), "the module's reader")

    def tearDown(self):
        self.assertEqual(self.daemon.stop(), 0, self.daemon.log_text()[-6000:])
        self.folder.cleanup()
        self.daemon.folder.cleanup()

    def wait_for_no_card(self):
        wait_until(lambda: all("card" not in reader for reader in self.daemon.readers()), "the card to be gone")

    @staticmethod
    def comes_to_be(condition, seconds=15):
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(0.02)
        return condition()

    def old_program(self):
        process = subprocess.Popen([sys.executable, "-B", "-c", OLD_PROGRAM, os.path.dirname(__file__), LIBRARY],
                                   stdout=subprocess.PIPE, text=True, env=self.environment)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        program = Program()
        return program.start(lambda: [program.seen.append(line[0]) for line in process.stdout])

    def new_program(self, events):
        program = Program()

        def run():
            after = 0
            while not events.closed:
                try:
                    index, inserted = events.wait_for("card_inserted", seconds=PATIENCE * CARDS, after=after)
                except AssertionError:  # at the end of the test
                    return
                after = index + 1
                read = self.daemon.read({"reader": inserted["reader"], "card": inserted["card"], "wait_seconds": 10,
                                         "fields": ["raw.cn_text"]})
                if read.status == 200:
                    program.seen.append(base64.b64decode(read.json["record"]["raw"]["cn_text"])[248:249].decode())
        return program.start(run)

    def test_each_gets_each_card_once_in_order(self):
        personas = random.Random(20231201).choices(sorted(FLAGS), k=CARDS)
        events = self.daemon.events(checked=False)
        self.addCleanup(events.close)
        with Module(PORT, personas[0], lifted=True) as module:
            self.wait_for_no_card()  # of the module that was there before
            programs = [self.old_program(), self.old_program(), self.new_program(events)]
            for number, persona in enumerate(personas):
                before = [len(program.seen) for program in programs]
                insertions = events.names().count("card_inserted")
                module.say(f"persona {persona}")
                for _ in range(10):
                    module.say("present")
                    is_read = self.comes_to_be(
                        lambda: all(len(program.seen) > count for program, count in zip(programs, before)))
                    module.say("lift")
                    self.wait_for_no_card()
                    if is_read:
                        break
                time.sleep(0.1)
                # One insertion, unless a busy machine was too slow for the simulated module: then the card was laid down again.
                insertions = events.names().count("card_inserted") - insertions
                for program, count in zip(programs, before):
                    came = program.seen[count:]
                    self.assertEqual(set(came), {FLAGS[persona]}, f"card {number}")
                    self.assertTrue(1 <= len(came) <= insertions, f"card {number}: {came} after {insertions} insertions")


if __name__ == "__main__":
    not_run.main()
