# SPDX-License-Identifier: Apache-2.0
"""fivestar-sim sam as a process: a simulated SAM_V module on a pseudo-terminal."""

import fcntl
import pathlib
import struct
import subprocess
import termios

from daemon import PATIENCE, SOURCE, wait_until
from simulator import SIM


class Module:
    """A module at `path`, with a persona's card on it unless `lifted`."""

    def __init__(self, path, persona="five-star-2023", *options, lifted=False):
        self.path = pathlib.Path(path)
        command = [SIM, "--data", SOURCE / "sim", "sam", "--persona", persona, "--device", self.path, *options]
        if lifted:
            command.append("--lifted")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n"

    def say(self, *lines):
        self.process.stdin.write("".join(line + "\n" for line in lines))
        self.process.stdin.flush()
        # The simulator obeys all lines it has read before it reads its port again.
        wait_until(self._has_read_all, "line read by fivestar-sim")

    def _has_read_all(self):
        return struct.unpack("i", fcntl.ioctl(self.process.stdin, termios.FIONREAD, bytes(4)))[0] == 0

    def close(self):
        self.process.terminate()
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        assert self.close() == 0, "fivestar-sim sam"
