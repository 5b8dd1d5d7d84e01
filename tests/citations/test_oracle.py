"""Citations and references as citeproc-js, the reference implementation of CSL, prints them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.citations import Bibliography, cite
from tests._support.cases import case_from

HERE = Path(__file__).parent / "citeproc_js"
STYLES = sorted(path.stem for path in (HERE / "expected").glob("*.json"))
REFERENCES = json.loads((HERE / "references.json").read_text("utf-8"))
CLUSTERS = json.loads((HERE / "clusters.json").read_text("utf-8"))
DIFFERENCES = yaml.safe_load((HERE / "differences.yaml").read_text("utf-8"))
# Whose given names are initials typed together, of which citeproc-js prints the first.
TOGETHER = {r["id"] for r in REFERENCES if any(re.fullmatch("[A-Z]{2,3}", n.get("given", "")) for n in r.get("author", ()))}  # fmt: skip


@cache
def expected(style: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((HERE / "expected" / f"{style}.json").read_text("utf-8"))
    return answer


@cache
def printed(style: str) -> Bibliography:
    prose = "\n\n".join(f"Sentence {n} [{'; '.join(map(typed, c))}]." for n, c in enumerate(CLUSTERS))
    return cite(case_from({"references": REFERENCES, "style": {"csl": style}, "discussion": prose}))


def typed(item: dict[str, str]) -> str:
    locator = f", p. {item['locator']}" if "locator" in item else ""
    return f"{item.get('prefix', '')}@{item['id']}{locator}{item.get('suffix', '')}"


def entries(style: str) -> dict[str, str]:
    return {
        entry.key: squeezed(f"{entry.label} {''.join(piece.text for piece in entry.pieces)}")
        for entry in printed(style).entries
    }


def squeezed(text: str) -> str:
    return " ".join(text.split())


def as_they_would(style: str, key: str, entry: str) -> str:
    """*entry*, with what casegen prints on purpose put back to what citeproc-js prints."""
    for difference in DIFFERENCES:
        if difference["key"] == key and style in difference["styles"]:
            assert difference["ours"] in entry, f"{style}: {key}: the difference is no more: {entry}"
            entry = entry.replace(difference["ours"], difference["theirs"])
    return entry


def with_one_initial(entry: str) -> str:
    """``Kim JH`` -> ``Kim J``; ``Kim, J. H.`` -> ``Kim, J.``."""
    return re.sub(r"(?<=\w )([A-Z])[A-Z]{1,2}(?=[,.])|(?<=, )([A-Z]\.)(?: [A-Z]\.)+", r"\1\2", entry)


@pytest.mark.parametrize("style", STYLES)
def test_the_reference_list_is_in_their_order(style: str) -> None:
    assert list(entries(style)) == list(expected(style)["bibliography"])


@pytest.mark.parametrize(("style", "key"), [(style, key) for style in STYLES for key in sorted(expected(style)["bibliography"])])  # fmt: skip
def test_an_entry_is_printed_as_they_print_it(style: str, key: str) -> None:
    ours = as_they_would(style, key, entries(style)[key])
    theirs = squeezed(expected(style)["bibliography"][key])
    if key in TOGETHER:
        ours, theirs = with_one_initial(ours), with_one_initial(theirs)
    assert ours == theirs


def clusters() -> Iterator[tuple[str, int]]:
    for style in STYLES:
        for at, cluster in enumerate(CLUSTERS):
            if len({item["id"] for item in cluster}) == len(cluster):
                yield style, at


@pytest.mark.parametrize(("style", "at"), list(clusters()))
def test_a_citation_is_printed_as_they_print_it(style: str, at: int) -> None:
    assert citation(style, at) == expected(style)["citations"][at]


@pytest.mark.parametrize("style", STYLES)
def test_a_key_that_is_repeated_is_printed_once(style: str) -> None:
    (repeated,) = set(range(len(CLUSTERS))) - {at for name, at in clusters() if name == style}
    once = next(at for at, cluster in enumerate(CLUSTERS) if cluster == CLUSTERS[repeated][:1])
    assert citation(style, repeated) == citation(style, once)


def citation(style: str, at: int) -> str:
    pieces = list(printed(style).citations.values())[at]
    return "".join(piece.text for piece in pieces if not piece.covered)
