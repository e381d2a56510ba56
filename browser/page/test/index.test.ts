// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
// The library against a content script that plays a script.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type * as Library from "../src/index.js";
import { isObject, type Answer } from "../src/messages.js";

type Script = (request: Record<string, unknown>, answer: (answer: Answer) => void) => void;
let script: Script;
let cancelled: number[];
let requests: Record<string, unknown>[];
let library: typeof Library;

function post(data: unknown): void {
  window.dispatchEvent(new MessageEvent("message", { data, source: window, origin: window.location.origin }));
}

function contentScript(event: MessageEvent<unknown>): void {
  const message = event.data;
  if (!isObject(message)) return;
  if (message["fivestar"] === "cancel") cancelled.push(message["id"] as number);
  if (message["fivestar"] !== "request") return;
  const request = message["request"] as Record<string, unknown>;
  const answer = ({ type, data }: Answer) => post({ fivestar: "answer", id: message["id"], type, data });
  if (request["op"] === "hello") return answer({ type: "result", data: { version: "0.1.0" } });
  requests.push(request);
  script(request, answer);
}

beforeEach(async () => {
  cancelled = [];
  requests = [];
  script = () => undefined;
  vi.resetModules();
  vi.spyOn(window, "postMessage").mockImplementation(((data: unknown) => post(data)) as typeof window.postMessage);
  window.addEventListener("message", contentScript);
  library = await import("../src/index.js");
});
afterEach(() => {
  window.removeEventListener("message", contentScript);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const answerOfRead = { id: "r1", record: { holder: {} }, verification: { verdict: "genuine", checks: [] } };

describe("read", () => {
  test("sends what was given, and reports progress and record", async () => {
    script = (_, answer) => {
      answer({ type: "progress", data: { step: "access" } });
      answer({ type: "record", data: answerOfRead });
      answer({ type: "result", data: answerOfRead });
    };
    const seen: string[] = [];
    const done = await library.read({
      reader: "desk",
      fields: ["holder"],
      access: { can: "123456" },
      waitFor: "next",
      onProgress: ({ step }) => seen.push(step),
      onRecord: ({ id }) => seen.push(id),
    });
    expect(seen).toEqual(["access", "r1"]);
    expect(done.verdict).toBe("genuine");
    expect(requests[0]).toMatchObject({ op: "read", reader: "desk", fields: ["holder"], access: { can: "123456" }, wait_for: "next", wait_seconds: 60 });
    expect(requests[0]).not.toHaveProperty("require");
  });

  test("rejects with the problem", async () => {
    script = (_, answer) => answer({ type: "problem", data: { code: "access_denied", attempts_left: 2 } });
    const error = await library.read().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(library.FivestarError);
    expect(error).toMatchObject({ code: "access_denied", problem: { attempts_left: 2 } });
  });

  test("is cancelled by its signal", async () => {
    const end = new AbortController();
    script = () => queueMicrotask(() => end.abort());
    await expect(library.read({ signal: end.signal })).rejects.toMatchObject({ code: "cancelled" });
    expect(cancelled).toHaveLength(1);
    await expect(library.read({ signal: end.signal })).rejects.toMatchObject({ code: "cancelled" });
    expect(requests).toHaveLength(1);
  });

  test("takes no answer from another window, and none of another request", async () => {
    script = (_, answer) => {
      const data = { fivestar: "answer", id: 1, type: "result", data: { id: "forged" } };
      window.dispatchEvent(new MessageEvent("message", { data: { ...data }, source: null }));
      post({ ...data, id: -1 });
      post("text");
      answer({ type: "result", data: answerOfRead });
    };
    expect((await library.read()).id).toBe("r1");
  });

  test("survives answers that are no problems", async () => {
    for (const data of [null, 1, [], {}]) {
      script = (_, answer) => answer({ type: "problem", data });
      await expect(library.read()).rejects.toMatchObject({ code: "host_failed" });
    }
  });
});

test("a portrait is put together from its parts", async () => {
  script = (_, answer) => {
    answer({ type: "part", data: { media_type: "image/jpeg", base64: btoa("one ") } });
    answer({ type: "result", data: { media_type: "image/jpeg", base64: btoa("two") } });
  };
  const portrait = await new library.CardRead(answerOfRead as unknown as Library.ReadAnswer).portrait();
  expect(portrait.type).toBe("image/jpeg");
  expect(await portrait.text()).toBe("one two");
});

describe("isAvailable", () => {
  test("tells that the extension is missing", async () => {
    window.removeEventListener("message", contentScript);
    vi.useFakeTimers();
    const available = library.isAvailable();
    await vi.advanceTimersByTimeAsync(2000);
    expect(await available).toMatchObject({ available: false, code: "extension_missing" });
  });

  test("tells what the extension says", async () => {
    for (const code of ["host_missing", "origin_refused", "daemon_unreachable"]) {
      script = (_, answer) => answer({ type: "problem", data: { code } });
      expect(await library.isAvailable()).toMatchObject({ available: false, code });
    }
  });

  test("tells that there is no reader", async () => {
    script = (_, answer) => answer({ type: "result", data: { readers: [], fields: ["holder"], consent: "ask" } });
    expect(await library.isAvailable()).toMatchObject({ available: false, code: "no_reader", consent: "ask" });
    script = (_, answer) => answer({ type: "result", data: { readers: [{ id: "a" }], fields: ["holder"], consent: "ask" } });
    expect(await library.isAvailable()).toMatchObject({ available: true, code: null });
  });

  test("tells that the extension is silent", async () => {
    vi.useFakeTimers();
    const available = library.isAvailable();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await available).toMatchObject({ available: false, code: "extension_silent" });
    expect(cancelled).toHaveLength(1);
  });
});

test("events go on when the page is visible again", async () => {
  const end = new AbortController();
  const seen: string[] = [];
  script = (_, answer) => {
    answer({ type: "event", data: { event: "snapshot", data: { readers: [] } } });
    if (requests.length === 1) return answer({ type: "problem", data: { code: "tab_hidden" } });
    answer({ type: "event", data: { event: "card_inserted", data: { reader: "desk" } } });
    end.abort();
  };
  await library.events(({ event, reader }) => seen.push(reader === undefined ? event : `${event} ${reader}`), end.signal);
  expect(seen).toEqual(["snapshot", "snapshot", "card_inserted desk"]);
});
