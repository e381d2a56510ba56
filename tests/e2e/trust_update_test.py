# SPDX-License-Identifier: Apache-2.0
"""fivestar-trust-update as a program: it takes good lists from a TLS server, and nothing that a server, a network, a disk or a signal does makes it
replace a good list by a bad or an older one. Lists and certificates are the openssl command line's."""

import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

import list_server
import not_run
from daemon import BUILD, SOURCE, wait_until
from list_issuer import Issuer
from list_server import ListServer, Proxy
from prometheus_client.parser import text_string_to_metric_families

PROGRAM = BUILD / "trust_update" / "fivestar-trust-update"
GOOD, LIST_FAILED, USAGE, IO, OTHER_IS_RUNNING, CONFIGURATION = 0, 1, 64, 74, 75, 78
PATIENT = 120  # seconds; enough for a busy machine and a sanitizer


class Options(unittest.TestCase):
    def test_the_installed_configuration_is_good_and_so_is_every_example_in_it(self):
        installed = SOURCE / "packaging" / "trust-update.toml"
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as examples:
            examples.write(re.sub(r"^#(?=\w+ = |\[)", "", installed.read_text(), flags=re.MULTILINE))
            examples.flush()
            for file in (installed, examples.name):
                said = subprocess.run([PROGRAM, "--config", file, "--check-config"], capture_output=True, text=True)
                self.assertEqual((said.returncode, said.stdout), (GOOD, "fivestar-trust-update: the configuration is good\n"), said)

    def test_a_configuration_without_lists_does_nothing(self):
        said = subprocess.run([PROGRAM, "--config", SOURCE / "packaging" / "trust-update.toml"], capture_output=True, text=True)
        self.assertEqual(said.returncode, GOOD)
        self.assertIn("names no list", said.stderr)

    def test_a_fault_is_told_with_its_line(self):
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
            file.write('[[master_list]]\nname = "de"\nurl = "http://lists.example/"\n')
            file.flush()
            said = subprocess.run([PROGRAM, "--config", file.name], capture_output=True, text=True)
            self.assertEqual((said.returncode, said.stderr), (
                CONFIGURATION, f"fivestar-trust-update: {file.name}:3: master_list.url must be an https address without user and password\n"))
        self.assertEqual(subprocess.run([PROGRAM, "--nothing"], capture_output=True).returncode, USAGE)


