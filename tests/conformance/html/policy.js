// What a browser makes of the policy that a page states: whether it refuses anything that the page has, whether the
// page looks as it would without it, and what of an attack still runs or loads.
//
//     node policy.js NODE_MODULES CHROMIUM PAGE ...
//
// Prints a line of JSON for each page: {page, refused, same, ran, unguarded}.
"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const [modules, executablePath, ...pages] = process.argv.slice(2);
const { chromium } = require(path.join(modules, "playwright-core"));

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
// What would have got through: each says so where it runs.
const ATTACK = `
  <script>document.title += " inline"</script>
  <script src="data:text/javascript,document.title+=' data'"></script>
  <img src="data:image/png;base64,AA" onerror="document.title += ' handler'" alt="">
  <a id="attack" href="javascript:void(document.title += ' link')">a</a>
  <svg><script>document.title += " drawing"</script></svg>
  <iframe srcdoc="<script>parent.document.title += ' frame'</script>"></iframe>
  <style>#attack { color: rgb(1, 2, 3) }</style>`;

// Before anything of the page: what is refused is written down.
function note() {
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.refused.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
  });
}

async function shown(browser, address, bypassCSP) {
  const page = await browser.newPage({ bypassCSP, viewport: { width: 1280, height: 900 } });
  await page.addInitScript(note);
  await page.goto(address);
  await page.evaluate(() => document.fonts.ready);
  const image = await page.screenshot({ fullPage: true });
  const refused = await page.evaluate(() => window.refused);
  const faces = await page.evaluate(() => [...document.fonts].filter((face) => face.status === "loaded").length);
  await page.close();
  return { image, refused, faces };
}

async function attacked(browser, address, bypassCSP) {
  const page = await browser.newPage({ bypassCSP });
  await page.goto(address);
  await page.locator("#attack").click();
  await page.waitForTimeout(300);
  const found = await page.evaluate(() => ({
    title: document.title, colour: getComputedStyle(document.querySelector("#attack")).color,
  }));
  await page.close();
  const ran = ["inline", "data", "handler", "link", "drawing", "frame"].filter((one) => found.title.includes(` ${one}`));
  return found.colour === "rgb(1, 2, 3)" ? [...ran, "style"] : ran;
}

(async () => {
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "policy-"));
  for (const file of pages) {
    const address = pathToFileURL(path.resolve(file)).href;
    const [guarded, open] = [await shown(browser, address, false), await shown(browser, address, true)];
    const copy = path.join(folder, "attacked.html");
    const title = /<title>[^]*?<\/title>/;
    fs.writeFileSync(copy, fs.readFileSync(file, "utf-8").replace(title, "<title>a</title>").replace("<body>", `<body>${ATTACK}`));
    const hostile = pathToFileURL(copy).href;
    console.log(JSON.stringify({
      page: file, refused: guarded.refused, faces: guarded.faces, same: guarded.image.equals(open.image),
      ran: await attacked(browser, hostile, false), unguarded: await attacked(browser, hostile, true),
    }));
  }
  await browser.close();
  fs.rmSync(folder, { recursive: true });
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
