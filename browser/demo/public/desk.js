// SPDX-License-Identifier: Apache-2.0
// A front desk: reads a card and a passport, shows the verdict, the text and then the portrait, and compares the two.
import { crossCheck, events, FivestarError, isAvailable, problemText, read } from "./fivestar.js";
import { texts, word } from "./texts.js";

const signs = { genuine: "✔", unverified: "?", not_genuine: "✘", passed: "✔", failed: "✘", not_performed: "–", same: "=", different: "≠", not_comparable: "–" };
const fields = ["document", "holder", "portrait", "verification"];
const asked = new URLSearchParams(location.search).get("language");
let language = ["zh", "en"].includes(asked) ? asked : navigator.language.startsWith("zh") ? "zh" : "en";
let status = { text: "looking" };
let comparison = null;
const slots = [];

const text = (name) => texts[language][name];
const byId = (id) => document.getElementById(id);

function make(kind, content, classes = []) {
  const made = document.createElement(kind);
  made.textContent = content;
  made.classList.add(...classes);
  return made;
}

/** A sign, which says without colour what the word says. */
function signed(code, label) {
  const item = make("li", "", [code]);
  const sign = make("span", signs[code] ?? "", ["sign"]);
  sign.ariaHidden = "true";
  item.append(sign, ` ${label}: ${word(code, language)}`);
  return item;
}

function say(next) {
  status = next;
  byId("status").textContent = next.code === undefined ? text(next.text) : problemText(next.code, language);
}

function coded(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === "object") return value[language] ?? value.code;
  return word(value, language);
}

function rowsOf({ document: paper, holder }) {
  const { latin, primary, secondary, chinese } = holder?.names ?? {};
  return [
    ["type", coded(paper?.type)],
    ["name", latin ?? [primary, secondary].filter(Boolean).join(", ")],
    ["chinese", chinese],
    ["sex", coded(holder?.sex)],
    ["birth", holder?.birth_date],
    ["nationality", coded(holder?.nationality)],
    ["number", paper?.number],
    ["until", paper?.long_term === true ? text("longTerm") : paper?.valid_until],
  ].filter(([, value]) => value !== null && value !== undefined && value !== "");
}

class Slot {
  answer = null;
  card = null;
  running = null;
  picture = null;

