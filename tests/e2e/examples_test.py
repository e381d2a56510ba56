# SPDX-License-Identifier: Apache-2.0
"""Runs each example against a daemon over embedded readers. All must print the data of the personas. Debian's nodejs, curl and jq run theirs; the C one is built with the library's own flags. Those in Java, C# and Go run with Debian's JDK,
Mono and Go."""

import os
import pathlib
import shutil
import stat
import subprocess
import tempfile
import typing
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


def no_program(name):
    """The reason why this example cannot run; None if its tools are installed."""
    missing = [tool for tool in PASSPORT_PROGRAMS[name].tools if not shutil.which(tool)]
    return f"{', '.join(missing)} not installed" if missing else None


class PassportProgram(typing.NamedTuple):
    tools: tuple
    build: list  # a command that makes the program `OUT`, or nothing
    run: list


PASSPORT_PROGRAMS = {
    "Java": PassportProgram(("java", "javac"), [], ["java", EXAMPLES / "Passport.java"]),
    "C#": PassportProgram(("mcs", "mono"), ["mcs", "-warnaserror", "-out:OUT", "-r:System.Core.dll", "-r:System.Runtime.Serialization.dll",
                                            "-r:System.Xml.dll", EXAMPLES / "Passport.cs"], ["mono", "OUT"]),
    "Go": PassportProgram(("go",), ["go", "build", "-o", "OUT", EXAMPLES / "passport.go"], ["OUT"]),
}


class Passport(unittest.TestCase):
    """The program that exists in Java, C# and Go."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="fivestar-examples-")
        self.addCleanup(folder.cleanup)
        self.out = f"{folder.name}/passport"

    def run_program(self, command, keys=None):
        command = [str(word).replace("OUT", self.out) for word in command]
        return subprocess.run(command, input=keys, text=True, capture_output=True, timeout=600, env={**os.environ, "CGO_ENABLED": "0"})

    def check(self, language):
        """Wrong keys and the right one; wrong ones alone; no daemon."""
        program = PASSPORT_PROGRAMS[language]
        if program.build:
            built = self.run_program(program.build)
            self.assertEqual(built.returncode, 0, built.stdout + built.stderr)
        wrong, right = simulator.mrz_of("identity-card"), simulator.mrz_of(STRANGER)
        with Demo(STRANGER) as demo:
            demo.reader_with_card(STRANGER)
            done = self.run_program([*program.run, demo.socket], f"{wrong}\n\nno zone\n\n{right}\n")
            refused = self.run_program([*program.run, demo.socket], f"{wrong}\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.splitlines(),
                         ["genuine", "name: SPECIMEN, ANNA MARIA", "number_check_digit: not_performed, no_card_number"])
        self.assertIn("wrong key, access_denied: The chip refused the access key\n", done.stderr)
        self.assertIn("wrong key, bad_access_key: ", done.stderr)
        self.assertRegex(done.stderr, r"(?m)^\d+/\d+ verify$")
        self.assertEqual((refused.returncode, refused.stdout), (1, ""))
        self.assertIn("passport: no key opens the chip\n", refused.stderr)
        absent = self.run_program([*program.run, "/nonexistent/socket"], f"{wrong}\n")
        self.assertEqual((absent.returncode, absent.stdout), (1, ""))
        self.assertTrue(absent.stderr.startswith("passport: "), absent.stderr)
        for line in (wrong + "\n" + right).splitlines():
            self.assertNotIn(line, done.stderr + refused.stderr + absent.stderr)

    @not_run.skip_if(no_program("Java"))
    def test_java(self):
        self.check("Java")

    @not_run.skip_if(no_program("C#"))
    def test_c_sharp(self):
        self.check("C#")

    @not_run.skip_if(no_program("Go"))
    def test_go(self):
        self.check("Go")


if __name__ == "__main__":
    not_run.main()
