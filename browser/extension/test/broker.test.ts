// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, test } from "vitest";
import { Broker, type Browser, codeOfHostEnd, type ConsentAnswer, consentKey, type Dialog, originOf, type Port, type Question, type Sender } from "../src/broker.js";

class FakePort implements Port<unknown> {
  sent: unknown[] = [];
  isConnected = true;
  private take: (message: unknown) => void = () => undefined;
  private ended: (reason: string) => void = () => undefined;
  post(message: unknown): void {
    if (this.isConnected) this.sent.push(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.take = listener;
  }
  onDisconnect(listener: (reason: string) => void): void {
    this.ended = listener;
  }
  disconnect(): void {
    this.isConnected = false;
  }
  // The other end.
  say(message: unknown): void {
    this.take(message);
  }
  leave(reason = ""): void {
    this.isConnected = false;
    this.ended(reason);
  }
  get last(): Record<string, unknown> {
    return (this.sent.at(-1) ?? {}) as Record<string, unknown>;
  }
  get code(): unknown {
    return (this.last["data"] as Record<string, unknown> | undefined)?.["code"];
  }
}

class FakeBrowser implements Browser {
  hosts: FakePort[] = [];
  hidden = new Set<number>();
  questions: { question: Question; settle: (answer: ConsentAnswer) => void; isClosed: boolean }[] = [];
  remembered = new Set<string>();
  time = 0;
  timers: { at: number; action: () => void }[] = [];
  connectHost(): Port<unknown> {
    const host = new FakePort();
    this.hosts.push(host);
    return host;
  }
  isVisible(tab: number): Promise<boolean> {
    return Promise.resolve(!this.hidden.has(tab));
  }
  ask(question: Question): Dialog {
    let settle: (answer: ConsentAnswer) => void = () => undefined;
    const answer = new Promise<ConsentAnswer>((resolve) => (settle = resolve));
    const asked = { question, settle, isClosed: false };
    this.questions.push(asked);
    return { answer, close: () => (asked.isClosed = true) };
  }
  isRemembered(key: string): Promise<boolean> {
    return Promise.resolve(this.remembered.has(key));
  }
  remember(key: string): Promise<void> {
    this.remembered.add(key);
    return Promise.resolve();
  }
  now(): number {
    return this.time;
  }
  after(milliseconds: number, action: () => void): () => void {
    const timer = { at: this.time + milliseconds, action };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((one) => one !== timer));
  }
  pass(milliseconds: number): void {
    this.time += milliseconds;
    for (const { action } of this.timers.splice(0).filter(({ at }) => at <= this.time)) action();
  }
}

let browser: FakeBrowser;
let broker: Broker;
const desk: Sender = { origin: "https://desk.example", url: "https://desk.example/x", frameId: 0, documentLifecycle: "active", tab: { id: 1 } };
const settled = () => new Promise((resolve) => setTimeout(resolve));

async function request(message: unknown, sender: Sender = desk): Promise<FakePort> {
  const page = new FakePort();
  broker.connect(sender, page);
  page.say(message);
  await settled();
  return page;
}

async function say(host: FakePort | undefined, message: unknown): Promise<void> {
  host?.say(message);
  await settled();
}

beforeEach(() => {
  browser = new FakeBrowser();
  broker = new Broker(browser);
});

describe("a request", () => {
  test("reaches the host with the origin that the browser names", async () => {
    await request({ op: "read", fields: ["holder"] });
    expect(browser.hosts[0]?.sent).toEqual([{ op: "read", fields: ["holder"], origin: "https://desk.example", id: 1 }]);
  });

  test("is answered in order, and its last answer frees the tab", async () => {
    const page = await request({ op: "read" });
    const host = browser.hosts[0];
    host?.say({ id: 1, type: "progress", data: 1 });
    host?.say({ id: 1, type: "record", data: 2 });
    await say(host, { id: 1, type: "result", data: 3 });
    expect(page.sent).toEqual([
      { type: "progress", data: 1 },
      { type: "record", data: 2 },
      { type: "result", data: 3 },
    ]);
    await say(host, { id: 1, type: "result", data: 4 });
    expect(page.sent).toHaveLength(3);
    await request({ op: "portrait", reads: ["r"] });
    expect(browser.hosts, "the host is used again").toHaveLength(1);
    expect(host?.last).toMatchObject({ id: 2, op: "portrait" });
  });

  test("is cancelled when its page goes", async () => {
    const page = await request({ op: "read" });
    page.leave();
    expect(browser.hosts[0]?.isConnected).toBe(false);
    expect((await request({ op: "read" })).sent).toEqual([]);
    expect(browser.hosts).toHaveLength(2);
  });

  test("of a page that has gone already does not start", async () => {
    const page = new FakePort();
    broker.connect(desk, page);
    page.say({ op: "read" });
    page.leave();
    await settled();
    expect(browser.hosts).toHaveLength(0);
  });

  test("is one of a port", async () => {
    const page = await request({ op: "read" });
    page.say({ op: "read", reader: "x" });
    await settled();
    expect(browser.hosts[0]?.sent).toHaveLength(1);
  });
});

