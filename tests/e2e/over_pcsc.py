# SPDX-License-Identifier: Apache-2.0
"""The fixture of tests over a real pcscd: a daemon that trusts the test PKI, and cards in virtual readers. Run below
tools/with-pcscd."""

import contextlib
import signal
import unittest

import simulator
from daemon import Daemon, wait_until


class OverPcsc(unittest.TestCase):
    """One daemon for all tests; each test inserts and removes its own cards."""

    @classmethod
    def setUpClass(cls):
        cls.trust = simulator.write_trust()
        cls.mrz = {name: "\n".join(persona["mrz"]) for name, persona in simulator.personas().items()}
        cls.daemon = Daemon(trust=cls.trust.name)

    @classmethod
    def tearDownClass(cls):
        status = cls.daemon.stop()
        log = cls.daemon.log_text()
        cls.trust.cleanup()
        assert status == 0, log
        assert "ERROR: " not in log and "WARNING: ThreadSanitizer" not in log, log

    def tearDown(self):
        self.no_cards()

    def no_cards(self):
        wait_until(lambda: all(reader["state"] == "empty" for reader in self.daemon.readers()), "empty readers")

    def one_reader(self):
        """The only reader with a card, once that has been identified."""
        def found():
            readers = [reader for reader in self.daemon.readers() if reader["state"] == "card" and "card" in reader]
            return readers[0] if len(readers) == 1 else None
        return wait_until(found, "one card")

    def read(self, persona, **more):
        return self.daemon.read({"access": {"mrz": self.mrz[persona]}, "wait_seconds": 10, **more})

    def assert_problem(self, answer, status, code):
        self.assertEqual((answer.status, answer.json.get("code")), (status, code), answer)

    def verification(self, answer):
        """The verdict and the checks by name of an answer that has a record."""
        self.assertEqual(answer.status, 200, answer)
        verification = answer.json["verification"]
        return verification["verdict"], {check["name"]: check for check in verification["checks"]}

    @contextlib.contextmanager
    def configured(self, text):
        """The daemon with more configuration, until the block ends."""
        before = self.daemon.configuration_file.read_text()
        try:
            self.configure(f"{before}\n{text}\n")
            yield
        finally:
            self.configure(before)

    def configure(self, text):
        def reloads():
            return self.daemon.log_text().count("configuration reloaded")
        earlier = reloads()
        self.daemon.write_configuration(text)
        self.daemon.signal(signal.SIGHUP)
        wait_until(lambda: reloads() > earlier, "the new configuration")
