#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// build.mjs: bundles extension/dist/chromium, extension/dist/firefox, page/dist, and the demonstration in demo/dist.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const licence = { js: "// SPDX-License-Identifier: Apache-2.0" };
const common = { bundle: true, format: "esm", target: "es2022", banner: licence, absWorkingDir: here, logLevel: "warning" };

async function buildExtension(browser) {
  const out = join(here, "extension/dist", browser);
  rmSync(out, { recursive: true, force: true });
  cpSync(join(here, "extension/public"), out, { recursive: true });
  const entry = (name) => `extension/src/${name}.ts`;
  await build({ ...common, entryPoints: ["background", "consent"].map(entry), outdir: out });
  await build({ ...common, format: "iife", entryPoints: [entry("content")], outdir: out });
  const { chromium, firefox, ...shared } = JSON.parse(readFileSync(join(here, "extension/manifest.json"), "utf8"));
  const manifest = { ...shared, ...{ chromium, firefox }[browser] };
  writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function buildPage() {
  rmSync(join(here, "page/dist"), { recursive: true, force: true });
  await build({ ...common, entryPoints: ["page/src/index.ts"], outfile: "page/dist/fivestar.js" });
  // It uses the library instead of a copy: a FivestarError of one is one of the other.
  const vendors = await build({ ...common, entryPoints: ["page/src/vendors.ts"], external: ["./index.js"], write: false });
  writeFileSync(join(here, "page/dist/vendors.js"), vendors.outputFiles[0].text.replace('"./index.js"', '"./fivestar.js"'));
  execFileSync(process.execPath, [join(here, "node_modules/typescript/bin/tsc"), "-p", "page"], { cwd: here, stdio: "inherit" });
}

function buildDemo() {
  const out = join(here, "demo/dist");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  cpSync(join(here, "demo/public"), out, { recursive: true });
  cpSync(join(here, "page/dist/fivestar.js"), join(out, "fivestar.js"));
}

await buildExtension("chromium");
await buildExtension("firefox");
await buildPage();
buildDemo();