class Update(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.files)
        cls.csca = Issuer(cls.files / "csca")
        cls.stranger = Issuer(cls.files / "stranger", "CSCA STRANGER")
        cls.web = Issuer(cls.files / "web", "WEB SPECIMEN")
        cls.older_list = cls.csca.master_list(cls.csca.octets())
        time.sleep(1.1)  # signing times have whole seconds
        cls.newer_list = cls.csca.master_list(cls.csca.octets(), cls.stranger.octets())
        cls.older_crl, cls.newer_crl = cls.csca.revocation_list(since=-5), cls.csca.revocation_list(since=-1)
        cls.server = ListServer(*cls.web.issue("localhost", "server"))
        cls.addClassCleanup(cls.server.close)

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("trust", "crl", "signers"):
            (self.folder / name).mkdir()
        (self.folder / "trust" / "csca.der").write_bytes(self.csca.octets())
        (self.folder / "signers" / "csca.der").write_bytes(self.csca.octets())
        self.server.pages.clear()
        self.server.requests.clear()
        self.work = self.folder / "work"
        self.configuration = self.folder / "trust-update.toml"

    def configure(self, *sources, url=None, **fetch):
        settings = {"directory": str(self.work), "ca_file": str(self.web.certificate), **fetch}
        lines = ["[trust]", f'csca_directory = "{self.folder}/trust"', f'crl_directory = "{self.folder}/crl"',
                 f'master_list_signers = "{self.folder}/signers"', "[fetch]"]
        lines += [f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}" for key, value in settings.items()]
        for kind, name in sources or [("master_list", "xu")]:
            lines += [f"[[{kind}]]", f'name = "{name}"', f'url = "{url or self.server.url}/{name}"']
        self.configuration.write_text("\n".join(lines) + "\n")

    def start(self, *options, **more):
        environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        return subprocess.Popen([PROGRAM, "--config", self.configuration, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, env=environment, **more)

    def run_once(self, *options, **more):
        process = self.start(*options, **more)
        output, errors = process.communicate(timeout=PATIENT)
        self.assertEqual(output, "")
        return process.returncode, errors

    def lists(self):
        return {path.name: path.read_bytes() for path in (self.work / "lists").iterdir()}

    def metrics(self):
        """By name and labels. promtool finds no fault in the page."""
        page = (self.work / "metrics.prom").read_text()
        checked = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True, text=True, timeout=PATIENT)
        self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, ""), page)
        return {(sample.name.removeprefix("fivestar_trust_update_"), *(value for _, value in sorted(sample.labels.items()))): sample.value
                for family in text_string_to_metric_families(page) for sample in family.samples}

    def with_good_list(self):
        """The list is there, and its page as well."""
        self.configure()
        self.server.pages["/xu"] = self.newer_list
        self.assertEqual(self.run_once(), (GOOD, self.line("master_list xu: replaced, dated TODAY, 2 entries")))
        self.assertEqual(self.lists(), {"xu.ml": self.newer_list})

    def test_alerts_and_dashboard_ask_for_series_that_it_has(self):
        self.configure(("master_list", "xu"), ("revocation_list", "xu"))
        self.server.pages["/xu"] = self.newer_crl
        self.assertEqual(self.run_once()[0], LIST_FAILED)
        self.metrics()
        page = (self.work / "metrics.prom").read_text()
        files = [(SOURCE / "docs" / "monitoring" / name).read_text() for name in ("alerts.yaml", "dashboard.json")]
        asked = {name for file in files for name in re.findall(r"\bfivestar_trust_update_\w+", file)}
        self.assertGreater(len(asked), 3)
        self.assertEqual(asked - set(re.findall(r"^fivestar_trust_update_\w+", page, re.MULTILINE)), set())

    def line(self, text):
        return "fivestar-trust-update: " + text.replace("TODAY", time.strftime("%Y-%m-%d", time.gmtime())) + "\n"

    def assert_kept(self, reason, *options, detail="", **more):
        """Another run fails for this reason, says so, and leaves the list alone."""
        status, errors = self.run_once("--now", *options, **more)
        self.assertEqual((status, errors), (LIST_FAILED, self.line(f"master_list xu: failed: {reason}{detail}; the list of TODAY stays")))
        self.assertEqual(self.lists(), {"xu.ml": self.newer_list})
        self.assertEqual(list((self.work / "incoming").iterdir()), [])

    def test_good_lists_take_their_places(self):
        self.configure(("revocation_list", "xu"), ("master_list", "xu"))
        self.server.pages["/xu"] = self.newer_list
        self.assertEqual(self.run_once()[0], LIST_FAILED, "a master list is no revocation list")
        self.assertEqual(self.lists(), {"xu.ml": self.newer_list})
        self.server.pages["/xu"] = self.newer_crl
        status, errors = self.run_once("--now")
        self.assertEqual(status, LIST_FAILED)
        self.assertIn("revocation_list xu: replaced", errors)
        self.assertIn("master_list xu: failed: unsupported; the list of", errors)
        self.assertEqual(self.lists(), {"xu.ml": self.newer_list, "xu.crl": self.newer_crl})
        self.assertEqual({path.stat().st_mode & 0o777 for path in (self.work / "lists").iterdir()}, {0o644})

    def test_a_master_list_brings_the_issuer_of_a_revocation_list(self):
        self.configure(("revocation_list", "xv"), ("master_list", "xu"))
        self.server.pages.update({"/xu": self.newer_list, "/xv": self.stranger.revocation_list()})
        self.assertEqual(self.run_once()[0], GOOD)
        self.assertEqual(set(self.lists()), {"xu.ml", "xv.crl"})

    def test_an_unchanged_list_is_not_sent_again(self):
        self.configure()
        self.server.pages["/xu"] = list_server.tagged(self.newer_list, '"v\\1"')
        self.assertEqual(self.run_once()[0], GOOD)
        changed = (self.work / "changed").stat().st_mtime_ns
        self.assertEqual(self.run_once("--now"), (GOOD, self.line("master_list xu: unchanged, dated TODAY, 2 entries")))
        asked = self.server.requests[-1][1]
        self.assertEqual((asked["If-None-Match"], asked["If-Modified-Since"]), ('"v\\1"', "Mon, 30 Nov 2026 00:00:00 GMT"))
        self.assertEqual((self.work / "changed").stat().st_mtime_ns, changed, "nothing to reload")
        # A list that was damaged on the disk is fetched as if it were new.
        (self.work / "lists" / "xu.ml").write_bytes(self.newer_list[:-1])
        self.assertEqual(self.run_once("--now")[0], GOOD)
        self.assertIsNone(self.server.requests[-1][1]["If-None-Match"])
        self.assertEqual(self.lists(), {"xu.ml": self.newer_list})

    def test_attempts_are_spread(self):
        self.with_good_list()
        self.server.requests.clear()
        self.assertEqual(self.run_once(), (GOOD, ""))
        self.assertEqual(self.server.requests, [], "it is not due")
        self.server.pages["/xu"] = list_server.failing(503, Retry_After="7200")
        self.assert_kept("http_status", detail=" 503")
        state = (self.work / "state" / "xu.ml.toml").read_text()
        attempted, following = (int(re.search(rf"^{key} = (\d+)$", state, re.MULTILINE)[1]) for key in ("attempted_at", "next_attempt"))
        self.assertEqual(following - attempted, 7200)

    def test_bad_answers_change_nothing(self):
        self.with_good_list()
        plain = ListServer()
        self.addCleanup(plain.close)
        plain.pages["/xu"] = self.newer_list
        signature_changed = self.newer_list[:-1] + bytes([self.newer_list[-1] ^ 1])
        answers = {
            "404": ("http_status", None), "500": ("http_status", list_server.failing(500)),
            "304 to an unconditional request": ("http_status", list_server.failing(304)),
            "truncated": ("interrupted", list_server.cut(self.newer_list)), "half": ("malformed", self.newer_list[:-100]),
            "garbage": ("malformed", b"\x30\x03garbage"), "nothing": ("malformed", b""), "a page": ("malformed", b"<html>login</html>"),
            "a certificate": ("unsupported", self.csca.octets()), "a revocation list": ("unsupported", self.newer_crl),
            "a wrong signature": ("signature_mismatch", signature_changed), "older": ("older", self.older_list),
            "a stranger's": ("signer_unknown", self.stranger.master_list(self.csca.octets())),
            "an empty one": ("empty", self.csca.master_list()),
            "without issuers": ("empty", self.csca.master_list(self.csca.octets(self.csca.issue("leaf", "list_signer")[0]))),
            "redirected to http": ("redirect_refused", list_server.redirect(f"{plain.url}/xu")),
            "redirected to a file": ("redirect_refused", list_server.redirect("file:///etc/passwd")),
            "redirected in a loop": ("redirect_refused", list_server.redirect(f"{self.server.url}/xu")),
        }
        for name, (reason, page) in answers.items():
            with self.subTest(name):
                self.server.pages["/xu"] = page
                detail = {"404": " 404", "500": " 500", "304 to an unconditional request": " 304"}.get(name, "")
                self.assert_kept(reason, detail=detail)
                self.assertGreater(self.metrics()["failure_timestamp_seconds", "master_list", "xu", reason], 0)
        self.assertEqual(plain.requests, [])
        metrics = self.metrics()
        self.assertEqual(metrics["failures", "master_list", "xu"], len(answers))
        self.assertEqual(metrics["present", "master_list", "xu"], 1)
        self.assertEqual(metrics["entries", "master_list", "xu"], 2)
        self.server.pages["/xu"] = list_server.redirect(f"{self.server.url}/elsewhere")
        self.server.pages["/elsewhere"] = self.newer_list
        self.assertEqual(self.run_once("--now")[0], GOOD, "within https")
        self.assertEqual(self.metrics()["failures", "master_list", "xu"], 0)

    def test_a_list_that_is_too_large(self):
        self.with_good_list()
        self.configure(max_megabytes=1)
        for page in (bytes(2 << 20), list_server.unannounced(2 << 20)):
            self.server.pages["/xu"] = page
            self.assert_kept("too_large")

    def test_a_slow_server_meets_the_deadline(self):
        self.with_good_list()
        self.configure(deadline_seconds=1)
        self.server.pages["/xu"] = list_server.stalling(self.newer_list)
        self.assert_kept("timeout")

    def test_only_the_named_server_below_a_trusted_authority(self):
        self.with_good_list()
        servers = {"of another authority": self.stranger.issue("other", "server"),
                   "expired": self.web.issue("expired", "server", since=-60, until=-30),
                   "with another name": self.web.issue("name", "server", host="lists.example")}
        for name, certificate in servers.items():
            with self.subTest(name):
                server = ListServer(*certificate)
                self.addCleanup(server.close)
                server.pages["/xu"] = self.newer_list
                self.configure(url=server.url)
                self.assert_kept("tls_refused")
                self.assertEqual(server.requests, [])
        with socket.create_server(("127.0.0.1", 0)) as unused:
            port = unused.getsockname()[1]
        self.configure(url=f"https://localhost:{port}")
        self.assert_kept("unreachable")

    def test_through_a_proxy(self):
        self.with_good_list()
        proxy, refusing = Proxy(), Proxy(refuses=True)
        for one in (proxy, refusing):
            self.addCleanup(one.close)
        self.configure(proxy=proxy.url)
        self.assertEqual(self.run_once("--now")[0], GOOD)
        self.assertEqual(proxy.connections, [self.server.url.removeprefix("https://")])
        self.configure(proxy=refusing.url)
        self.assert_kept("proxy_refused")
        self.assertEqual(len(refusing.connections), 1)

    def test_a_revocation_list_of_a_known_issuer_that_is_not_older(self):
        self.configure(("revocation_list", "xu"))
        self.server.pages["/xu"] = self.newer_crl
        self.assertEqual(self.run_once()[0], GOOD)
        metrics = self.metrics()
        self.assertGreater(metrics["next_update_timestamp_seconds", "revocation_list", "xu"], time.time())
        self.assertLess(metrics["issued_timestamp_seconds", "revocation_list", "xu"], time.time())
        changed = self.newer_crl[:-1] + bytes([self.newer_crl[-1] ^ 1])
        for reason, page in (("older", self.older_crl), ("signature_mismatch", changed), ("issuer_unknown", self.stranger.revocation_list()),
                             ("not_yet_valid", self.csca.revocation_list(since=10, until=20)), ("unsupported", self.newer_list)):
            with self.subTest(reason):
                self.server.pages["/xu"] = page
                status, errors = self.run_once("--now")
                self.assertEqual(status, LIST_FAILED)
                self.assertIn(f"revocation_list xu: failed: {reason}; ", errors)
                self.assertEqual(self.lists(), {"xu.crl": self.newer_crl})

    def test_a_full_disk(self):
        """RLIMIT_FSIZE makes write(2) fail in the middle of the list; Python leaves SIGXFSZ ignored."""
        self.configure()
        self.server.pages["/xu"] = self.older_list
        self.assertEqual(self.run_once()[0], GOOD)
        self.server.pages["/xu"] = self.newer_list
        status, errors = self.run_once("--now", restore_signals=False,
                                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)))
        self.assertEqual(status, LIST_FAILED)
        self.assertIn("master_list xu: failed: disk; the list of", errors)
        self.assertEqual(self.lists(), {"xu.ml": self.older_list})
        self.assertEqual(list((self.work / "incoming").iterdir()), [])
        self.assertEqual(self.run_once("--now")[0], GOOD)
        self.assertEqual(self.lists(), {"xu.ml": self.newer_list})

    @not_run.skip_if(not_run.no_namespaces())
    @not_run.skip_if(None if os.geteuid() == 0 else "a full file system is mounted by root")
    def test_a_full_file_system(self):
        self.configure()
        self.server.pages["/xu"] = self.newer_list
        self.work.mkdir()
        script = ('mount -t tmpfs -o size=64k tmpfs "$1" && mkdir "$1/lists" && printf old >"$1/lists/xu.ml" && '
                  '{ cat /dev/zero >"$1/filler" 2>/dev/null; shift; "$@"; echo "$?" >&2; cat "$0/lists/xu.ml"; }')
        done = subprocess.run(["unshare", "--mount", "sh", "-c", script.replace('"$0/', f'"{self.work}/'), "sh", self.work, PROGRAM,
                               "--config", self.configuration], capture_output=True, text=True, timeout=PATIENT)
        self.assertIn("failed: disk", done.stderr)
        self.assertEqual((done.stderr.splitlines()[-1], done.stdout), (str(LIST_FAILED), "old"), done.stderr)

    def test_killed_in_the_middle(self):
        self.with_good_list()
        self.server.requests.clear()
        self.server.pages["/xu"] = list_server.stalling(self.newer_list)
        process = self.start("--now")
        wait_until(lambda: self.server.requests, "request")
        another, errors = self.run_once("--now")
        self.assertEqual((another, errors), (OTHER_IS_RUNNING, self.line(f"another process updates {self.work}")))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENT)
        self.assertEqual(self.lists(), {"xu.ml": self.newer_list})
        # As if it had been killed before it renamed one list, and before it announced another.
        (self.work / "incoming" / "xu.ml").write_bytes(self.older_list)
        os.utime(self.work / "changed", (0, 0))
        self.assertEqual(self.run_once(), (GOOD, ""))
        self.assertEqual(list((self.work / "incoming").iterdir()), [])
        self.assertGreater((self.work / "changed").stat().st_mtime, 0)

    def test_a_state_that_cannot_be_read_is_none(self):
        self.with_good_list()
        (self.work / "state" / "xu.ml.toml").write_bytes(b"\xff\x00 = [")
        self.assertEqual(self.run_once(), (GOOD, self.line("master_list xu: unchanged, dated TODAY, 2 entries")))

    def test_directories_that_cannot_be_used(self):
        self.configure()
        shutil.rmtree(self.folder / "trust")
        self.assertEqual(self.run_once(), (IO, self.line("a directory of [trust] cannot be read")))
        self.configure(directory=str(self.folder / "nowhere" / "work"))
        self.assertEqual(self.run_once()[0], IO)

    def test_nothing_is_trusted_that_only_the_server_vouches_for(self):
        """A list is not made good by its transport: without the signer in the configured directory it is refused."""
        (self.folder / "signers" / "csca.der").unlink()
        self.configure()
        self.server.pages["/xu"] = self.newer_list
        self.assertEqual(self.run_once(), (LIST_FAILED, self.line("master_list xu: failed: signer_unknown; there is no list")))
        self.assertEqual(self.metrics()["present", "master_list", "xu"], 0)


if __name__ == "__main__":
    not_run.main()