describe("refused without a host", () => {
  test.each([
    ["a frame", { op: "read" }, { ...desk, frameId: 3 }, "frame_refused"],
    ["a page without a tab", { op: "read" }, { ...desk, tab: undefined }, "origin_refused"],
    ["an opaque origin", { op: "read" }, { ...desk, origin: "null" }, "origin_refused"],
    ["another scheme", { op: "read" }, { ...desk, origin: "file:///x" }, "origin_refused"],
    ["a page that is prerendered", { op: "read" }, { ...desk, documentLifecycle: "prerender" }, "tab_hidden"],
    ["an origin in the message", { op: "read", origin: "https://desk.example" }, desk, "malformed_request"],
    ["an id in the message", { op: "read", id: 1 }, desk, "malformed_request"],
    ["a message that is no object", "read", desk, "malformed_request"],
    ["a list", [{ op: "read" }], desk, "malformed_request"],
    ["a long message", { op: "read", reader: "x".repeat(40_000) }, desk, "malformed_request"],
    ["an unknown request", { op: "consent" }, desk, "no_such_operation"],
    ["the greeting, which the content script answers", { op: "hello" }, desk, "no_such_operation"],
  ] as [string, unknown, Sender, string][])("%s", async (_, message, sender, code) => {
    expect((await request(message, sender)).code).toBe(code);
    expect(browser.hosts).toHaveLength(0);
  });

  test("a hidden tab, whatever it says", async () => {
    browser.hidden.add(1);
    expect((await request({ op: "read" })).code).toBe("tab_hidden");
    expect(browser.hosts).toHaveLength(0);
  });

  test("a second request of a tab, but not its events", async () => {
    await request({ op: "read" });
    expect((await request({ op: "status" })).code).toBe("request_running");
    expect((await request({ op: "events" })).sent).toEqual([]);
    expect((await request({ op: "events" })).code).toBe("request_running");
    expect((await request({ op: "read" }, { ...desk, tab: { id: 2 } })).code).toBe("another_page_reads");
    expect((await request({ op: "status" }, { ...desk, tab: { id: 2 } })).sent).toEqual([]);
  });

  test("two requests at the same moment", async () => {
    const pages = [new FakePort(), new FakePort()];
    for (const page of pages) broker.connect(desk, page);
    for (const page of pages) page.say({ op: "read" });
    await settled();
    expect(browser.hosts).toHaveLength(1);
    expect(pages[1]?.code).toBe("request_running");
  });
});

describe("a tab that is hidden during a read", () => {
  test("is refused at once", async () => {
    const page = await request({ op: "read" });
    browser.hidden.add(1);
    await broker.lookAround();
    expect(page.code).toBe("tab_hidden");
    expect(browser.hosts[0]?.isConnected).toBe(false);
  });

  test("gets no record", async () => {
    const page = await request({ op: "read" });
    browser.hidden.add(1);
    await say(browser.hosts[0], { id: 1, type: "record", data: "personal" });
    await say(browser.hosts[0], { id: 1, type: "result", data: "personal" });
    expect(JSON.stringify(page.sent)).not.toContain("personal");
    expect(page.code).toBe("tab_hidden");
  });
});

