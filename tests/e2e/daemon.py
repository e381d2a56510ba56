# SPDX-License-Identifier: Apache-2.0
"""Starts fivestard and talks to its socket with Python's own HTTP client. Checks every answer and every event against the contract."""

import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

import contract
import people

BUILD = pathlib.Path(os.environ["FIVESTAR_BUILD"])
SOURCE = pathlib.Path(__file__).resolve().parents[2]
FIVESTARD = BUILD / "daemon" / "fivestard"
DEMO = BUILD / "demo" / "fivestar-demo"
FIVESTARCTL = BUILD / "cli" / "fivestarctl"


PATIENCE = 60  # seconds; enough for a busy machine and a sanitizer


def wait_until(condition, what, seconds=PATIENCE):
    """Polls until `condition()` is true and returns its value; fails with `what` after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"after {seconds} s: no {what}")
        time.sleep(0.02)


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path, timeout=60):
        super().__init__("localhost", timeout=timeout)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"Answer({self.status}, {self.body[:600]!r})"


class Events:
    """A text/event-stream, read on its own thread. `checked=False` skips the contract, for tests with many clients."""

    def __init__(self, path, target="/v1/events", headers=None, method="GET", body=None, checked=True):
        self.check = (lambda name, data: contract.check_event(method, target, name, data)) if checked else None
        self.breach = None
        self.connection = UnixConnection(path, timeout=120)
        self.connection.request(method, target, body=body, headers=headers or {"Accept": "text/event-stream"})
        self.response = self.connection.getresponse()
        self.events = []
        self.closed = False
        self.changed = threading.Condition()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        event = {}
        try:
            for line in self.response:
                line = line.decode().rstrip("\r\n")
                if line.startswith(":"):
                    continue
                if line:
                    key, _, value = line.partition(":")
                    event[key] = event.get(key, "") + value.removeprefix(" ")
                elif event:
                    name, data = event.get("event"), json.loads(event.get("data", "null"))
                    self._hold_against_contract(name, data)
                    with self.changed:
                        self.events.append((name, data, event.get("id")))
                        self.changed.notify_all()
                    event = {}
        except (OSError, ValueError, http.client.HTTPException):
            pass
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def _hold_against_contract(self, name, data):
        if self.check is None or self.breach is not None:
            return
        try:
            self.check(name, data)
        except Exception as breach:  # raised where the test waits, not on this thread
            self.breach = breach

    def _raise_breach(self):
        if self.breach is not None:
            raise AssertionError(f"an event breaks the contract: {self.breach}")

    def names(self):
        self._raise_breach()
        with self.changed:
            return [name for name, _, _ in self.events]

    def wait_for(self, name, seconds=PATIENCE, after=0, **members):
        """The index and data of the first event of this name and members past `after`."""
        end = time.monotonic() + seconds
        with self.changed:
            while True:
                self._raise_breach()
                for index, (seen, data, _) in enumerate(self.events):
                    if index >= after and seen == name and all(data.get(k) == v for k, v in members.items()):
                        return index, data
                left = end - time.monotonic()
                if left <= 0 or (self.closed and left > 0 and not self.changed.wait(0.05)):
                    raise AssertionError(f"no event {name} {members}; seen: {[e[0] for e in self.events]}")
                self.changed.wait(left)

    def close(self):
        if self.connection.sock:
            try:
                self.connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.connection.close()


class Served:
    """A process that serves the socket in a temporary folder until it is stopped."""

    def __init__(self, folder, command, socket_path, environment=None, **more):
        self.folder = folder
        self.socket = pathlib.Path(socket_path)
        self.log_file = pathlib.Path(folder.name) / "log"
        self.log = open(self.log_file, "wb")
        self.started = time.monotonic()
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log,
                                        env={**os.environ, **(environment or {})}, **more)
        try:
            wait_until(self._ready, "the daemon's socket")
        except AssertionError:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()
            raise

    def _ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"fivestard ended with {self.process.returncode}: {self.log_text()}")
        if not self.socket.exists():
            return False
        try:
            return self.get("/v1/health").status == 200
        except (ConnectionError, FileNotFoundError):
            return False

    def log_text(self):
        return self.log_file.read_text(errors="replace")

    def request(self, method, target, body=None, headers=None, timeout=60):
        connection = UnixConnection(self.socket, timeout)
        try:
            if isinstance(body, (dict, list)):
                body = json.dumps(body)
            connection.request(method, target, body=body, headers=headers or {})
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        if answer.headers.get("Content-Type") != "text/event-stream":
            contract.check_answer(method, target, answer)
        return answer

    def get(self, target, **more):
        return self.request("GET", target, **more)

    def read(self, order=None, **more):
        return self.request("POST", "/v1/read", body=order or {}, **more)

    def scan(self, reader, text):
        """Pushes what a scanner sends."""
        target = f"/v1/readers/{urllib.parse.quote(reader, safe='')}/key"
        return self.request("PUT", target, body=text.encode(), headers={"Content-Type": "text/plain"})

    def events(self, **more):
        return Events(self.socket, **more)

    def readers(self):
        return self.get("/v1/readers").json["readers"]

    def reader_with_card(self, name):
        """The reader whose name contains `name`, once a card in it has been identified."""
        def found():
            for reader in self.readers():
                if name in reader["name"] and reader["state"] == "card" and "card" in reader:
                    return reader
            return None
        return wait_until(found, f"a card in {name}")

    def memory_kib(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        raise AssertionError("no VmRSS")

    def signal(self, number):
        self.process.send_signal(number)

    def assert_no_traces(self, where, text):
        traces = people.traces_in(text)
        assert not traces, f"{where} speaks of people: {traces}"

    def stop(self, seconds=PATIENCE):
        """Sends SIGTERM; returns the exit status. Checks that log and reports contain no personal data."""
        if self.process.poll() is None:
            self._look_at_reports()
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError("fivestard did not end on SIGTERM: " + self.log_text()) from None
        self.log.close()
        self.assert_no_traces("the log", self.log_text())
        return self.process.returncode

    def _look_at_reports(self):
        for target in ("/metrics", "/v1/health", "/v1/diagnosis", "/v1/readers"):
            try:
                report = self.get(target, timeout=10).body.decode()
            except (OSError, http.client.HTTPException):  # the test has stopped it or broken its answers
                return
            self.assert_no_traces(target, report)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        status = self.stop()
        text = self.log_text()
        self.folder.cleanup()
        if status != 0:
            raise AssertionError(f"fivestard ended with {status}:\n{text[-6000:]}")


class Daemon(Served):
    """fivestard with its own configuration, started by the command `wrapper` if there is one."""

    def __init__(self, configuration="", trust=None, environment=None, wrapper=(), **more):
        folder = tempfile.TemporaryDirectory(prefix="fivestard-")
        self.configuration_file = pathlib.Path(folder.name) / "fivestard.toml"
        socket_path = pathlib.Path(folder.name) / "fivestard.sock"
        trust_text = ""
        if trust is not None:
            trust_text = (f'[trust]\ncsca_directory = "{trust}/csca"\ncrl_directory = "{trust}/crl"\n'
                          f'[profiles]\nfive_star_lds = true\nfive_star_lds_trust = "{trust}/csca-lds"\n')
        self.write_configuration(f'[socket]\npath = "{socket_path}"\n{trust_text}'
                                 f'[limits]\nrequests_per_minute = 60000\n{configuration}\n')
        super().__init__(folder, [*wrapper, FIVESTARD, "--config", self.configuration_file], socket_path, environment, **more)

    def write_configuration(self, text):
        self.configuration_file.write_text(text)


class Demo(Served):
    """The same daemon over embedded readers, with one persona's card in each, started by the command `wrapper` if there is one."""

    def __init__(self, *personas, configuration=None, wrapper=()):
        folder = tempfile.TemporaryDirectory(prefix="fivestar-demo-")
        socket_path = pathlib.Path(folder.name) / "demo.sock"
        self.configuration_file = pathlib.Path(folder.name) / "fivestard.toml"
        options = []
        if configuration is not None:
            self.write_configuration(configuration)
            options = ["--config", self.configuration_file]
        super().__init__(folder, [*wrapper, DEMO, "--data", SOURCE / "sim", "--socket", socket_path, *options, "--trust",
                                  pathlib.Path(folder.name) / "trust", *personas], socket_path)

    def write_configuration(self, text):
        self.configuration_file.write_text(text)
