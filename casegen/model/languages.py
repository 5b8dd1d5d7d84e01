"""Languages: which tags are well formed, and in which of them casegen has words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "words"
# RFC 5646, section 2.1, with the languages that are registered: all of them have two or three letters.
_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}"  # language
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"  # script, region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+)",  # private use
    re.IGNORECASE | re.ASCII,
)


def is_tag(text: str) -> bool:
    """Whether *text* is a well-formed language tag (BCP 47), whether or not such a language is known."""
    return len(text) <= 64 and _TAG.fullmatch(text) is not None


def has_words(language: str) -> bool:
    """Whether casegen has words of its own in *language*; where it has none, it prints English ones."""
    return primary(language) in languages()


@cache
def vocabulary(language: str) -> Mapping[str, Any]:
    """The tables of ``words/<language>.toml``, by name; those of English for a language without words."""
    import tomllib

    name = primary(language) if has_words(language) else "en"
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))


@cache
def languages() -> frozenset[str]:
    """The languages that casegen has words in, as tags of two letters."""
    return frozenset(path.stem for path in _FOLDER.glob("*.toml"))


def primary(language: str) -> str:
    """The language of a tag without script and region: "en" of "en-GB"."""
    return re.split(r"[-_]", language.strip().lower())[0]
