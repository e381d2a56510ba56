# SPDX-License-Identifier: Apache-2.0
"""A page in Chromium over a real pcscd: cards that are pulled out, and a pcscd and a daemon that are restarted. Run below
tools/with-pcscd --readers 1."""

import os
import pathlib
import sys
import unittest

import web_test
from driven_page import DrivenPage
from web_test import not_run

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import simulator  # noqa: E402
from daemon import Daemon, wait_until  # noqa: E402
from simulator import Card, mrz_of, pcscd  # noqa: E402

GRANTS = f'[[client]]\nname = "browser"\nuid = {os.getuid()}\nfields = ["*"]\n'


def setUpModule():
    if not web_test.CHROMIUM.exists():
        raise unittest.SkipTest("chromium is not installed")
    web_test.setUpModule()


class OverPcsc(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.trust = simulator.write_trust()
        cls.addClassCleanup(cls.trust.cleanup)
        cls.daemon = cls.enterClassContext(Daemon(GRANTS, trust=cls.trust.name))
        cls.page = cls.enterClassContext(DrivenPage(cls.daemon.socket))
        cls.access = {"access": {"mrz": mrz_of("passport")}}

    def read(self):
        self.daemon.reader_with_card("Virtual PCD")
        return self.page.read(**self.access)

    def test_a_card_that_is_pulled_out(self):
        for place in (12, 16, 20):  # of its commands
            with self.subTest(place=place), Card("passport", quirk=f"removed@{place}"):
                outcome = self.read()
                self.assertEqual(outcome.get("code"), "card_removed", outcome)
        with Card("passport"):
            self.assertEqual(self.read()["verdict"], "genuine")

    def test_a_page_that_waits_while_pcscd_is_restarted(self):
        self.page.start(**self.access, waitFor="next", waitSeconds=120)
        wait_until(lambda: self.daemon.get("/v1/health").json["pcsc"] == "connected", "PC/SC")
        pcscd("stop")
        wait_until(lambda: self.daemon.get("/v1/health").json["pcsc"] != "connected", "no PC/SC")
        pcscd("start")
        wait_until(lambda: self.daemon.get("/v1/health").json["pcsc"] == "connected" and self.daemon.readers(), "PC/SC again")
        with Card("passport"):
            outcome = self.page.outcome()
            # The wait may have ended with its reader; then the next one reads.
            self.assertIn(outcome.get("verdict", outcome.get("code")), ("genuine", "no_reader", "reader_lost", "no_such_reader", "pcsc_unavailable"))
            self.assertEqual(self.read()["verdict"], "genuine")

    def test_pcscd_is_not_there(self):
        pcscd("stop")
        try:
            wait_until(lambda: self.daemon.get("/v1/health").json["pcsc"] != "connected", "no PC/SC")
            self.assertIn(self.page.read(**self.access)["code"], ("no_reader", "pcsc_unavailable"))
        finally:
            pcscd("start")
        wait_until(lambda: self.daemon.get("/v1/health").json["pcsc"] == "connected" and self.daemon.readers(), "PC/SC again")
        with Card("passport"):
            self.assertEqual(self.read()["verdict"], "genuine")


if __name__ == "__main__":
    not_run.main()
