// SPDX-License-Identifier: Apache-2.0
// `fetch` over the daemon's Unix socket, and the events of a stream.
import { Agent, fetch as fetchWith, type RequestInit } from "undici";

export function fetchOver(socketPath: string): typeof fetch {
  const dispatcher = new Agent({ connect: { socketPath } });
  const over = async (input: string | URL | Request, init?: object): Promise<unknown> => {
    const request = new Request(input as string, init);
    const { method, headers, signal } = request;
    const body = request.body === null ? undefined : await request.text();
    return fetchWith(request.url, { method, headers: Object.fromEntries(headers), signal, body, dispatcher } as RequestInit);
  };
  return over as unknown as typeof fetch;
}

/** The events of a text: name and data. */
export function events<T>(text: string): T[] {
  const blocks = text.split("\n\n").filter((block) => /^event:/m.test(block));
  return blocks.map((block) => {
    const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, "m").exec(block)?.[1] ?? "";
    return { event: field("event"), data: JSON.parse(field("data")) as unknown } as T;
  });
}
