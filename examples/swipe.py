#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Swipe, lay down, done: waits for a card and for the key that fivestar-scan hands to the daemon, and prints the record; see README.md."""

import http.client
import json
import socket
import sys

FIELDS = ["document.type", "document.number_masked", "document.currently_valid", "holder.names", "verification"]
PATIENCE = 60  # seconds for card and swipe


class Daemon(http.client.HTTPConnection):
    """HTTP over the daemon's Unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=2 * PATIENCE)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)

    def ask(self, method, target, body=None):
        self.request(method, target, json.dumps(body) if body is not None else None)
        response = self.getresponse()
        octets = response.read()
        if response.status >= 400:
            problem = json.loads(octets)
            raise SystemExit(f"fivestard: {problem['code']}: {problem['title']}")
        return json.loads(octets) if octets else None


def main():
    path, reader = sys.argv[1:]
    daemon = Daemon(path)
    read = daemon.ask("POST", "/v1/read", {"reader": reader, "access": {"scanned": True}, "wait_seconds": PATIENCE, "fields": FIELDS})
    document, holder = read["record"]["document"], read["record"]["holder"]
    print(f"{document['type']} {document['number_masked']}, {read['verification']['verdict']}")
    print(f"  name: {holder['names']['latin'] or holder['names']['primary']}")
    print(f"  valid today: {str(document['currently_valid']).lower()}")
    daemon.ask("DELETE", f"/v1/reads/{read['id']}")
    return 0 if read["verification"]["verdict"] == "genuine" else 1


if __name__ == "__main__":
    sys.exit(main())
