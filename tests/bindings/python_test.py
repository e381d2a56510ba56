# SPDX-License-Identifier: Apache-2.0
"""The Python package: its parsers, hostile servers, deadlines, cancellation, types and the contract."""

import asyncio
import datetime
import inspect
import json
import pathlib
import pickle
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import typing
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = SOURCE / "bindings/python"
sys.path[:0] = [str(PACKAGE), str(SOURCE / "tests/e2e")]
import fivestar  # noqa: E402
import not_run  # noqa: E402
from fivestar import _http, _types  # noqa: E402
from scripted_server import DRIP, HANG, ScriptedServer, response, stream  # noqa: E402

SECRET = "P<UTOSPECIMEN<<ANNA"
ANSWER = {"id": "0" * 32, "card": "c1", "reader": "desk", "read_at": "2026-11-30T00:00:00Z", "profile": "emrtd",
          "record": {"holder": {"names": {"latin": "SPECIMEN, ANNA"}}, "newer": 1}, "steps": [], "timing": {}, "newer": True,
          "verification": {"verdict": "genuine", "sam_id": None, "checks": []}}
PROBLEM = {"type": "urn:fivestar:problem:access_denied", "title": "Refused", "status": 422, "code": "access_denied", "detail": "Try again",
           "attempts_left": 2, "accepts": ["mrz"], "newer": 1}
RESULT = stream(("waiting", '{"for":"card","seconds_left":9}'), ("progress", '{"step":"x","index":1,"of":2,"bytes_done":0,"bytes_total":0}'),
                ("record", json.dumps(ANSWER)),
                ("result", json.dumps(ANSWER)))
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

