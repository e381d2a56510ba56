# SPDX-License-Identifier: Apache-2.0
"""A terminal under emulation: QEMU, its agent for commands inside, and its USB sockets on the host's side."""

import base64
import pathlib
import shlex
import socket
import subprocess
import tempfile
import time

import project  # noqa: F401: finds the module below

import qemu_command
from daemon import wait_until
from qmp import Qmp

START_SECONDS = 300  # a boot takes 30 s on an idle machine
SAVE_SECONDS = 120


class Done:
    """How a command in the guest ended."""

    def __init__(self, command, status, output, errors):
        self.command, self.status, self.output, self.errors = command, status, output, errors

    def __repr__(self):
        return f"{self.command}: {self.status}\n{self.output}{self.errors}"


class Guest:
    """Starts the machine: from `state` if there is one, else by booting. What it writes to its disk is lost with it, unless `keeps`."""

    def __init__(self, architecture, kernel, initrd, disk, state=None, keeps=False):
        self.folder = tempfile.TemporaryDirectory(prefix="fivestar-machine-")
        self.path = pathlib.Path(self.folder.name)
        self.log = open(self.path / "qemu.log", "wb")
        command = qemu_command.make(architecture, self.path, kernel, initrd, disk, state, keeps)
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        self.devices = []
        try:
            self._connect(state)
        except BaseException:
            self.close()
            raise

    def _connect(self, state):
        wait_until(lambda: self._alive() and (self.path / "qmp").exists() and (self.path / "agent").exists(), "socket of QEMU")
        self.qmp = Qmp(self.path / "qmp")
        self.agent = socket.socket(socket.AF_UNIX)
        self.agent.connect(str(self.path / "agent"))
        self.answers = self.agent.makefile("r")
        if state:
            wait_until(lambda: self.qmp.do("query-migrate").get("status") == "completed", "state of the machine")
            self.qmp.do("cont")
            self.run(f"date --set @{time.time()}")
        else:
            self.wait_for_boot()

    def wait_for_boot(self):
        """Until the agent says that it is there and systemd has started everything else."""
        self.agent.settimeout(START_SECONDS)
        assert self.answers.readline() == "ready\n", self.console()
        wait_until(lambda: self.try_run("systemctl is-system-running --wait").output.strip() in ("running", "degraded"), "end of the boot",
                   START_SECONDS)

    def reboot(self):
        self.start("sleep 0.2; systemctl reboot")
        self.wait_for_boot()

    def _alive(self):
        if self.process.poll() is not None:
            raise AssertionError(f"QEMU ended with {self.process.returncode}: {(self.path / 'qemu.log').read_text()}")
        return True

    def console(self):
        return (self.path / "console.log").read_text(errors="replace")

    def try_run(self, command, user=None, seconds=120, stdin=None):
        """Runs a shell command inside, as root or as this user; returns how it ended. Personal data belong into `stdin`: the journal keeps the
        command lines of those who write into it, as runuser does."""
        inside = f"timeout {seconds} bash -c {shlex.quote(command)}"
        if user:
            inside = f"runuser --user {user} -- {inside}"
        if stdin is not None:
            inside = f"base64 --decode <<<{base64.b64encode(stdin.encode()).decode()} | {inside}"
        self.agent.settimeout(seconds + 60)
        self.agent.sendall(base64.b64encode(inside.encode()) + b"\n")
        line = self.answers.readline()
        if not line.endswith("\n"):
            raise AssertionError(f"the guest's agent has ended: {self.console()[-2000:]}")
        status, output, errors = line.strip().split(":")
        return Done(command, int(status), *(base64.b64decode(text).decode(errors="replace") for text in (output, errors)))

    def run(self, command, **more):
        """Runs a command inside, which must succeed; returns its standard output."""
        done = self.try_run(command, **more)
        assert done.status == 0, done
        return done.output

    def start(self, command, user=None):
        """Starts a command inside that goes on by itself; what it says goes to the file that is returned."""
        as_user = f"runuser --user {user} -- " if user else ""
        file = self.run("mktemp").strip()
        self.run(f"{as_user}setsid bash -c {shlex.quote(command)} </dev/null >{file} 2>&1 &")
        return file

    def write(self, path, data):
        """Writes octets into a file inside."""
        text = base64.b64encode(data).decode()
        self.run(f"base64 -d >{shlex.quote(path)} <<<{text}")

    def add_device(self, driver, name, **properties):
        self.qmp.do("device_add", driver=driver, id=name, bus="xhci.0", **properties)
        self.devices.append(name)

    def remove_device(self, name):
        self.qmp.do("device_del", id=name)
        self.qmp.wait_for("DEVICE_DELETED", device=name)
        self.devices.remove(name)

    def redirection(self, name, port):
        """Adds a device on this port of the controller that a program plays: returns the socket to which it connects."""
        path = self.path / name
        address = {"type": "unix", "data": {"path": str(path)}}
        self.qmp.do("chardev-add", id=name, backend={"type": "socket", "data": {"addr": address, "server": True, "wait": False}})
        self.add_device("usb-redir", name, chardev=name, port=str(port))
        return path

    def add_serial_adapter(self, name, port, line, number):
        """Adds an adapter (FTDI, with this serial number) on this port of the controller, to whose line the program at `line` listens."""
        self.qmp.do("chardev-add", id=name, backend={"type": "serial", "data": {"device": str(line)}})
        self.add_device("usb-serial", name, chardev=name, port=str(port), serial=number)

    def remove_serial_adapter(self, name):
        self.remove_device(name)
        self.qmp.do("chardev-remove", id=name)

    def suspended(self):
        return self.qmp.do("query-status")["status"] == "suspended"

    def sleep(self):
        """Suspends the guest to memory."""
        self.start("sleep 0.2; echo mem >/sys/power/state")
        wait_until(self.suspended, "sleep")

    def wake(self):
        self.qmp.do("system_wakeup")
        wait_until(lambda: not self.suspended(), "waking")

    def save(self, file):
        """Stops the guest and writes its state, except for the disk; the machine ends with it."""
        self.qmp.do("stop")
        self.qmp.do("migrate", uri=f"exec:cat >{shlex.quote(str(file))}")
        wait_until(lambda: self.qmp.do("query-migrate")["status"] in ("completed", "failed"), "saved state", SAVE_SECONDS)
        assert self.qmp.do("query-migrate")["status"] == "completed"
        self.qmp.do("quit")
        self.process.wait(60)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(60)
        for name in ("qmp", "answers", "agent"):
            if hasattr(self, name):
                getattr(self, name).close()
        self.log.close()
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
