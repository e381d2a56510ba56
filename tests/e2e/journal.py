# SPDX-License-Identifier: Apache-2.0
"""Stands in for systemd's journal: receives a program's entries (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/) at the journal's socket, in
its own mount namespace."""

import pathlib
import select
import socket
import struct
import tempfile

from not_run import no_namespaces

# Runs in the namespace, with the journal's folder as $1, and becomes the program. JOURNAL_STREAM is as systemd.exec(5) says.
START = """
mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/journal && mount --bind "$1" /run/systemd/journal && shift || exit 1
JOURNAL_STREAM=$(stat --dereference --format=%d:%i /proc/self/fd/2)
export JOURNAL_STREAM
exec "$@"
"""
# If mounting is not permitted, a user namespace permits it.
NAMESPACES = [] if no_namespaces() is None else ["--user", "--map-root-user"]
CREDENTIALS = struct.Struct("iII")
LARGEST = 1 << 20


def parse(datagram):
    """Name -> list of values of one entry."""
    fields, rest = {}, datagram
    while rest:
        line, newline, rest = rest.partition(b"\n")
        assert newline, f"an entry without an end: {datagram!r}"
        name, equals, value = line.partition(b"=")
        if not equals:
            size = int.from_bytes(rest[:8], "little")
            value, rest = rest[8:8 + size], rest[8 + size:]
            assert rest[:1] == b"\n", f"a value without an end: {datagram!r}"
            rest = rest[1:]
        assert name.decode("ascii").replace("_", "A").isalnum() and name.upper() == name and 0 < len(name) <= 64, name
        fields.setdefault(name.decode(), []).append(value.decode())
    return fields


class Journal:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="fivestar-journal-")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self.socket.bind(str(pathlib.Path(self.folder.name) / "socket"))
        self.octets = b""
        self.senders = set()

    def wrapper(self):
        """The command that starts a program with this journal."""
        return ["unshare", *NAMESPACES, "--mount", "sh", "-c", START, "sh", self.folder.name]

    def read(self, seconds=20):
        """The next entry; None after the time-out."""
        if not select.select([self.socket], [], [], seconds)[0]:
            return None
        datagram, ancillary, _, _ = self.socket.recvmsg(LARGEST, socket.CMSG_SPACE(CREDENTIALS.size))
        self.octets += datagram
        self.senders |= {CREDENTIALS.unpack(data)[0] for _, kind, data in ancillary if kind == socket.SCM_CREDENTIALS}
        return parse(datagram)

    def read_until(self, condition, what):
        """All entries up to and including the first that fits `condition`."""
        entries = []
        while not entries or not condition(entries[-1]):
            entry = self.read()
            assert entry is not None, f"no entry: {what}; there were {entries}"
            entries.append(entry)
        return entries

    def close(self):
        self.socket.close()
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
