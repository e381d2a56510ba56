// SPDX-License-Identifier: Apache-2.0
// index.d.ts documents what is exported here.
"use strict";
const { inspect } = require("node:util");
const { FivestarError } = require("./errors.js");
const { EventParser } = require("./event_parser.js");
const { Exchange, checkedTimeout, mediaType, objectOf, parseJson } = require("./exchange.js");

const defaultSocketPath = "/run/fivestard/fivestard.sock";
const requestMilliseconds = 30_000;
const readMilliseconds = 300_000; // beyond the wait for a card; the daemon's own deadlines end a read long before
const silenceMilliseconds = 60_000; // of an event stream; the daemon sends a comment every 15 seconds
const mostWaitSeconds = 120;
const nextWaitSeconds = 60;
const eventStream = "text/event-stream";

function readAnswer(value) {
  const answer = objectOf(value);
  if (typeof answer.id !== "string") throw new FivestarError("malformed");
  objectOf(answer.record);
  return answer;
}

function textsOf(name, values) {
  if (!Array.isArray(values)) throw new TypeError(`${name} is an array of texts`);
  return values;
}

function segment(id) {
  if (typeof id !== "string" || id === "") throw new TypeError("an id is a text that is not empty");
  return encodeURIComponent(id);
}

class Portrait {
  constructor(mediaType, data) {
    this.mediaType = mediaType;
    this.data = data;
  }

  [inspect.custom]() {
    return `Portrait { mediaType: '${this.mediaType}', data: ${this.data.length} octets }`;
  }
}

class CardRead {
  #client;
  #answer;

  constructor(client, answer) {
    this.#client = client;
    this.#answer = answer;
  }

  get answer() {
    return this.#answer;
  }

  get id() {
    return this.#answer.id;
  }

  get record() {
    return this.#answer.record;
  }

  get verdict() {
    return this.#answer.verification?.verdict ?? null;
  }

  value(path) {
    let value = this.record;
    for (const name of path.split(".")) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return null;
      value = value[name];
    }
    return value;
  }

  async portrait(accepted = "image/jpeg", options = {}) {
    const request = { target: `/v1/reads/${segment(this.id)}/portrait`, accept: accepted ?? "*/*" };
    const { type, body } = await this.#client.send(request, options);
    return new Portrait(type, body);
  }

  async match(values, options = {}) {
    return this.#client.json({ method: "POST", target: `/v1/reads/${segment(this.id)}/match`, json: { fields: values } }, options);
  }

  async forget(options = {}) {
    try {
      await this.#client.send({ method: "DELETE", target: `/v1/reads/${segment(this.id)}` }, options);
    } catch (error) {
      if (!(error instanceof FivestarError) || error.code !== "no_such_read") throw error;
    }
  }

  [inspect.custom]() {
    return `CardRead { id: '${this.id}', verdict: ${inspect(this.verdict)} }`;
  }
}

/** The requests of a client, for `Client` and `CardRead` alone. */
class Sender {
  constructor({ socketPath = defaultSocketPath, timeout = requestMilliseconds, language } = {}) {
    this.settings = { socketPath, language };
    this.timeout = checkedTimeout(timeout);
  }

  /** Sends a request; `json` is its body. */
  async send({ json, ...request }, { signal, timeout = this.timeout } = {}) {
    const exchange = new Exchange(this.settings, timeout, signal);
    try {
      const response = await exchange.start(json === undefined ? request : { ...request, body: Buffer.from(JSON.stringify(json)) });
      return { type: mediaType(response), body: await exchange.body(response) };
    } finally {
      exchange.end();
    }
  }

  async json(request, options) {
    return objectOf(parseJson((await this.send(request, options)).body));
  }
}

class Client {
  #sender;

  constructor(options = {}) {
    this.#sender = new Sender(options);
  }

  async health(options) {
    return this.#sender.json({ target: "/v1/health" }, options);
  }

  async readers(options) {
    const { readers } = await this.#sender.json({ target: "/v1/readers" }, options);
    if (!Array.isArray(readers)) throw new FivestarError("malformed");
    return readers;
  }

  async reader(id, options) {
    return this.#sender.json({ target: `/v1/readers/${segment(id)}` }, options);
  }

  async trust(options) {
    return this.#sender.json({ target: "/v1/trust" }, options);
  }

  async diagnosis(options) {
    return this.#sender.json({ target: "/v1/diagnosis" }, options);
  }

