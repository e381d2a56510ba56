// SPDX-License-Identifier: Apache-2.0
// Answers have the names of docs/API.md. In a record, a member that the card lacks is null, and one that was not requested or
// not granted is absent. Dates are `YYYY-MM-DD`, times RFC 3339 in UTC. The contract grows: an answer may have members, and a
// member may have codes, that these types do not list.

export type Verdict = "genuine" | "unverified" | "not_genuine";
export type Outcome = "passed" | "failed" | "not_performed";

export interface CodedValue {
  code: string | null;
  zh: string | null;
  en: string | null;
}
export interface DocumentFields {
  /** `passport`, `permanent_resident_card`, `identity_card` and others. */
  type?: string;
  edition?: string | null;
  issuing_state?: string | null;
  /** That of a Chinese card contains birth date, sex and nationality. */
  number?: string | null;
  number_masked?: string | null;
  previous_numbers?: string[];
  issuing_authority?: CodedValue | null;
  valid_from?: string | null;
  valid_until?: string | null;
  long_term?: boolean;
  currently_valid?: boolean | null;
  renewal_count?: string | null;
  travel_permit_number?: string | null;
  issue_count?: string | null;
  acceptance_authority?: CodedValue | null;
  card_version?: string | null;
}
export interface Names {
  latin?: string | null;
  primary?: string | null;
  secondary?: string | null;
  chinese?: string | null;
  chinese_omitted?: number | null;
  truncated?: boolean;
}
export interface Holder {
  names?: Names;
  sex?: string;
  birth_date?: string | null;
  birth_date_printed?: string | null;
  birth_date_century?: string | null;
  birth_place?: string | null;
  nationality?: string | null;
  ethnicity?: CodedValue | null;
  address?: string | null;
  address_appended?: string[];
  personal_number?: string | null;
  pseudonym?: string | null;
  [age: `over_${number}`]: boolean | null | undefined;
}
/** The parts of a number issued in China. */
export interface NumberParts {
  kind?: string | null;
  valid?: boolean;
  faults?: string[];
  acceptance_place?: CodedValue | null;
  registration_place?: CodedValue | null;
  first_nationality?: string | null;
  birth_date?: string | null;
  birth_date_printed?: string | null;
  sequence?: string | null;
  sex?: string | null;
}
export interface CheckedNumber extends NumberParts {
  number_masked: string;
}
export interface CardRecord {
  document?: DocumentFields;
  holder?: Holder;
  number?: NumberParts | null;
  /** `media_type` is that of the chip. */
  portrait?: { media_type: string; width: number; height: number; href: string } | null;
  raw?: { cn_text?: string | null; mrz?: string[] };
  /** A security module's answers, in Base64. */
  module?: { portrait?: string | null; addresses?: string | null; management?: string | null };
}
export interface Check {
  name: string;
  outcome: Outcome;
  method: string | null;
  reason: string | null;
  findings: string[];
  data_groups?: number[];
  at_signing?: Outcome | null;
}
export interface Verification {
  verdict: Verdict;
  sam_id: string | null;
  checks: Check[];
}
export interface ReadAnswer {
  id: string;
  card: string;
  reader: string;
  read_at: string;
  /** `emrtd`, `lds` or `sam`. */
  profile: string;
  record: CardRecord;
  verification?: Verification;
  steps: { name: string; outcome: Outcome; sw: string | null; milliseconds: number }[];
  timing: { total_milliseconds: number; card_milliseconds: number; exchanges: number; bytes: number };
  evidence?: { version: number; statement: string; signature: Record<string, string> | null };
}
export interface Waiting {
  /** `card`, `scanned_key`, or `reader`, which is busy with the read of another program. */
  for: string;
  /** An id; absent if any reader will do. */
  reader?: string;
  /** Then the read ends with a problem. */
  seconds_left: number;
}
export interface Progress {
  step: string;
  /** Of this step, from 1. */
  index: number;
  /** The number of steps, as far as it is known now. */
  of: number;
  bytes_done: number;
  /** Of the file that is being read; 0 if the step reads none. */
  bytes_total: number;
}
export interface Reader {
  id: string;
  name: string;
  interface: string;
  state: string;
  sam_id?: string;
  /** `access_keys` are those that would open the card; absent if they are not known. */
  card?: { id: string; kind: string; access_keys?: string[]; inserted_at: string };
}
export interface CardEvent {
  /** `snapshot`, `card_inserted`, `card_removed` and others; names may be added. */
  event: string;
  /** For `lastEventId`. */
  eventId: string;
  at?: string;
  reader?: string;
  /** Of `snapshot`. */
  readers?: Reader[];
  card?: string;
  kind?: string;
  outcome?: string;
  form?: string;
  read?: string;
}
export interface ComparedField {
  result: "same" | "different" | "not_comparable";
  reason: string | null;
}
export interface Comparison {
  fields: Record<string, ComparedField>;
}
export interface ScannedKey {
  reader: string;
  form: string;
  repairs: { line: number; position: number }[];
  seconds_left: number;
}
export interface Health {
  status: "ok" | "degraded";
  reasons: string[];
  version: string;
  pcsc: string;
  readers: number;
  trust: { anchors: number; skipped: number; loaded_at: string | null };
}
export interface Trust {
  loaded_at: string | null;
  anchors: Record<string, unknown>[];
  master_lists: Record<string, unknown>[];
  revocation_lists: Record<string, unknown>[];
  document_signers: number;
  skipped: Record<string, unknown>[];
}
export interface Diagnosis {
  findings: { code: string; severity: "error" | "warning"; title: string; remedy: string; detail?: string }[];
  not_examined: string[];
}
export interface WhoAmI {
  client: string;
  uid: number;
  gid: number;
  fields: string[];
  readers: string[];
  routes: string[];
  documents?: string[];
}

