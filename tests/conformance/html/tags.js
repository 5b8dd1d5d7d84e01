// What two readers of metadata find on pages: a line of JSON for each page and reader, {page, reader, found}.
//
//     node tags.js NODE_MODULES PAGE ...
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const [modules, ...pages] = process.argv.slice(2);
const htmlMetadata = require(path.join(modules, "html-metadata"));
const urlMetadata = require(path.join(modules, "url-metadata"));

const HTML = { headers: { "content-type": "text/html; charset=utf-8" } };
const READERS = {
  "html-metadata": (page) => htmlMetadata.loadFromString(page),
  "url-metadata": (page) => urlMetadata(null, { parseResponseObject: new Response(page, HTML) }),
};

(async () => {
  for (const file of pages) {
    const page = fs.readFileSync(file, "utf8");
    for (const [reader, read] of Object.entries(READERS)) {
      console.log(JSON.stringify({ page: file, reader, found: await read(page) }));
    }
  }
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