  async whoami(options) {
    return this.#sender.json({ target: "/v1/whoami" }, options);
  }

  async checkNumber(number, options) {
    return this.#sender.json({ method: "POST", target: "/v1/number", json: { number } }, options);
  }

  async pushKey(reader, octets, options) {
    const target = `/v1/readers/${segment(reader)}/key`;
    return this.#sender.json({ method: "PUT", target, body: Buffer.from(octets), contentType: "application/octet-stream" }, options);
  }

  async request(method, target, body, options) {
    const { type, body: octets } = await this.#sender.send({ method, target, accept: "*/*", json: body }, options);
    if (type === "application/json") return parseJson(octets);
    return octets.length > 0 ? octets : null;
  }

  async read(options = {}) {
    const { reader, card, access, fields, require: required, evidence, waitFor = "present", onWaiting, onProgress, onRecord, signal } = options;
    const waitSeconds = options.waitSeconds ?? (waitFor === "next" ? nextWaitSeconds : 0);
    if (!(Number.isInteger(waitSeconds) && waitSeconds >= 0 && waitSeconds <= mostWaitSeconds)) {
      throw new RangeError(`waitSeconds is 0 to ${mostWaitSeconds}`);
    }
    const order = { wait_for: waitFor, wait_seconds: waitSeconds };
    for (const [name, value] of Object.entries({ reader, card, access, evidence })) if (value !== undefined) order[name] = value;
    if (fields !== undefined) order.fields = textsOf("fields", fields);
    if (required !== undefined) order.require = textsOf("require", required);

    const timeout = options.timeout ?? readMilliseconds + waitSeconds * 1000;
    const exchange = new Exchange(this.#sender.settings, timeout, signal);
    try {
      const request = { method: "POST", target: "/v1/read", accept: eventStream, body: Buffer.from(JSON.stringify(order)) };
      const response = await exchange.start(request);
      if (mediaType(response) !== eventStream) {
        return new CardRead(this.#sender, readAnswer(parseJson(await exchange.body(response))));
      }
      for await (const { name, data } of events(exchange, response)) {
        if (name === "result") return new CardRead(this.#sender, readAnswer(parseJson(data)));
        if (name === "problem") throw FivestarError.ofProblem(objectOf(parseJson(data)), 500);
        if (name === "waiting") onWaiting?.(objectOf(parseJson(data)));
        if (name === "progress") onProgress?.(objectOf(parseJson(data)));
        if (name === "record") onRecord?.(readAnswer(parseJson(data)));
      }
      throw new FivestarError("disconnected");
    } finally {
      exchange.end();
    }
  }

  async getRead(id, options) {
    return new CardRead(this.#sender, readAnswer(await this.#sender.json({ target: `/v1/reads/${segment(id)}` }, options)));
  }

  async crossCheck(one, other, { fields, ...options } = {}) {
    const json = { reads: [one.id, other.id] };
    if (fields !== undefined) json.fields = textsOf("fields", fields);
    return this.#sender.json({ method: "POST", target: "/v1/cross-check", json }, options);
  }

  async *events({ reader, lastEventId, signal, timeout = silenceMilliseconds } = {}) {
    const exchange = new Exchange(this.#sender.settings, timeout, signal);
    try {
      const target = reader === undefined ? "/v1/events" : `/v1/events?reader=${segment(reader)}`;
      const headers = lastEventId === undefined ? {} : { "Last-Event-ID": lastEventId };
      const response = await exchange.start({ target, accept: eventStream, headers });
      if (mediaType(response) !== eventStream) throw new FivestarError("malformed");
      for await (const { name, id, data } of events(exchange, response, () => exchange.startTimer())) {
        exchange.stopTimer(); // the time of the program is not the daemon's silence
        yield { ...objectOf(parseJson(data)), event: name, eventId: id };
        exchange.startTimer();
      }
    } catch (error) {
      if (!(error instanceof FivestarError) || error.code !== "cancelled") throw error;
    } finally {
      exchange.end();
    }
  }
}

/** The events of a response; `onPiece` is called for each piece, comments included. */
async function* events(exchange, response, onPiece = () => {}) {
  const parser = new EventParser();
  for await (const piece of exchange.pieces(response)) {
    onPiece();
    yield* parser.feed(piece);
  }
}

module.exports = { CardRead, Client, FivestarError, Portrait, defaultSocketPath };
