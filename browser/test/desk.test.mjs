// SPDX-License-Identifier: Apache-2.0
// The demonstration of a front desk in a real Chromium, used by keyboard. FIVESTAR_SCREENSHOTS names a folder for pictures.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { seriousViolations, Terminal, zones } from "./terminal.mjs";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const pictures = process.env.FIVESTAR_SCREENSHOTS;
const mrz = zones();
const terminal = new Terminal();
let browser;
let desk;

async function picture(name) {
  if (pictures) await desk.screenshot({ path: join(pictures, `${name}.jpg`), type: "jpeg", quality: 80 });
}

/** Fills a slot's form and submits it by keyboard. */
async function readInto(slot, reader) {
  const section = desk.locator(`[data-slot=${slot}]`);
  await section.locator("select").selectOption(reader);
  await section.locator("textarea").fill(mrz[reader].join("\n"));
  await section.locator("textarea").press("Tab");
  await desk.keyboard.press("Enter");
  await section.locator("img:not([hidden])").waitFor();
  return section;
}

before(async () => {
  const origin = await terminal.serve(join(here, "demo/dist"));
  terminal.policy(`[[origin]]\norigin = "${origin}"\nfields = ["document", "holder", "portrait", "verification"]\nconsent = "always"\n`);
  await terminal.startDaemon(["five-star-2023", "passport-of-five-star"]);
  await terminal.openHostSocket();
  terminal.installHost();
  browser = await terminal.launch();
  desk = await browser.newPage();
  await desk.goto(`${origin}/?language=zh`);
  await desk.getByText("可以读取").waitFor();
});
after(async () => {
  await browser?.close();
  await terminal.close();
});

test("the empty desk fits 1024x768 and is accessible", async () => {
  const size = await desk.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
  assert.ok(size[0] <= 1024 && size[1] <= 768, String(size));
  assert.deepEqual(await seriousViolations(desk), []);
  await picture("desk-empty");
});

test("a wrong key is told in words", async () => {
  const card = desk.locator("[data-slot=card]");
  await card.locator("textarea").fill("123");
  await card.locator("button[type=submit]").click();
  await desk.getByText("访问密钥格式不正确").waitFor();
});

test("a card and a passport are read by keyboard, and compared", async () => {
  const card = await readInto("card", "five-star-2023");
  assert.equal(await card.locator(".verdict .word").textContent(), "真实");
  assert.equal(await card.locator("textarea").inputValue(), "");
  await readInto("passport", "passport-of-five-star");
  await desk.locator("#compare").click();
  await desk.locator("#compared li").first().waitFor();
  assert.match(await desk.locator("#compared").textContent(), /姓名: 一致/);
  assert.deepEqual(await seriousViolations(desk), []);
  await picture("desk-zh");
  const size = await desk.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
  assert.ok(size[0] <= 1024 && size[1] <= 768, String(size));
});

test("checks are shown on demand, and everything in English", async () => {
  await desk.getByRole("button", { name: "English" }).click();
  const card = desk.locator("[data-slot=card]");
  await card.locator("summary").focus();
  await desk.keyboard.press("Enter");
  assert.equal(await card.locator(".checks li").count(), 11);
  assert.match(await card.locator(".checks").textContent(), /issuer's signature: passed/);
  assert.equal(await card.locator(".verdict .word").textContent(), "Genuine");
  assert.doesNotMatch(await desk.locator("main").evaluate((main) => main.innerText.replace(/张.*|[\u4e00-\u9fff·]+(?=\n)/gu, "")), /核验|读卡器/);
  assert.deepEqual(await seriousViolations(desk), []);
  await picture("desk-en");
});

test("everything is forgotten", async () => {
  await desk.locator("#forget").click();
  await desk.getByText("Cleared.").waitFor();
  assert.equal(await desk.locator("dd").count(), 0);
  assert.ok(await desk.locator("#compare").isDisabled());
});
