// SPDX-License-Identifier: Apache-2.0
"use strict";

const texts = {
  unreachable: "nothing listens at the daemon's socket",
  not_permitted: "the permissions of the daemon's socket refuse this user",
  disconnected: "the daemon closed the connection before its answer was complete",
  timed_out: "no answer of the daemon within the deadline",
  cancelled: "the request was cancelled",
  malformed: "the answer is not what the contract describes",
  too_large: "the answer exceeds the limits of this package",
};

/** A refusal of the daemon, or the failure of a connection: see index.d.ts. */
class FivestarError extends Error {
  constructor(code, { status = null, problem = {}, cause } = {}) {
    const people = [problem.title, problem.detail].filter((text) => typeof text === "string" && text !== "");
    const parts = people.length > 0 ? people : [texts[code]].filter(Boolean);
    super([code, ...parts].join(": "), cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = status;
    this.problem = problem;
  }

  get title() {
    return textOf(this.problem.title) ?? "";
  }

  get detail() {
    return textOf(this.problem.detail);
  }

  /** A problem (RFC 9457), whose status may be that of the response. */
  static ofProblem(problem, httpStatus) {
    const status = Number.isInteger(problem.status) ? problem.status : httpStatus;
    return new FivestarError(textOf(problem.code) ?? `http_${status}`, { status, problem });
  }

  /** The error for one of node:http or of the operating system. */
  static ofFailure(error) {
    if (error instanceof FivestarError) return error;
    const code = String(error?.code);
    if (["EACCES", "EPERM"].includes(code)) return new FivestarError("not_permitted", { cause: error });
    if (["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"].includes(code)) return new FivestarError("disconnected");
    // Errors of the parser are no causes: they have the octets of the answer.
    if (code === "HPE_HEADER_OVERFLOW") return new FivestarError("too_large");
    if (code === "HPE_INVALID_EOF_STATE") return new FivestarError("disconnected");
    if (code.startsWith("HPE_")) return new FivestarError("malformed");
    if (typeof error?.syscall === "string") return new FivestarError("unreachable", { cause: error });
    return error;
  }
}
Object.defineProperty(FivestarError.prototype, "name", { value: "FivestarError", configurable: true, writable: true });

function textOf(value) {
  return typeof value === "string" ? value : null;
}

module.exports = { FivestarError };
