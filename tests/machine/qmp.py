# SPDX-License-Identifier: Apache-2.0
"""QEMU's control socket (QMP)."""

import json
import socket

PATIENCE = 60  # seconds


class Qmp:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(str(path))
        self.stream = self.socket.makefile("r")
        self.events = []
        self._line()  # the greeting
        self.do("qmp_capabilities")

    def _line(self):
        line = self.stream.readline()
        if not line:
            raise AssertionError("QEMU has ended")
        return json.loads(line)

    def do(self, command, **arguments):
        """Executes the command; returns its answer. Fails if QEMU refuses it."""
        names = {name.replace("_", "-"): value for name, value in arguments.items()}
        self.socket.sendall(json.dumps({"execute": command, "arguments": names}).encode())
        while True:
            said = self._line()
            if "event" in said:
                self.events.append(said)
            elif "error" in said:
                raise AssertionError(f"{command}: {said['error']['desc']}")
            else:
                return said["return"]

    def wait_for(self, event, **data):
        """Takes the first event of this name and data out of those that came, waiting for it if needed."""
        while True:
            for said in self.events:
                if said["event"] == event and all(said["data"].get(name) == value for name, value in data.items()):
                    self.events.remove(said)
                    return
            said = self._line()
            if "event" in said:
                self.events.append(said)

    def close(self):
        self.stream.close()
        self.socket.close()
