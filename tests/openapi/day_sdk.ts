// SPDX-License-Identifier: Apache-2.0
// The same day with the functions that @hey-api/openapi-ts generates.
import { client } from "./generated/sdk/client.gen";
import { getPortrait, listReaders, readCard } from "./generated/sdk/sdk.gen";
import type { ReadStreamEvent } from "./generated/sdk/types.gen";
import { events, fetchOver } from "./socket";

const [socket = "", mrz = ""] = process.argv.slice(2);
client.setConfig({ baseUrl: "http://localhost", fetch: fetchOver(socket) });

async function day(): Promise<void> {
  const readers = await listReaders();
  const reader = readers.data?.readers.find((one) => one.state === "card");
  if (reader === undefined) throw new Error("no card");
  console.log("reader", reader.id);

  const refused = await readCard({ body: { reader: reader.id, access: { can: "1" } } });
  console.log("problem", refused.error?.code, refused.error?.field);

  const streamed = await readCard({
    body: { reader: reader.id, access: { mrz }, fields: ["holder.names", "portrait", "verification"] },
    headers: { Accept: "text/event-stream" },
    parseAs: "text",
  });
  const told = events<ReadStreamEvent>(String(streamed.data));
  const last = told.at(-1);
  if (last?.event !== "result") throw new Error("no result");
  console.log("events", [...new Set(told.map((one) => one.event))].join(" "));
  console.log("verdict", last.data.verification?.verdict, last.data.record.holder?.names?.latin);

  const portrait = await getPortrait({ path: { id: last.data.id }, headers: { Accept: "image/jpeg" }, parseAs: "arrayBuffer" });
  console.log("portrait", new Uint8Array(portrait.data as unknown as ArrayBuffer).slice(0, 2).join(" "));
}

void day();
