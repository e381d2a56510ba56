# SPDX-License-Identifier: Apache-2.0
"""Programs of other languages over the libraries for programs at counters, each compiled once and run with four kinds of card: in C by dlopen, in
Java by JNA, in C# by P/Invoke. Over the daemon, a real pcscd, our driver and a simulated module. Run below tools/with-pcscd --modules 2."""

import os
import pathlib
import shutil
import subprocess
import unittest

import compat_test
import not_run
from compat_test import SAM_ID
from daemon import BUILD

PROGRAMS = pathlib.Path(__file__).with_name("programs")
JNA = pathlib.Path("/usr/share/java/jna.jar")
# These programs know the citizen's offsets alone, as many do: of a card of 2017, the nationality follows the number there.
WITH_CITIZENS_OFFSETS = {"PAK310080010103": "PAK310080010103PAK"}
# Flag, number, name, kind in lib100UD.so, number before, serial number of the chip.
CARDS = {"resident": (" ", "11010519491231002X", "张三样本", "0", "", "53-50-45-43-00-00-19-49"),
         "hmt-resident": ("J", "810000199001010019", "样本", "2", "", None),
         "permanent-resident-2017": ("I", "PAK310080010103", "证件样本证件样本证件样本证件", "1", "", None),
         "five-star-2023": ("Y", "931586198001010028", "证件样本证件样本证件样本证件样", "4", "PAK310080010103", "53-50-45-43-00-00-20-23")}


def missing(*tools):
    absent = [str(tool) for tool in tools if not (tool.exists() if isinstance(tool, pathlib.Path) else shutil.which(tool))]
    return f"not installed: {', '.join(absent)}" if absent else None


class Callers(compat_test.OverTheDaemon):
    def compiled(self, *command):
        subprocess.run([str(part) for part in command], check=True, cwd=self.folder.name, timeout=300)

    def lines(self, *command, **environment):
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120, cwd=self.folder.name,
                              env={**os.environ, **environment})
        self.assertEqual((done.returncode, done.stderr), (0, ""), done)
        return done.stdout.splitlines()

    def each_card(self, check):
        for persona, card in CARDS.items():
            with self.module(persona):
                self.wait_for_card()
                check(*card)
            self.wait_for_none()

    @not_run.skip_if(missing("cc"))
    def test_one_program_in_c_with_both_forms(self):
        self.compiled("cc", "-Wall", "-Wextra", "-o", "counter", PROGRAMS / "counter.c", "-ldl")

        def check(flag, number, *_):
            for library, form in ((self.library, "port"), (self.handle_library, "handle"), (BUILD / "compat/libzysdtapi.so", "port")):
                self.assertEqual(self.lines("./counter", library), [f"{form} 1001: 9f 90 90 flag='{flag}' number={WITH_CITIZENS_OFFSETS.get(number, number)}"])
        self.each_card(check)

    @not_run.skip_if(missing("javac", "java", JNA))
    def test_one_program_in_java_with_both_interfaces(self):
        self.compiled("javac", "-encoding", "UTF-8", "-cp", JNA, "-d", ".", PROGRAMS / "Counter.java")
        java = ("java", "-cp", f".:{JNA}", "Counter")
        cvr = BUILD / "compat" / "lib100UD.so"

        def check(flag, number, name, kind, *_):
            told = self.lines(*java, self.library, LANG="C.UTF-8")
            self.assertEqual(told[0], f"sdt: 9f 90 90 flag='{flag}' number={WITH_CITIZENS_OFFSETS.get(number, number)}")
            self.assertEqual(told[1], "routon: 0" if flag in "IY" else f"routon: 1 {name} {'男' if flag == 'J' else '女'} number={number}")
            self.assertEqual(self.lines(*java, cvr, LANG="C.UTF-8"), [f"cvr: 1 1 1 type={kind} {name} number={number}"])
        self.each_card(check)

    @not_run.skip_if(missing("mcs", "mono"))
    def test_one_program_in_c_sharp_with_both_interfaces(self):
        self.compiled("mcs", "-out:Counter.exe", PROGRAMS / "Counter.cs")
        where = {"LD_LIBRARY_PATH": str(BUILD / "compat"), "HOME": self.folder.name}

        def check(flag, number, _, kind, before, uid):
            self.assertEqual(self.lines("mono", "Counter.exe", "sdt", **where), [f"sdt: 9f 90 90 flag='{flag}' number={WITH_CITIZENS_OFFSETS.get(number, number)}"])
            told, = self.lines("mono", "Counter.exe", "cvr", **where)
            self.assertTrue(told.startswith(f"cvr: 1 1 1 type={kind} number={number} before={before} uid={uid or ''}"), told)
            self.assertTrue(told.endswith(f" sam={SAM_ID}"), told)
        self.each_card(check)


if __name__ == "__main__":
    not_run.main()
