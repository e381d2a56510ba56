// SPDX-License-Identifier: Apache-2.0
"use strict";
const http = require("node:http");
const { FivestarError } = require("./errors.js");

// The limits of libfivestar.
const mostHeadOctets = 16 * 1024;
const mostBodyOctets = 32 * 1024 * 1024;
const retryMilliseconds = 10; // while the daemon's queue of connections is full
const mostMilliseconds = 2 ** 31 - 1; // of a timer of Node

const problemType = "application/problem+json";

function checkedTimeout(milliseconds) {
  if (typeof milliseconds !== "number" || !(milliseconds > 0 && milliseconds <= mostMilliseconds)) {
    throw new RangeError("a timeout is a number of milliseconds above 0");
  }
  return milliseconds;
}

/** One request and its answer, on a connection of its own, until a deadline or a signal ends it. */
class Exchange {
  #settings;
  #milliseconds;
  #signal;
  #request = null;
  #timer;
  #failure = null;
  #onFailure = () => {};
  #abort = () => this.#fail(new FivestarError("cancelled", { cause: this.#signal.reason }));

  constructor(settings, milliseconds, signal) {
    this.#settings = settings;
    this.#milliseconds = checkedTimeout(milliseconds);
    this.#signal = signal;
  }

  /** Sends the request; the response, once its head is there and it is no refusal. */
  async start({ method = "GET", target, accept = "application/json", body, contentType = "application/json", headers = {} }) {
    const { socketPath, language } = this.#settings;
    const all = { Accept: `${accept}, ${problemType}`, Connection: "close", ...headers };
    if (language !== undefined) all["Accept-Language"] = language;
    if (body !== undefined) Object.assign(all, { "Content-Type": contentType, "Content-Length": body.length });
    const options = { socketPath, path: target, method, headers: all, agent: false, maxHeaderSize: mostHeadOctets };
    if (this.#signal?.aborted) this.#abort();
    this.#signal?.addEventListener("abort", this.#abort);
    this.startTimer();
    let response;
    do response = await this.#send(options, body);
    while (response === null);
    if (response.statusCode >= 400) throw FivestarError.ofProblem(await this.#problem(response), response.statusCode);
    if (response.statusCode >= 300) throw new FivestarError("malformed");
    return response;
  }

  /** The deadline begins, or begins anew: that of a stream is the longest silence. */
  startTimer() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail(new FivestarError("timed_out")), this.#milliseconds);
  }

  stopTimer() {
    clearTimeout(this.#timer);
  }

  /** The pieces of the body. */
  async *pieces(response) {
    try {
      for await (const piece of response) yield piece;
    } catch (error) {
      throw this.#failure ?? FivestarError.ofFailure(error);
    }
    if (this.#failure !== null) throw this.#failure;
    if (!response.complete) throw new FivestarError("disconnected");
  }

  async body(response) {
    const pieces = [];
    let size = 0;
    for await (const piece of this.pieces(response)) {
      size += piece.length;
      if (size > mostBodyOctets) throw new FivestarError("too_large");
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }

  /** Closes the connection, whether the answer is complete or not. */
  end() {
    this.stopTimer();
    this.#signal?.removeEventListener("abort", this.#abort);
    this.#request?.destroy();
  }

  #fail(error) {
    this.#failure ??= error;
    this.#request?.destroy(this.#failure);
    this.#onFailure(this.#failure);
  }

  /** Null if the daemon's queue of connections was full. */
  #send(options, body) {
    return new Promise((resolve, reject) => {
      this.#onFailure = reject;
      if (this.#failure !== null) return reject(this.#failure);
      this.#request = http.request(options);
      this.#request.on("response", resolve);
      this.#request.on("error", (error) => {
        if (error.code === "EAGAIN") return void setTimeout(() => resolve(null), retryMilliseconds);
        this.#failure ??= FivestarError.ofFailure(error); // also of the parser, within the body
        reject(this.#failure);
      });
      this.#request.end(body);
    });
  }

  async #problem(response) {
    const body = await this.body(response);
    return mediaType(response) === problemType ? objectOf(parseJson(body)) : {};
  }
}

/** Without parameters, in lower case; empty if there is none. */
function mediaType(response) {
  return (response.headers["content-type"] ?? "").split(";")[0].trim().toLowerCase();
}

/** Fails for octets that are not JSON in UTF-8. */
function parseJson(octets) {
  try {
    const text = typeof octets === "string" ? octets : new TextDecoder("utf-8", { fatal: true }).decode(octets);
    return JSON.parse(text);
  } catch {
    // No cause: it would quote the answer.
    throw new FivestarError("malformed");
  }
}

function objectOf(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new FivestarError("malformed");
  return value;
}

module.exports = { Exchange, checkedTimeout, mediaType, objectOf, parseJson };