/** The key of a chip: what is printed on the document, or `scanned`, what a scanner brings. */
export type AccessKey =
  | { mrz: string | string[] }
  | { can: string }
  | { document_number: string; birth_date: string; expiry_date: string }
  | { scanned: true };

export interface ClientOptions {
  /** Default: `defaultSocketPath`. */
  socketPath?: string | undefined;
  /** Deadline of a request in milliseconds. Default: 30,000. */
  timeout?: number | undefined;
  /** Accept-Language of the texts for people: `zh`, `en`. */
  language?: string | undefined;
}
export interface RequestOptions {
  /** Cancels the request, with the code `cancelled`. */
  signal?: AbortSignal | undefined;
  /** Deadline in milliseconds. Default: that of the client. */
  timeout?: number | undefined;
}
export interface ReadOptions {
  /** Id of a reader. Default: the only one with a card. */
  reader?: string | undefined;
  /** Id of the card to read; another one is `card_changed`. */
  card?: string | undefined;
  /** A card on a reader with a security module needs no key. */
  access?: AccessKey | undefined;
  /** Field paths. Default: all that are granted. One that is not granted is `not_granted`. */
  fields?: readonly string[] | undefined;
  /** Names of checks that must pass, else `requirement_failed`. */
  require?: readonly string[] | undefined;
  /** Adds evidence of the read to `answer`. */
  evidence?: boolean | undefined;
  /** `present` (default): a card that lies there; `next`: one that is laid down after the call. */
  waitFor?: "present" | "next" | undefined;
  /** Seconds to wait for a card, at most 120. Default: 0, and 60 for `next`. */
  waitSeconds?: number | undefined;
  /** The read waits for a card, a key of a scanner, or a busy reader. */
  onWaiting?: ((waiting: Waiting) => void) | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** The text, with the verification so far: on a slow link seconds before the portrait. */
  onRecord?: ((read: ReadAnswer) => void) | undefined;
  /** Cancels the read, also in the daemon. */
  signal?: AbortSignal | undefined;
  /** Deadline of the whole in milliseconds. Default: 300,000 after the wait. */
  timeout?: number | undefined;
}
export interface EventsOptions {
  /** Id of the only reader of interest. */
  reader?: string | undefined;
  /** Continues after this event, if the daemon still knows it. */
  lastEventId?: string | undefined;
  /** Ends the iteration. */
  signal?: AbortSignal | undefined;
  /** The longest silence in milliseconds, comments included. Default: 60,000. */
  timeout?: number | undefined;
}

