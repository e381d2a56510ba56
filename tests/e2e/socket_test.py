# SPDX-License-Identifier: Apache-2.0
"""The socket under load and abuse, configuration, start, reload and end of the daemon, without a pcscd."""

import json
import os
import pathlib
import signal
import socket
import stat
import subprocess
import tempfile
import threading
import unittest

import contract
import not_run
import simulator
from daemon import BUILD, Daemon, Demo, Events, FIVESTARCTL, FIVESTARD, PATIENCE, UnixConnection, wait_until


# Memory that the daemon may still take after a hundred reads; a sanitizer takes more.
MEMORY_SLACK_KIB = 1024 * int(os.environ.get("FIVESTAR_MEMORY_SLACK_MIB", "8"))


def raw_exchange(path, octets, seconds=15):
    """Sends octets and returns the answer up to the end of the connection."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(seconds)
        client.connect(str(path))
        received = b""
        try:
            client.sendall(octets)
            client.shutdown(socket.SHUT_WR)
            while True:
                part = client.recv(65536)
                if not part:
                    break
                received += part
        except (ConnectionError, socket.timeout):
            pass
        return received


class UnderLoad(unittest.TestCase):
    def setUp(self):
        self.mrz = simulator.mrz_of("passport")
        self.order = json.dumps({"access": {"mrz": self.mrz}, "wait_seconds": 10})

    def read_many(self, path, count):
        connection = UnixConnection(path)
        for _ in range(count):
            connection.request("POST", "/v1/read", body=self.order)
            response = connection.getresponse()
            answer = json.loads(response.read())
            self.assertEqual(answer["verification"]["verdict"], "genuine", answer)
        connection.close()

    def test_a_thousand_reads_and_two_hundred_listeners_leave_no_trace(self):
        # The default rate limit would only slow this down.
        with Demo("passport", configuration="[limits]\nrequests_per_minute = 1000000\n") as demo:
            demo.reader_with_card("passport")
            listeners = [Events(demo.socket, checked=False) for _ in range(200)]
            for listener in listeners:
                listener.wait_for("snapshot")
            self.read_many(demo.socket, 100)
            before = demo.memory_kib()
            self.read_many(demo.socket, 900)
            after = demo.memory_kib()
            self.assertLess(after - before, MEMORY_SLACK_KIB, f"memory grew from {before} to {after} KiB")
            self.assertEqual(demo.get("/v1/health").status, 200)
            self.assertEqual(demo.get("/v1/readers").status, 200)
            self.assertEqual(demo.get("/v1/whoami").status, 200)
            self.assertEqual(demo.get("/v1/trust").status, 200)
            for listener in listeners:
                self.assertIn("read_finished", listener.names())
                listener.close()

    def test_hostile_http_hurts_nobody_else(self):
        with Demo("passport") as demo:
            demo.reader_with_card("passport")
            slow = []
            for _ in range(100):  # heads that never end
                client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                client.connect(str(demo.socket))
                client.sendall(b"GET /v1/health HTTP/1.1\r\nHost:")
                slow.append(client)
            self.assertIn(b" 431 ", raw_exchange(demo.socket, b"GET / HTTP/1.1\r\nX: " + b"a" * 20000 + b"\r\n\r\n"))
            self.assertIn(b" 413 ", raw_exchange(
                demo.socket, b"POST /v1/read HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n"))
            self.assertIn(b" 400 ", raw_exchange(demo.socket, b"\x16\x03\x01\x02\x00 junk\r\n\r\n"))
            piped = b"GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n" * 20 + b"\x00\xff junk \r\n\r\n"
            self.assertEqual(raw_exchange(demo.socket, piped).count(b"HTTP/1.1 200"), 20)
            self.assertEqual(demo.get("/v1/health").status, 200)
            self.read_many(demo.socket, 3)
            for client in slow:
                client.close()
            for target, method, status in [("/v1/nothing", "GET", 404), ("/v1/read", "GET", 405),
                                           ("/v1/reads/" + "0" * 32, "GET", 404),
                                           ("/v1/readers/none", "GET", 404)]:
                self.assertEqual(demo.request(method, target).status, status, target)

    def test_a_client_that_leaves_cancels_its_wait(self):
        with Demo() as demo:
            client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            client.connect(str(demo.socket))
            body = b'{"wait_seconds": 120}'
            client.sendall(b"POST /v1/read HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            client.settimeout(PATIENCE)
            self.assertTrue(client.recv(1), "the stream has begun")
            client.close()
            demo.signal(signal.SIGTERM)
            self.assertEqual(demo.process.wait(PATIENCE), 0)


class Contract(unittest.TestCase):
    def test_the_contract_served_is_the_one_that_answers_are_held_against(self):
        with Demo("passport") as demo:
            self.assertEqual(demo.get("/v1/openapi.json").json, contract.PUBLISHED)

    def test_bodies_of_serializers_are_accepted(self):
        # pb33f/libopenapi-validator#319 (1.0 for an integer), quarkiverse/quarkus-openapi-generator#633 (null for an option without a
        # value), Badgerati/Pode#1604 (a byte order mark).
        with Demo("passport") as demo:
            can = simulator.personas()["passport"]["can"]
            demo.reader_with_card("passport")
            for more in ({"wait_seconds": 1.0}, {"wait_seconds": 0.0}, {"fields": None},
                         {"reader": None, "card": None, "wait_for": None, "fields": None, "require": [], "evidence": False}):
                body = json.dumps({**more, "access": {"can": can, "mrz": None}}).encode()
                for mark in (b"", b"\xef\xbb\xbf"):
                    answer = demo.request("POST", "/v1/read", body=mark + body)
                    self.assertEqual(answer.status, 200, (more, answer))
                    self.assertEqual(answer.json["verification"]["verdict"], "genuine")

    def test_a_proxy_passes_events_at_once(self):
        # fanout/django-eventstream#37: nginx holds back a stream without this header.
        with Demo("passport") as demo:
            events = Events(demo.socket)
            self.assertEqual(events.response.headers["X-Accel-Buffering"], "no")
            self.assertIsNotNone(events.response.headers["Date"])
            events.close()

    def test_people_are_addressed_in_their_language(self):
        with Demo("passport") as demo:
            reader = demo.reader_with_card("passport")["id"]
            for languages, title, tag in ((None, "There is no such read, or no longer", "en"),
                                          ("en-GB, zh;q=0.5", "There is no such read, or no longer", "en"),
                                          ("zh-CN, en;q=0.5", "没有这次读取记录，或已失效", "zh-Hans")):
                headers = {"Accept-Language": languages} if languages else {}
                answer = demo.get("/v1/reads/none", headers=headers)
                self.assertEqual((answer.json["code"], answer.json["title"]), ("no_such_read", title))
                self.assertEqual(answer.headers["Content-Language"], tag)
            stream = Events(demo.socket, "/v1/read", method="POST", body=json.dumps({"reader": reader}),
                            headers={"Accept": "text/event-stream", "Accept-Language": "zh"})
            _, problem = stream.wait_for("problem")
            self.assertEqual((problem["code"], problem["title"]), ("access_required", "芯片需要访问密钥才能打开"))
            stream.close()


class OddReader(unittest.TestCase):
    """Drivers name their readers in GBK and Latin-1, and pcscd cuts the names. One such reader must not make the answers
    about all readers undecodable."""

    LIBRARY = BUILD / "tests" / "e2e" / "libodd_reader_pcsclite.so"
    ID = "c9edb7ddd6"
    NAME = "\ufffd\ufffd\ufffd\ufffd\ufffd 00 00"

    def test_answers_events_and_grants_are_utf8(self):
        rule = (f'[[client]]\nname = "desk"\nuid = {os.getuid()}\nreaders = ["{self.NAME}"]\n'
                'fields = ["holder.names"]\nroutes = ["readers", "read", "events"]\n')
        with Daemon(rule, environment={"LD_PRELOAD": str(self.LIBRARY)}) as daemon:
            reader = wait_until(lambda: daemon.readers(), "the reader")[0]
            self.assertEqual((reader["id"], reader["name"], reader["state"]), (self.ID, self.NAME, "empty"))
            self.assertEqual(daemon.get(f"/v1/readers/{self.ID}").json, reader)
            problem = daemon.read({"reader": self.ID})
            self.assertEqual((problem.status, problem.json["code"], problem.json["reader"]), (409, "no_card", self.ID))
            stream = daemon.events()
            _, snapshot = stream.wait_for("snapshot")
            self.assertEqual(snapshot["readers"], [reader])
            stream.close()
            shown = subprocess.run([FIVESTARCTL, "--socket", daemon.socket, "readers"], capture_output=True, timeout=60)
            self.assertEqual(shown.returncode, 0, shown)
            self.assertIn(self.ID, shown.stdout.decode())
            self.assertIn("reader=" + self.ID, daemon.log_file.read_bytes().decode())


class Life(unittest.TestCase):
    def test_socket_mode_and_clean_end(self):
        with Daemon() as daemon:
            self.assertEqual(stat.S_IMODE(daemon.socket.stat().st_mode), 0o660)
            self.assertEqual(daemon.get("/v1/health").json["status"], "degraded")
            second = subprocess.run([FIVESTARD, "--config", daemon.configuration_file], capture_output=True, text=True,
                                    timeout=30)
            self.assertNotEqual(second.returncode, 0, second)
            self.assertEqual(daemon.get("/v1/health").status, 200)
            daemon.signal(signal.SIGTERM)
            self.assertEqual(daemon.process.wait(PATIENCE), 0)
            self.assertFalse(daemon.socket.exists())

    def test_a_socket_left_by_a_killed_daemon_is_replaced(self):
        with Daemon() as daemon:
            daemon.process.kill()
            daemon.process.wait()
            self.assertTrue(daemon.socket.exists())
            again = subprocess.Popen([FIVESTARD, "--config", daemon.configuration_file], stderr=subprocess.DEVNULL)
            try:
                wait_until(lambda: self.answers(daemon), "the second daemon")
            finally:
                again.terminate()
                self.assertEqual(again.wait(PATIENCE), 0)
            daemon.process.returncode = 0  # killed on purpose

    @staticmethod
    def answers(daemon):
        try:
            return daemon.get("/v1/health").status == 200
        except OSError:
            return False

    def check(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
            file.write(text)
            file.flush()
            done = subprocess.run([FIVESTARD, "--config", file.name, "--check-config"], capture_output=True, text=True,
                                  timeout=30)
            return done.returncode, done.stderr.replace(file.name, "FILE")

    def test_check_config(self):
        self.assertEqual(self.check("[read]\nhold_seconds = 5\n")[0], 0)
        for text in ["[raed]\n", "[read]\nhold_seconds = -1\n", "[read]\nhold_seconds = 1\nhold_seconds = 2\n",
                     '[read]\ntime_zone = "../etc"\n', '[[client]]\nuser = "no-such-user"\nfields = ["holder"]\n',
                     '[[client]]\nuid = 1\nfields = ["holder.nmaes"]\n']:
            with self.subTest(text):
                status, complaint = self.check(text)
                self.assertNotEqual(status, 0)
                self.assertRegex(complaint, r"FILE:\d+: ")

    def test_check_config_tries_what_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            there = pathlib.Path(folder) / "there"
            there.mkdir()
            self.assertEqual(self.check(f'[trust]\ncsca_directory = "{there}"\ncrl_directory = "{there}"\n'), (0, ""))
            for text, reason in [(f'[trust]\n\ncrl_directory = "{folder}/gone"\n', "FILE:3: trust.crl_directory does not exist"),
                                 (f'[trust]\nmaster_list_signers = "/etc/passwd"\n', "FILE:2: trust.master_list_signers is no directory"),
                                 (f'[portrait]\nwlt_plugin = "{folder}/gone.so"\n', "FILE:2: portrait.wlt_plugin does not exist"),
                                 (f'[pseudonym]\nkey_file = "{folder}/gone.key"\n', "FILE:2: pseudonym.key_file does not exist")]:
                status, complaint = self.check(text)
                self.assertEqual(status, 1)
                self.assertIn(reason, complaint)
            key = "/etc/fivestard/pseudonym.key"
            self.assertEqual(self.check('[[client]]\nuid = 1\nfields = ["*"]\n'), (0, ""), "everything that there is")
            if not os.path.exists(key):
                self.assertEqual(self.check('[[client]]\nuid = 1\nfields = ["holder.pseudonym"]\n'), (1, f"fivestard: {key}: does not exist\n"))

    @unittest.skipUnless(os.geteuid() == 0, "another user's rights need root")
    def test_check_config_finds_what_the_user_may_not_read(self):
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            directory, configuration = pathlib.Path(folder) / "trust", pathlib.Path(folder) / "fivestard.toml"
            directory.mkdir()
            secret = directory / "secret.cer"
            secret.touch(mode=0o600)
            configuration.write_text(f'[trust]\ncsca_directory = "{directory}"\n')
            command = ["setpriv", "--reuid=65533", "--regid=65533", "--clear-groups", FIVESTARD, "--config", configuration, "--check-config"]
            for mode, complaint in [(0o600, "has a file that this user cannot read: secret.cer\n"), (0o644, "")]:
                secret.chmod(mode)
                done = subprocess.run(command, capture_output=True, text=True, cwd="/")
                self.assertTrue(done.stderr.endswith(complaint), done.stderr)
                self.assertEqual(done.returncode, 1 if complaint else 0)

    def test_a_bad_configuration_at_start_ends_with_one_line_and_no_client_waits(self):
        """The socket is passed as systemd does it (sd_listen_fds(3)): with LISTEN_PID and descriptor 3."""
        with tempfile.TemporaryDirectory() as folder:
            configuration, path = pathlib.Path(folder) / "fivestard.toml", f"{folder}/socket"
            configuration.write_text("[raed]\n")
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening, \
                    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                listening.bind(path)
                listening.listen()
                client.settimeout(PATIENCE)
                client.connect(path)
                script = 'exec env LISTEN_FDS=1 LISTEN_PID=$$ "$@" 3<&"$SOCKET"'
                done = subprocess.run(["bash", "-c", script, "bash", FIVESTARD, "--config", configuration], capture_output=True, text=True,
                                      pass_fds=[listening.fileno()], env={**os.environ, "SOCKET": str(listening.fileno())},
                                      timeout=PATIENCE)
                self.assertEqual((done.returncode, done.stderr), (78, f"fivestard: {configuration}:1: unknown key raed\n"))
                self.assertEqual(client.recv(1), b"")

    @staticmethod
    def metrics(daemon):
        return daemon.get("/metrics").body.decode()

    def test_reload_is_all_or_nothing(self):
        with Daemon() as daemon:
            good = daemon.configuration_file.read_text()
            daemon.write_configuration(good + "[raed]\n")
            daemon.signal(signal.SIGHUP)
            wait_until(lambda: "not reloaded" in daemon.log_text(), "the refusal in the log")
            self.assertEqual(daemon.get("/v1/readers").status, 200)
            finding = next(one for one in daemon.get("/v1/diagnosis").json["findings"] if one["code"] == "configuration_refused")
            self.assertRegex(finding["detail"], rf"^{daemon.configuration_file}:\d+: unknown key raed$")
            self.assertIn("configuration_refused", daemon.get("/v1/health").json["reasons"])
            self.assertIn('fivestard_finding{code="configuration_refused"} 1', self.metrics(daemon))
            daemon.write_configuration(good + '[[client]]\nname = "desk"\nuid = 12345\nfields = ["holder"]\n')
            daemon.signal(signal.SIGHUP)
            # With a [[client]] the default is deny; root keeps health and whoami.
            wait_until(lambda: daemon.get("/v1/readers").status == 403, "the new policy")
            self.assertEqual(daemon.get("/v1/readers").json["code"], "not_granted")
            self.assertEqual(daemon.get("/v1/health").status, 200)
            self.assertEqual(daemon.get("/v1/whoami").status, 200)
            self.assertNotIn("configuration_refused", daemon.get("/v1/health").json["reasons"])
            self.assertIn('fivestard_finding{code="configuration_refused"} 0', self.metrics(daemon))

    def test_grants_by_uid_over_fields_and_routes(self):
        rule = f'[[client]]\nname = "desk"\nuid = {os.getuid()}\nfields = ["holder.names"]\nroutes = ["read"]\n'
        with Daemon(rule) as daemon:
            whoami = daemon.get("/v1/whoami").json
            self.assertEqual((whoami["client"], whoami["fields"]), ("desk", ["holder.names"]))
            self.assertEqual(daemon.get("/v1/events").status, 403)
            refused = daemon.read({"fields": ["document.number"]})
            self.assertEqual((refused.status, refused.json["code"], refused.json["field"]),
                             (403, "not_granted", "document.number"))

    def test_systemd_passes_the_socket_and_hears_of_readiness(self):
        with (tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify,
              socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener):
            notify.bind(folder + "/notify")
            notify.settimeout(20)
            listener.bind(folder + "/passed.sock")
            listener.listen()
            # As systemd does: descriptor 3, and the process's own id in LISTEN_PID.
            command = 'exec 3<&"$1"; LISTEN_PID=$$ LISTEN_FDS=1 exec "$2"'
            process = subprocess.Popen(["bash", "-c", command, "bash", str(listener.fileno()), FIVESTARD],
                                       pass_fds=[listener.fileno()], stderr=subprocess.DEVNULL,
                                       env={**os.environ, "NOTIFY_SOCKET": folder + "/notify",
                                            "WATCHDOG_USEC": "400000"})
            heard = []
            try:
                while "WATCHDOG=1" not in heard or "READY=1" not in heard:
                    heard += notify.recv(4096).decode().splitlines()
                connection = UnixConnection(folder + "/passed.sock")
                connection.request("GET", "/v1/health")
                self.assertEqual(connection.getresponse().status, 200)
                connection.close()
            finally:
                process.terminate()
                self.assertEqual(process.wait(PATIENCE), 0)
            while "STOPPING=1" not in heard:
                heard += notify.recv(4096).decode().splitlines()
            self.assertTrue(pathlib.Path(folder + "/passed.sock").exists(), "the socket is systemd's to remove")


if __name__ == "__main__":
    not_run.main()
