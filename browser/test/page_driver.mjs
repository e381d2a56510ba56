// SPDX-License-Identifier: Apache-2.0
// page_driver.mjs SOCKET: a page of an allowed origin in Chromium, over the daemon at SOCKET. Prints a line when it is ready;
// then, for each line of options that it reads, a line with the outcome: verdict or code, and the milliseconds from read() to
// the record and to the end. Ends with its input.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Terminal } from "./terminal.mjs";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const terminal = new Terminal();
terminal.socket = process.argv[2];
const site = join(terminal.folder, "site");
mkdirSync(site);
writeFileSync(join(site, "index.html"), `<!doctype html><title>test</title><script type="module">import * as fivestar from "./fivestar.js"; window.fivestar = fivestar;</script>`);
cpSync(join(here, "page/dist/fivestar.js"), join(site, "fivestar.js"));

/** Runs in the page. */
async function read(options) {
  const since = performance.now();
  const outcome = {};
  try {
    const card = await fivestar.read({ ...options, onRecord: () => (outcome.record ??= performance.now() - since) });
    outcome.verdict = card.verdict;
  } catch (error) {
    outcome.code = error.code;
  }
  return { ...outcome, end: performance.now() - since };
}

try {
  const origin = await terminal.serve(site);
  terminal.policy(`[[origin]]\norigin = "${origin}"\nfields = ["*"]\nconsent = "always"\n`);
  await terminal.openHostSocket();
  terminal.installHost();
  const browser = await terminal.launch();
  try {
    const page = await browser.newPage();
    await page.goto(origin);
    await page.waitForFunction(() => window.fivestar !== undefined);
    console.log("ready");
    for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await page.evaluate(read, JSON.parse(line))));
  } finally {
    await browser.close();
  }
} finally {
  await terminal.close();
}
