// SPDX-License-Identifier: Apache-2.0
// A program that uses the npm package for what tests/bindings/daemon_test.py asks on standard input; desk.py does the same in Python.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Client, FivestarError } from "fivestar-client";

const order = JSON.parse(readFileSync(0, "utf8"));
const client = new Client({ socketPath: order.socket });
const said = { reads: {} };

const [health, readers, trust, whoami] = await Promise.all([client.health(), client.readers(), client.trust(), client.whoami()]);
said.health = Object.keys(health).sort();
said.readers = readers.map((reader) => reader.id).sort();
said.anchors = trust.anchors.length;
said.client = whoami.client;
said.number = (await client.checkNumber("931586198001010028")).kind;
said.contract = (await client.request("GET", "/v1/openapi.json")).openapi;

const pair = [];
for (const [name, { reader, key, picture, match }] of Object.entries(order.reads)) {
  const steps = [];
  const early = [];
  if ("scanned" in key) await client.pushKey(reader, key.scanned);
  const access = "scanned" in key ? { scanned: true } : Object.keys(key).length > 0 ? key : undefined;
  const card = await client.read({
    reader, access, waitSeconds: 10, onProgress: ({ step }) => steps.push(step), onRecord: ({ id }) => early.push(id),
  });
  assert.ok(steps.length > 0);
  assert.deepEqual(early, [card.id]);
  const portrait = await card.portrait(picture);
  said.reads[name] = {
    record: card.record,
    verdict: card.verdict,
    checks: card.answer.verification.checks,
    portrait: [portrait.mediaType, createHash("sha256").update(portrait.data).digest("hex")],
    match: Object.keys(match).length > 0 ? (await card.match(match)).fields : {},
  };
  assert.deepEqual((await client.getRead(card.id)).record, card.record);
  if (order.pair.includes(name)) pair.push(card);
  else await card.forget();
}
if (pair.length > 0) said.cross_check = (await client.crossCheck(...pair)).fields;
for (const card of pair) {
  await card.forget();
  await card.forget();
}
for (const [name, { reader, mrz, wait_for: waitFor, wait_seconds: waitSeconds, fields, require }] of Object.entries(order.refused)) {
  try {
    await client.read({ reader, access: mrz === undefined ? undefined : { mrz }, waitFor, waitSeconds, fields, require });
  } catch (error) {
    assert.ok(error instanceof FivestarError);
    said[name] = [error.code, error.status, error.title !== ""];
  }
}
for await (const { event } of client.events()) {
  said.event = event;
  break;
}
process.stdout.write(JSON.stringify(said));
