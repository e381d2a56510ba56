// SPDX-License-Identifier: Apache-2.0
"use strict";
const { StringDecoder } = require("node:string_decoder");
const { FivestarError } = require("./errors.js");

// The limits of libfivestar, in UTF-16 units instead of octets.
const mostEventUnits = 4 * 1024 * 1024; // of one line, and of the data of one event
const mostNameUnits = 256; // and of an id

/** Parses text/event-stream, as the WHATWG HTML standard describes it in section 9.2, in pieces of any size. */
class EventParser {
  #decoder = new StringDecoder("utf8");
  #line = "";
  #afterCarriageReturn = false;
  #isFirstLine = true;
  #data = null;
  #dataUnits = 0;
  #name = "";
  #id = "";

  /** The events that these octets complete: `{ name, id, data }`. */
  feed(octets) {
    const events = [];
    let text = this.#decoder.write(octets);
    if (text === "") return events;
    if (this.#afterCarriageReturn && text.startsWith("\n")) text = text.slice(1);
    this.#afterCarriageReturn = text.endsWith("\r");
    const pieces = text.split(/\r\n|\r|\n/);
    for (const [index, piece] of pieces.entries()) {
      if (this.#line.length + piece.length > mostEventUnits) throw new FivestarError("too_large");
      this.#line += piece;
      if (index === pieces.length - 1) break;
      const line = this.#line;
      this.#line = "";
      this.#takeLine(line, events);
    }
    return events;
  }

  #takeLine(given, events) {
    const line = this.#isFirstLine && given.startsWith("\uFEFF") ? given.slice(1) : given;
    this.#isFirstLine = false;
    if (line !== "") return this.#takeField(line);
    if (this.#data !== null) events.push({ name: this.#name || "message", id: this.#id, data: this.#data.join("\n") });
    this.#data = null;
    this.#dataUnits = 0;
    this.#name = "";
  }

  #takeField(line) {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (name === "data") {
      this.#data ??= [];
      this.#data.push(value);
      this.#dataUnits += value.length + 1;
      if (this.#dataUnits > mostEventUnits) throw new FivestarError("too_large");
    } else if (name === "event" || name === "id") {
      if (value.length > mostNameUnits) throw new FivestarError("too_large");
      if (name === "event") this.#name = value;
      else if (!value.includes("\0")) this.#id = value;
    }
  }
}

module.exports = { EventParser };
