"""The ways to write the name of one author."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from casegen.compose.identity.folding import (
    END,
    START,
    folded,
    is_unspaced,
    keys,
    needed,
    spaced,
    spellings,
)
from casegen.compose.identity.initials import core, initials_of
from casegen.compose.identity.institutions import bracketed, unbracketed
from casegen.document import Author
from casegen.lists import read_set
from casegen.model.languages import primary

__all__ = ["Person", "is_common"]

_DATA = Path(__file__).parents[1] / "data"
_TITLE = (
    r"(?i:drs?|prof|professor(?:in)?|mr|mrs|ms|miss|herrn?|frau|doktor|docteur|mme|pr|sra?|dra|dott|dhr|mevr"
    r"|doctors?)\.?\s+"
)
# The given names that are looked for one by one. Each may be left out, and several may begin with one letter:
# of more, the ways to match them could not be tried to the end.
_MOST_GIVEN = 5
_OTHERS = r"(?=\s+(?i:et\s+al|and\s+(?:colleagues|co-?workers)|u\.\s?a\.))"
# How a person is addressed behind a name, and how others are added to it, without spaces between words.
_BEHIND = "氏|医師|医生|先生|さん|博士|教授|女士|ら|等|们|君|様|씨|교수|박사|등"
_HAN = "\u3400-\u9fff"
# Languages that make a genitive, and an adjective, of a name without an apostrophe: Meyers, Meyersche.
_GERMANIC = frozenset(("de", "en", "nl", "sv", "da", "nb", "nn", "no", "is", "fo", "af", "lb", "fy"))


class Person:
    """One author, person or group, of an article in *language*."""

    def __init__(self, author: Author, language: str) -> None:
        self._names = [
            (given, family) for given in spellings(author.given) for family in spellings(author.family)
        ]
        self._whole = () if author.group else spellings(author.name)
        self._group = author.group
        self._germanic = primary(language) in _GERMANIC
        names = (author.family, core(author.family), unbracketed(author.family) if author.group else "")
        self.keys = frozenset(key for name in names for key in keys(name))
        self.part_keys = frozenset() if author.group else frozenset(keys(_first_part(author.family)))
        self.initials = frozenset(
            i for given, family in self._names for i in initials_of(given, family) if not author.group
        )

    def patterns(self) -> Iterator[tuple[str, str]]:
        """What a folded text must hold, and an expression for it; the longest match is the name."""
        for whole in self._whole:
            yield needed(whole), f"{START}(?i:{spaced(whole)}){END}"
        for given, family in self._names:
            if not family:
                continue
            ways: Iterable[tuple[str, str]]
            if self._group:
                ways = _of_group(family)
            elif is_unspaced(family):
                ways = ((family, way) for way in _unspaced(given, family))
            else:
                ways = ((needed(core(family)), way) for way in _spelt(given, family, self._end(family)))
            yield from ways
            if not self._group and (part := _first_part(family)):
                yield from ((needed(part), way) for way in _by_part(given, part))
        for initials in sorted(self.initials):
            stopped = r"\.[\s-]?".join(map(re.escape, initials))
            yield ".", rf"{START}(?<!\.){stopped}\.{END}"

    def _end(self, family: str) -> str:
        """The end of a name, where an ending may follow that belongs to the sentence."""
        s_word = family.lower() + "s"
        if not self._germanic or family[-1] in "sxzSXZ" or s_word in read_set(_DATA / "words_in_s.txt"):
            return END
        return rf"(?=(?i:s|sche[nrms]?)?{END})"


def is_common(name: str) -> bool:
    """Whether a family name alone is no sign of a person: it is a word as well, or very short."""
    return len(name) < 3 or name.lower() in read_set(_DATA / "common_names.txt")


def _of_group(name: str) -> Iterator[tuple[str, str]]:
    """A group's name, with and without the abbreviation in brackets behind it, and the abbreviation."""
    for form in dict.fromkeys((name, unbracketed(name))):
        yield needed(form), f"{START}(?i:{spaced(form)}){END}"
    for short in bracketed(name):
        yield short.lower(), f"{START}{re.escape(short)}{END}"


def _spelt(given: str, family: str, end: str) -> Iterator[str]:
    """Ways to write a name in a script that sets names apart by spaces."""
    whole = rf"(?i:{spaced(family)})"
    own = core(family)
    of_core = rf"(?i:{spaced(own)})"
    surname = whole if of_core == whole else f"(?:{whole}|{of_core})"
    if of_core != whole or not is_common(family):
        yield f"{START}{whole}{end}"
    if is_common(own):
        surname = f"(?:{'|'.join(_capitalised(family))})"
    if tokens := re.findall(r"[^\W_]+", given)[:_MOST_GIVEN]:
        first, *others = (_token(token) for token in tokens)
        forenames = first + "".join(rf"(?:[\s.-]*{token})?" for token in others) + r"\.?(?:\s+[A-Z]\.)?"
        short = tokens[0][0].upper() + "".join(rf"(?:[\s.-]*{token[0].upper()})?" for token in tokens[1:])
        yield rf"{START}(?:{_TITLE})?{forenames}(?:\s+|(?<=\.)){surname}{end}"
        yield rf"{START}{surname},?\s+(?:{forenames}|{short})\.?{END}"
    yield rf"{START}{_TITLE}{surname}{end}"
    yield rf"{START}{surname}{_OTHERS}"


def _by_part(given: str, part: str) -> Iterator[str]:
    """Ways to write a double family name by its first part, which alone is somebody else's."""
    surname = f"(?:{spaced(part)}|{spaced(part.upper())})"
    end = rf"{END}(?![\s-][A-Z])"
    yield rf"{START}{surname}{_OTHERS}"
    yield rf"{START}{_TITLE}{surname}{end}"
    if tokens := re.findall(r"[^\W_]+", given)[:_MOST_GIVEN]:
        forenames = r"[\s.-]*".join(map(_token, tokens))
        yield rf"{START}(?:{_TITLE})?(?:{forenames}|{_token(tokens[0])})\.?(?:\s+|(?<=\.)){surname}{end}"


def _first_part(family: str) -> str:
    """The first name of a double family name: Żak of Żak-Nowak."""
    first, *others = re.split(r"[\s\u2010\u2011-]+", core(family))
    return first if others and len(first) > 2 and first[:1].isupper() else ""


def _capitalised(family: str) -> Iterator[str]:
    """A name that is a word as well, as it is written where it is a name."""
    for form in dict.fromkeys((family, core(family))):
        yield from (spaced(written) for written in dict.fromkeys((form, form.title(), form.upper())))


def _unspaced(given: str, family: str) -> Iterator[str]:
    """Ways to write a name in a script without spaces between words."""
    if given:
        middle = r"[\s·・]*"
        yield re.escape(family) + middle + re.escape(given)
        yield re.escape(given) + middle + re.escape(family)
    # A name of one character ends many words: 国王.
    before = f"(?<![{_HAN}])" if len(family) == 1 else ""
    yield before + re.escape(family) + rf"(?=\s*(?:{folded(_BEHIND)}))"


def _token(token: str) -> str:
    """A given name in full, or its initial; a stop is for what follows to match."""
    return rf"(?:(?i:{re.escape(token)})|{re.escape(token[0].upper())})"
