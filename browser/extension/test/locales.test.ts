// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { fieldName } from "../src/field_names.js";

const extension = fileURLToPath(new URL("..", import.meta.url));
const locale = (name: string) =>
  JSON.parse(readFileSync(join(extension, `public/_locales/${name}/messages.json`), "utf8")) as Record<string, { message: string }>;

test("both languages have the same texts, and the window uses no other", () => {
  const [en, zh] = [locale("en"), locale("zh_CN")];
  expect(Object.keys(zh)).toEqual(Object.keys(en));
  for (const { message } of Object.values(zh)) expect(message).toMatch(/\p{Script=Han}/u);
  const page = readFileSync(join(extension, "public/consent.html"), "utf8");
  for (const [, name] of page.matchAll(/data-text="(\w+)"/g)) expect(Object.keys(en)).toContain(name);
});

test("fields have names for people", () => {
  expect(fieldName("holder.names", "zh")).toBe("姓名");
  expect(fieldName("compare.holder.birth_date", "en")).toBe("comparison only: date of birth");
  expect(fieldName("holder.names.latin", "zh")).toBe("holder.names.latin");
  expect(fieldName("constructor", "en")).toBe("constructor");
});