  constructor(section) {
    this.section = section;
    section.append(byId("slot").content.cloneNode(true));
    this.form = section.querySelector("form");
    this.one = (selector) => section.querySelector(selector);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.read();
    });
    this.form.elements.cancel.addEventListener("click", () => this.running?.abort());
  }

  offer(readers) {
    const select = this.form.elements.reader;
    const chosen = select.value;
    select.replaceChildren(...readers.map(({ id, name }) => Object.assign(make("option", name), { value: id })));
    if (readers.some(({ id }) => id === chosen)) select.value = chosen;
    else if (readers.length > 1 && this.section.dataset.slot === "passport") select.selectedIndex = 1;
  }

  key() {
    const key = this.form.elements.mrz.value.trim();
    if (key === "") return {};
    return { access: /^\d{6}$/.test(key) ? { can: key } : { mrz: key.split(/\s*\n\s*/) } };
  }

  async read() {
    if (slots.some(({ running }) => running !== null)) return;
    await this.clear();
    this.running = new AbortController();
    this.section.classList.add("is-reading");
    this.form.elements.cancel.disabled = false;
    say({ text: "reading" });
    try {
      this.card = await read({
        reader: this.form.elements.reader.value,
        fields,
        waitSeconds: 60,
        ...this.key(),
        signal: this.running.signal,
        onProgress: ({ index, of, step }) => {
          this.one("progress").value = index / of;
          this.one(".step-name").textContent = step;
        },
        onRecord: (answer) => {
          this.answer = answer;
          this.show(false);
          say({ text: "portrait" });
        },
      });
      this.answer = this.card.answer;
      this.form.elements.mrz.value = ""; // a key is used once
      this.show(true);
      if (this.answer.record.portrait) await this.showPortrait();
      say({ text: "done" });
    } catch (error) {
      say({ code: error instanceof FivestarError ? error.code : "host_failed" });
      if (this.card === null) this.reset();
    }
    this.running = null;
    this.section.classList.remove("is-reading");
    this.form.elements.cancel.disabled = true;
    offerComparison();
  }

  /** The verdict is shown when the read has ended: before, checks are missing. */
  show(isFinished) {
    const { record, verification } = this.answer;
    this.one("dl").replaceChildren(...rowsOf(record).flatMap(([name, value]) => [make("dt", text(name)), make("dd", value)]));
    if (!isFinished || !verification) return;
    const { verdict, checks } = verification;
    this.section.dataset.verdict = verdict;
    this.one(".verdict").hidden = false;
    this.one(".verdict .sign").textContent = signs[verdict] ?? "";
    this.one(".verdict .word").textContent = text(verdict) ?? verdict;
    this.one(".advice").textContent = text({ genuine: "adviceGenuine", unverified: "adviceUnverified", not_genuine: "adviceNotGenuine" }[verdict]) ?? "";
    this.one(".checks").hidden = false;
    this.one(".checks ul").replaceChildren(...checks.map(({ name, outcome, reason }) => {
      const item = signed(outcome, word(name, language));
      if (reason) item.append(` (${reason})`);
      return item;
    }));
  }

  async showPortrait() {
    const image = this.one("img");
    this.picture = URL.createObjectURL(await this.card.portrait());
    image.src = this.picture;
    image.alt = text("portraitOf");
    image.hidden = false;
  }

  translate() {
    if (this.card !== null) this.show(true);
    if (this.picture !== null) this.one("img").alt = text("portraitOf");
  }

  reset() {
    this.answer = this.card = null;
    delete this.section.dataset.verdict;
    this.one(".verdict").hidden = true;
    this.one(".advice").textContent = "";
    this.one("dl").replaceChildren();
    this.one(".checks").hidden = true;
    this.one(".checks").open = false;
    this.one("img").hidden = true;
    this.one("img").removeAttribute("src");
    this.one("progress").value = 0;
    this.one(".step-name").textContent = "";
    if (this.picture !== null) URL.revokeObjectURL(this.picture);
    this.picture = null;
  }

  async clear() {
    const card = this.card;
    this.reset();
    comparison = null;
    byId("compared").replaceChildren();
    await card?.forget().catch(() => undefined); // it may have ended by itself
    offerComparison();
  }
}

function offerComparison() {
  byId("compare").disabled = slots.some(({ card }) => card === null);
  byId("forget").disabled = slots.every(({ card }) => card === null);
}

function showComparison() {
  const compared = Object.entries(comparison?.fields ?? {});
  byId("compared").replaceChildren(...compared.map(([field, { result }]) => signed(result, word(field, language))));
}

function translate() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = text("title");
  for (const one of document.querySelectorAll("[data-text]")) one.textContent = text(one.dataset.text);
  for (const one of document.querySelectorAll("[data-language]")) one.ariaPressed = String(one.dataset.language === language);
  for (const slot of slots) slot.translate();
  showComparison();
  say(status);
}

async function watchReaders() {
  const { available, code, readers } = await isAvailable();
  for (const slot of slots) slot.offer(readers);
  if (!available) return say({ code });
  say({ text: "ready" });
  await events((event) => {
    if (event.readers) for (const slot of slots) slot.offer(event.readers);
  }, new AbortController().signal).catch((error) => say({ code: error.code ?? "host_failed" }));
}

for (const section of document.querySelectorAll("[data-slot]")) slots.push(new Slot(section));
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    language = button.dataset.language;
    translate();
  });
}
byId("compare").addEventListener("click", async () => {
  try {
    comparison = await crossCheck(slots[0].card, slots[1].card);
    showComparison();
  } catch (error) {
    say({ code: error.code ?? "host_failed" });
  }
});
byId("forget").addEventListener("click", async () => {
  for (const slot of slots) await slot.clear();
  say({ text: "forgotten" });
});
translate();
void watchReaders();
