// SPDX-License-Identifier: Apache-2.0
// The client against servers that answer as a test says.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";
import { Client, FivestarError, Portrait } from "../lib/index.js";
import { EventParser } from "../lib/event_parser.js";

const secret = "P<UTOSPECIMEN<<ANNA";
const answer = {
  id: "0".repeat(32), card: "c1", reader: "desk", read_at: "2026-11-30T00:00:00Z", profile: "emrtd", newer: true,
  record: { holder: { names: { latin: "SPECIMEN, ANNA" } }, newer: 1 }, steps: [], timing: {},
  verification: { verdict: "genuine", sam_id: null, checks: [] },
};
const problem = {
  type: "urn:fivestar:problem:access_denied", title: "Refused", status: 422, code: "access_denied", detail: "Try again", attempts_left: 2, newer: 1,
};
const problemType = "application/problem+json";
const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const streamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
const hang = Symbol("hang");

function response(body, status = 200, type = "application/json") {
  return `HTTP/1.1 ${status} X\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function stream(...events) {
  const chunks = events.map(([name, data]) => `event: ${name}\ndata: ${data}\n\n`);
  const sizes = chunks.map((chunk) => `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`);
  return `HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n${sizes.join("")}`;
}
const end = "0\r\n\r\n";
const result = stream(["waiting", '{"for":"card","seconds_left":9}'], ["progress", '{"step":"x","index":1,"of":2}'],
  ["record", JSON.stringify(answer)], ["result", JSON.stringify(answer)]) + end;

/** Runs `use` with a client of a server that sends `octets` on each connection, or what a function of its number returns. `hang` leaves it open. */
async function withServer(octets, use, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "fivestar-client-"));
  const requests = [];
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => server.emit("closed"));
    let request = "";
    socket.on("data", (piece) => {
      request += piece;
      const [first, body] = request.split("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(first)?.[1] ?? 0);
      if (body === undefined || Buffer.byteLength(body) < length) return;
      requests.push(request);
      const parts = [typeof octets === "function" ? octets(requests.length) : octets].flat();
      for (const part of parts) if (part !== hang) socket.write(part);
      if (!parts.includes(hang)) socket.end();
      server.emit("answered");
    });
  });
  server.listen(join(folder, "socket"));
  await once(server, "listening");
  try {
    return await use(new Client({ socketPath: join(folder, "socket"), ...options }), server, requests);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  }
}

const fails = (promise, code) => assert.rejects(promise, (error) => {
  assert.ok(error instanceof FivestarError, inspect(error));
  assert.equal(error.code, code, inspect(error));
  assert.ok(!inspect(error).includes("SPECIMEN"));
  return true;
});

// RFC 9112 sections 2.2, 4, 5.1, 6.1, 6.3 and 7.1.
const hostile = {
  nothing: ["", "disconnected"],
  "another protocol": ["SSH-2.0-OpenSSH\r\n", "malformed"],
  "half a status line": ["HTTP/1.1 20", "disconnected"],
  "cut head": [head, "disconnected"],
  "cut body": [`${head}Content-Length: 100\r\n\r\n{}`, "disconnected"],
  "two lengths": [`${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, "malformed"],
  "length and chunks": [`${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`, "malformed"],
  "negative length": [`${head}Content-Length: -1\r\n\r\n{}`, "malformed"],
  "length of 30 digits": [`${head}Content-Length: ${"9".repeat(30)}\r\n\r\n{}`, "malformed"],
  "chunk without a length": [`${head}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`, "malformed"],
  "chunk longer than its length": [`${head}Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n`, "malformed"],
  "cut chunk": [`${head}Transfer-Encoding: chunked\r\n\r\nff\r\n{}`, "disconnected"],
  "huge header": [`${head}X: ${"x".repeat(20000)}\r\n\r\n`, "too_large"],
  "NUL in a header": [`${head}X: \0\r\n\r\n`, "malformed"],
  redirection: [response("", 302), "malformed"],
  "not JSON": [response("<html>"), "malformed"],
  "not UTF-8": [Buffer.concat([Buffer.from(`${head}\r\n{"a":"`), Buffer.from([0xff]), Buffer.from('"}')]), "malformed"],
  "an array": [response("[]"), "malformed"],
  "problem that is none": [response("[]", 500, problemType), "malformed"],
  "too large": [[`${head}\r\n`, Buffer.alloc(33 << 20, " ")], "too_large"],
};

