// node judge.js CITEPROC LOCALES < runs: each style's citations and entries as citeproc-js prints them, one line of JSON a run.
//
// A run: {style: path, language, references: CSL-JSON, clusters: [{items, narrative}]}.
"use strict";
const fs = require("fs");
const path = require("path");

const [, , citeproc, locales] = process.argv;
const CSL = require(citeproc);

for (const run of JSON.parse(fs.readFileSync(0, "utf8"))) {
  console.log(JSON.stringify(printed(run)));
}

function printed({ style, language, references, clusters }) {
  const items = new Map(references.map((reference) => [reference.id, reference]));
  const text = fs.readFileSync(style, "utf8");
  const system = {
    retrieveLocale,
    retrieveItem: (id) => ({ ...structuredClone(items.get(id)), system_id: id }),
    // Some styles print nothing of some references: the key behind each entry tells whose it is.
    embedBibliographyEntry: (id) => `<!--${id}-->`,
  };
  const engine = new CSL.Engine(system, text, language);
  const notes = /\bclass="note"/.test(text);
  const citations = clusters.map((cluster, n) => ({
    citationID: `cluster-${n}`,
    citationItems: structuredClone(cluster.items),
    properties: { noteIndex: notes ? n + 1 : 0, ...(cluster.narrative && { mode: "composite" }) },
  }));
  // References that nobody cites stand in the list too. Only then are the numbers of a sorted list known.
  engine.rebuildProcessorState(citations, "html", [...items.keys()]);
  const registered = engine.registry.citationreg.citationById;
  const [, entries] = engine.makeBibliography();
  return {
    citations: citations.map(({ citationID }) => {
      const citation = registered[citationID];
      return engine.process_CitationCluster(citation.sortedItems, citation);
    }),
    entries: entries.map((entry) => [/<!--(.*)-->\s*$/.exec(entry)[1], entry]),
  };
}

function retrieveLocale(name) {
  const file = path.join(locales, `locales-${name}.xml`);
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : false;
}
