# SPDX-License-Identifier: Apache-2.0
"""The time from read() in a page of Chromium to its record, and what that is more than curl needs on the socket for the same. Prints a row of a
table; to be run below tools/with-pcscd --readers 1, with FIVESTAR_BUILD naming the build's directory."""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / folder) for folder in ("e2e", "browser")]
import simulator  # noqa: E402
import web_test  # noqa: E402
from daemon import Daemon  # noqa: E402
from driven_page import DrivenPage  # noqa: E402
from simulator import Card, mrz_of  # noqa: E402

READS = 50
MOST = 30  # milliseconds
GRANTS = f'[[client]]\nname = "bench"\nuid = {os.getuid()}\nfields = ["*"]\nroutes = ["read", "readers"]\n'
FIELDS = ["document.type", "holder.names", "verification"]


def time_of_curl(socket, body):
    """Milliseconds until curl has printed the record."""
    since = time.perf_counter()
    with subprocess.Popen(["curl", "--silent", "--no-buffer", "--unix-socket", socket, "--header", "Accept: text/event-stream", "--data", body,
                           "http://localhost/v1/read"], stdout=subprocess.PIPE, text=True) as curl:
        for line in curl.stdout:
            if line.startswith("event: record"):
                milliseconds = 1e3 * (time.perf_counter() - since)
                curl.stdout.read()
                return milliseconds
    raise AssertionError("no record")


def main():
    web_test.setUpModule()
    options = {"access": {"mrz": mrz_of("passport")}, "fields": FIELDS}
    curl, page = [], []
    with simulator.write_trust() as trust, Daemon(GRANTS, trust=trust) as daemon, Card("passport"), DrivenPage(daemon.socket) as driven:
        daemon.reader_with_card("Virtual PCD")
        for _ in range(READS + 1):
            curl.append(time_of_curl(str(daemon.socket), json.dumps(options)))
            outcome = driven.read(**options)
            assert outcome.get("verdict") == "genuine", outcome
            page.append(outcome["record"])
    # The first starts the host.
    own, more = statistics.median(curl[1:]), statistics.median(page[1:]) - statistics.median(curl[1:])
    print(f"| a page, from read() to the record | {more:.1f} ms more than the {own:.1f} ms of curl on the socket (medians of {READS}) | at most {MOST} ms more |")


main()
