# SPDX-License-Identifier: Apache-2.0
"""Where pcscd asks polkit (Debian 13): the package's rule lets the daemon in and nobody else; without the rule the doctor says what is wrong."""

import json
import unittest

import project  # noqa: F401: finds the modules below

import not_run
from daemon import wait_until
from installation import STRANGER
from on_terminal import SUITE, OnTerminal

RULE = "/usr/share/polkit-1/rules.d/fivestard.rules"


class Polkit(OnTerminal):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.guest.try_run("test -e /usr/share/polkit-1/actions/org.debian.pcsc-lite.policy").status != 0:
            raise unittest.SkipTest(f"the pcscd of {SUITE} does not ask polkit")

    def setUp(self):
        self.insert("passport", self.plug_reader())
        self.one_card()

    def test_our_user_may_and_another_may_not(self):
        self.assertEqual(self.guest.try_run("opensc-tool --atr", user="fivestar").status, 0)
        self.assertNotEqual(self.guest.try_run("opensc-tool --atr", user=STRANGER).status, 0)
        self.genuine(self.read("passport"), "SP1234567")

    def codes(self):
        """What the doctor finds, as root."""
        said = json.loads(self.guest.try_run("fivestarctl --json doctor").output)
        return {one["code"] for one in said["findings"]}

    def test_the_doctor_says_that_the_rule_is_missing(self):
        self.assertNotIn("pcscd_denied", self.codes())
        self.guest.run(f"mv {RULE} /root; systemctl restart polkit fivestard")
        wait_until(lambda: "pcscd_denied" in self.codes(), "the finding")
        self.guest.run(f"mv /root/fivestard.rules {RULE}")
        self.one_card()  # without a restart of the daemon
        self.genuine(self.read("passport"), "SP1234567")
        self.assertNotIn("pcscd_denied", self.codes())


if __name__ == "__main__":
    not_run.main()
