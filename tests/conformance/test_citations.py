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
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from casegen.citations import Bibliography, Piece, cite
from casegen.citations.styles import Style, find_style
from casegen.model import Case
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

    def plain(self, letters: int) -> Text:
        """The same, nothing said of how its first *letters* look."""
        return Text(self.characters, (*[frozenset[str]()] * letters, *self.looks[letters:]))

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

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 -- as its base calls it
        self._looks.pop()

    def handle_data(self, data: str) -> None:
        self.runs.append((data, self._looks[-1]))


class Compared(NamedTuple):
    place: str
    ours: str
    theirs: str


def clusters_in(style: Style) -> list[dict[str, Any]]:
    """The citations that say something in *style*: only one that prints names sets them in a sentence."""
    return [cluster for cluster in CLUSTERS if style.kind == "author-date" or not cluster.get("narrative")]


@pytest.fixture(scope="session")
def theirs(validators: Path) -> Iterator[Future[list[dict[str, Any]]]]:
    """What citeproc-js prints, by style; it runs while casegen does."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(judge, validators / "csl")


def judge(folder: Path) -> list[dict[str, Any]]:
    runs = [
        {
            "style": str(style.path),
            "language": "en-US",
            "references": REFERENCES,
            "clusters": clusters_in(style),
        }
        for style in (find_style(name, ()) for name in STYLES)
    ]
    done = subprocess.run(
        ["node", HERE / "judge.js", folder / "package" / "citeproc_commonjs.js", folder / "locales"],
        input=json.dumps(runs), capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # It says other things on the same stream.
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@cache
def case_of(prose: str) -> Case:
    return case_from({"references": REFERENCES, "discussion": prose})


def printed(name: str) -> tuple[Bibliography, list[tuple[Piece, ...]]]:
    """The reference list in the style *name*, in its own language, and the citations as they are read."""
    style = find_style(name, ())
    prose = "\n\n".join(f"Sentence {n} {c['prose']}." for n, c in enumerate(clusters_in(style)))
    case = case_of(prose)
    asked = {"language": style.locale or "en", "style": case.style.model_copy(update={"csl": name})}
    case = case.model_copy(update=asked)
    done = cite(case)
    return done, [done.citations[place] for place, _ in reading_order(case).citations]


def compared(
    style: Style, mine: tuple[Bibliography, list[tuple[Piece, ...]]], theirs: dict[str, Any]
) -> Iterator[Compared]:
    """Every citation and every entry, and the order of the entries."""
    bibliography, citations = mine
    for cluster, pieces, markup in zip(clusters_in(style), citations, theirs["citations"], strict=True):
        yield of(cluster["prose"], ours(pieces), text_of(_Html(markup).runs))
    judged = {key: text_of(_Html(markup).runs) for key, markup in theirs["entries"]}
    assert {entry.key for entry in bibliography.entries} == {reference["id"] for reference in REFERENCES}
    for entry in bibliography.entries:
        # A label has no looks of its own: each theme gives it one.
        unsaid = len(text_of([(entry.label, frozenset())]).looks)
        judge_says = judged.get(entry.key, Text("", ())).plain(unsaid)
        yield of(entry.key, ours(entry.pieces, entry.label), judge_says)
    order = [entry.key for entry in bibliography.entries if entry.key in judged]
    yield Compared("order", " ".join(order), " ".join(judged))


def of(place: str, ours: Text, theirs: Text) -> Compared:
    """Where only the looks differ, they are shown."""
    if ours.characters != theirs.characters:
        return Compared(place, ours.characters, theirs.characters)
    return Compared(place, str(ours), str(theirs))


def test_journals_styles_print_as_citeproc_js_prints_them(
    theirs: Future[list[dict[str, Any]]], record_property: Callable[[str, object], None]
) -> None:
    mine = {name: printed(name) for name in STYLES}
    everything = {
        name: list(compared(find_style(name, ()), mine[name], answer))
        for name, answer in zip(STYLES, theirs.result(), strict=True)
    }
    count = sum(map(len, everything.values()))
    assert count > 80 * len(STYLES) > 80 * 75, "nothing was compared"
    unlike = {name: [c for c in found if c.ours != c.theirs] for name, found in everything.items()}
    agree = count - sum(map(len, unlike.values()))
    record_property("said", f"{agree} of {count} in {len(STYLES)} citation styles agree with citeproc-js")
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
