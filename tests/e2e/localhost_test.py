# SPDX-License-Identifier: Apache-2.0
"""fivestar-localhost over the daemon, a real pcscd, our driver and simulated modules: the vendors' forms, and what any program of this machine
may send. Run below tools/with-pcscd --modules 1."""

import base64
import contextlib
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

import not_run
import people
from daemon import BUILD, SOURCE, Daemon, wait_until
from sam_module import Module

sys.path.insert(1, str(SOURCE / "tests/browser"))
import web_test  # noqa: E402

PROGRAM = BUILD / "browser/localhost/fivestar-localhost"
PORT_OF_MODULE = os.environ.get("FIVESTAR_MODULE_PORTS", "").split()[0]
ALLOWED, ASKING, OTHER, WITHOUT = "https://pms.example", "https://ask.example", "https://evil.example", "https://extension.example"
READ = "/ZKIDROnline/ScanReadIdCardInfo?OP-DEV=1&CMD-URL=4"
PATIENCE = 60  # seconds
# The resident of sim/personas/sam/resident.json, in the members and dates of docs/BROWSER.md.
RESIDENT = {"name": "张三样本", "number": "11010519491231002X", "birth": "1949-12-31"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Localhost:
    """fivestar-localhost with a policy, until it is stopped."""

    def __init__(self, socket_path, origins):
        self.folder = tempfile.TemporaryDirectory(prefix="fivestar-localhost-")
        self.path = pathlib.Path(self.folder.name)
        self.ports = {form: free_port() for form in ("zkidronline", "est", "cvr")}
        (self.path / "localhost.toml").write_text("".join(f'[[service]]\nform = "{form}"\nport = {port}\n' for form, port in self.ports.items()))
        (self.path / "policy").mkdir(mode=0o755)
        self.write_policy(origins)
        self.log = open(self.path / "log", "w+b")
        self.process = subprocess.Popen([PROGRAM, "--config", self.path / "localhost.toml", "--policy", self.path / "policy", "--socket", socket_path],
                                        stderr=self.log)
        for port in self.ports.values():
            wait_until(lambda port=port: self.listens(port), "an open port")

    def write_policy(self, text):
        (self.path / "policy/test.toml").write_text(text)

    @staticmethod
    def listens(port):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def log_text(self):
        return (self.path / "log").read_text()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        self.log.close()
        self.folder.cleanup()
        return status


def origin_section(origin, *lines):
    return "\n".join(["[[origin]]", f'origin = "{origin}"', 'fields = ["document", "holder", "portrait", "verification"]', *lines, ""])


POLICY = (origin_section(ALLOWED, 'consent = "always"', "localhost = true") + origin_section(ASKING, "localhost = true")
          + origin_section(WITHOUT, 'consent = "always"'))


class Socket:
    """A WebSocket (RFC 6455), as a browser speaks it."""

    def __init__(self, port, origin=ALLOWED, host=None):
        self.stream = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.stream.sendall((f"GET / HTTP/1.1\r\nHost: {host or f'127.0.0.1:{port}'}\r\nOrigin: {origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                             f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {base64.b64encode(bytes(16)).decode()}\r\n\r\n").encode())
        self.reader = self.stream.makefile("rb")
        self.status = int(self.reader.readline().split()[1])
        self.headers = http.client.parse_headers(self.reader)

    def send(self, text, opcode=1):
        octets = text.encode()
        self.stream.sendall(bytes([0x80 | opcode, 0x80 | len(octets), 0, 0, 0, 0]) + octets)  # masked with zeros

    def receive(self):
        """The next text as JSON; None at the end."""
        head = self.reader.read(2)
        if len(head) < 2 or head[0] & 0x0F != 1:
            return None
        size = head[1]
        if size == 126:
            size, = struct.unpack(">H", self.reader.read(2))
        elif size == 127:
            size, = struct.unpack(">Q", self.reader.read(8))
        return json.loads(self.reader.read(size))

    def ask(self, text):
        self.send(text)
        return self.receive()

    def close(self):
        self.reader.close()
        self.stream.close()


class Running(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(f'[[client]]\nname = "localhost"\nuid = {os.getuid()}\nfields = ["*"]\n')
        wait_until(lambda: any(reader["interface"] == "sam" for reader in cls.daemon.readers()), "the module's reader")
        cls.localhost = Localhost(cls.daemon.socket, POLICY)
        cls.zk, cls.est, cls.cvr = (cls.localhost.ports[form] for form in ("zkidronline", "est", "cvr"))

    @classmethod
    def tearDownClass(cls):
        log = cls.localhost.log_text()
        assert cls.localhost.stop() == 0, log
        assert cls.daemon.stop() == 0, cls.daemon.log_text()
        cls.daemon.folder.cleanup()
        assert people.traces_in(log) == [], log
        assert "ERROR: " not in log, log

    def setUp(self):
        self.wait_for(False)

    def wait_for(self, card):
        def there():
            return any("card" in reader for reader in self.daemon.readers() if reader["interface"] == "sam") == card
        wait_until(there, "a card" if card else "no card")

    @contextlib.contextmanager
    def card(self, persona):
        with Module(PORT_OF_MODULE, persona) as module:
            self.wait_for(True)
            yield module

    def get(self, port, target, origin=ALLOWED, method="GET", **headers):
        """Status, headers and body of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.putrequest(method, target, skip_host="Host" in headers)
            for name, value in {**({"Origin": origin} if origin else {}), **headers}.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()

    def raw(self, port, octets):
        """The octets of an answer until its end."""
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as stream:
            with contextlib.suppress(ConnectionError):
                stream.sendall(octets)
            received = b""
            with contextlib.suppress(ConnectionError):
                while part := stream.recv(4096):
                    received += part
            return received


class Forms(Running):
    def test_zkidronline(self):
        with self.card("resident"):
            status, headers, body = self.get(self.zk, READ + "&REPEAT=1&random=7")
        self.assertEqual((status, headers["Access-Control-Allow-Origin"]), (200, ALLOWED))
        self.assertEqual((headers["Vary"], headers["Cache-Control"]), ("Origin", "no-store"))
        answer = json.loads(re.sub(r"\\", "/", body))  # as every page of this form does
        self.assertEqual(answer["ret"], 0, body)
        self.assertEqual(sorted(answer["Certificate"]), ["Address", "Base64Photo", "Birthday", "IDIssued", "IDNumber", "IssuedData", "Name", "Nation",
                                                         "Sex", "ValidDate"])
        self.assertEqual(answer["Certificate"]["Name"], RESIDENT["name"])
        self.assertEqual(answer["Certificate"]["IDNumber"], RESIDENT["number"])
        self.assertEqual(answer["Certificate"]["Birthday"], RESIDENT["birth"].replace("-", "."))
        for target in ("/info", "/ZKIDROnline/info?0.123"):
            self.assertEqual(json.loads(self.get(self.zk, target)[2])["ret"], 0)

    def test_cvr(self):
        with self.card("resident"):
            for target in ("/readcard", "/ReadCard?t=1", "/readcard&t=1700000000000"):
                body = self.get(self.cvr, target)[2]
                answer = json.loads(body)
                self.assertEqual(answer["resultFlag"], 0, answer)
                self.assertEqual(answer["resultContent"]["certNumber"], RESIDENT["number"])
                self.assertEqual(answer["partyName"], RESIDENT["name"])
        # Pages search the text.
        self.assertRegex(body, r'\n"resultFlag" : 0,\n')
        for target in ("/OpenDevice", "/CloseDevice"):
            self.assertEqual(json.loads(self.get(self.cvr, target)[2]), {"resultFlag": 0, "errorMsg": ""})

    def test_est(self):
        with contextlib.closing(Socket(self.est)) as page:
            self.assertEqual(page.status, 101)
            self.assertEqual(page.ask("EST_GetVersion#")["rCode"], "0")
            self.assertEqual(page.ask("EST_Reader_ReadIDCard#")["rCode"], "-2")
            with self.card("resident"):
                answer = page.ask("EST_Reader_ReadIDCard#")
            self.assertEqual((answer["fun"], answer["rCode"], answer["certNo"]), ("EST_Reader_ReadIDCard#", "0", RESIDENT["number"]))
            self.assertEqual(answer["birth"], RESIDENT["birth"].replace("-", ""))
            self.assertEqual(page.ask("EST_ReadM1Card#|1|2")["rCode"], "-1")
            self.assertEqual(page.ask("no command")["rCode"], "-1")

    def test_est_reads_each_card_until_it_is_stopped(self):
        with contextlib.closing(Socket(self.est)) as page:
            page.send("EST_Reader_ReadIDCard#|1")
            self.assertEqual(page.ask("EST_Reader_ReadIDCard#")["code"], "busy")
            for persona, code in (("resident", "0"), ("five-star-2023", "-1"), ("hmt-resident", "0")):
                with self.card(persona):
                    self.assertEqual(page.receive()["rCode"], code, persona)
                self.wait_for(False)
            self.assertEqual(page.ask("EST_StopReadIDCard#")["rCode"], "1")
            self.assertEqual(page.ask("EST_GetVersion#")["rCode"], "0")

    def test_a_foreigner_is_never_shown_as_a_citizen(self):
        for persona in ("five-star-2023", "permanent-resident-2017"):
            with self.subTest(persona), self.card(persona):
                for port, target, member, code in ((self.zk, READ, "ret", 30), (self.cvr, "/readcard", "resultFlag", -1)):
                    answer = json.loads(self.get(port, target)[2])
                    self.assertEqual((answer[member], answer["code"]), (code, "not_representable"))
                    self.assertEqual(people.traces_in(json.dumps(answer, ensure_ascii=False)), [])
            self.wait_for(False)

    def test_no_card(self):
        self.assertEqual(json.loads(self.get(self.zk, READ)[2])["ret"], 10)
        self.assertEqual(json.loads(self.get(self.cvr, "/readcard")[2])["resultFlag"], -11)


class Refusals(Running):
    def refused(self, answer, status, code):
        self.assertEqual((answer[0], json.loads(answer[2])["code"]), (status, code))
        self.assertIsNone(answer[1]["Access-Control-Allow-Origin"])

    def test_other_hosts(self):
        for host in ("evil.example", f"evil.example:{self.zk}", "127.0.0.1", f"127.0.0.1:{self.zk + 1}", f"127.0.0.1.evil.example:{self.zk}",
                     f"0.0.0.0:{self.zk}", f"LOCALHOST:{self.zk}", f"localhost.:{self.zk}", ""):
            with self.subTest(host):
                self.refused(self.get(self.zk, READ, Host=host), 403, "host_refused")
        self.assertEqual(self.get(self.zk, "/info", Host=f"localhost:{self.zk}")[0], 200)

    def test_other_origins(self):
        for origin in (OTHER, WITHOUT, "null", "", "http://pms.example", ALLOWED + ":8443", ALLOWED + "/", ALLOWED.upper(), ALLOWED + ".evil.example",
                       f"{OTHER} {ALLOWED}", "file://"):
            with self.subTest(origin):
                self.refused(self.get(self.zk, READ, origin=None, Origin=origin), 403, "origin_refused")
        self.refused(self.get(self.zk, READ, origin=None), 403, "origin_missing")

    def test_scripts_pictures_and_documents(self):
        for destination in ("script", "image", "document", "iframe", "style"):
            self.refused(self.get(self.zk, READ, Sec_Fetch_Dest=destination), 403, "origin_missing")
        self.assertEqual(self.get(self.zk, "/info", Sec_Fetch_Dest="empty")[0], 200)

    def test_jsonp(self):
        for target in (READ + "&callback=f", READ + "&CALLBACK=f", READ + "&jsonpcallback=f", "/info?jsonp=f"):
            status, _, body = self.get(self.zk, target)
            self.assertEqual((status, json.loads(body)), (403, {"code": "jsonp_refused"}))

    def test_an_origin_whose_consent_must_be_asked(self):
        status, headers, body = self.get(self.zk, READ, origin=ASKING)
        self.assertEqual((status, headers["Access-Control-Allow-Origin"]), (403, ASKING))
        self.assertEqual((json.loads(body)["ret"], json.loads(body)["code"]), (30, "consent_impossible"))
        with contextlib.closing(Socket(self.est, ASKING)) as page:
            self.assertEqual(page.status, 403)

    def test_preflights(self):
        wanted = {"method": "OPTIONS", "Access_Control_Request_Method": "GET", "Access_Control_Request_Private_Network": "true"}
        status, headers, _ = self.get(self.zk, READ, **wanted)
        self.assertEqual((status, headers["Access-Control-Allow-Origin"], headers["Access-Control-Allow-Private-Network"]), (204, ALLOWED, "true"))
        for origin, code in ((OTHER, "origin_refused"), (ASKING, "consent_impossible"), ("null", "origin_refused")):
            answer = self.get(self.zk, READ, origin=origin, **wanted)
            self.refused(answer, 403, code)
            self.assertIsNone(answer[1]["Access-Control-Allow-Private-Network"])

    def test_methods_and_paths(self):
        for method in ("POST", "PUT", "DELETE", "HEAD", "OPTIONS"):
            self.assertEqual(self.get(self.zk, READ, method=method)[0], 405, method)
        for target in ("/", "/ZKIDROnline/", "/readcard", "/ZKIDROnline/../info", "/%69nfo"):
            self.assertEqual(self.get(self.zk, target)[0], 404, target)
        self.assertEqual(self.get(self.est, "/")[0], 404)

    def test_websockets_of_others(self):
        for more in ({"origin": OTHER}, {"origin": "null"}, {"host": "evil.example"}, {"host": f"evil.example:{self.est}"}):
            with contextlib.closing(Socket(self.est, **more)) as page:
                self.assertEqual(page.status, 403)
        with contextlib.closing(Socket(self.cvr)) as page:
            self.assertEqual(page.status, 404)

    def test_frames_beyond_the_limits(self):
        for opcode, text in ((1, "x" * 125 + "#"), (2, "EST_GetVersion#")):
            with contextlib.closing(Socket(self.est)) as page:
                if opcode == 1:  # 129 octets in two fragments
                    page.stream.sendall(bytes([0x01, 0x80 | 65, 0, 0, 0, 0]) + b"x" * 65)
                    page.stream.sendall(bytes([0x80, 0x80 | 64, 0, 0, 0, 0]) + b"x" * 64)
                else:
                    page.send(text, opcode)
                self.assertIsNone(page.receive())
        with contextlib.closing(Socket(self.est)) as page:
            page.stream.sendall(bytes([0x81, 5]) + b"EST_#")  # not masked, as no browser sends it
            self.assertIsNone(page.receive())

    def test_requests_that_are_none(self):
        head = f"GET /info HTTP/1.1\r\nHost: 127.0.0.1:{self.zk}\r\nOrigin: {ALLOWED}\r\n"
        for octets in ("\r\n\r\n", "x\r\n\r\n", "GET\r\n\r\n", head.replace("1.1", "1.0", 1) + "\r\n", head + f"Origin: {OTHER}\r\n\r\n",
                       head + f"Host: 127.0.0.1:{self.zk}\r\n\r\n", head + "Content-Length: 1\r\n\r\nx", head + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                       head + "\r\n" + head + "\r\n", head + "a b: c\r\n\r\n", head + "\0\r\n\r\n"):
            with self.subTest(octets):
                received = self.raw(self.zk, octets.encode())
                self.assertRegex(received, rb"\AHTTP/1.1 400 ")
                self.assertNotIn(b"Access-Control", received)
        huge = self.raw(self.zk, (head + "X-Filler: " + "x" * 100_000).encode())
        self.assertRegex(huge, rb"\AHTTP/1.1 431 ")

    def test_slow_clients_are_cut_off(self):
        with socket.create_connection(("127.0.0.1", self.zk), PATIENCE) as slow, socket.create_connection(("127.0.0.1", self.zk), PATIENCE) as silent:
            slow.sendall(b"GET /info HTTP/1.1\r\n")
            for stream in (slow, silent):
                with contextlib.suppress(ConnectionError):
                    self.assertEqual(stream.recv(1), b"")

    def test_many_connections(self):
        crowd = []
        with contextlib.ExitStack() as stack:
            for _ in range(40):
                stream = stack.enter_context(socket.create_connection(("127.0.0.1", self.zk), PATIENCE))
                crowd.append(stream)
            ended = 0
            for stream in crowd:  # those beyond 32 end at once, and all at the deadline of their head
                with contextlib.suppress(ConnectionError):
                    ended += stream.recv(1) == b""
            self.assertGreaterEqual(ended, 8)
        wait_until(lambda: self.raw(self.zk, f"GET /info HTTP/1.1\r\nHost: 127.0.0.1:{self.zk}\r\nOrigin: {ALLOWED}\r\n\r\n".encode()), "an answer")

    def test_other_addresses(self):
        """It listens on 127.0.0.1 alone; 127.0.0.2 is this machine, too."""
        with socket.socket() as probe:
            self.assertNotEqual(probe.connect_ex(("127.0.0.2", self.zk)), 0)


class Changes(Running):
    def test_a_changed_policy_is_in_force_at_once(self):
        self.addCleanup(self.localhost.write_policy, POLICY)
        with contextlib.closing(Socket(self.est)) as page:
            self.assertEqual(page.ask("EST_Reader_ReadIDCard#")["rCode"], "-2")
            self.localhost.write_policy("")
            self.assertEqual(page.ask("EST_Reader_ReadIDCard#")["code"], "origin_refused")
        self.assertEqual(self.get(self.zk, READ)[0], 403)
        self.localhost.write_policy("[[origin]\n")
        self.assertEqual((self.get(self.zk, READ)[0], "test.toml:1: " in self.localhost.log_text()), (503, True))

    def test_a_page_that_leaves_ends_its_wait(self):
        page = Socket(self.est)
        page.send("EST_Reader_ReadIDCard#|1")
        wait_until(lambda: "est: read of " + ALLOWED in self.localhost.log_text(), "a first read")
        page.close()
        # Its thread is free again: more pages than threads, one after the other.
        for _ in range(6):
            with contextlib.closing(Socket(self.est)) as other:
                self.assertEqual(other.ask("EST_Reader_ReadIDCard#")["rCode"], "-2")

    def test_fields_that_the_policy_does_not_permit(self):
        self.addCleanup(self.localhost.write_policy, POLICY)
        self.localhost.write_policy(POLICY.replace('"portrait", ', "", 1))
        self.assertEqual(json.loads(self.get(self.zk, READ)[2])["code"], "field_refused")


class Programs(unittest.TestCase):
    def run_it(self, configuration, policy=""):
        with tempfile.TemporaryDirectory(prefix="fivestar-localhost-") as folder:
            folder = pathlib.Path(folder)
            (folder / "localhost.toml").write_text(configuration)
            (folder / "policy").mkdir(mode=0o755)
            (folder / "policy/a.toml").write_text(policy)
            return subprocess.run([PROGRAM, "--check-config", "--config", folder / "localhost.toml", "--policy", folder / "policy"], capture_output=True,
                                  text=True, timeout=PATIENCE)

    def test_the_configuration_is_checked(self):
        good = self.run_it('[[service]]\nform = "cvr"\n', POLICY)
        self.assertEqual((good.returncode, good.stdout), (0, f"cvr: 127.0.0.1:19196\n{ALLOWED}\n{ASKING}: refused, because consent cannot be asked here\n"))
        self.assertIn(":2: service.form must be", self.run_it('[[service]]\nform = "syn"\n').stderr)
        self.assertIn("a.toml:1: ", self.run_it("", "[[origin]\n").stderr)
        self.assertEqual(self.run_it("").stdout, "no [[service]]: nothing is answered\nno origin has localhost = true\n")

    def test_no_daemon(self):
        localhost = Localhost("/nonexistent", POLICY)
        self.addCleanup(localhost.stop)
        connection = http.client.HTTPConnection("127.0.0.1", localhost.ports["zkidronline"], timeout=PATIENCE)
        connection.request("GET", READ, headers={"Origin": ALLOWED})
        self.assertEqual(json.loads(connection.getresponse().read())["ret"], 1)
        connection.close()


@not_run.skip_if(None if web_test.CHROMIUM.exists() else "chromium is not installed")
class Chromium(Running):
    """An old page, unchanged, in a real browser: XMLHttpRequest, fetch and WebSocket to the vendors' addresses."""

    @classmethod
    def setUpClass(cls):
        web_test.setUpModule()
        super().setUpClass()

    def test_an_old_page(self):
        page = free_port()
        self.addCleanup(self.localhost.write_policy, POLICY)
        self.localhost.write_policy(POLICY.replace(ALLOWED, f"http://127.0.0.1:{page}"))
        with self.card("resident"):
            shown = json.loads(web_test.run("node", "test/old_page.mjs", page, self.zk, self.est, self.cvr))
        allowed, other = shown["allowed"], shown["other"]
        self.assertEqual(allowed["zkidronline"], [RESIDENT["name"], RESIDENT["number"]])
        self.assertEqual(allowed["est"], [RESIDENT["name"], RESIDENT["number"]])
        self.assertEqual(allowed["cvr"], [RESIDENT["name"], RESIDENT["number"]])
        self.assertEqual(other, {"zkidronline": "failed", "est": "failed", "cvr": "failed", "jsonp": "failed"})
        self.assertEqual(allowed["jsonp"], "failed")


if __name__ == "__main__":
    not_run.main()
