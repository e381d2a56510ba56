// SPDX-License-Identifier: Apache-2.0
// Pages in a real Chromium, with the extension, the host and a daemon with simulated cards.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { request as httpRequest } from "node:http";
import { after, afterEach, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { seriousViolations, Terminal, zones } from "./terminal.mjs";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const personas = ["eep", "five-star-2023", "home-return", "passport"];
const page = `<!doctype html><html lang="en"><title>test</title><link rel="icon" href="data:,">
<script type="module">import * as fivestar from "./fivestar.js"; window.fivestar = fivestar;</script>`;
const mrz = zones();
const terminal = new Terminal();
const origins = {};
let browser;

/** The code of a refusal, or what was read. */
function read(where, options = {}) {
  return where.evaluate(async (options) => {
    try {
      const progress = [];
      const done = await fivestar.read({ ...options, onProgress: ({ step }) => progress.push(step), onRecord: () => progress.push("record") });
      return { verdict: done.verdict, record: done.record, id: done.id, progress };
    } catch (error) {
      return { code: error.code, problem: error.problem, text: error.text("zh") };
    }
  }, options);
}

async function open(origin) {
  const opened = await browser.newPage();
  await opened.goto(origin);
  await opened.waitForFunction(() => window.fivestar !== undefined);
  return opened;
}

async function untilTrue(what) {
  const deadline = Date.now() + 30_000;
  while (!(await what())) {
    assert.ok(Date.now() < deadline, String(what));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Answers in the consent window that `action` opens. */
async function withConsent(action, answer) {
  const [dialog, result] = [browser.waitForEvent("page"), action()];
  const window = await dialog;
  await window.waitForFunction(() => !document.getElementById("allow").disabled);
  await answer(window);
  return result;
}

/** Clicks a button that closes its window, which may happen before the click is reported as done. */
async function press(window, button) {
  const closed = window.waitForEvent("close");
  await window.click(button).catch((error) => {
    if (!window.isClosed()) throw error;
  });
  await closed;
}

before(async () => {
  const site = join(terminal.folder, "site");
  mkdirSync(site);
  writeFileSync(join(site, "index.html"), page);
  cpSync(join(here, "page/dist/fivestar.js"), join(site, "fivestar.js"));
  for (const name of ["desk", "asking", "other"]) origins[name] = await terminal.serve(site);
  origins.secure = await terminal.serve(site, { isSecure: true });
  for (const [name, origin] of [["framing", origins.other], ["framed", origins.desk]]) {
    writeFileSync(join(site, `${name}.html`), `${page}<iframe src="${origin}/"></iframe>`);
  }
  terminal.policy(`
[[origin]]
origin = "${origins.desk}"
fields = ["document", "holder", "portrait", "verification"]
consent = "always"
[[origin]]
origin = "${origins.secure}"
fields = ["holder", "verification"]
consent = "always"
[[origin]]
origin = "${origins.asking}"
readers = ["passport"]
fields = ["holder.names", "verification", "compare.holder.birth_date"]
remember = true
`);
  await terminal.startDaemon(personas);
  await terminal.openHostSocket();
  terminal.installHost();
  browser = await terminal.launch();
});
after(async () => {
  await browser?.close();
  await terminal.close();
});
afterEach(async () => {
  for (const one of browser.pages().slice(1)) await one.close();
});

describe("an allowed page", () => {
  test("reads every card, the text before the portrait", async () => {
    const desk = await open(origins.desk);
    for (const reader of personas) {
      const done = await read(desk, { reader, access: { mrz: mrz[reader] } });
      assert.equal(done.verdict, "genuine", JSON.stringify(done));
      // The daemon leaves steps out for a client that is slow.
      assert.ok(done.progress.indexOf("record") > 0, done.progress.join());
      assert.equal(typeof done.record.holder.names.latin, "string");
      const size = await desk.evaluate(async (answer) => {
        const portrait = await new fivestar.CardRead(answer).portrait();
        const picture = await createImageBitmap(portrait);
        return picture.width;
      }, done);
      assert.ok(size > 100);
    }
  });

  test("reads with the key of a scanner", async () => {
    const desk = await open(origins.desk);
    const pushed = await new Promise((resolve, reject) => {
      const request = httpRequest({ socketPath: terminal.socket, method: "PUT", path: "/v1/readers/passport/key", headers: { "Content-Type": "text/plain" } });
      request.on("response", (response) => resolve(response.resume().statusCode)).on("error", reject);
      request.end(mrz.passport.join("\r"));
    });
    assert.equal(Math.floor(pushed / 100), 2);
    assert.equal((await read(desk, { reader: "passport", access: { scanned: true } })).verdict, "genuine");
  });

  test("of https", async () => {
    const secure = await open(origins.secure);
    assert.equal(await secure.evaluate(() => location.protocol), "https:");
    assert.equal((await read(secure, { reader: "passport", access: { mrz: mrz.passport } })).verdict, "genuine");
  });

  test("compares, cross-checks and forgets", async () => {
    const desk = await open(origins.desk);
    const result = await desk.evaluate(
      async ({ card, passport }) => {
        const one = await fivestar.read({ reader: "five-star-2023", access: { mrz: card } });
        const other = await fivestar.read({ reader: "passport", access: { mrz: passport } });
        const match = await other.match({ "holder.names": "Anna Maria Specimen" });
        const cross = await fivestar.crossCheck(one, other);
        await other.forget();
        const gone = await other.portrait().catch((error) => error.code);
        return { match: match.fields["holder.names"], cross: cross.fields["holder.names"].result, gone };
      },
      { card: mrz["five-star-2023"], passport: mrz.passport },
    );
    assert.deepEqual(result.match, { result: "same", reason: "other_order" });
    assert.ok(["same", "different"].includes(result.cross));
    assert.equal(result.gone, "no_such_read");
  });

  test("gets the daemon's problems, with texts", async () => {
    const desk = await open(origins.desk);
    const several = await read(desk, {});
    assert.equal(several.code, "several_cards");
    const denied = await read(desk, { reader: "passport" });
    assert.equal(denied.code, "access_required");
    assert.deepEqual(denied.problem.accepts, ["mrz", "can"]);
    assert.equal(denied.text, "芯片需要访问密钥才能打开");
    assert.equal((await read(desk, { reader: "nowhere" })).code, "no_such_reader");
  });

  test("sees the readers", async () => {
    const desk = await open(origins.desk);
    const status = await desk.evaluate(() => fivestar.isAvailable());
    assert.deepEqual(status.readers.map(({ id }) => id).sort(), personas);
    assert.equal(status.available && status.consent, "always");
    const event = await desk.evaluate(
      () =>
        new Promise((resolve) => {
          const end = new AbortController();
          void fivestar.events((seen) => {
            end.abort();
            resolve(seen.event);
          }, end.signal);
        }),
    );
    assert.equal(event, "snapshot");
  });
});

describe("refused, and the daemon sees nothing", () => {
  let made;
  const expectNothing = () => assert.equal(terminal.connections.made, made);
  const start = () => (made = terminal.connections.made);

  test("another origin", async () => {
    start();
    const other = await open(origins.other);
    assert.equal((await read(other)).code, "origin_refused");
    assert.equal((await other.evaluate(() => fivestar.isAvailable())).code, "origin_refused");
    expectNothing();
  });

  test("frames, of another origin in an allowed page and the other way round", async () => {
    start();
    for (const [origin, name] of [[origins.desk, "framing"], [origins.other, "framed"]]) {
      const outer = await browser.newPage();
      await outer.goto(`${origin}/${name}.html`);
      const frame = outer.frames()[1];
      await frame.waitForFunction(() => window.fivestar !== undefined);
      assert.equal((await read(frame)).code, "frame_refused");
    }
    expectNothing();
  });

  test("a hidden tab, also one that is hidden while it waits", async () => {
    const desk = await open(origins.desk);
    const waiting = read(desk, { reader: "passport", waitFor: "next" });
    await untilTrue(() => terminal.connections.open.size > 0);
    start();
    const front = await open(origins.other);
    assert.equal((await waiting).code, "tab_hidden");
    await untilTrue(() => terminal.connections.open.size === 0);
    assert.equal((await read(desk)).code, "tab_hidden");
    expectNothing();
    await front.close();
    await desk.bringToFront();
    assert.equal((await read(desk, { reader: "passport", access: { mrz: mrz.passport } })).verdict, "genuine");
  });

  test("what a page forges", async () => {
    start();
    const other = await open(origins.other);
    const forged = (request, origin = undefined) =>
      other.evaluate(
        ({ request, origin }) =>
          new Promise((resolve) => {
            const id = Math.floor(Math.random() * 1e9);
            window.addEventListener("message", ({ data }) => {
              if (data.fivestar === "answer" && data.id === id) resolve(data.data.code ?? data.type);
            });
            window.postMessage({ fivestar: "request", id, request, origin, sender: { origin } }, "*");
            setTimeout(() => resolve("silence"), 3000);
          }),
        { request, origin },
      );
    assert.equal(await forged({ op: "status" }, origins.desk), "origin_refused");
    assert.equal(await forged({ op: "status", origin: origins.desk }), "malformed_request");
    assert.equal(await forged({ op: "read", socket: "/tmp/x" }), "malformed_request");
    assert.equal(await forged({ op: "consent", granted: true }), "malformed_request");
    assert.equal(await forged({ op: "shell" }), "no_such_operation");
    assert.equal(await forged("read"), "malformed_request");
    assert.equal(await forged({ op: "read", fields: "x".repeat(100_000) }), "malformed_request");
    expectNothing();
  });

  test("a message from a frame to the page that holds it", async () => {
    start();
    const outer = await browser.newPage();
    await outer.goto(`${origins.desk}/framing.html`);
    const frame = outer.frames()[1];
    await frame.waitForFunction(() => window.fivestar !== undefined);
    await outer.evaluate(() => {
      window.seen = [];
      window.addEventListener("message", ({ data }) => window.seen.push(data.fivestar));
    });
    await frame.evaluate(() => window.parent.postMessage({ fivestar: "request", id: 5, request: { op: "status" } }, "*"));
    await untilTrue(() => outer.evaluate(() => window.seen.length > 0));
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(await outer.evaluate(() => window.seen), ["request"]);
    expectNothing();
  });

  test("fields and readers beyond the policy", async () => {
    const asking = await open(origins.asking);
    start();
    assert.equal((await read(asking, { fields: ["document.number"] })).code, "field_refused");
    assert.equal((await read(asking, { reader: "eep" })).code, "reader_refused");
    expectNothing();
  });
});

test("a second request of a page, and a second page, wait for their turn", async () => {
  const desk = await open(origins.desk);
  const codes = await desk.evaluate(async () => {
    const end = new AbortController();
    const first = fivestar.read({ reader: "passport", waitFor: "next", signal: end.signal }).catch((error) => error.code);
    const second = await fivestar.read({ reader: "eep" }).catch((error) => error.code);
    end.abort();
    return [await first, second];
  });
  assert.deepEqual(codes, ["cancelled", "request_running"]);
  void read(desk, { reader: "passport", waitFor: "next" }).catch(() => undefined); // ends with its page
  await untilTrue(() => terminal.connections.open.size > 0);
  // A window of its own, so that the first stays visible in its own.
  const [popup] = await Promise.all([
    browser.waitForEvent("page"),
    desk.evaluate((origin) => void window.open(origin, "", "popup,width=400,height=300"), origins.desk),
  ]);
  await popup.waitForFunction(() => window.fivestar !== undefined);
  assert.equal((await read(popup, { reader: "eep" })).code, "another_page_reads");
  await popup.close();
  await desk.close();
  await untilTrue(() => terminal.connections.open.size === 0);
});

describe("consent", () => {
  test("is asked, with origin, reader and fields, and given", async () => {
    const asking = await open(origins.asking);
    const made = terminal.connections.made;
    const done = await withConsent(
      () => read(asking, { reader: "passport", access: { mrz: mrz.passport } }),
      async (window) => {
        assert.equal(await window.textContent("#origin"), origins.asking);
        assert.equal(await window.textContent("#reader"), "passport");
        assert.deepEqual(await window.locator("#fields li").allTextContents(), ["names", "result of the verification", "comparison only: date of birth"]);
        assert.equal(await window.textContent("h1"), "May this website read the card?");
        assert.equal(terminal.connections.made, made);
        assert.deepEqual(await seriousViolations(window), []);
        await press(window, "#allow");
      },
    );
    assert.equal(done.verdict, "genuine", JSON.stringify(done));
    assert.deepEqual(Object.keys(done.record.holder), ["names"]);
  });

  test("is denied by a click, and by closing the window", async () => {
    const asking = await open(origins.asking);
    const deny = await withConsent(() => read(asking), (window) => press(window, "#deny"));
    assert.equal(deny.code, "consent_denied");
    const close = await withConsent(() => read(asking), (window) => window.close());
    assert.equal(close.code, "consent_denied");
  });

  test("ends in time", async () => {
    const asking = await open(origins.asking);
    terminal.killHosts();
    terminal.installHost(3000);
    const dialog = browser.waitForEvent("page");
    const result = read(asking);
    const window = await dialog;
    const closed = window.waitForEvent("close");
    assert.equal((await result).code, "consent_timeout");
    await closed;
    terminal.killHosts();
    terminal.installHost();
  });

  test("is remembered for this origin, reader and these fields", async () => {
    const asking = await open(origins.asking);
    const options = { reader: "passport", fields: ["holder.names"], access: { mrz: mrz.passport } };
    await withConsent(
      () => read(asking, options),
      async (window) => {
        await window.check("#remember");
        await press(window, "#allow");
      },
    );
    assert.equal((await read(asking, options)).progress.includes("record"), true);
    const other = await withConsent(() => read(asking, { ...options, fields: ["holder.names", "verification"] }), (window) => press(window, "#deny"));
    assert.equal(other.code, "consent_denied");
  });
});

describe("when a part is missing", () => {
  test("the daemon", async () => {
    const desk = await open(origins.desk);
    await terminal.closeHostSocket();
    assert.equal((await read(desk)).code, "daemon_unreachable");
    await terminal.openHostSocket();
    assert.equal((await read(desk, { reader: "passport", access: { mrz: mrz.passport } })).verdict, "genuine");
  });

  test("the host, killed during a read", async () => {
    const desk = await open(origins.desk);
    const waiting = read(desk, { reader: "passport", waitFor: "next" });
    await untilTrue(() => terminal.connections.open.size > 0);
    terminal.killHosts();
    assert.equal((await waiting).code, "host_failed");
    assert.equal((await read(desk, { reader: "passport", access: { mrz: mrz.passport } })).verdict, "genuine");
  });

  test("the page, closed or left during a read", async () => {
    for (const leave of [(desk) => desk.close(), (desk) => desk.goto(origins.other)]) {
      const desk = await open(origins.desk);
      void read(desk, { reader: "passport", waitFor: "next" }).catch(() => undefined);
      await untilTrue(() => terminal.connections.open.size > 0);
      await leave(desk);
      await untilTrue(() => terminal.connections.open.size === 0);
    }
  });

  test("the host's manifest, and the extension", async () => {
    terminal.killHosts();
    terminal.removeHost();
    const desk = await open(origins.desk);
    assert.equal((await desk.evaluate(() => fivestar.isAvailable())).code, "host_missing");
    assert.equal((await read(desk)).code, "host_missing");
    terminal.installHost();
    await browser.close();
    browser = await terminal.launch({ withExtension: false });
    const plain = await open(origins.desk);
    assert.equal((await plain.evaluate(() => fivestar.isAvailable())).code, "extension_missing");
  });
});

test("the extension asks for no more permissions than it needs", () => {
  const manifest = JSON.parse(readFileSync(join(here, "extension/dist/chromium/manifest.json"), "utf8"));
  assert.deepEqual(manifest.permissions, ["nativeMessaging", "storage"]);
  assert.equal(manifest.host_permissions ?? manifest.optional_permissions ?? manifest.externally_connectable, undefined);
});