test("each hostile answer is an error", async (context) => {
  for (const [name, [octets, code]] of Object.entries(hostile)) {
    await context.test(name, () => withServer(octets, (client) => fails(client.health(), code)));
  }
});

const hostileStreams = {
  "cut stream": [stream(["progress", "{}"]), "disconnected"],
  "stream without a result": [stream(["progress", "{}"]) + end, "disconnected"],
  "open stream without a result": [streamHead, "disconnected"],
  "result that is no read": [stream(["result", "{}"]), "malformed"],
  "result without JSON": [stream(["result", "{"]), "malformed"],
  "wait that is no object": [stream(["waiting", "[]"]), "malformed"],
  "progress that is no object": [stream(["progress", "7"]), "malformed"],
  "problem that is none": [stream(["problem", "[]"]), "malformed"],
  "endless line": [`${streamHead}data: ${"x".repeat(5 << 20)}`, "too_large"],
  "endless event": [streamHead + `data: ${"x".repeat(65536)}\n`.repeat(80), "too_large"],
  "huge name": [`${streamHead}event: ${"x".repeat(1000)}\n`, "too_large"],
};

test("each hostile stream is an error", async (context) => {
  const options = { access: { mrz: secret }, onWaiting: () => {}, onProgress: () => {} };
  for (const [name, [octets, code]] of Object.entries(hostileStreams)) {
    await context.test(name, () => withServer(octets, (client) => fails(client.read(options), code)));
  }
});

test("silence ends with the deadline", async () => {
  for (const octets of [[hang], [head, hang], [streamHead, hang]]) {
    await withServer(octets, (client) => fails(client.read({ timeout: 200 }), "timed_out"));
  }
  await withServer([streamHead, hang], (client) => fails(client.events({ timeout: 200 }).next(), "timed_out"));
});

test("no daemon", async () => {
  for (const socketPath of ["/nonexistent/socket", "/dev/null"]) await fails(new Client({ socketPath }).health(), "unreachable");
  await fails(new Client({ socketPath: `/${"x".repeat(300)}` }).health(), "unreachable");
});

test("a signal cancels a read, and closes its connection", async () => {
  await withServer([streamHead, hang], async (client, server) => {
    const abort = new AbortController();
    const read = fails(client.read({ signal: abort.signal }), "cancelled");
    await once(server, "answered");
    const closed = once(server, "closed");
    abort.abort();
    await read;
    await closed;
    await fails(client.read({ signal: abort.signal }), "cancelled");
    await fails(client.health({ signal: AbortSignal.abort() }), "cancelled");
  });
});

test("an exception of a callback ends a read", async () => {
  await withServer([stream(["progress", "{}"]), hang], async (client, server) => {
    const closed = once(server, "closed");
    const stop = () => { throw new RangeError("stop"); };
    await assert.rejects(client.read({ onProgress: stop }), RangeError);
    await closed;
  });
});

test("a read, with what is newer than the package", async () => {
  await withServer(result, async (client, _, requests) => {
    const seen = [];
    const card = await client.read({
      access: { mrz: secret }, onWaiting: (waiting) => seen.push(waiting.for), onProgress: ({ step }) => seen.push(step),
      onRecord: (early) => seen.push(early.id),
    });
    assert.deepEqual(seen, ["card", "x", answer.id]);
    assert.deepEqual(card.answer, answer);
    assert.equal(card.verdict, "genuine");
    assert.equal(card.value("holder.names.latin"), "SPECIMEN, ANNA");
    assert.equal(card.value("newer"), 1);
    for (const path of ["holder.none.deeper", "holder.names.latin.length", "holder.constructor"]) assert.equal(card.value(path), null);
    const [first, body] = requests[0].split("\r\n\r\n");
    assert.deepEqual(JSON.parse(body), { wait_for: "present", wait_seconds: 0, access: { mrz: secret } });
    assert.match(first, /^POST \/v1\/read HTTP\/1\.1\r\n/);
    assert.match(first, /\r\nAccept-Language: zh(\r\n|$)/);
    const shown = inspect(card) + JSON.stringify(card) + inspect(new Portrait("image/jpeg", Buffer.from("JPEG"))) + inspect(client);
    for (const personal of ["SPECIMEN", "4a 50", "JPEG"]) assert.ok(!shown.includes(personal), shown);
  }, { language: "zh" });
});

