// SPDX-License-Identifier: Apache-2.0
// Reads identity cards from a web page. The page needs the browser's fivestar extension, and an administrator who
// allows its origin (docs/BROWSER.md).
import { type Answer, isLast, isObject, type Operation, type PageAnswer, type PageCancel, type PageRequest } from "./messages.js";
import { type Language, problemCodes, problemText } from "./problem_texts.js";

export { type Language, problemCodes, problemText };

/** A value with a code, as nationality and sex are. */
export interface CodedValue {
  code: string;
  zh: string | null;
  en: string | null;
}
/** Members that the card lacks are null; members that the policy or the daemon does not grant are absent. */
export interface CardRecord {
  document?: Record<string, unknown>;
  holder?: Record<string, unknown> & { names?: Record<string, string | null> };
  number?: Record<string, unknown> | null;
  portrait?: { media_type: string; size?: number } | null;
  raw?: Record<string, unknown> | null;
}
export type Verdict = "genuine" | "unverified" | "not_genuine";
export interface Check {
  name: string;
  outcome: "passed" | "failed" | "not_performed";
  method: string | null;
  reason: string | null;
  findings: string[];
}
export interface Verification {
  verdict: Verdict;
  sam_id?: string | null;
  checks: Check[];
}
export interface ReadAnswer {
  id: string;
  card: string;
  reader: string;
  read_at: string;
  profile: string;
  record: CardRecord;
  verification?: Verification;
}
export interface Progress {
  step: string;
  index: number;
  of: number;
  bytes_done: number;
  bytes_total: number | null;
}
export interface Reader {
  id: string;
  name: string;
  interface: string;
  state: "empty" | "card" | "reading" | "unresponsive";
  card: { id: string; kind: string; access_keys: string[] } | null;
}
/** The key of a chip: what is printed on the document. */
export type AccessKey =
  | { mrz: string | string[] }
  | { can: string }
  /** The key of a scanner (docs/API.md, keys of a scanner). */
  | { scanned: true }
  | { document_number: string; birth_date: string; expiry_date: string };

export interface ReadOptions {
  /** Id of a reader. Default: the only permitted one with a card. */
  reader?: string;
  /** Field paths. Default: all that the policy permits. */
  fields?: string[];
  /** Names of checks that must pass, beside those of the policy. */
  require?: string[];
  access?: AccessKey;
  /** `present` (default): a card that lies there; `next`: one that is laid down after the call. */
  waitFor?: "present" | "next";
  /** Time to wait for a card, at most 120. Default: 0, and 60 for `next`. */
  waitSeconds?: number;
  onProgress?: (progress: Progress) => void;
  /** The text, with the verification so far: on a slow link seconds before the portrait. */
  onRecord?: (read: ReadAnswer) => void;
  /** Cancels the read. */
  signal?: AbortSignal;
}
export interface ComparedField {
  result: "same" | "different" | "not_comparable";
  reason: string | null;
}
export interface Comparison {
  fields: Record<string, ComparedField>;
}
export interface CardEvent {
  event: string;
  reader?: string;
  readers?: Reader[];
  card?: string;
  kind?: string;
  outcome?: string;
}
export interface Availability {
  available: boolean;
  /** Why not: `extension_missing`, `host_missing`, `origin_refused`, `no_reader` or another code; null if available. */
  code: string | null;
  readers: Reader[];
  /** What the policy permits this page to ask for. */
  fields: string[];
  /** `ask`: a person is asked before each read. */
  consent: "ask" | "always" | null;
}