# What a server sends, and the error that a client must raise. RFC 9112 sections 2.2, 4, 5.1, 6.1, 6.3 and 7.1.
HOSTILE = {
    "nothing": (b"", fivestar.Disconnected),
    "another protocol": (b"SSH-2.0-OpenSSH\r\n", fivestar.Malformed),
    "half a status line": (b"HTTP/1.1 20", fivestar.Disconnected),
    "version 2": (b"HTTP/2 200\r\n\r\n", fivestar.Malformed),
    "status 999": (b"HTTP/1.1 999 X\r\n\r\n", fivestar.Malformed),
    "line feeds alone": (b"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", fivestar.Malformed),
    "cut head": (HEAD, fivestar.Disconnected),
    "cut body": (HEAD + b"Content-Length: 100\r\n\r\n{}", fivestar.Disconnected),
    "two lengths": (HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", fivestar.Malformed),
    "length and chunks": (HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", fivestar.Malformed),
    "negative length": (HEAD + b"Content-Length: -1\r\n\r\n{}", fivestar.Malformed),
    "length with a sign": (HEAD + b"Content-Length: +2\r\n\r\n{}", fivestar.Malformed),
    "length of 30 digits": (HEAD + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n{}", fivestar.Malformed),
    "unknown encoding": (HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n", fivestar.Malformed),
    "chunk without a length": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", fivestar.Malformed),
    "chunk longer than its length": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n", fivestar.Malformed),
    "cut chunk": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n{}", fivestar.Disconnected),
    "endless chunk line": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * 100, fivestar.TooLarge),
    "huge header": (HEAD + b"X: " + b"x" * 20000, fivestar.TooLarge),
    "many headers": (HEAD + b"X: y\r\n" * 100, fivestar.TooLarge),
    "header without a name": (HEAD + b": y\r\n\r\n", fivestar.Malformed),
    "folded header": (HEAD + b"X: y\r\n z\r\n\r\n", fivestar.Malformed),
    "NUL in a header": (HEAD + b"X: \0\r\n\r\n", fivestar.Malformed),
    "endless interim responses": (b"HTTP/1.1 100 C\r\n\r\n" * 9, fivestar.Malformed),
    "switch of protocols": (b"HTTP/1.1 101 S\r\n\r\n", fivestar.Malformed),
    "redirection": (response(b"", 302), fivestar.Malformed),
    "not JSON": (response(b"<html>"), fivestar.Malformed),
    "not UTF-8": (response(b'{"a": "\xff"}'), fivestar.Malformed),
    "deep JSON": (response(b"[" * 200_000), fivestar.Malformed),
    "an array": (response(b"[]"), fivestar.Malformed),
    "problem that is none": (response(b"[]", 500, "application/problem+json"), fivestar.Malformed),
    "too large": (HEAD + b"\r\n" + b" " * (33 << 20), fivestar.TooLarge),
}
STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
HOSTILE_STREAMS = {
    "cut stream": (stream(("progress", "{}"), end=False), fivestar.Disconnected),
    "stream without a result": (stream(("progress", "{}")), fivestar.Disconnected),
    "open stream without a result": (STREAM_HEAD, fivestar.Disconnected),
    "result that is no read": (stream(("result", "{}")), fivestar.Malformed),
    "result without JSON": (stream(("result", "{")), fivestar.Malformed),
    "wait that is no object": (stream(("waiting", "[]")), fivestar.Malformed),
    "progress that is no object": (stream(("progress", "7")), fivestar.Malformed),
    "problem that is none": (stream(("problem", "[]")), fivestar.Malformed),
    "endless line": (STREAM_HEAD + b"data: " + b"x" * (5 << 20), fivestar.TooLarge),
    "endless event": (STREAM_HEAD + (b"data: " + b"x" * 65536 + b"\n") * 80, fivestar.TooLarge),
    "huge name": (STREAM_HEAD + b"event: " + b"x" * 1000 + b"\n", fivestar.TooLarge),
}


def ignore(_):
    pass


def run_async(function, path, **options):
    async def run():
        async with fivestar.AsyncClient(path, **options) as client:
            return await function(client)
    return asyncio.run(run())


class Parsers(unittest.TestCase):
    def test_pieces_of_any_size_give_the_same(self):
        chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n"
        for octets in (chunked, b"HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200\r\nContent-Length: 5\r\n\r\nabcde"):
            for size in range(1, len(octets) + 1):
                parser = _http.ResponseParser()
                body = b"".join(parser.feed(octets[at:at + size]) for at in range(0, len(octets), size))
                self.assertEqual((body, parser.is_complete, parser.status), (b"abcde", True, 200))

    def test_events_of_any_line_ends_and_pieces(self):
        text = "\ufeff: comment\nid: 7\nevent: a\ndata: 1\ndata:2\nnone\nunknown: x\n\ndata\n\nid: \0\nevent: b\n\ndata: ü\n\n"
        expected = [("a", "7", "1\n2"), ("message", "7", ""), ("message", "7", "ü")]
        for line_end in ("\n", "\r", "\r\n"):
            octets = text.replace("\n", line_end).encode()
            for size in range(1, len(octets) + 1):
                parser = _http.EventParser()
                events = [event for at in range(0, len(octets), size) for event in parser.feed(octets[at:at + size])]
                self.assertEqual([(event.name, event.id, event.data.decode()) for event in events], expected, (line_end, size))

    def test_changed_octets_raise_no_other_error(self):
        chance = random.Random(1)
        seeds = [RESULT, response(json.dumps(ANSWER).encode()), response(json.dumps(PROBLEM).encode(), 422, "application/problem+json")]
        for _ in range(4000):
            octets = bytearray(chance.choice(seeds))
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(len(octets))
                octets[at:at + chance.randint(0, 3)] = bytes(chance.randrange(256) for _ in range(chance.randint(0, 3)))
            exchange = fivestar._calls.ReadCall({}, ignore, ignore, ignore).start(None)
            try:
                while octets and not exchange.is_finished:
                    size = chance.randint(1, len(octets))
                    exchange.feed(bytes(octets[:size]))
                    del octets[:size]
                if not exchange.is_finished:
                    exchange.feed(b"")
                exchange.result()
            except fivestar.Error:
                pass

    def test_a_request_takes_no_lines_from_outside(self):
        for target in ("/v1 HTTP/1.1\r\nX: y", "v1", "/ü", "/a b"):
            with self.assertRaises(ValueError):
                _http.encode_request("GET", target, {}, None)
        with self.assertRaises(ValueError):
            _http.encode_request("GET", "/", {"Accept-Language": "en\r\nX: y"}, None)
        self.assertIn("/v1/readers/a%2F..%20%C3%BC ", fivestar._calls.reader("a/.. ü").start(None).octets.decode())


class HostileServers(unittest.TestCase):
    def test_each_answer_is_an_error(self):
        for name, (octets, error) in HOSTILE.items():
            with self.subTest(name), ScriptedServer(octets) as server:
                with self.assertRaises(error):
                    fivestar.Client(server.path).health()
                with self.assertRaises(error):
                    run_async(lambda client: client.health(), server.path)

    def test_each_stream_is_an_error(self):
        for name, (octets, error) in HOSTILE_STREAMS.items():
            with self.subTest(name), ScriptedServer(octets) as server:
                with self.assertRaises(error):
                    fivestar.Client(server.path).read(on_waiting=ignore, on_progress=ignore)
                with self.assertRaises(error):
                    run_async(lambda client: client.read(on_waiting=ignore, on_progress=ignore), server.path)

    def test_silence_and_trickles_end_with_the_deadline(self):
        for steps in ((HANG,), (HEAD, HANG), (STREAM_HEAD, HANG), (STREAM_HEAD, DRIP)):
            with self.subTest(steps), ScriptedServer(*steps) as server:
                with self.assertRaises(fivestar.TimedOut) as raised:
                    fivestar.Client(server.path).read(timeout=0.2)
                self.assertIsInstance(raised.exception, TimeoutError)
                with self.assertRaises(fivestar.TimedOut):
                    run_async(lambda client: client.read(timeout=0.2), server.path)

    def test_a_client_that_nobody_accepts_ends_with_the_deadline(self):
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
            path = f"{folder}/socket"
            listener.bind(path)
            listener.listen(0)
            with socket.socket(socket.AF_UNIX) as first:
                first.connect(path)
                with self.assertRaises(fivestar.TimedOut):
                    fivestar.Client(path, timeout=0.2).health()
                with self.assertRaises(fivestar.TimedOut):
                    run_async(lambda client: client.health(), path, timeout=0.2)

    def test_a_server_that_reads_nothing_ends_with_the_deadline(self):
        number = "1" * (8 << 20)
        with ScriptedServer(HANG, reads_request=False) as server:
            server.steps = ()  # closes at once: the answer is missing
            with self.assertRaises(fivestar.Disconnected):
                fivestar.Client(server.path).check_number(number)
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
            path = f"{folder}/socket"
            listener.bind(path)
            listener.listen()
            with self.assertRaises(fivestar.TimedOut):
                fivestar.Client(path, timeout=0.2).check_number(number)
            with self.assertRaises(fivestar.TimedOut):
                run_async(lambda client: client.check_number(number), path, timeout=0.2)

    def test_a_refusal_before_the_end_of_the_request_is_told(self):
        refusal = response(json.dumps({**PROBLEM, "code": "body_too_large", "status": 413}).encode(), 413, "application/problem+json")
        with ScriptedServer(refusal) as server:
            with self.assertRaises(fivestar.Problem) as raised:
                fivestar.Client(server.path).check_number("1" * (1 << 20))
            self.assertEqual(raised.exception.code, "body_too_large")

    def test_no_daemon(self):
        for path in ("/nonexistent/socket", __file__, "/" + "x" * 200):
            with self.assertRaises(fivestar.Unreachable):
                fivestar.Client(path).health()
            with self.assertRaises(fivestar.Unreachable):
                run_async(lambda client: client.health(), path)
        refused = fivestar._socket.connection_error(PermissionError(13, "Permission denied"), "/run/x")
        self.assertIsInstance(refused, fivestar.NotPermitted)
        self.assertEqual((refused.code, str(refused)), ("not_permitted", "/run/x: Permission denied"))


class Cancellation(unittest.TestCase):
    def test_another_thread_cancels_a_read(self):
        with ScriptedServer(STREAM_HEAD, HANG) as server, fivestar.Client(server.path) as client:
            thread = threading.Thread(target=lambda: (server.await_hang(), client.cancel()))
            thread.start()
            with self.assertRaises(fivestar.Cancelled):
                client.read()
            thread.join()
            self.assertTrue(server.await_closed())
            with self.assertRaises(fivestar.TimedOut):  # the client can be used again
                client.read(timeout=0.1)

    def test_an_exception_of_a_callback_cancels_a_read(self):
        with ScriptedServer(stream(("progress", "{}"), end=False), HANG) as server:
            def stop(_):
                raise KeyboardInterrupt
            with self.assertRaises(KeyboardInterrupt):
                fivestar.Client(server.path).read(on_progress=stop)
            self.assertTrue(server.await_closed())

    def test_a_cancelled_task_closes_its_connection(self):
        with ScriptedServer(STREAM_HEAD, HANG) as server:
            async def run():
                async with fivestar.AsyncClient(server.path) as client:
                    task = asyncio.create_task(client.read())
                    await asyncio.get_running_loop().run_in_executor(None, server.await_hang)
                    task.cancel()
                    with self.assertRaises(asyncio.CancelledError):
                        await task
            asyncio.run(run())
            self.assertTrue(server.await_closed())

    def test_closing_the_client_ends_what_runs(self):
        with ScriptedServer(STREAM_HEAD, HANG) as server:
            async def run():
                client = fivestar.AsyncClient(server.path)
                task = asyncio.create_task(client.read())
                await asyncio.get_running_loop().run_in_executor(None, server.await_hang)
                await client.close()
                with self.assertRaises(fivestar.Cancelled):
                    await task
                with self.assertRaises(fivestar.Cancelled):
                    await client.health()
            asyncio.run(run())
            client = fivestar.Client(server.path)
            client.close()
            with self.assertRaises(fivestar.Cancelled):
                client.health()

    def test_closing_a_stream_ends_its_iteration_elsewhere(self):
        with ScriptedServer(STREAM_HEAD + b"event: snapshot\ndata: {}\n\n", HANG) as server:
            events = fivestar.Client(server.path).events()
            self.assertEqual(next(events).name, "snapshot")
            server.await_hang()
            thread = threading.Timer(0.05, events.close)
            thread.start()
            self.assertEqual(list(events), [])
            thread.join()
            self.assertTrue(server.await_closed())

            async def run():
                events = fivestar.AsyncClient(server.path).events()
                self.assertEqual((await events.__anext__()).name, "snapshot")
                asyncio.get_running_loop().call_later(0.05, lambda: asyncio.ensure_future(events.close()))
                self.assertEqual([event async for event in events], [])
            asyncio.run(run())
            self.assertTrue(server.await_closed())


class Answers(unittest.TestCase):
    def read(self, octets, **options):
        with ScriptedServer(octets) as server:
            read = fivestar.Client(server.path, language="zh").read(**options)
            also = run_async(lambda client: client.read(**options), server.path, language="zh")
            self.assertEqual(read.answer, also.answer)
            self.assertEqual(server.requests[0], server.requests[1])
        return read, server.requests[0]

    def test_a_read_with_what_is_newer_than_the_package(self):
        waits, steps, records = [], [], []
        read, request = self.read(RESULT, mrz=SECRET, on_waiting=waits.append, on_record=records.append,
                                  on_progress=lambda progress: steps.append(progress["step"]))
        self.assertEqual((read.verdict, read.value("holder.names.latin"), read.value("newer")), ("genuine", "SPECIMEN, ANNA", 1))
        self.assertEqual((read.value("holder.none.deeper"), read.value("holder.names.latin.deeper")), (None, None))
        self.assertEqual(read.answer, ANSWER)
        self.assertEqual((waits, steps, records), ([{"for": "card", "seconds_left": 9}] * 2, ["x"] * 2, [ANSWER] * 2))
        head, _, body = request.partition(b"\r\n\r\n")
        self.assertEqual(json.loads(body), {"wait_for": "present", "wait_seconds": 0, "access": {"mrz": SECRET}})
        self.assertIn(b"\r\nAccept-Language: zh\r\n", head)
        self.assertNotIn(SECRET.encode(), head)

    def test_events_with_unknown_names_are_passed_over(self):
        read, _ = self.read(stream(("newer", "?"), ("result", json.dumps({**ANSWER, "verification": None}))))
        self.assertIsNone(read.verdict)

    def test_keys(self):
        day = datetime.date(1980, 1, 1)
        for options, access in (({"can": "123456"}, {"can": "123456"}), ({"scanned": True}, {"scanned": True}),
                                ({"mrz": ["A", "B"]}, {"mrz": ["A", "B"]}),
                                ({"document_number": "X1", "birth_date": day, "expiry_date": "301231"},
                                 {"document_number": "X1", "birth_date": "1980-01-01", "expiry_date": "301231"})):
            _, request = self.read(RESULT, wait_for="next", **options)
            body = json.loads(request.partition(b"\r\n\r\n")[2])
            self.assertEqual((body["access"], body["wait_seconds"]), (access, 60))

    def test_wrong_options_are_told_without_the_key(self):
        client = fivestar.Client("/nonexistent")
        for options, error in (({"mrz": SECRET, "can": "1"}, ValueError), ({"document_number": SECRET}, ValueError),
                               ({"mrz": SECRET, "wait_seconds": 121}, ValueError), ({"mrz": SECRET, "fields": "portrait"}, TypeError),
                               ({"mrz": SECRET, "timeout": 0}, ValueError), ({"mrz": SECRET, "timeout": float("nan")}, ValueError)):
            with self.assertRaises(error) as raised:
                client.read(**options)
            self.assertNotIn(SECRET, str(raised.exception))

    def test_a_problem(self):
        octets = response(json.dumps(PROBLEM).encode(), 422, "application/problem+json")
        for answer in (octets, stream(("problem", json.dumps(PROBLEM)))):
            with ScriptedServer(answer) as server, self.assertRaises(fivestar.Problem) as raised:
                fivestar.Client(server.path).read(mrz=SECRET)
            problem = raised.exception
            self.assertEqual((problem.code, problem.status, problem.title, problem.detail), ("access_denied", 422, "Refused", "Try again"))
            self.assertEqual((problem.attempts_left, problem.accepts, problem.retry_after, problem.field), (2, ["mrz"], None, None))
            self.assertEqual(str(problem), "access_denied: Refused: Try again")
            again = pickle.loads(pickle.dumps(problem))
            self.assertEqual((again.code, again.members), (problem.code, PROBLEM))

    def test_a_refusal_of_somebody_between(self):
        with ScriptedServer(response(b"<html>", 502, "text/html")) as server, self.assertRaises(fivestar.Problem) as raised:
            fivestar.Client(server.path).health()
        self.assertEqual((raised.exception.code, raised.exception.status), ("http_502", 502))

    def test_nothing_personal_is_shown(self):
        read, _ = self.read(RESULT)
        shown = f"{read!r} {fivestar.Portrait('image/jpeg', b'JPEGJPEG')!r} {fivestar._calls.ReadCall({'mrz': SECRET}, None, None, None)!r}"
        shown += repr(fivestar._calls.check_number(SECRET)) + repr(fivestar._calls.push_key("desk", SECRET)) + repr(fivestar.Client())
        for personal in (SECRET, "SPECIMEN", "JPEGJPEG"):
            self.assertNotIn(personal, shown)

    def test_a_read_is_forgotten_at_the_end_of_its_block(self):
        gone = response(json.dumps({"code": "no_such_read", "status": 404, "title": ""}).encode(), 404, "application/problem+json")
        with ScriptedServer(RESULT) as server:
            with fivestar.Client(server.path).read() as read:
                server.steps = (gone,)
            self.assertEqual(server.requests[-1].split()[:2], [b"DELETE", f"/v1/reads/{read.id}".encode()])
            server.steps = (b"",)
            with self.assertRaises(ZeroDivisionError), read:
                raise ZeroDivisionError
            with self.assertRaises(fivestar.Disconnected), read:
                pass

    def test_events(self):
        octets = stream(("snapshot", '{"readers":[]}'), ("newer", "{}")).replace(b"event: newer", b"id: 12345678")
        with ScriptedServer(octets) as server:
            with fivestar.Client(server.path).events("a&b", last_event_id="7") as events:
                self.assertEqual([(event.name, event.data) for event in events], [("snapshot", {"readers": []}), ("message", {})])
            self.assertEqual(events.last_event_id, "12345678")
            self.assertTrue(server.requests[0].startswith(b"GET /v1/events?reader=a%26b HTTP/1.1\r\n"))
            self.assertIn(b"\r\nLast-Event-ID: 7\r\n", server.requests[0])

            async def names(client):
                async with client.events() as events:
                    return [event.name async for event in events]
            self.assertEqual(run_async(names, server.path), ["snapshot", "message"])
        with ScriptedServer(octets[:-5]) as server, self.assertRaises(fivestar.Disconnected):
            list(fivestar.Client(server.path).events())
        with ScriptedServer(response(b"{}")) as server, self.assertRaises(fivestar.Malformed):
            fivestar.Client(server.path).events()

    def test_a_portrait_is_saved_for_this_user_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "portrait.jpg"
            path.write_bytes(b"longer than the other")
            path.chmod(0o644)
            fivestar.Portrait("image/jpeg", b"JPEG").save(path)
            self.assertEqual((path.read_bytes(), path.stat().st_mode & 0o777), (b"JPEG", 0o600))


class Interface(unittest.TestCase):
    def test_both_clients_have_the_same_methods(self):
        def methods(kind):
            return {name: inspect.signature(function).parameters for name, function in inspect.getmembers(kind, inspect.isfunction)
                    if not name.startswith("_")}

        def shown(parameters):
            return [str(parameter).replace("Async", "") for parameter in parameters.values()]
        for plain, other in ((fivestar.Client, fivestar.AsyncClient), (fivestar.CardRead, fivestar.AsyncCardRead),
                             (fivestar.EventStream, fivestar.AsyncEventStream)):
            one, two = methods(plain), methods(other)
            self.assertEqual(set(one) - {"cancel"}, set(two))
            for name in two:
                self.assertEqual(shown(one[name]), shown(two[name]), name)
                self.assertTrue(getattr(other, name).__doc__, name)

    def test_the_types_have_the_members_of_the_contract(self):
        schemas = json.loads((SOURCE / "daemon/api/openapi.json").read_text())["components"]["schemas"]
        names = {"NumberParts": "Number", "PortraitInfo": "Portrait", "InsertedCard": "Card", "ReadAnswer": "Read", "EventData": "ReaderEvent"}
        inner = ("Finding", "TrustState", "Comparisons")  # schemas without a name of their own
        checked = 0
        for name, kind in vars(_types).items():
            if not typing.is_typeddict(kind) or name.startswith("_") or name in inner:
                continue
            properties = schemas[names.get(name, name)]["properties"]
            self.assertEqual(set(kind.__annotations__) ^ set(properties), {"readers"} if name == "EventData" else set(), name)
            checked += 1
        self.assertGreater(checked, 20)

    def test_the_version_is_that_of_the_project(self):
        self.assertEqual(fivestar.__version__, re.search(r"project\(\w+ VERSION ([\d.]+)", (SOURCE / "CMakeLists.txt").read_text())[1])

    @not_run.skip_if(None if shutil.which("mypy") else "mypy is not installed")
    def test_types(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "user.py").write_text(USER)
            done = subprocess.run(["mypy", "--strict", "--warn-unused-ignores", f"--cache-dir={folder}/cache", PACKAGE / "fivestar",
                                   f"{folder}/user.py"], cwd=folder, env={"MYPYPATH": str(PACKAGE), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


# A program that uses the package, for the type checker. A wrong one is marked.
USER = '''\
import asyncio
import fivestar

def on_progress(progress: fivestar.Progress) -> None:
    print(progress["step"], progress["index"] / progress["of"])

with fivestar.Client(language="zh") as client:
    with client.read(mrz="...", on_progress=on_progress) as card:
        name: object = card.record["holder"]["names"]["latin"]
        card.portrait().save("portrait.jpg")
        result: str = card.match({"holder.names": "Anna"})["fields"]["holder.names"]["result"]
    for event in client.events():
        print(event.name, event.data["at"])
    client.read(wait_for="ever")  # type: ignore[arg-type]
    print(card.record["holder"]["nams"])  # type: ignore[typeddict-item]

async def main() -> None:
    async with fivestar.AsyncClient() as client, client.events() as events:
        async for event in events:
            if event.name == "card_inserted":
                async with await client.read(can="123456") as card:
                    print(card.verdict)
asyncio.run(main())
'''

if __name__ == "__main__":
    not_run.main()
