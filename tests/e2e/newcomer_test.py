# SPDX-License-Identifier: Apache-2.0
"""newcomer_test.py [--write]: a newcomer's first hour at the command line, in English and Chinese, as tests/e2e/newcomer/ has it: reads, and what goes
wrong. --write writes what is said now, to be read before it is committed."""

import os
import pathlib
import re
import socket
import subprocess
import sys
import unittest

import simulator
from daemon import Demo, FIVESTARCTL

TRANSCRIPTS = pathlib.Path(__file__).parent / "newcomer"
PASSPORT, CARD = "passport-of-five-star", "five-star-2023"
LANGUAGES = {"en": "C.UTF-8", "zh_CN": "zh_CN.UTF-8"}


def without_privileges(command):
    """Root passes the permissions of files by its capabilities."""
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command] if os.geteuid() == 0 else command


class Newcomer:
    def __init__(self, demo, locale):
        self.demo = demo
        self.environment = {"PATH": os.environ["PATH"], "LC_ALL": locale}
        self.text = ""

    def types(self, *arguments, key=None, path=None, wrapper=lambda command: command):
        where = path or self.demo.socket
        done = subprocess.run(wrapper([str(FIVESTARCTL), "--socket", str(where), *arguments]), input=key or "", text=True,
                              capture_output=True, timeout=60, env=self.environment)
        shown = " ".join(["fivestarctl", *arguments])
        self.text += f"$ {shown}\n{self.same_each_time(done.stdout + done.stderr)}=> {done.returncode}\n\n"

    def same_each_time(self, text):
        text = text.replace(str(self.demo.socket), "SOCKET")
        text = re.sub(r"\b[0-9a-f]{32}\b", "0123456789abcdef0123456789abcdef", text)
        return re.sub(r"\b(?=c\w*[0-9A-Z])c[0-9A-Za-z]{15,31}\b", "c0123456789abcdef", text)

    def first_hour(self):
        self.types("readers")
        self.types("read", "--reader", PASSPORT)
        self.types("read", "--reader", PASSPORT, "--mrz", "-", key=simulator.mrz_of("passport"))
        self.types("read", "--reader", PASSPORT, "--mrz", "-", key=simulator.mrz_of(PASSPORT))
        self.types("read", "--reader", CARD, "--fields", "holder.nmaes")
        self.types("read", "--reader", "front-desk")
        self.types("raed")
        self.types("help", "raed")
        self.types("read", "--portrai", "FILE")
        self.types("read", path="/nonexistent/fivestard.sock")
        self.demo.socket.chmod(0)
        try:
            self.types("read", wrapper=without_privileges)
        finally:
            self.demo.socket.chmod(0o660)
        return self.text


class Transcripts(unittest.TestCase):
    maxDiff = None

    def test_are_what_a_newcomer_sees(self):
        with Demo(CARD, PASSPORT) as demo:
            for persona in (CARD, PASSPORT):
                demo.reader_with_card(persona)
            for language, locale in LANGUAGES.items():
                with self.subTest(language):
                    file = TRANSCRIPTS / f"{language}.txt"
                    seen = Newcomer(demo, locale).first_hour()
                    if WRITE:
                        file.write_text(seen, encoding="utf-8")
                    self.assertEqual(seen, file.read_text(encoding="utf-8"))


class Simulator(unittest.TestCase):
    def test_finds_its_data_in_the_build_tree(self):
        done = subprocess.run([simulator.SIM, "--personas"], capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn(PASSPORT, done.stdout)

    def test_names_the_persona_that_was_meant(self):
        for command in (["card", "--persona", "pasport"], ["sam", "--persona", "residnt", "--device", "/nonexistent/port"]):
            done = subprocess.run([simulator.SIM, *command], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 3)
            self.assertRegex(done.stderr, r"no persona '\w+' in .*; did you mean '(passport|resident)'\?")

    def test_says_when_nothing_listens(self):
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))  # and does not listen
            address = f"127.0.0.1:{silent.getsockname()[1]}"
            with subprocess.Popen([simulator.SIM, "card", "--persona", PASSPORT, "--vpcd", address], stderr=subprocess.PIPE,
                                  stdout=subprocess.DEVNULL, text=True) as sim:
                said = sim.stderr.readline()
                sim.terminate()
                self.assertEqual(sim.wait(60), 0)
        self.assertIn(f"nothing listens at {address} yet", said)


if __name__ == "__main__":
    WRITE = "--write" in sys.argv
    unittest.main(argv=[argument for argument in sys.argv if argument != "--write"])