test("a problem", async () => {
  for (const octets of [response(JSON.stringify(problem), 422, problemType), stream(["problem", JSON.stringify(problem)])]) {
    await withServer(octets, async (client) => {
      const error = await client.read().catch((caught) => caught);
      assert.ok(error instanceof FivestarError);
      assert.deepEqual([error.code, error.status, error.title, error.detail], ["access_denied", 422, "Refused", "Try again"]);
      assert.equal(error.message, "access_denied: Refused: Try again");
      assert.equal(error.name, "FivestarError");
      assert.deepEqual(error.problem, problem);
    });
  }
  await withServer(response("<html>", 502, "text/html"), (client) => fails(client.health(), "http_502"));
});

test("wrong options are told without the key", async () => {
  const client = new Client({ socketPath: "/nonexistent" });
  const access = { mrz: secret };
  const wrong = [{ waitSeconds: 121 }, { waitSeconds: 0.5 }, { timeout: 0 }, { timeout: NaN }, { fields: "portrait" }, { require: "access" }];
  for (const options of wrong) {
    await assert.rejects(client.read({ access, ...options }), (error) => /^(Range|Type)Error$/.test(error.name) && !error.message.includes(secret));
  }
  await assert.rejects(client.reader(""), TypeError);
  assert.throws(() => new Client({ timeout: -1 }), RangeError);
});

test("events", async () => {
  const octets = `${streamHead}: comment\nid: 5\nevent: snapshot\ndata: {"readers":[]}\n\nevent: newer\ndata: {"at":"x"}\n\n`;
  const expected = [{ event: "snapshot", eventId: "5", readers: [] }, { event: "newer", eventId: "5", at: "x" }];
  await withServer(octets, async (client, _, requests) => {
    const events = [];
    for await (const event of client.events({ reader: "a&b", lastEventId: "4" })) events.push(event);
    assert.deepEqual(events, expected);
    assert.match(requests[0], /^GET \/v1\/events\?reader=a%26b HTTP/);
    assert.match(requests[0], /\r\nLast-Event-ID: 4\r\n/);
  });
  await withServer([octets, hang], async (client, server) => {
    let closed = once(server, "closed");
    for await (const event of client.events()) if (event.event === "newer") break;
    await closed;
    closed = once(server, "closed");
    const abort = new AbortController();
    for await (const event of client.events({ signal: abort.signal })) if (event.event === "newer") abort.abort();
    await closed;
  });
  await withServer(stream(["snapshot", "{}"]), (client) => fails((async () => { for await (const _ of client.events()); })(), "disconnected"));
  await withServer(response("{}"), (client) => fails(client.events().next(), "malformed"));
});

test("forgetting what is gone is no error", async () => {
  const gone = response(JSON.stringify({ code: "no_such_read", status: 404, title: "" }), 404, problemType);
  await withServer((number) => (number === 1 ? result : gone), async (client, _, requests) => {
    const card = await client.read();
    await card.forget();
    assert.match(requests[1], new RegExp(`^DELETE /v1/reads/${card.id} HTTP`));
    await fails(card.portrait(), "no_such_read");
    await fails(client.getRead("a/b"), "no_such_read");
    assert.match(requests[3], /^GET \/v1\/reads\/a%2Fb HTTP/);
  });
});

test("events of any line ends, in pieces of any size", () => {
  const text = "\uFEFF: comment\nid: 7\nevent: a\ndata: 1\ndata:2\nnone\nunknown: x\n\ndata\n\nid: \0\nevent: b\n\ndata: ü\n\n";
  const expected = [["a", "7", "1\n2"], ["message", "7", ""], ["message", "7", "ü"]];
  for (const lineEnd of ["\n", "\r", "\r\n"]) {
    const octets = Buffer.from(text.replaceAll("\n", lineEnd));
    for (let size = 1; size <= octets.length; ++size) {
      const parser = new EventParser();
      const events = [];
      for (let at = 0; at < octets.length; at += size) events.push(...parser.feed(octets.subarray(at, at + size)));
      assert.deepEqual(events.map(({ name, id, data }) => [name, id, data]), expected);
    }
  }
});
