# SPDX-License-Identifier: Apache-2.0
"""The packages of the bindings, installed as others install them, against the real daemon: the wheel in a fresh environment, and the
tarball of npm. Both read every kind of card. `daemon_test.py Modules` needs tools/with-pcscd --modules 4."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / "tests/e2e")]
import not_run  # noqa: E402
import simulator  # noqa: E402
from daemon import Daemon, Demo, wait_until  # noqa: E402
from sam_module import Module  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 600  # seconds, for each program
LEAST_NODE = (18,)
MODULES = os.environ.get("FIVESTAR_MODULE_PORTS", "").split()
SAM_PERSONAS = ("five-star-2023", "permanent-resident-2017", "resident", "hmt-resident")
MATCH = {"holder.sex": "female", "holder.nationality": "UTO"}
CARD, PASSPORT = "five-star-2023", "passport-of-five-star"


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=PATIENCE,
                          **{"stdin": subprocess.DEVNULL, **options})
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"[-20000:])
    return done.stdout


def no_node():
    """The reason why Node's part cannot run; None if it can."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            return f"{program} is not installed"
    version = tuple(map(int, re.findall(r"\d+", run("node", "--version"))[:1]))
    return f"Node {version} is too old" if version < LEAST_NODE else None


class Installed:
    """A folder with the packages, and the commands of the programs that use them."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="fivestar-bindings-")
        self.path = pathlib.Path(self._folder.name)
        self.built = self.path / "built"
        run("/usr/bin/python3", "-m", "build", "--no-isolation", "--outdir", self.built, SOURCE / "bindings/python", cwd=self.path)
        run("/usr/bin/python3", "-m", "venv", self.path / "environment")
        self.python = self.path / "environment/bin/python"
        run(self.python, "-m", "pip", "install", "--no-index", "--no-deps", next(self.built.glob("*.whl")))
        shutil.copy(HERE / "desk.py", self.path)
        self.desks = {"Python": [self.python, self.path / "desk.py"], "asyncio": [self.python, self.path / "desk.py", "--async"]}
        if no_node() is None:
            run("npm", "pack", "--pack-destination", self.built, cwd=SOURCE / "bindings/node")
            (self.path / "package.json").write_text('{"private": true, "type": "module"}')
            run("npm", "install", "--offline", "--no-audit", "--no-fund", next(self.built.glob("*.tgz")), cwd=self.path)
            shutil.copy(HERE / "desk.mjs", self.path)
            self.desks["Node"] = ["node", self.path / "desk.mjs"]

    def answers(self, order):
        """What each program says, by its language."""
        return {language: json.loads(run(*command, cwd=self.path, stdin=None, input=json.dumps(order), env={"PATH": os.environ["PATH"]}))
                for language, command in self.desks.items()}

    def close(self):
        self._folder.cleanup()


def setUpModule():
    global installed
    installed = Installed()
    unittest.addModuleCleanup(installed.close)


class Cards(unittest.TestCase):
    """Tests of both kinds of readers."""

    maxDiff = None

    def check(self, daemon, reads, pair=(), refused=None):
        """Each program reads these cards, and says what the daemon answers to a plain HTTP client."""
        refused = {"no card": {"reader": "none"}, "wrong field": {"fields": ["none"]}, **(refused or {})}
        answers = installed.answers({"socket": str(daemon.socket), "reads": reads, "refused": refused, "pair": pair})
        for language, said in answers.items():
            for name, one in reads.items():
                with self.subTest(language, name=name):
                    order = {"reader": one["reader"], "wait_seconds": 10}
                    if one["key"]:
                        order["access"] = one.get("same_key", one["key"])
                    expected = daemon.read(order).json
                    of_desk = said["reads"][name]
                    for record in (expected["record"], of_desk["record"]):
                        self.assertRegex(record["portrait"].pop("href"), "^/v1/reads/[0-9a-f]{32}/portrait$")
                    self.assertEqual(of_desk["record"], expected["record"])
                    self.assertEqual(of_desk["verdict"], expected["verification"]["verdict"])
                    self.assertEqual(of_desk["checks"], expected["verification"]["checks"])
                    self.assertEqual(set(of_desk["match"]), set(one["match"]))
                    self.assertEqual(of_desk["portrait"][0], one["picture"] or expected["record"]["portrait"]["media_type"])
            self.assertEqual(said["readers"], sorted(reader["id"] for reader in daemon.readers()))
            self.assertEqual((said["event"], said["contract"], said["number"]), ("snapshot", "3.1.0", "permanent_resident_18"))
            self.assertEqual((said["no card"], said["wrong field"]), (["no_such_reader", 404, True], ["bad_request", 400, True]))
        first, *others = answers.values()
        for other in others:
            self.assertEqual(other, first)
        return first


class Chips(Cards):
    def test_every_card_is_read_with_every_kind_of_key(self):
        personas = simulator.personas()
        with Demo(*personas) as demo:
            reads, readers = {}, {}
            for name, persona in personas.items():
                readers[name] = demo.reader_with_card(name)["id"] if name != "passport" else self.reader_named(demo, name)
                reads[name] = {"reader": readers[name], "key": {"mrz": persona["mrz"]}, "picture": "image/jpeg", "match": MATCH}
            zone = personas["passport"]["mrz"][1]
            printed = {"document_number": zone[:9], "birth_date": zone[13:19], "expiry_date": zone[21:27]}
            passport = {"reader": readers["passport"], "picture": None, "match": {}}  # a card permits ten comparisons
            reads["passport by number"] = {**passport, "key": {"can": personas["passport"]["can"]}}
            reads["passport by its data"] = {**passport, "key": printed}
            reads["passport by a scanner"] = {**passport, "key": {"scanned": "\x02" + "\r".join(personas["passport"]["mrz"]) + "\r\x03"},
                                              "same_key": {"mrz": personas["passport"]["mrz"]}}
            wrong = "\n".join(personas["identity-card"]["mrz"])
            said = self.check(demo, reads, pair=[CARD, PASSPORT],
                              refused={"no key": {"reader": readers["passport"]}, "wrong key": {"reader": readers["passport"], "mrz": wrong},
                                       "no next card": {"reader": readers["passport"], "wait_for": "next", "wait_seconds": 0}})
            self.assertEqual(said["no key"], ["access_required", 422, True])
            self.assertEqual(said["wrong key"], ["access_denied", 422, True])
            self.assertEqual(said["no next card"], ["no_card", 409, True])
            self.assertEqual(said["cross_check"]["holder.birth_date"]["result"], "same")

    @staticmethod
    def reader_named(demo, name):
        """Other personas have names that begin with this one."""
        return wait_until(lambda: [reader["id"] for reader in demo.readers() if reader["name"].split()[-1] == name and "card" in reader],
                          f"a card in {name}")[0]


class Modules(Cards):
    def test_every_card_of_a_module_is_read(self):
        with contextlib.ExitStack() as stack:
            for port, persona in zip(MODULES, SAM_PERSONAS, strict=True):
                stack.enter_context(Module(port, persona))
            daemon = stack.enter_context(Daemon())
            def cards():
                found = [reader["id"] for reader in daemon.readers() if reader.get("card", {}).get("kind") == "cn_id_sam"]
                return found if len(found) == len(SAM_PERSONAS) else None
            readers = wait_until(cards, "a card on each module")
            reads = {reader: {"reader": reader, "key": {}, "picture": None, "match": MATCH} for reader in readers}
            self.check(daemon, reads)


class Packages(unittest.TestCase):
    def test_python_has_the_licence_the_types_and_nothing_else(self):
        wheel = run("/usr/bin/python3", "-m", "zipfile", "--list", next(installed.built.glob("*.whl")))
        modules = sorted(path.name for path in (SOURCE / "bindings/python/fivestar").iterdir() if path.suffix in (".py", ".typed"))
        self.assertEqual(sorted(re.findall(r"^fivestar/(\S+)", wheel, re.MULTILINE)), modules)
        self.assertRegex(wheel, r"(?m)^fivestar-[\d.]+\.dist-info/(licenses/)?LICENSE")
        listed = run("tar", "--list", "--file", next(installed.built.glob("*.tar.gz")))
        for name in ("LICENSE", "README.md", "pyproject.toml", "PKG-INFO", "fivestar/py.typed"):
            self.assertRegex(listed, rf"(?m)^fivestar-[\d.]+/{re.escape(name)}$")
        metadata = run(installed.python, "-m", "pip", "show", "--verbose", "fivestar")
        for line in ("Name: fivestar", "License :: OSI Approved :: Apache Software License", "Requires: "):
            self.assertIn(line, metadata)

    def test_the_licence_of_each_package_is_that_of_the_project(self):
        for name in ("python", "node"):
            self.assertEqual((SOURCE / "bindings" / name / "LICENSE").read_text(), (SOURCE / "LICENSE").read_text())


if __name__ == "__main__":
    not_run.main()
