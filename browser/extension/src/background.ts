// SPDX-License-Identifier: Apache-2.0
// The background: the rules of broker.ts with the browser's interfaces.
import { Broker, type Browser, type ConsentAnswer, type Dialog, type Port, type Question } from "./broker.js";

const hostName = "fivestar.browser";
const dialogSize = { width: 520, height: 560 };

function portOf(port: chrome.runtime.Port): Port<unknown> {
  return {
    post: (message) => {
      try {
        port.postMessage(message);
      } catch {
        // The other end has gone, and its listener has been told.
      }
    },
    onMessage: (listener) => port.onMessage.addListener(listener),
    onDisconnect: (listener) =>
      port.onDisconnect.addListener((ended) => {
        // Firefox puts the error into the port.
        const ofFirefox = (ended as { error?: { message?: string } | null }).error?.message;
        listener(chrome.runtime.lastError?.message ?? ofFirefox ?? "");
      }),
    disconnect: () => port.disconnect(),
  };
}

interface Waiting {
  question: Question;
  settle(answer: ConsentAnswer): void;
}
const waiting = new Map<string, Waiting>();

function ask(question: Question): Dialog {
  const id = crypto.randomUUID();
  let isOver = false;
  let window: number | undefined;
  let settle: (answer: ConsentAnswer) => void = () => undefined;
  const answer = new Promise<ConsentAnswer>((resolve) => {
    settle = (given) => {
      waiting.delete(id);
      resolve(given);
    };
  });
  const close = () => {
    isOver = true;
    settle({ granted: false, remember: false });
    if (window !== undefined) void chrome.windows.remove(window).catch(() => undefined);
  };
  waiting.set(id, { question, settle });
  void chrome.windows
    .create({ url: chrome.runtime.getURL(`consent.html#${id}`), type: "popup", focused: true, ...dialogSize })
    .then((made) => {
      window = made?.id;
      if (isOver) close();
    }, close);
  return { answer, close };
}

/** The dialog has opened: it gets its question, and its closing is a refusal. */
function serveDialog(port: chrome.runtime.Port): void {
  const id = new URL(port.sender?.url ?? "about:blank").hash.slice(1);
  const one = waiting.get(id);
  if (one === undefined) return port.disconnect();
  port.onMessage.addListener((message: ConsentAnswer) => one.settle({ granted: message.granted === true, remember: message.remember === true }));
  port.onDisconnect.addListener(() => one.settle({ granted: false, remember: false }));
  port.postMessage(one.question);
}

const browser: Browser = {
  connectHost: () => portOf(chrome.runtime.connectNative(hostName)),
  isVisible: async (tab) => {
    try {
      const { active, windowId } = await chrome.tabs.get(tab);
      return active && (await chrome.windows.get(windowId)).state !== "minimized";
    } catch {
      return false; // the tab has been closed
    }
  },
  ask,
  isRemembered: async (key) => (await chrome.storage.session.get(key))[key] === true,
  remember: (key) => chrome.storage.session.set({ [key]: true }),
  now: () => Date.now(),
  after: (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};

const broker = new Broker(browser);
const dialogAddress = chrome.runtime.getURL("consent.html");

chrome.runtime.onConnect.addListener((port) => {
  if (port.sender?.id !== chrome.runtime.id) return port.disconnect();
  if (port.name === "page") return broker.connect(port.sender, portOf(port));
  if (port.name === "consent" && port.sender.url?.split("#")[0] === dialogAddress) return serveDialog(port);
  port.disconnect();
});
chrome.tabs.onActivated.addListener(() => void broker.lookAround());
chrome.windows.onFocusChanged.addListener(() => void broker.lookAround());
