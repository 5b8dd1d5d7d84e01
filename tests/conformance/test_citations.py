"""Citations and references in the styles of a hundred journals, judged by citeproc-js.

citeproc-js is the reference implementation of CSL. Both print the same invented references and citations.
Each entry and citation must agree in its characters and in what is italic, bold, raised or lowered, apart
from spaces, quotation marks and the kind of dash. Those that do not are listed with the reason in
differences.yaml; no other may appear, and none may stay that is no more.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from casegen.citations import Piece, cite
from casegen.citations.styles import Style, find_style
from casegen.reading.order import reading_order
from tests._support.cases import case_from

HERE = Path(__file__).parent / "citations"
STYLES = (HERE / "styles.txt").read_text("utf-8").split()
REFERENCES = json.loads((HERE / "references.json").read_text("utf-8"))
CLUSTERS = yaml.safe_load((HERE / "clusters.yaml").read_text("utf-8"))
# The place of a difference -> its reason, by style. A place is a key, the prose of a citation, or "order".
DIFFERENCES: dict[str, dict[str, str]] = {}
for _difference in yaml.safe_load((HERE / "differences.yaml").read_text("utf-8")):
    for _style, _places in _difference["where"].items():
        DIFFERENCES.setdefault(_style, {}).update(dict.fromkeys(_places, _difference["reason"]))
# Whatever is listed: less agreement than this is none.
LEAST = 0.97

_UNPRINTED = re.compile(r"[\s\u200b\u2060“”‘’«»„‚‹›\"']")
_DASH = re.compile(r"[\u2010-\u2014\u2212]")
_TAGS = {"i": "italic", "b": "bold", "sup": "superscript", "sub": "subscript"}
_CSS = {
    "font-variant:small-caps;": {"small_caps": True},
    "font-variant:normal;": {"small_caps": False},
    "font-style:normal;": {"italic": False},
    "font-weight:normal;": {"bold": False},
    "baseline": {"superscript": False, "subscript": False},
}

Look = frozenset[str]


class Text(NamedTuple):
    """What is printed, without what two processors may well print otherwise; *looks* are of its letters."""

    characters: str
    looks: tuple[Look, ...]

    def __str__(self) -> str:
        letters = iter(self.looks)
        shown, last = "", frozenset[str]()
        for character in self.characters:
            look = next(letters) if character.isalnum() else last
            shown += f"<{'+'.join(sorted(look)) or '/'}>" * (look != last) + character
            last = look
        return shown


def text_of(runs: Iterable[tuple[str, Look]]) -> Text:
    characters, looks = "", []
    for run, look in runs:
        kept = _DASH.sub("-", _UNPRINTED.sub("", run))
        characters += kept
        looks += [look for character in kept if character.isalnum()]
    return Text(characters, tuple(looks))


def ours(pieces: Iterable[Piece], label: str = "") -> Text:
    names = [*_TAGS.values(), "small_caps"]
    runs = (
        (piece.text, frozenset(name for name in names if getattr(piece, name)))
        for piece in pieces
        if not piece.covered
    )
    return text_of([(label, frozenset()), *runs])


class _Html(HTMLParser):
    """The runs of citeproc-js's HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.runs: list[tuple[str, Look]] = []
        self._looks: list[Look] = [frozenset()]
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        css = str(dict(attrs).get("style")).replace(" ", "")
        change = {_TAGS[tag]: True} if tag in _TAGS else next((_CSS[key] for key in _CSS if key in css), {})
        on = {name for name, value in change.items() if value}
        self._looks.append((self._looks[-1] | on) - (change.keys() - on))

    def handle_endtag(self, tag: str) -> None:
        self._looks.pop()

    def handle_data(self, data: str) -> None:
        self.runs.append((data, self._looks[-1]))


class Compared(NamedTuple):
    place: str
    ours: str
    theirs: str


@pytest.fixture(scope="session")
def judged(validators: Path) -> dict[str, Any]:
    """What citeproc-js prints, by style."""
    runs = [
        {
            "style": str(style.path),
            "language": "en-US",
            "references": REFERENCES,
            "clusters": clusters_in(style),
        }
        for style in (find_style(name, ()) for name in STYLES)
    ]
    folder = validators / "csl"
    done = subprocess.run(
        ["node", HERE / "judge.js", folder / "package" / "citeproc_commonjs.js", folder / "locales"],
        input=json.dumps(runs), capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # It says other things on the same stream.
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return dict(zip(STYLES, answers, strict=True))


def clusters_in(style: Style) -> list[dict[str, Any]]:
    """The citations that say something in *style*: only one that prints names sets them in a sentence."""
    return [cluster for cluster in CLUSTERS if style.kind == "author-date" or not cluster.get("narrative")]


def compared(name: str, judged: dict[str, Any]) -> Iterator[Compared]:
    """Every entry and every citation in the style *name*, and the order of the entries."""
    style = find_style(name, ())
    clusters = clusters_in(style)
    prose = "\n\n".join(f"Sentence {n} {cluster['prose']}." for n, cluster in enumerate(clusters))
    case = case_from(
        {
            "language": style.locale or "en",
            "references": REFERENCES,
            "style": {"csl": name},
            "discussion": prose,
        }
    )
    printed, theirs = cite(case), judged[name]
    found = [printed.citations[place] for place, _ in reading_order(case).citations]
    for cluster, pieces, markup in zip(clusters, found, theirs["citations"], strict=True):
        yield of(cluster["prose"], ours(pieces), text_of(_Html(markup).runs))
    entries = {entry.key: ours(entry.pieces, entry.label) for entry in printed.entries}
    for key, markup in theirs["entries"]:
        yield of(key, entries.pop(key), text_of(_Html(markup).runs))
    assert not entries
    order = [" ".join(key for key, _ in theirs["entries"]), " ".join(entry.key for entry in printed.entries)]
    yield Compared("order", *reversed(order))


def of(place: str, ours: Text, theirs: Text) -> Compared:
    """Where only the looks differ, they are shown."""
    if ours.characters != theirs.characters:
        return Compared(place, ours.characters, theirs.characters)
    return Compared(place, str(ours), str(theirs))


@pytest.mark.xdist_group("citeproc-js")
def test_journals_styles_print_as_citeproc_js_prints_them(judged: dict[str, Any]) -> None:
    everything = {name: list(compared(name, judged)) for name in STYLES}
    count = sum(map(len, everything.values()))
    assert count > 80 * len(STYLES), "nothing was compared"
    unlike = {name: [c for c in found if c.ours != c.theirs] for name, found in everything.items()}
    agree = count - sum(map(len, unlike.values()))
    print(f"\n{agree} of {count} entries and citations in {len(STYLES)} styles agree with citeproc-js")
    told = [
        f"{name}: {place}\n   ours   {ours}\n   theirs {theirs}"
        for name, found in unlike.items()
        for place, ours, theirs in found
        if place not in DIFFERENCES.get(name, {})
    ]
    assert not told, "\n".join([f"{len(told)} differences are not listed:", *told])
    listed = {(name, place) for name, places in DIFFERENCES.items() for place in places}
    gone = listed - {(name, c.place) for name, found in unlike.items() for c in found}
    assert not gone, f"listed, but no more: {sorted(gone)}"
    assert agree >= LEAST * count
