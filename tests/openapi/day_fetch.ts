// SPDX-License-Identifier: Apache-2.0
// A desk's day with types of openapi-typescript and calls of openapi-fetch: readers, a read as a stream, an error, the portrait.
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/schema";
import { events, fetchOver } from "./socket";

type ReadEvent = components["schemas"]["ReadStreamEvent"];

const [socket = "", mrz = ""] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl: "http://localhost", fetch: fetchOver(socket) });

async function day(): Promise<void> {
  const readers = await client.GET("/v1/readers");
  const reader = readers.data?.readers.find((one) => one.state === "card");
  if (reader === undefined) throw new Error("no card");
  console.log("reader", reader.id);

  const refused = await client.POST("/v1/read", { body: { reader: reader.id, access: { can: "1" } } });
  console.log("problem", refused.error?.code, refused.error?.field);

  const streamed = await client.POST("/v1/read", {
    body: { reader: reader.id, access: { mrz }, fields: ["holder.names", "portrait", "verification"] },
    headers: { Accept: "text/event-stream" },
    parseAs: "text",
  });
  const told = events<ReadEvent>(String(streamed.data));
  const last = told.at(-1);
  if (last?.event !== "result") throw new Error("no result");
  console.log("events", [...new Set(told.map((one) => one.event))].join(" "));
  console.log("verdict", last.data.verification?.verdict, last.data.record.holder?.names?.latin);

  const portrait = await client.GET("/v1/reads/{id}/portrait", {
    params: { path: { id: last.data.id } },
    headers: { Accept: "image/jpeg" },
    parseAs: "arrayBuffer",
  });
  console.log("portrait", new Uint8Array(portrait.data as ArrayBuffer).slice(0, 2).join(" "));
}

void day();
