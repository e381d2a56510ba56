# SPDX-License-Identifier: Apache-2.0
"""A server on a Unix socket that answers each connection as a script says: octets to send, and what to do between them."""

import pathlib
import socket
import tempfile
import threading

PATIENCE = 60  # seconds

HANG = object()  # waits until the client closes
DRIP = object()  # sends one octet of a comment after another until the client closes


class ScriptedServer:
    """Plays `steps` on each connection, then closes it. `requests` has what the clients sent, `closed` counts those that closed first."""

    def __init__(self, *steps, reads_request=True):
        self.steps = steps
        self.reads_request = reads_request
        self.requests = []
        self.closed = threading.Semaphore(0)
        self.reached = threading.Semaphore(0)
        self._folder = tempfile.TemporaryDirectory(prefix="fivestar-scripted-")
        self.path = pathlib.Path(self._folder.name) / "socket"
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(self.path))
        self._listener.listen()
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._play, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _play(self, connection):
        connection.settimeout(PATIENCE)
        with connection:
            try:
                if self.reads_request:
                    self.requests.append(self._request(connection))
                for step in self.steps:
                    if step is HANG:
                        self.reached.release()
                        while connection.recv(4096):
                            pass
                        self.closed.release()
                        return
                    if step is DRIP:
                        while not self._stopping.wait(0.01):
                            connection.sendall(b":")
                        return
                    connection.sendall(step)
            except OSError:
                self.closed.release()

    @staticmethod
    def _request(connection):
        octets = b""
        while b"\r\n\r\n" not in octets:
            piece = connection.recv(65536)
            if not piece:
                return octets
            octets += piece
        head, _, body = octets.partition(b"\r\n\r\n")
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                while len(body) < int(line.split(b":")[1]):
                    body += connection.recv(65536)
        return head + b"\r\n\r\n" + body

    def await_closed(self):
        """True once a client closed its connection before the script's end."""
        return self.closed.acquire(timeout=PATIENCE)

    def await_hang(self):
        """True once a connection has come to HANG."""
        return self.reached.acquire(timeout=PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(PATIENCE)
        self._folder.cleanup()


def response(body=b"{}", status=200, media_type="application/json", *headers):
    """A whole HTTP response."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {media_type}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def stream(*events, end=True):
    """A chunked event stream of (name, data)."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = [f"event: {name}\ndata: {data}\n\n".encode() for name, data in events]
    return head + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + (b"0\r\n\r\n" if end else b"")
