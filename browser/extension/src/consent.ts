// SPDX-License-Identifier: Apache-2.0
// The window that asks the person at the desk whether a page may read a card.
import { type ConsentAnswer, type Question } from "./broker.js";
import { fieldName } from "./field_names.js";

const pauseMilliseconds = 600; // a click that was meant for the page behind must not answer

function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(id);
  return found;
}

const language = chrome.i18n.getUILanguage().startsWith("zh") ? "zh" : "en";
document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
document.title = chrome.i18n.getMessage("question");
for (const one of document.querySelectorAll<HTMLElement>("[data-text]")) {
  one.textContent = chrome.i18n.getMessage(one.dataset["text"] ?? "");
}

const allow = element("allow", HTMLButtonElement);
const deny = element("deny", HTMLButtonElement);
const remember = element("remember", HTMLInputElement);
const port = chrome.runtime.connect({ name: "consent" });

function answer(granted: boolean): void {
  const message: ConsentAnswer = { granted, remember: remember.checked };
  port.postMessage(message);
  window.close();
}

port.onMessage.addListener((question: Question) => {
  element("origin", HTMLElement).textContent = question.origin;
  element("reader", HTMLElement).textContent = question.reader ?? chrome.i18n.getMessage("anyReader");
  const fields = question.fields.map((path) => {
    const item = document.createElement("li");
    item.textContent = fieldName(path, language);
    return item;
  });
  element("fields", HTMLUListElement).replaceChildren(...fields);
  element("remembering", HTMLElement).hidden = !question.remember;
  setTimeout(() => {
    allow.disabled = false;
  }, pauseMilliseconds);
});
port.onDisconnect.addListener(() => window.close());
allow.addEventListener("click", (event) => {
  if (event.isTrusted) answer(true);
});
deny.addEventListener("click", () => answer(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") answer(false);
});
deny.focus();