/** A refusal. `code` is for programs; `text()` for people. */
export class FivestarError extends Error {
  override readonly name = "FivestarError";
  constructor(
    readonly code: string,
    /** The members of the problem, such as `field`, `accepts`, `attempts_left`, `retry_after`. */
    readonly problem: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${problemText(code, "en")}`);
  }
  /** A code that is newer than this library has the daemon's title, in the browser's language. */
  text(language: Language): string {
    const title = this.problem["title"];
    return problemCodes.includes(this.code) || typeof title !== "string" ? problemText(this.code, language) : title;
  }
}

const helloMilliseconds = 2000;
const silenceMilliseconds = 15_000; // until the extension says anything of a request that no person and no card delays
let lastId = Math.floor(Math.random() * 1e9);

interface Exchange {
  onAnswer?: ((answer: Answer) => void) | undefined;
  signal?: AbortSignal | undefined;
  milliseconds?: number | undefined;
}

/** Sends one request; settles with its last answer. */
function ask(op: Operation, members: Record<string, unknown>, exchange: Exchange = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const id = ++lastId;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("message", take);
      exchange.signal?.removeEventListener("abort", abort);
    };
    const post = (message: PageRequest | PageCancel) => window.postMessage(message, window.location.origin);
    const abort = () => {
      end();
      post({ fivestar: "cancel", id });
      reject(new FivestarError("cancelled"));
    };
    const take = (event: MessageEvent<unknown>) => {
      const message = event.data;
      if (event.source !== window || !isObject(message) || message["fivestar"] !== "answer" || message["id"] !== id) return;
      const answer = message as unknown as PageAnswer;
      clearTimeout(timer);
      if (!isLast(answer)) return exchange.onAnswer?.(answer);
      end();
      if (answer.type === "result") return resolve(answer.data);
      const problem = isObject(answer.data) ? answer.data : {};
      reject(new FivestarError(typeof problem["code"] === "string" ? problem["code"] : "host_failed", problem));
    };
    if (exchange.signal?.aborted) return reject(new FivestarError("cancelled"));
    exchange.signal?.addEventListener("abort", abort);
    window.addEventListener("message", take);
    if (exchange.milliseconds !== undefined) {
      timer = setTimeout(() => {
        end();
        post({ fivestar: "cancel", id });
        reject(new FivestarError(op === "hello" ? "extension_missing" : "extension_silent"));
      }, exchange.milliseconds);
    }
    post({ fivestar: "request", id, request: { op, ...members } });
  });
}

let knownExtension = false;

/** The extension answers at once, if it is there. */
async function findExtension(): Promise<void> {
  if (knownExtension) return;
  await ask("hello", {}, { milliseconds: helloMilliseconds });
  knownExtension = true;
}

async function request(op: Operation, members: Record<string, unknown>, exchange: Exchange = {}): Promise<unknown> {
  await findExtension();
  const language = navigator.languages.slice(0, 3).join(",");
  return ask(op, { language, ...members }, exchange);
}

/** A finished read. The daemon deletes it soon after the card is removed, or at once by `forget()`. */
export class CardRead {
  constructor(readonly answer: ReadAnswer) {}
  get id(): string {
    return this.answer.id;
  }
  get record(): CardRecord {
    return this.answer.record;
  }
  get verdict(): Verdict | null {
    return this.answer.verification?.verdict ?? null;
  }

  /** The portrait as a picture that browsers show. */
  async portrait(mediaType: "image/jpeg" | "image/png" = "image/jpeg"): Promise<Blob> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const take = (data: unknown): string => {
      if (!isObject(data) || typeof data["base64"] !== "string") throw new FivestarError("host_failed");
      parts.push(Uint8Array.from(atob(data["base64"]), (character) => character.charCodeAt(0)));
      return String(data["media_type"]);
    };
    const last = await request("portrait", { reads: [this.id], media_type: mediaType }, { onAnswer: (answer) => take(answer.data) });
    const type = take(last);
    return new Blob(parts, { type });
  }

  /** Compares values, such as those of a booking, with the card: {"holder.names": "Anna Specimen"}. */
  async match(values: Record<string, string>): Promise<Comparison> {
    return (await request("match", { reads: [this.id], values })) as Comparison;
  }

  async forget(): Promise<void> {
    await request("forget", { reads: [this.id] });
  }
}

/** Reads a card. */
export async function read(options: ReadOptions = {}): Promise<CardRead> {
  const { reader, fields, require, access, waitFor, waitSeconds, onProgress, onRecord, signal } = options;
  const members: Record<string, unknown> = { wait_seconds: waitSeconds ?? (waitFor === "next" ? 60 : 0) };
  if (waitFor !== undefined) members["wait_for"] = waitFor;
  for (const [name, value] of Object.entries({ reader, fields, require, access })) {
    if (value !== undefined) members[name] = value;
  }
  const onAnswer = (answer: Answer) => {
    if (answer.type === "progress") onProgress?.(answer.data as Progress);
    if (answer.type === "record") onRecord?.(answer.data as ReadAnswer);
  };
  return new CardRead((await request("read", members, { onAnswer, signal })) as ReadAnswer);
}

/** Compares two reads, such as a card and a passport of one traveller. */
export async function crossCheck(one: CardRead, other: CardRead): Promise<Comparison> {
  return (await request("cross_check", { reads: [one.id, other.id] })) as Comparison;
}

function untilVisible(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.visibilityState !== "visible" && !signal.aborted) return;
      document.removeEventListener("visibilitychange", look);
      signal.removeEventListener("abort", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
    signal.addEventListener("abort", look);
    look();
  });
}

/**
 * Calls `onEvent` for each event of the permitted readers, until `signal` aborts; rejects with another refusal. While
 * the page is hidden there are no events; when it is visible again they begin with a snapshot.
 */
export async function events(onEvent: (event: CardEvent) => void, signal: AbortSignal): Promise<void> {
  const onAnswer = ({ data }: Answer) => {
    if (!isObject(data) || typeof data["event"] !== "string") return;
    onEvent({ event: data["event"], ...(isObject(data["data"]) ? data["data"] : {}) });
  };
  while (!signal.aborted) {
    try {
      await request("events", {}, { onAnswer, signal });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof FivestarError) || error.code !== "tab_hidden") throw error;
      await untilVisible(signal);
    }
  }
}

/** Tells whether this page can read cards, and why not. Never rejects. */
export async function isAvailable(): Promise<Availability> {
  const nothing = { available: false, readers: [], fields: [], consent: null };
  try {
    const status = (await request("status", {}, { milliseconds: silenceMilliseconds })) as {
      readers: Reader[];
      fields: string[];
      consent: "ask" | "always";
    };
    const { readers, fields, consent } = status;
    const available = readers.length > 0;
    return { available, code: available ? null : "no_reader", readers, fields, consent };
  } catch (error) {
    return { ...nothing, code: error instanceof FivestarError ? error.code : "host_failed" };
  }
}
