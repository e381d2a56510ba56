# SPDX-License-Identifier: Apache-2.0
"""A page in Chromium that reads when it is told to (browser/test/page_driver.mjs)."""

import json
import subprocess

from web_test import BROWSER

PATIENCE = 60  # seconds


class DrivenPage:
    def __init__(self, socket):
        self.process = subprocess.Popen(["node", "test/page_driver.mjs", str(socket)], cwd=BROWSER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n", "the page was not opened"

    def start(self, **options):
        self.process.stdin.write(json.dumps(options) + "\n")
        self.process.stdin.flush()

    def outcome(self):
        return json.loads(self.process.stdout.readline())

    def read(self, **options):
        self.start(**options)
        return self.outcome()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.process.stdout.close()
