// SPDX-License-Identifier: Apache-2.0
// lint.mjs FILE: the rules of `redocly lint`. Prints what is an error, and ends with 1 if anything is.
import { createConfig, lint } from "@redocly/openapi-core";

const config = await createConfig({ extends: ["recommended"] });
const problems = await lint({ ref: process.argv[2], config });
const errors = problems.filter((problem) => problem.severity === "error");
for (const { ruleId, message, location } of errors) console.log(ruleId, message, location.map((place) => place.pointer).join());
process.exitCode = errors.length === 0 ? 0 : 1;
