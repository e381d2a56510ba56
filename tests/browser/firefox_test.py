# SPDX-License-Identifier: Apache-2.0
"""A page in a real Firefox, with the extension, the host and a daemon with simulated cards. Firefox is driven by its own protocol, Marionette
(https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html). FIVESTAR_BUILD names the build."""

import contextlib
import functools
import http.server
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse

import web_test
from web_test import BROWSER, SOURCE, not_run, run

FIREFOX = pathlib.Path("/usr/lib/firefox-esr/firefox-esr")
BUILD = pathlib.Path(os.environ["FIVESTAR_BUILD"])
PATIENCE = 120  # seconds
# Reads as its address says, and writes what came of it into the page.
PAGE = """<!doctype html><html lang="en"><title>test</title><link rel="icon" href="data:,">
<script type="module">
import { read, isAvailable } from "./fivestar.js";
const options = JSON.parse(decodeURIComponent(location.search.slice(1)));
const outcome = options === null ? isAvailable()
  : read(options).then(async (card) => ({ verdict: card.verdict, holder: card.record.holder, portrait: (await card.portrait()).size }),
                       (error) => ({ code: error.code }));
outcome.then((value) => { document.body.textContent = JSON.stringify(value); });
</script><body></body>"""


def until(condition, what):
    end = time.monotonic() + PATIENCE
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"in vain: {what}")
        time.sleep(0.05)
    return value


class Marionette:
    def __init__(self, port):
        self.stream = until(lambda: self.connected(port), "Marionette's port")
        self.last = 0
        self.receive()  # what it is

    @staticmethod
    def connected(port):
        with contextlib.suppress(ConnectionError):
            return socket.create_connection(("127.0.0.1", port), PATIENCE)
        return None

    def receive(self):
        """One message: its length, a colon, JSON."""
        size = b""
        while (octet := self.stream.recv(1)) != b":":
            assert octet, "Firefox has gone"
            size += octet
        text = b""
        while len(text) < int(size):
            part = self.stream.recv(int(size) - len(text))
            assert part, "Firefox has gone"
            text += part
        return json.loads(text)

    def do(self, command, **parameters):
        self.last += 1
        message = json.dumps([0, self.last, command, parameters]).encode()
        self.stream.sendall(b"%d:%s" % (len(message), message))
        _, number, error, result = self.receive()
        assert (number, error) == (self.last, None), error
        return result


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def setUpModule():
    if not FIREFOX.exists():
        raise unittest.SkipTest("firefox-esr is not installed")
    web_test.setUpModule()


class Firefox(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="fivestar-firefox-", ignore_cleanup_errors=True)))
        cls.start_daemon()
        cls.allowed, cls.other = cls.serve(), cls.serve()
        cls.install_host()
        cls.start_firefox()

    @classmethod
    def start_process(cls, *command, **more):
        process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
        cls.addClassCleanup(process.wait, PATIENCE)
        cls.addClassCleanup(process.terminate)
        return process

    @classmethod
    def start_daemon(cls):
        cls.socket = cls.folder / "fivestard.sock"
        cls.start_process(BUILD / "demo/fivestar-demo", "--data", SOURCE / "sim", "--socket", cls.socket, "--trust", cls.folder / "trust", "passport")
        until(cls.socket.exists, "the daemon's socket")
        personas = json.loads(run(BUILD / "sim/fivestar-sim", "--data", SOURCE / "sim", "--personas", "--json"))
        cls.zone = next(one["mrz"] for one in personas if one["name"] == "passport")

    @classmethod
    def serve(cls):
        site = cls.folder / "site"
        site.mkdir(exist_ok=True)
        (site / "index.html").write_text(PAGE)
        shutil.copy(BROWSER / "page/dist/fivestar.js", site)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=site))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}"

    @classmethod
    def install_host(cls):
        """As a user's own, in the place of https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Native_manifests."""
        policy = cls.folder / "policy"
        policy.mkdir(mode=0o755)
        (policy / "test.toml").write_text(f'[[origin]]\norigin = "{cls.allowed}"\nfields = ["holder.names", "portrait", "verification"]\nconsent = "always"\n')
        host = cls.folder / "host"
        host.write_text(f'#!/bin/sh\nexec {BUILD}/demo/fivestar-demo-browser-host {policy} {cls.socket} 120000 "$@"\n')
        host.chmod(0o755)
        manifest = json.loads((SOURCE / "packaging/browser/firefox.json").read_text())
        hosts = cls.folder / "home/.mozilla/native-messaging-hosts"
        hosts.mkdir(parents=True)
        (hosts / "fivestar.browser.json").write_text(json.dumps({**manifest, "path": str(host)}))

    @classmethod
    def start_firefox(cls):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        profile = cls.folder / "profile"
        profile.mkdir()
        (profile / "user.js").write_text(f'user_pref("marionette.port", {port});\nuser_pref("datareporting.policy.dataSubmissionEnabled", false);\n')
        cls.start_process(FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", profile,
                          env={**os.environ, "HOME": str(cls.folder / "home"), "MOZ_DISABLE_CONTENT_SANDBOX": "1"})
        cls.firefox = Marionette(port)
        cls.addClassCleanup(cls.firefox.stream.close)
        cls.firefox.do("WebDriver:NewSession")
        cls.firefox.do("Addon:Install", path=str(BROWSER / "extension/dist/firefox"), temporary=True)

    def outcome(self, origin, options):
        self.firefox.do("WebDriver:Navigate", url=f"{origin}/?{urllib.parse.quote(json.dumps(options))}")
        return json.loads(until(lambda: self.firefox.do("WebDriver:ExecuteScript", script="return document.body.textContent", args=[])["value"].strip(),
                                "an outcome"))

    def test_an_allowed_page_reads(self):
        done = self.outcome(self.allowed, {"reader": "passport", "access": {"mrz": self.zone}})
        self.assertEqual(done["verdict"], "genuine", done)
        self.assertEqual(list(done["holder"]), ["names"])
        self.assertGreater(done["portrait"], 1000)

    def test_problems_reach_the_page(self):
        self.assertEqual(self.outcome(self.allowed, {"reader": "passport"}), {"code": "access_required"})
        self.assertEqual(self.outcome(self.allowed, {"fields": ["document.number"]}), {"code": "field_refused"})

    def test_another_page_is_refused(self):
        self.assertEqual(self.outcome(self.other, {"reader": "passport", "access": {"mrz": self.zone}}), {"code": "origin_refused"})
        self.assertEqual(self.outcome(self.other, None)["code"], "origin_refused")
        self.assertTrue(self.outcome(self.allowed, None)["available"])


if __name__ == "__main__":
    not_run.main()
