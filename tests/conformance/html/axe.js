// What axe-core finds on pages, in light and dark, on screens of three widths; and what it has no rule for: that a
// page fits the width of its screen, however the reader spaces the text, shows where the focus is, and keeps still
// for who asks for that.
//
//     node axe.js NODE_MODULES CHROMIUM PAGE ...
//
// Prints a line of JSON for each page, scheme and width: {page, scheme, width, version, passes, findings}.
"use strict";

const path = require("node:path");
const { pathToFileURL } = require("node:url");

const [modules, executablePath, ...pages] = process.argv.slice(2);
const { chromium } = require(path.join(modules, "playwright-core"));
const axe = require(path.join(modules, "axe-core"));

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
// Of all these rules, a scheme changes the answer of those on colours alone.
const COLOURS = ["color-contrast", "link-in-text-block"];
const SHAPES = { runOnly: STANDARDS, rules: Object.fromEntries(COLOURS.map((rule) => [rule, { enabled: false }])) };
// A screen of 1280 pixels at 400 % is one of 320 (WCAG 2.2, 1.4.10). Colours are the same on all of them; they take
// longer than all else, and are asked in light where things stand beside each other, and in dark where they do not.
const RUNS = [
  { scheme: "light", width: 320, asked: SHAPES },
  { scheme: "light", width: 768, asked: SHAPES },
  { scheme: "light", width: 1280, asked: { runOnly: STANDARDS } },
  { scheme: "dark", width: 768, asked: { runOnly: { type: "rule", values: COLOURS } } },
];
// WCAG 2.2, 1.4.12.
const SPACED = `* { letter-spacing: 0.12em !important; line-height: 1.5 !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }`;
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

// In the page: how far it can be scrolled sideways.
function tooWide(how) {
  const wide = document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth;
  return wide > 0 ? [`reflow: ${how}the page is ${wide} px wider than the screen`] : [];
}

// In the page: each thing that takes the focus shows that it has it, where the reader can see it.
function focusUnseen() {
  const unseen = [];
  for (const element of document.querySelectorAll("a[href]:not([tabindex]), summary, [tabindex='0']")) {
    if (!element.checkVisibility()) continue;
    element.focus({ focusVisible: true });
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (document.activeElement !== element || !outlined || !box.width || box.right < 1 || box.bottom < 1) {
      unseen.push(`focus: not seen on ${element.outerHTML.slice(0, 120)}`);
    }
  }
  document.activeElement.blur();
  return unseen;
}

// In the page, whose reader wants less motion: what moves all the same.
function moving() {
  const seconds = (durations) => Math.max(...durations.split(",").map(parseFloat));
  return [...document.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    return seconds(style.animationDuration) || seconds(style.transitionDuration) || style.scrollBehavior === "smooth";
  }).map((element) => `motion: of ${element.tagName} ${element.className}`);
}

async function judge(page, { scheme, width, asked }) {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
  await page.setViewportSize({ width, height: 900 });
  const found = await page.evaluate(
    (options) => axe.run(document, { ...options, resultTypes: ["violations"] }), asked,
  );
  const findings = found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.target.join(" ")}: ${node.failureSummary}`));
  if (scheme === "light") {
    for (const seen of [tooWide, focusUnseen, moving]) findings.push(...await page.evaluate(seen, ""));
    const spaced = await page.addStyleTag({ content: SPACED });
    findings.push(...await page.evaluate(tooWide, "with its text spaced, "));
    await spaced.evaluate((style) => style.remove());
  }
  return { version: axe.version, passes: found.passes.length, findings };
}

(async () => {
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  for (const file of pages) {
    const page = await browser.newPage({ bypassCSP: true });
    await page.goto(pathToFileURL(path.resolve(file)).href);
    // Also what is folded away.
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
    await page.evaluate(axe.source);
    for (const run of RUNS) {
      console.log(JSON.stringify({ page: file, scheme: run.scheme, width: run.width, ...await judge(page, run) }));
    }
    await page.close();
  }
  await browser.close();
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
