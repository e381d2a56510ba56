// SPDX-License-Identifier: Apache-2.0
// The content script: carries messages between the page and the background, and decides nothing. Everything that it gets
// is the page's, and may be forged.
import { isLast, isObject, type Answer, type PageAnswer } from "../../page/src/messages.js";

const maxRunning = 8; // requests of one page
const running = new Map<number, chrome.runtime.Port>();

function answer(id: number, { type, data }: Answer): void {
  const message: PageAnswer = { fivestar: "answer", id, type, data };
  window.postMessage(message, window.location.origin);
}

function refuse(id: number, code: string): void {
  answer(id, { type: "problem", data: { code } });
}

function start(id: number, request: Record<string, unknown>): void {
  if (running.has(id) || running.size >= maxRunning) return refuse(id, "request_running");
  let port: chrome.runtime.Port;
  try {
    port = chrome.runtime.connect({ name: "page" });
  } catch {
    return refuse(id, "extension_silent"); // it has been updated or removed since the page was loaded
  }
  running.set(id, port);
  port.onMessage.addListener((message: Answer) => {
    answer(id, message);
    if (!isLast(message)) return;
    running.delete(id);
    port.disconnect();
  });
  port.onDisconnect.addListener(() => {
    if (running.delete(id)) refuse(id, "extension_silent");
  });
  port.postMessage(request);
}

window.addEventListener("message", (event: MessageEvent<unknown>) => {
  // A frame or an opener is another page: only the page's own window counts.
  if (event.source !== window || event.origin !== window.location.origin || !isObject(event.data)) return;
  const { fivestar, id, request } = event.data;
  if (typeof id !== "number" || !Number.isSafeInteger(id)) return;
  if (fivestar === "cancel") {
    const port = running.get(id);
    running.delete(id);
    port?.disconnect();
  }
  if (fivestar !== "request") return;
  if (!isObject(request)) return refuse(id, "malformed_request");
  if (request["op"] === "hello") return answer(id, { type: "result", data: { version: chrome.runtime.getManifest().version } });
  start(id, request);
});
