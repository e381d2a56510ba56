// SPDX-License-Identifier: Apache-2.0
// The messages between page, extension and host. Pages use index.ts; these are no part of its interface.

/** What a page may ask for. `hello` is answered by the content script itself. */
export const operations = ["hello", "status", "read", "portrait", "match", "cross_check", "forget", "events"] as const;
export type Operation = (typeof operations)[number];

/** From the page to the content script, by window.postMessage. */
export interface PageRequest {
  fivestar: "request";
  id: number;
  request: { op: Operation } & Record<string, unknown>;
}
export interface PageCancel {
  fivestar: "cancel";
  id: number;
}

/** The last messages of a request are `result` and `problem`. */
export type AnswerType = "progress" | "record" | "part" | "event" | "result" | "problem";

/** From the host to the extension, without `id` and `fivestar`, and from the content script to the page. */
export interface Answer {
  type: AnswerType;
  data: unknown;
}
export interface PageAnswer extends Answer {
  fivestar: "answer";
  id: number;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isLast(answer: Answer): boolean {
  return answer.type === "result" || answer.type === "problem";
}
