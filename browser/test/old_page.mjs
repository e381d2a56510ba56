// SPDX-License-Identifier: Apache-2.0
// old_page.mjs PORT ZKIDRONLINE EST CVR: prints what a page of http://127.0.0.1:PORT, and one of another port, get from the
// local services at these ports, with the calls that pages of their time make.
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import { browserProgram } from "./terminal.mjs";

const [port, zkidronline, est, cvr] = process.argv.slice(2).map(Number);

function serve(at) {
  const server = createServer((_, response) => response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>old</title>"));
  return new Promise((resolve) => server.listen(at, "127.0.0.1", () => resolve(server)));
}

/** Runs in the page. */
async function oldCalls([zkidronline, est, cvr]) {
  const ajax = (url) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("GET", url);
      request.onload = () => resolve(request.responseText);
      request.onerror = () => resolve(null);
      request.send();
    });
  const failed = "failed";
  const zk = await ajax(`http://127.0.0.1:${zkidronline}/ZKIDROnline/ScanReadIdCardInfo?OP-DEV=1&CMD-URL=4&REPEAT=1`);
  const { Certificate } = zk === null ? {} : JSON.parse(zk.replace(/\\/g, "/"));
  const ofCvr = await fetch(`http://localhost:${cvr}/readcard&t=${Date.now()}`).then((response) => response.json(), () => null);
  const ofEst = await new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${est}`);
    socket.onopen = () => socket.send("EST_Reader_ReadIDCard#");
    socket.onmessage = ({ data }) => {
      socket.close();
      resolve(JSON.parse(data));
    };
    socket.onerror = () => resolve(null);
  });
  const jsonp = await new Promise((resolve) => {
    const script = document.createElement("script");
    window.jsonp_1 = resolve;
    script.onload = () => resolve("loaded");
    script.onerror = () => resolve(failed);
    script.src = `http://127.0.0.1:${zkidronline}/ZKIDROnline/ScanReadIdCardInfo?callback=jsonp_1`;
    document.head.append(script);
  });
  return {
    zkidronline: Certificate ? [Certificate.Name, Certificate.IDNumber] : failed,
    est: ofEst ? [ofEst.name, ofEst.certNo] : failed,
    cvr: ofCvr ? [ofCvr.resultContent.partyName, ofCvr.certNumber] : failed,
    jsonp,
  };
}

const servers = [await serve(port), await serve(0)];
const browser = await chromium.launch({ executablePath: browserProgram, args: ["--no-sandbox"] });
try {
  const seen = {};
  for (const [name, server] of [["allowed", servers[0]], ["other", servers[1]]]) {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    seen[name] = await page.evaluate(oldCalls, [zkidronline, est, cvr]);
  }
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
  for (const server of servers) server.close();
}
