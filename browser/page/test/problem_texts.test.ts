// SPDX-License-Identifier: Apache-2.0
// The codes are those of the daemon's contract and of the host's source.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { FivestarError, problemCodes, problemText } from "../src/index.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const openapi = JSON.parse(readFileSync(join(root, "daemon/api/openapi.json"), "utf8")) as {
  components: { schemas: { Problem: { properties: { code: { "x-extensible-enum": string[] } } } } };
};

describe("texts of problems", () => {
  test("exist for every code of the daemon", () => {
    for (const code of openapi.components.schemas.Problem.properties.code["x-extensible-enum"]) expect(problemCodes).toContain(code);
  });

  test("exist for every code of the host and of the extension", () => {
    const host = readFileSync(join(root, "browser/host/answer.hpp"), "utf8");
    const names = /refusal_names\(([^;]+)\);/.exec(host)?.[1]?.match(/[a-z_]+/g) ?? [];
    expect(names.length).toBeGreaterThan(10);
    for (const code of names) expect(problemCodes).toContain(code);
    const extension = ["broker", "content"].map((name) => readFileSync(join(root, `browser/extension/src/${name}.ts`), "utf8")).join();
    const used = [...extension.matchAll(/(?:return|refuse\(id,|cancel\(|\? ) ?"([a-z]+_[a-z_]+)"/g)].map((match) => match[1]);
    expect(used.length).toBeGreaterThan(8);
    for (const code of used) expect(problemCodes).toContain(code);
  });

  test("are in both languages", () => {
    for (const code of problemCodes) {
      expect(problemText(code, "en")).toMatch(/^[ -~]+$/);
      expect(problemText(code, "zh")).toMatch(/\p{Script=Han}/u);
    }
  });

  test("of an unknown code is the code", () => {
    expect(problemText("not_invented_yet", "zh")).toBe("not_invented_yet");
    expect(problemText("constructor", "en")).toBe("constructor");
    expect(new FivestarError("not_invented_yet", { title: "New" }).text("en")).toBe("New");
    expect(new FivestarError("no_card").text("zh")).toBe("没有卡片");
  });
});
