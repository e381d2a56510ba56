# SPDX-License-Identifier: Apache-2.0
"""The contract as generators of clients take it: the rules of `redocly lint`, and the clients of openapi-typescript and @hey-api/openapi-ts, which
are type-checked and then do a desk's work with the daemon. FIVESTAR_BUILD names the build."""

import pathlib
import shutil
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(1, str(SOURCE / "tests/e2e"))
import node_packages  # noqa: E402
import not_run  # noqa: E402
import simulator  # noqa: E402
from daemon import Demo  # noqa: E402
from node_packages import run  # noqa: E402

HERE = SOURCE / "tests/openapi"
CONTRACT = SOURCE / "daemon/api/openapi.json"
PERSONA = "passport"


def setUpModule():
    reason = node_packages.no_node()
    if reason is None:
        unittest.enterModuleContext(node_packages.alone(HERE))
        reason = node_packages.fetch_packages(HERE)
    if reason is not None:
        raise unittest.SkipTest(reason)


class Lint(unittest.TestCase):
    def test_finds_no_error(self):
        self.assertEqual(run("node", "lint.mjs", CONTRACT, cwd=HERE), "")

    def test_the_lock_file_names_no_registry(self):
        self.assertNotRegex((HERE / "package-lock.json").read_text(), r'"resolved": "\w+://')


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="fivestar-clients-")))
        for file in [*HERE.glob("*.ts"), HERE / "tsconfig.json"]:
            shutil.copy(file, cls.folder)
        (cls.folder / "node_modules").symlink_to(HERE / "node_modules")
        (cls.folder / "package.json").write_text("{}")
        programs = HERE / "node_modules/.bin"
        run(programs / "openapi-typescript", CONTRACT, "-o", "generated/schema.ts", cwd=cls.folder)
        run(programs / "openapi-ts", "-i", CONTRACT, "-o", "generated/sdk", "-c", "@hey-api/client-fetch", cwd=cls.folder)
        run(programs / "tsc", "-p", ".", cwd=cls.folder)
        cls.demo = cls.enterClassContext(Demo(PERSONA))
        cls.demo.reader_with_card(PERSONA)

    def test_do_a_days_work(self):
        for program in ("day_fetch.js", "day_sdk.js"):
            with self.subTest(program):
                lines = run("node", self.folder / "out" / program, self.demo.socket, simulator.mrz_of(PERSONA)).splitlines()
                self.assertEqual(lines[0], f"reader {PERSONA}")
                self.assertEqual(lines[1], "problem bad_access_key access.can")
                self.assertRegex(lines[2], "^events (waiting )?progress record (progress )?result$")
                self.assertRegex(lines[3], "^verdict genuine [A-Z]")
                self.assertEqual(lines[4], "portrait 255 216", "a JPEG")


if __name__ == "__main__":
    not_run.main()
