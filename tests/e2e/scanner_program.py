# SPDX-License-Identifier: Apache-2.0
"""fivestar-scan as a process, a serial scanner on a pseudo-terminal, and a socket that takes keys in place of the daemon."""

import http.server
import json
import os
import pathlib
import pty
import signal
import socketserver
import subprocess
import tempfile
import threading
import tty

from daemon import BUILD, PATIENCE, wait_until

FIVESTAR_SCAN = BUILD / "scan" / "fivestar-scan"
PATIENT = "silence_milliseconds = 2000\n"  # on a busy machine a test types with pauses


class SerialScanner:
    """The scanner's end of a serial line, behind a link that comes and goes with it."""

    kind = "serial"
    environment = {}

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="fivestar-line-")
        self.path = str(pathlib.Path(self.folder.name) / "line")
        self.plug()

    def plug(self):
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        os.symlink(os.ttyname(slave), self.path)
        os.close(slave)

    def unplug(self):
        os.unlink(self.path)
        os.close(self.master)

    def send(self, octets):
        os.write(self.master, octets)

    def close(self):
        if os.path.islink(self.path):
            self.unplug()
        self.folder.cleanup()


class KeySink:
    """Takes keys as the daemon's socket does, and keeps them in `keys`; the daemon itself never shows one."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="fivestar-sink-")
        self.socket = pathlib.Path(self.folder.name) / "sink.sock"
        self.keys, sink = [], self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_PUT(self):
                sink.keys.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
                self._answer({"form": "td3"})

            def do_GET(self):
                self._answer({"readers": [{"id": "only"}]})

            def _answer(self, value):
                body = json.dumps(value).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def address_string(self):
                return "unix"

            def log_message(self, *_):
                pass

        self.server = socketserver.ThreadingUnixStreamServer(str(self.socket), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait_for(self, count):
        wait_until(lambda: len(self.keys) >= count, f"key number {count}, only {self.keys}")
        return [key for _, key in self.keys]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()


class ScannerProgram:
    """fivestar-scan with one scanner, stopped at the end."""

    def __init__(self, scanner, socket, kind, more="", ready=True):
        self.folder = tempfile.TemporaryDirectory(prefix="fivestar-scan-")
        self.configuration = pathlib.Path(self.folder.name) / "scan.toml"
        self.configuration.write_text(f'[socket]\npath = "{socket}"\n[[scanner]]\nname = "desk"\ndevice = "{scanner.path}"\n'
                                      f'kind = "{kind}"\n{more}\n')
        self.log_file = pathlib.Path(self.folder.name) / "log"
        with open(self.log_file, "wb") as log:
            self.process = subprocess.Popen([FIVESTAR_SCAN, "--config", self.configuration], stdout=log, stderr=log,
                                            env={**os.environ, **scanner.environment})
        if ready:
            self.wait_for(f"reads {scanner.path}")

    def log(self):
        return self.log_file.read_text(errors="replace")

    def wait_for(self, text, count=1):
        wait_until(lambda: self.log().count(text) >= count or self.process.poll() is not None, text)
        assert self.log().count(text) >= count, f"no {text!r} in: {self.log()}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        text = self.log()
        self.folder.cleanup()
        assert status == 0, f"fivestar-scan ended with {status}: {text}"
