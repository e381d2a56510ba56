# SPDX-License-Identifier: Apache-2.0
"""The fixture of tests on a terminal under emulation: one guest for the tests of a class, which plug in and take away what they need."""

import contextlib
import functools
import json
import os
import shlex
import shutil
import subprocess
import unittest

import project  # noqa: F401: finds the modules below

import architecture
import clean_root
import contract
import people
import sam_module
import simulator
import terminal
from ccid_reader import CcidReader
from daemon import Answer, wait_until
from installation import GRANTED
from sam_reader import SamReader

SOCKET = "/run/fivestard/fivestard.sock"
SUITE = os.environ.get("FIVESTAR_MACHINE_SUITE") or clean_root.release()
ARCHITECTURE = architecture.of(SUITE)
LONG = bool(os.environ.get("FIVESTAR_MACHINE_LONG"))  # as many repetitions as a release needs


@functools.cache
def not_possible():
    """The reason why no terminal can be started here; None if it can."""
    for program in (ARCHITECTURE.emulator, "qemu-img", "mke2fs", "mmdebstrap"):
        if shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin") is None:
            return f"{program} is not installed (tools/install-packages {ARCHITECTURE.packages})"
    if SUITE != clean_root.release() and not terminal.other_packages(SUITE).exists():
        return f"no packages in {terminal.other_packages(SUITE)} (CONTRIBUTING.md)"
    if terminal.is_kept(SUITE):
        return None
    if os.geteuid() != 0:
        return "the terminal must be made first, which needs root"
    if subprocess.run(ARCHITECTURE.on_host(["true"]), check=False, stderr=subprocess.DEVNULL).returncode != 0:
        return f"programs of {ARCHITECTURE.name} cannot be executed: the kernel is older than Linux 6.7, or allows no user namespaces"
    return clean_root.no_archive()


class OnTerminal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if reason := not_possible():
            raise unittest.SkipTest(reason)
        cls.guest = terminal.start(SUITE)
        cls.addClassCleanup(lambda: cls.guest.close())
        cls.personas = simulator.personas()
        cls.devices = 0

    @classmethod
    def tearDownClass(cls):
        journal = cls.guest.run("journalctl --unit fivestard --no-pager --all --output=export")
        traces = people.traces_in(journal)
        assert not traces, f"the journal speaks of people: {traces}"

    @classmethod
    def renew(cls):
        """Another terminal in the place of this one, from which everything has been taken away."""
        cls.guest.close()
        cls.guest = terminal.start(SUITE)

    @contextlib.contextmanager
    def case(self, name):
        """A sub-test at whose end everything that it plugged in is taken away."""
        with self.subTest(name):
            try:
                yield
            finally:
                self.doCleanups()

    def redirection(self, port):
        """A socket on this port of the machine for the test's duration."""
        type(self).devices += 1
        name = f"usb{self.devices}"
        path = self.guest.redirection(name, port)
        self.addCleanup(self.guest.remove_device, name)
        return path

    def plug_reader(self, port=1, **properties):
        reader = CcidReader(self.redirection(port), **properties)
        self.addCleanup(reader.close)
        return reader

    def insert(self, persona, reader, slot=0, **more):
        card = simulator.Card(persona, port=reader.port(slot), **more)
        self.addCleanup(card.close)
        return card

    def plug_module(self, form, persona="five-star-2023", port=1, **more):
        line = self.guest.path / f"module-{port}"
        module = sam_module.Module(line, persona, **more)
        self.addCleanup(module.close)
        reader = SamReader(self.redirection(port), form, line)
        self.addCleanup(reader.close)
        return reader, module

    def start_module(self, persona="five-star-2023"):
        """A module on a serial line of its own, with a card; returns it and the line."""
        type(self).devices += 1
        line = self.guest.path / f"line-{self.devices}"
        module = sam_module.Module(line, persona)
        self.addCleanup(module.close)
        return module, line

    def plug_adapter(self, line, port=1, number="A1"):
        """A USB-serial adapter at this line; returns its name, by which it can be taken away."""
        type(self).devices += 1
        name = f"usb{self.devices}"
        self.guest.add_serial_adapter(name, port, line, number)
        self.addCleanup(lambda: name in self.guest.devices and self.guest.remove_serial_adapter(name))
        return name

    def request(self, method, target, body=None, user=GRANTED):
        """What curl gets for this user, held against the contract; None if it cannot connect."""
        data = "--data-binary @-" if body is not None else ""
        done = self.guest.try_run(f"curl --silent --show-error --include --max-time 60 --unix-socket {SOCKET} --request {method} {data} "
                                  f"http://localhost{target}", user=user, stdin=json.dumps(body))
        if done.status != 0:
            return None
        head, _, content = done.output.partition("\r\n\r\n")
        lines = head.split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:])
        named = {name.title(): value for name, value in headers.items()}
        answer = Answer(int(lines[0].split()[1]), named, content.encode())
        contract.check_answer(method, target, answer)
        return answer

    def readers(self):
        answer = self.request("GET", "/v1/readers")
        return answer.json["readers"] if answer and answer.status == 200 else []

    def cards(self):
        return [reader for reader in self.readers() if reader["state"] == "card" and "card" in reader]

    def one_card(self, other_than=()):
        """The only reader with an identified card, which has none of these ids."""
        def found():
            cards = self.cards()
            return cards[0] if len(cards) == 1 and cards[0]["card"]["id"] not in other_than else None
        return wait_until(found, "one card")

    def no_cards(self):
        wait_until(lambda: all(reader["state"] == "empty" for reader in self.readers()), "empty readers")

    def read(self, persona=None, reader=None, **more):
        order = dict(more)
        if persona:
            order["access"] = {"mrz": "\n".join(self.personas[persona]["mrz"])}
        if reader:
            order["reader"] = reader["id"]
        answer = self.request("POST", "/v1/read", order)
        assert answer is not None, "fivestard is not reached"
        return answer

    def genuine(self, answer, number=None):
        """The record of an answer, which must be genuine."""
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.json["verification"]["verdict"], "genuine", answer.json["verification"])
        if number:
            self.assertEqual(answer.json["record"]["document"]["number"], number)
        return answer.json["record"]

    def follow_events(self):
        """A file inside with the events from now on."""
        file = self.guest.start(f"exec curl --silent --no-buffer --unix-socket {SOCKET} http://localhost/v1/events", user=GRANTED)
        self.wait_for_event(file, "event:")
        return file

    def wait_for_event(self, file, text, count=1):
        """Until these events have come; waits inside, so that little time is lost."""
        self.guest.run(f"until [ $(grep --count {shlex.quote(text)} {file}) -ge {count} ]; do sleep 0.02; done", seconds=60)
