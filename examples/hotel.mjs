#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// A front desk reads a guest's card and passport, compares them and has both reads deleted; see README.md.
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";

const fields = ["document.type", "document.number_masked", "document.currently_valid", "holder.names", "holder.birth_date",
  "holder.sex", "holder.nationality", "holder.over_18", "portrait", "verification"];
const [socketPath, cardReader, passportReader, portraitFile] = process.argv.slice(2);
const language = (process.env.LANG ?? "en").split(".")[0].replace("_", "-");

/** A refusal of the daemon with its stable code. `title` and `detail` are for people. */
class Problem extends Error {
  constructor(members) {
    super(["code", "title", "detail"].filter((name) => name in members).map((name) => members[name]).join(": "));
  }
}

/** The open response, once it is known to be no problem. */
function ask(method, path, body, accept = "application/json") {
  return new Promise((resolve, reject) => {
    const headers = { Accept: `${accept}, application/problem+json`, "Accept-Language": language };
    const asked = request({ socketPath, method, path, headers }, async (response) => {
      if (response.statusCode < 400) return resolve(response);
      reject(new Problem(JSON.parse(await whole(response))));
    });
    asked.on("error", reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function whole(response) {
  const parts = [];
  for await (const part of response) parts.push(part);
  return Buffer.concat(parts);
}

/** The events of a stream, as name and data. */
async function* events(response) {
  let rest = "";
  response.setEncoding("utf8");
  for await (const part of response) {
    rest += part;
    let end;
    while ((end = rest.indexOf("\n\n")) >= 0) {
      let name = "message";
      let data = "";
      for (const line of rest.slice(0, end).split("\n")) {
        if (line.startsWith("event:")) name = line.slice(6).trim();
        if (line.startsWith("data:")) data += line.slice(5).trimStart();
      }
      rest = rest.slice(end + 2);
      if (data) yield [name, JSON.parse(data)];
    }
  }
}

async function waitForCard(reader) {
  for await (const [name, data] of events(await ask("GET", `/v1/events?reader=${reader}`, undefined, "text/event-stream"))) {
    if (name === "card_inserted") return;
    if ((name === "snapshot" || name === "resync") && data.readers.some((known) => known.card)) return;
  }
  throw new Error("the daemon ended its events");
}

async function readCard(reader, mrz) {
  const order = { reader, wait_seconds: 30, fields };
  if (mrz) order.access = { mrz };
  for await (const [name, data] of events(await ask("POST", "/v1/read", order, "text/event-stream"))) {
    if (name === "progress") console.error(`${data.index}/${data.of} ${data.step}`);
    if (name === "problem") throw new Problem(data);
    if (name === "result") return data;
  }
  throw new Error("the daemon ended the read without a result");
}

async function savePortrait(read, file) {
  const response = await ask("GET", `/v1/reads/${read.id}/portrait`, undefined, "image/jpeg");
  writeFileSync(file, await whole(response), { mode: 0o600 });
  return response.headers["content-type"];
}

function show(label, { record: { document, holder }, verification }) {
  console.log(`${label}: ${document.type} ${document.number_masked}, ${verification.verdict}`);
  console.log(`  name: ${holder.names.latin || holder.names.primary}`);
  console.log(`  valid today: ${document.currently_valid}, over 18: ${holder.over_18}`);
}

async function main() {
  const [cardMrz, passportMrz = ""] = readFileSync(0, "utf8").replace(/^\n*|\n*$/g, "").split("\n\n");
  const reads = [];
  let good = false;
  try {
    await waitForCard(cardReader);
    reads.push(await readCard(cardReader, cardMrz));
    show("card", reads[0]);
    console.log(`  portrait: ${await savePortrait(reads[0], portraitFile)}`);
    reads.push(await readCard(passportReader, passportMrz));
    show("passport", reads[1]);
    const answer = JSON.parse(await whole(await ask("POST", "/v1/cross-check", { reads: reads.map((read) => read.id) })));
    for (const field of Object.keys(answer.fields).sort()) console.log(`${field}: ${answer.fields[field].result}`);
    good = reads.every((read) => read.verification.verdict === "genuine") &&
      Object.values(answer.fields).every((field) => field.result !== "different");
  } finally {
    for (const read of reads) (await ask("DELETE", `/v1/reads/${read.id}`)).resume();
  }
  console.log("forgotten");
  return good ? 0 : 1;
}

try {
  // Not process.exit(), which could cut off pending output.
  process.exitCode = await main();
} catch (problem) {
  console.error(`fivestard: ${problem.message}`);
  process.exitCode = 1;
}
// The open event stream would keep the program alive.
setImmediate(() => process.exit());
