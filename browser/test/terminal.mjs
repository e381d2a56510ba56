// SPDX-License-Identifier: Apache-2.0
// A terminal for the tests: fivestar-demo with its cards, the host with a policy, web servers, and Chromium with the
// extension. FIVESTAR_BUILD names the build.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { connect, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const source = dirname(here);
const patience = 60_000;
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };
export const build = process.env.FIVESTAR_BUILD ?? join(source, "build/dev");
export const browserProgram = "/usr/lib/chromium/chromium";

/** The printed zone of each persona that a chip opens with. */
export function zones() {
  const printed = spawnSync(join(build, "sim/fivestar-sim"), ["--data", join(source, "sim"), "--personas"], { encoding: "utf8" }).stdout;
  const found = {};
  let name = null;
  for (const line of printed.split("\n")) {
    if (/^\S/.test(line)) {
      const [first, second] = line.split(/\s+/);
      name = second === "(sam)" ? null : first;
      if (name !== null) found[name] = [];
    } else if (name !== null && line.trim() !== "") {
      found[name].push(line.trim().split(/\s+/)[0]);
    }
  }
  return found;
}

/** What axe-core finds serious or critical on a page. */
export async function seriousViolations(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

function accepts(socket) {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.on("connect", () => {
      connection.end();
      resolve(true);
    });
    connection.on("error", () => resolve(false));
  });
}

export class Terminal {
  #daemon = null;
  #servers = [];
  #sockets = [];
  folder = mkdtempSync(join(tmpdir(), "fivestar-browser-"));
  socket = join(this.folder, "fivestard.sock");
  hostSocket = join(this.folder, "host.sock"); // leads to the daemon, and counts
  connections = { made: 0, open: new Set() };
  profile = join(this.folder, "profile");

  async startDaemon(personas) {
    const words = ["--data", join(source, "sim"), "--socket", this.socket, "--trust", join(this.folder, "trust"), ...personas];
    this.#daemon = spawn(join(build, "demo/fivestar-demo"), words, { stdio: ["ignore", "ignore", process.env.FIVESTAR_SHOW ? "inherit" : "ignore"] });
    const deadline = Date.now() + patience;
    while (!(await accepts(this.socket))) {
      if (Date.now() > deadline) throw new Error("fivestar-demo does not listen");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Lets the host reach the daemon. */
  async openHostSocket() {
    const server = createSocketServer((host) => {
      const daemon = connect(this.socket);
      ++this.connections.made;
      this.connections.open.add(host);
      host.on("close", () => this.connections.open.delete(host));
      for (const [one, other] of [[host, daemon], [daemon, host]]) {
        one.pipe(other);
        one.on("close", () => other.destroy());
        one.on("error", () => other.destroy());
      }
    });
    await new Promise((resolve) => server.listen(this.hostSocket, resolve));
    this.#sockets.push(server);
  }

  async closeHostSocket() {
    for (const host of this.connections.open) host.destroy();
    await Promise.all(this.#sockets.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  }

  /** Kills the hosts of this terminal, which their socket tells from others. */
  killHosts() {
    for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        if (readFileSync(`/proc/${name}/cmdline`, "utf8").includes(`\0${this.hostSocket}\0`)) process.kill(Number(name), "SIGKILL");
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  async stopDaemon() {
    const ended = new Promise((resolve) => this.#daemon.once("exit", resolve));
    this.#daemon.kill("SIGTERM");
    await ended;
    this.#daemon = null;
  }

  /** A key and a certificate that no browser trusts. */
  #selfSigned() {
    const [key, cert] = [join(this.folder, "key.pem"), join(this.folder, "certificate.pem")];
    const words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", cert];
    const made = spawnSync("openssl", words);
    if (made.status !== 0) throw new Error(String(made.stderr));
    return { key: readFileSync(key), cert: readFileSync(cert) };
  }

  /** Serves a folder at an origin of its own. */
  async serve(folder, { isSecure = false } = {}) {
    const answer = (request, response) => {
      const path = new URL(request.url, "http://host").pathname;
      const file = normalize(join(folder, path === "/" ? "index.html" : path));
      try {
        if (!file.startsWith(folder)) throw new Error("outside");
        const content = readFileSync(file);
        response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" }).end(content);
      } catch {
        response.writeHead(404).end();
      }
    };
    const server = isSecure ? createSecureServer(this.#selfSigned(), answer) : createServer(answer);
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.#servers.push(server);
    return `${isSecure ? "https" : "http"}://127.0.0.1:${server.address().port}`;
  }

  policy(text) {
    mkdirSync(join(this.folder, "policy"), { recursive: true, mode: 0o755 });
    writeFileSync(join(this.folder, "policy/test.toml"), text, { mode: 0o644 });
  }

  /** Makes the host known to the browser of this profile. */
  installHost(consentMilliseconds = 120_000) {
    const hosts = join(this.profile, "NativeMessagingHosts");
    mkdirSync(hosts, { recursive: true });
    const program = join(this.folder, "host");
    const words = [join(build, "demo/fivestar-demo-browser-host"), join(this.folder, "policy"), this.hostSocket, consentMilliseconds];
    writeFileSync(program, `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`);
    chmodSync(program, 0o755);
    const id = /chrome-extension:\/\/[a-p]{32}\//.exec(readFileSync(join(here, "policy/extension_id.hpp"), "utf8"))[0];
    const manifest = { name: "fivestar.browser", description: "test", path: program, type: "stdio", allowed_origins: [id] };
    writeFileSync(join(hosts, "fivestar.browser.json"), JSON.stringify(manifest));
  }

  removeHost() {
    rmSync(join(this.profile, "NativeMessagingHosts"), { recursive: true, force: true });
  }

  launch({ language = "en-US", withExtension = true } = {}) {
    const extension = join(here, "extension/dist/chromium");
    const load = withExtension ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`] : [];
    return chromium.launchPersistentContext(this.profile, {
      executablePath: browserProgram,
      headless: false, // the extension needs the new headless mode, which the option below is
      ignoreDefaultArgs: ["--disable-extensions"],
      args: ["--headless=new", "--no-sandbox", "--disable-features=DisableLoadExtensionCommandLineSwitch", `--lang=${language}`, ...load],
      env: { ...process.env, LANGUAGE: language },
      locale: language,
      ignoreHTTPSErrors: true,
      viewport: { width: 1024, height: 768 },
    });
  }

  async close() {
    await this.closeHostSocket();
    if (this.#daemon !== null) await this.stopDaemon();
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