describe("consent", () => {
  const question: Question = { origin: "https://desk.example", reader: "front", fields: ["b", "a"], remember: true };
  async function asked(changed: Partial<Question> = {}): Promise<FakePort> {
    const page = await request({ op: "read" });
    const host = browser.hosts.at(-1);
    await say(host, { id: host?.last["id"], type: "consent", data: { ...question, ...changed } });
    return page;
  }

  test("is what the person answers", async () => {
    for (const granted of [true, false]) {
      await asked();
      browser.questions.at(-1)?.settle({ granted, remember: false });
      await settled();
      const host = browser.hosts.at(-1);
      expect(host?.last).toMatchObject({ op: "consent", granted });
      await say(host, { id: host?.last["id"], type: "problem", data: { code: "no_card" } });
      expect(browser.questions.at(-1)?.isClosed).toBe(true);
    }
    expect(browser.remembered.size).toBe(0);
  });

  test("is remembered only if the policy and the person say so", async () => {
    await asked({ remember: false });
    browser.questions[0]?.settle({ granted: true, remember: true });
    await settled();
    expect(browser.remembered.size).toBe(0);
    await say(browser.hosts[0], { id: 1, type: "result", data: null });
    await asked();
    browser.questions[1]?.settle({ granted: true, remember: true });
    await settled();
    await say(browser.hosts[0], { id: 2, type: "result", data: null });
    await asked();
    expect(browser.questions).toHaveLength(2);
    expect(browser.hosts[0]?.last).toEqual({ op: "consent", id: 3, granted: true });
  });

  test("belongs to origin, reader and fields", () => {
    expect(consentKey(question)).toBe(consentKey({ ...question, fields: ["a", "b"] }));
    for (const other of [{ origin: "https://x.example" }, { reader: null }, { reader: "back" }, { fields: ["a"] }, { fields: ["a", "b", "c"] }]) {
      expect(consentKey({ ...question, ...other })).not.toBe(consentKey(question));
    }
  });

  test("ends with the page", async () => {
    const page = await asked();
    page.leave();
    expect(browser.questions[0]?.isClosed).toBe(true);
    browser.questions[0]?.settle({ granted: true, remember: false });
    await settled();
    expect(browser.hosts[0]?.sent).toHaveLength(1);
  });
});

describe("a host", () => {
  test.each([
    ["Specified native messaging host not found.", "host_missing"],
    ["No such native application fivestar.browser", "host_missing"],
    ["Access to the specified native messaging host is forbidden.", "host_forbidden"],
    ["Native host has exited.", "host_failed"],
    ["", "host_failed"],
  ])("that ends with %j", async (reason, code) => {
    const page = await request({ op: "read" });
    browser.hosts[0]?.leave(reason);
    expect(page.code).toBe(code);
    expect(codeOfHostEnd(reason)).toBe(code);
  });

  test("that ended while it was idle is not used again", async () => {
    await request({ op: "status" });
    await say(browser.hosts[0], { id: 1, type: "result", data: null });
    browser.hosts[0]?.leave("Native host has exited.");
    await request({ op: "status" });
    expect(browser.hosts).toHaveLength(2);
  });

  test("is stopped when it has been idle for a minute, and replaced after ten", async () => {
    await request({ op: "status" });
    await say(browser.hosts[0], { id: 1, type: "result", data: null });
    browser.pass(60_000);
    expect(browser.hosts[0]?.isConnected).toBe(false);
    await request({ op: "status" });
    browser.time += 600_001;
    await say(browser.hosts.at(-1), { id: 2, type: "result", data: null });
    await request({ op: "status" });
    expect(browser.hosts.length).toBe(3);
    expect(browser.hosts[1]?.isConnected).toBe(false);
  });

  test("that could not parse a request refuses it", async () => {
    const page = await request({ op: "read" });
    await say(browser.hosts[0], { id: 0, type: "problem", data: { code: "bad_message" } });
    expect(page.code).toBe("bad_message");
  });

  test("that answers garbage is ignored", async () => {
    const page = await request({ op: "read" });
    for (const garbage of [null, 1, "x", [], {}, { id: 7, type: "result", data: 1 }]) await say(browser.hosts[0], garbage);
    expect(page.sent).toEqual([]);
  });
});

test("an origin comes from the document", () => {
  expect(originOf({ origin: "https://desk.example:8443" })).toBe("https://desk.example:8443");
  expect(originOf({ url: "http://192.168.1.5:8080/desk?x=1#y" })).toBe("http://192.168.1.5:8080");
  for (const sender of [{}, { origin: "null" }, { origin: "" }, { url: "about:blank" }, { url: "data:text/html,x" }, { origin: "null", url: "https://desk.example" }]) {
    expect(originOf(sender)).toBeNull();
  }
});
