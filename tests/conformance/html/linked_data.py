"""Read the linked data of pages with programs that others wrote: a line of JSON for each page.

    linked_data.py PAGE ...

extruct finds it, pyld expands its JSON-LD and turns it into triples. Nothing is fetched: the vocabulary stands in for
the context of schema.org, which adds to it only what is a date and what an address.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import extruct  # type: ignore[import-not-found]
from pyld import jsonld  # type: ignore[import-not-found]


def _no_network(url: str, options: object) -> dict[str, object]:  # noqa: ARG001 -- as pyld calls it
    if url.rstrip("/") != "https://schema.org":
        raise ValueError(f"the context {url} is not schema.org's")
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": {"@vocab": "https://schema.org/"}},
    }


def main() -> None:
    """Print what is found on each page."""
    jsonld.set_document_loader(_no_network)
    for page in sys.argv[1:]:
        found = extruct.extract(
            Path(page).read_text(encoding="utf-8"),
            base_url="https://journal.example.org/article.html",
            syntaxes=["json-ld", "opengraph", "dublincore"],
        )
        expanded = [node for one in found["json-ld"] for node in jsonld.expand(one)]
        triples = jsonld.to_rdf(found["json-ld"], {"format": "application/n-quads"}) if expanded else ""
        answer = {
            "page": page,
            "data": found["json-ld"],
            "types": [node.get("@type") for node in expanded],
            "triples": triples.count("\n"),
            "opengraph": [pair for one in found["opengraph"] for pair in one["properties"]],
            "dublincore": [
                [term["URI"], term.get("content") or term["href"]]
                for one in found["dublincore"]
                for term in (*one["elements"], *one["terms"])
            ],
        }
        sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
