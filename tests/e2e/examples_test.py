# SPDX-License-Identifier: Apache-2.0
"""Runs each example against a daemon over embedded readers. All must print the data of the personas. Debian's nodejs, curl and jq run theirs; the C one is built with the library's own flags."""

import os
import pathlib
import stat
import subprocess
import tempfile
import unittest

import not_run
import simulator
from daemon import BUILD, Demo, SOURCE

EXAMPLES = SOURCE / "examples"
PROGRAMS = {"Python": [EXAMPLES / "hotel.py"], "Node": [EXAMPLES / "hotel.mjs"], "shell": [EXAMPLES / "hotel.sh"],
            "C": [BUILD / "examples" / "hotel"]}
CARD, PASSPORT, STRANGER = "five-star-2023", "passport-of-five-star", "passport"


class HotelsDay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.demo = Demo(CARD, PASSPORT, STRANGER)
        for persona in (CARD, PASSPORT, STRANGER):
            cls.demo.reader_with_card(persona)
        cls.folder = tempfile.TemporaryDirectory(prefix="fivestar-examples-")
        cls.portrait = pathlib.Path(cls.folder.name) / "portrait"

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()
        cls.demo.__exit__(None, None, None)

    def run_program(self, language, passport=PASSPORT, keys=None, **environment):
        if keys is None:
            keys = f"{simulator.mrz_of(CARD)}\n\n{simulator.mrz_of(passport)}\n"
        self.portrait.unlink(missing_ok=True)
        return subprocess.run([*PROGRAMS[language], self.demo.socket, CARD, passport, self.portrait], input=keys, text=True,
                              capture_output=True, timeout=120, env={**os.environ, "LANG": "C", **environment})

    def test_all_do_the_same_and_say_the_truth(self):
        outputs = {}
        for language in PROGRAMS:
            with self.subTest(language):
                done = self.run_program(language)
                self.assertEqual(done.returncode, 0, done)
                self.assertRegex(done.stderr, r"(?m)^\d+/\d+ \w+$")
                self.assertEqual(stat.S_IMODE(self.portrait.stat().st_mode), 0o600)
                self.assertEqual(self.portrait.read_bytes()[:3], b"\xff\xd8\xff", "a JPEG")
                outputs[language] = done.stdout
        lines = outputs["Python"].splitlines()
        self.assertEqual(lines[0], "card: permanent_resident_card 9315…0028, genuine")
        self.assertIn("holder.names: same", lines)
        self.assertIn("holder.birth_date: same", lines)
        self.assertEqual(lines[-1], "forgotten")
        for language, output in outputs.items():
            self.assertEqual(output, outputs["Python"], language)

    def test_the_shortest_program_reads_the_only_card(self):
        with Demo(STRANGER) as demo:
            demo.reader_with_card(STRANGER)
            done = subprocess.run([BUILD / "examples" / "read", demo.socket], input=simulator.mrz_of(STRANGER), text=True,
                                  capture_output=True, timeout=120)
        self.assertEqual(done.returncode, 0, done)
        self.assertRegex(done.stderr, r"(?m)^\d+/\d+ \w+$")
        self.assertRegex(done.stdout, r"^genuine: [A-Z]+, [A-Z ]+\n$")

    def test_a_strangers_passport_is_told_apart(self):
        for language in PROGRAMS:
            with self.subTest(language):
                done = self.run_program(language, passport=STRANGER)
                self.assertEqual(done.returncode, 1, done)
                self.assertIn("holder.birth_date: different", done.stdout.splitlines())
                self.assertEqual(done.stdout.splitlines()[-1], "forgotten")

    def test_a_problem_is_told_in_the_users_language(self):
        for language in PROGRAMS:
            with self.subTest(language):
                done = self.run_program(language, keys="", LANG="zh_CN.UTF-8")
                self.assertEqual(done.returncode, 1, done)
                self.assertIn("access_required", done.stderr)
                self.assertIn("芯片需要访问密钥才能打开", done.stderr)


if __name__ == "__main__":
    not_run.main()