/**
 * A refusal of the daemon (RFC 9457), or the failure of a connection: `unreachable`, `not_permitted`, `disconnected`, `timed_out`,
 * `cancelled`, `malformed`, `too_large`. `code` is stable, for programs. No message contains a key or what a card says.
 */
export class FivestarError extends Error {
  readonly code: string;
  /** The HTTP status of a refusal, else null. */
  readonly status: number | null;
  /** The members of the problem, such as `field`, `accepts`, `attempts_left`, `retry_after`; empty for the failure of a connection. */
  readonly problem: Readonly<Record<string, unknown>>;
  /** For people, in the language of the client. */
  get title(): string;
  /** For people, often with a remedy; null if there is none. */
  get detail(): string | null;
}

export class Portrait {
  readonly mediaType: string;
  /** The picture file. */
  readonly data: Buffer;
}

/** A finished read. The daemon deletes it soon after the card is removed, or at once by `forget()`. Logging it shows nothing personal. */
export class CardRead {
  private constructor();
  /** The whole answer of the daemon. */
  get answer(): ReadAnswer;
  get id(): string;
  /** What the card says. It is personal data: keep it out of logs. */
  get record(): CardRecord;
  /** Null if the verification was not granted or not requested. */
  get verdict(): Verdict | null;
  /** The value of a field path, such as `holder.names.latin`. Null if the card lacks it, or if it was not requested or granted. */
  value(path: string): unknown;
  /** The portrait, converted to this type; null: as the chip stores it. `not_acceptable` if it cannot be converted. */
  portrait(
    mediaType?: "image/jpeg" | "image/png" | "image/x-portable-pixmap" | null,
    options?: RequestOptions,
  ): Promise<Portrait>;
  /** Compares values, such as those of a booking, with the card: `{"holder.names": "Anna Specimen"}`. A card permits ten requests. */
  match(values: Record<string, string>, options?: RequestOptions): Promise<Comparison>;
  /** Deletes the read in the daemon, whose memory is zeroized. Does nothing if it is gone already. */
  forget(options?: RequestOptions): Promise<void>;
}

/** A client of fivestard. Requests may run at the same time; each has a connection of its own. They reject with `FivestarError`. */
export class Client {
  constructor(options?: ClientOptions);
  /** Reads a card. An exception of a callback ends the read. */
  read(options?: ReadOptions): Promise<CardRead>;
  /** A finished read of this user. */
  getRead(id: string, options?: RequestOptions): Promise<CardRead>;
  /** Compares two reads, card and passport of one traveller. `fields` default to those that are granted. */
  crossCheck(one: CardRead, other: CardRead, options?: RequestOptions & { fields?: readonly string[] | undefined }): Promise<Comparison>;
  /** The events of the readers; the first is `snapshot`. Ends when the daemon ends them, for a restart, or `signal` aborts. */
  events(options?: EventsOptions): AsyncGenerator<CardEvent, void, undefined>;
  /** The readers that this user may use, and their cards. */
  readers(options?: RequestOptions): Promise<Reader[]>;
  reader(id: string, options?: RequestOptions): Promise<Reader>;
  /** The daemon's state. */
  health(options?: RequestOptions): Promise<Health>;
  /** Trust anchors, their sources, and skipped files. */
  trust(options?: RequestOptions): Promise<Trust>;
  /** Problems of this machine found by the daemon, with remedies. */
  diagnosis(options?: RequestOptions): Promise<Diagnosis>;
  /** What this user is granted. */
  whoami(options?: RequestOptions): Promise<WhoAmI>;
  /** Takes a number of a Chinese identity card, travel permit or passport apart and checks it, without a card. */
  checkNumber(number: string, options?: RequestOptions): Promise<CheckedNumber>;
  /** Makes what a scanner read, with its framing, the key of the next read at this reader with `access: { scanned: true }`. */
  pushKey(reader: string, octets: string | Uint8Array, options?: RequestOptions): Promise<ScannedKey>;
  /** Any other request of the contract. `body` is sent as JSON. Parsed JSON, the octets of another type, or null if empty. */
  request(method: string, target: string, body?: unknown, options?: RequestOptions): Promise<unknown>;
}

export const defaultSocketPath: string;
