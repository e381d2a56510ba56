"""fivestar-sim sam as a process: a simulated SAM_V module on a pseudo-terminal."""

import pathlib
import subprocess

from daemon import SOURCE
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

    def close(self):
        self.process.terminate()
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        assert self.close() == 0, "fivestar-sim sam"
