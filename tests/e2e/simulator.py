# SPDX-License-Identifier: Apache-2.0
"""Simulated cards in the virtual readers of a pcscd: fivestar-sim as a process (to be run below tools/with-pcscd)."""

import json
import os
import pathlib
import subprocess
import tempfile

from daemon import BUILD, PATIENCE, SOURCE

SIM = BUILD / "sim" / "fivestar-sim"
PORTS = [int(port) for port in os.environ.get("FIVESTAR_VPCD_PORTS", "").split()]


def run(*arguments):
    return subprocess.run([SIM, "--data", SOURCE / "sim", *arguments], check=True, capture_output=True, text=True).stdout


def personas():
    """Name -> {profile, mrz, can}, of those whose card is a chip."""
    return {persona["name"]: persona for persona in json.loads(run("--personas", "--json"))
            if persona["profile"] != "sam"}


def mrz_of(name):
    return "\n".join(personas()[name]["mrz"])


def write_trust():
    """A temporary directory with the test PKI's certificates; keep it as long as they are needed."""
    folder = tempfile.TemporaryDirectory(prefix="fivestar-trust-")
    run("pki", "--out", folder.name)
    return folder


class Card:
    """One card in one virtual reader, that of this slot or of this port."""

    def __init__(self, persona, slot=0, quirk=None, kind="card", port=None):
        command = [SIM, "--data", SOURCE / "sim", kind, "--persona", persona, "--vpcd", f"127.0.0.1:{port or PORTS[slot]}"]
        if quirk:
            command += ["--quirk", quirk]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def remove(self):
        self.say("remove")

    def insert(self):
        self.say("insert")

    def close(self):
        self.process.terminate()
        self.process.stdin.close()
        return self.process.wait(PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def pcscd(action):
    """Starts, stops or kills the pcscd of this namespace."""
    subprocess.run([os.environ["FIVESTAR_PCSCD"], action], check=True)
