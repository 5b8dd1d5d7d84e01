"""PRV006: where the patient lives or was treated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from casegen.lists import read_set, read_table
from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import Flow, Word
from casegen.rules.privacy.texts import PRIVACY, of_patient, on_patients, patient_texts, said_in
from casegen.rules.registry import Finding, rule
from casegen.rules.wordlists import DATA

# "Memorial Hospital of Springfield", "Hospital de São João".
_OF = frozenset({"of", "de", "do", "da", "del", "dos", "das", "di", "du"})
_CARE = frozenset({"medical", "health", "cancer", "trauma", "heart", "burn"})
_SAINTS = frozenset({"st", "mt", "sta", "sto"})
# Words before "in" or "of" and the name of a place.
_IN = frozenset({"lives", "lived", "living", "resides", "resided", "residing", "born", "hospital"})
_FROM = frozenset({"resident", "native", "inhabitant"})
_SIZES = frozenset({"province", "state", "region", "peninsula", "island", "islands", "county", "prefecture"})
_SETTLEMENTS = frozenset({"the", "city", "town", "village", "suburb", "of", "rural", "urban"})
# An approval, or a place told of a group.
_OTHERS = frozenset(
    {"approved", "approval", "board", "committee", "ethics", "patients", "participants", "laboratory"}
)


_TREATED, _AT_HOME = "where the patient was treated", "where the patient lives"
# The most words of a name that are looked at.
_LONGEST = 9


class _Place(NamedTuple):
    start: int
    end: int
    what: str


@rule(
    "PRV006",
    "place-or-institution",
    severity=Severity.WARNING,
    source="HIPAA Safe Harbor, 45 CFR 164.514(b)(2); BMJ Case Reports",
    suspicious=True,
    english=True,
)
def place_or_institution(case: Case) -> Iterator[Finding]:
    """The hospital where the patient was treated, or the town where they live, seems to be named.

    Countries and states may be named, and so may the authors' own hospital in their affiliations. Names of
    scores, makers and approvals are no findings.

    Why: the hospital or town, with the age and the diagnosis, is often enough to find the patient.
    Bad:
        presentation: A 40-year-old woman was admitted to St Mary's Hospital with headache.
    Good:
        presentation: A 40-year-old woman was admitted to our hospital with headache.
    """
    if not on_patients(case):
        return
    for flow in patient_texts(case):
        if flow.heading or flow.kind == "title":
            continue  # where every word may begin with a capital
        for place in (*_institutions(flow), *_dwellings(flow)):
            sentence = flow.sentence_at(place.start)
            if of_patient(sentence) and _OTHERS.isdisjoint(said_in(sentence)):
                said = flow.text[place.start : place.end]
                yield Finding(
                    flow.at,
                    f"{said!r} seems to be {place.what}: may it tell who the patient is?{flow.where}",
                    'write "our hospital" or "a small town", or name the country alone',
                    within=flow.within(place.start, place.end),
                )


def _institutions(flow: Flow) -> Iterator[_Place]:
    institutions = read_set(PRIVACY / "institutions.txt")
    if not any(word in flow.lower for word in institutions):
        return
    words, done = flow.words, 0
    for index, word in enumerate(words):
        if word.lower not in institutions or not _capital(word) or word.start < done:
            continue
        if word.lower in ("center", "centre") and (not index or words[index - 1].lower not in _CARE):
            continue
        first, last = _back(flow, index), _forth(flow, index)
        if not any(_proper(words[at]) for at in range(first, last + 1)) or _is_method(flow, last):
            continue
        sentence = flow.sentence_at(word.start)
        if read_set(PRIVACY / "treatment_words.txt") & said_in(sentence):
            done = words[last].end
            yield _Place(words[first].start, done, _TREATED)


def _back(flow: Flow, index: int) -> int:
    """The first word of the name that ends with the word *index*: "St. Mary's Hospital"."""
    words, first = flow.words, index
    for at in range(index - 1, max(-1, index - _LONGEST), -1):
        if not _joined(flow, words[at], words[at + 1]):
            break
        if _capital(words[at]):
            first = at
        elif words[at].lower not in _OF:
            break
    named = (at for at in range(first, index) if _proper(words[at]))
    return next(named, first)


def _forth(flow: Flow, index: int) -> int:
    """The last word of the name that begins with the word *index*: "Hospital de São João"."""
    words, last = flow.words, index
    for at in range(index + 1, min(len(words), index + _LONGEST)):
        if not _joined(flow, words[at - 1], words[at]):
            break
        if _capital(words[at]) and not words[at].text.isdigit():
            last = at
        elif words[at].lower not in _OF:
            break
    return last


def _is_method(flow: Flow, last: int) -> bool:
    """Whether a score, a standard or the like bears the name: "the Mayo Clinic criteria"."""
    behind = read_set(PRIVACY / "behind_institution.txt")
    following = flow.words[last : last + 3]
    return any(word.lower in behind for word in following)


def _joined(flow: Flow, one: Word, other: Word) -> bool:
    between = flow.text[one.end : other.start]
    return between in (" ", "\u00a0", "&", " & ") or (between == ". " and one.lower in _SAINTS)


def _capital(word: Word) -> bool:
    return word.text[0].isupper()


def _proper(word: Word) -> bool:
    """Whether *word* is a name, as far as it can be told."""
    common = read_set(PRIVACY / "common_institution_words.txt")
    return _capital(word) and len(word.text) > 1 and word.lower not in common


def _dwellings(flow: Flow) -> Iterator[_Place]:
    if not any(word in flow.lower for word in (*_IN, *_FROM)):
        return
    words = flow.words
    for index, word in enumerate(words):
        if word.lower in _IN or word.lower in _FROM:
            wanted = ("of", "from") if word.lower in _FROM else ("in",)
            if place := _place_behind(flow, words[index + 1 : index + 9], wanted):
                yield _Place(*place, _TREATED if word.lower == "hospital" else _AT_HOME)


def _place_behind(flow: Flow, words: Sequence[Word], wanted: tuple[str, ...]) -> tuple[int, int] | None:
    """Where *words*, behind "lives" or "resident", name a place smaller than a state: "in Springfield"."""
    if not words or words[0].lower not in wanted:
        return None
    rest = list(words[1:])
    while rest and rest[0].lower in _SETTLEMENTS:
        rest.pop(0)
    name: list[Word] = []
    for word in rest:
        if not _proper(word) or word.text.isupper() or (name and not _joined(flow, name[-1], word)):
            break
        name.append(word)
    if not name or name[0].lower in _months():
        return None
    behind = rest[len(name) : len(name) + 1]
    if any(word.lower in _SIZES for word in (*behind, name[-1])) or _is_large(name):
        return None
    return name[0].start, name[-1].end


def _is_large(name: Sequence[Word]) -> bool:
    """Whether *name* is that of a country, a state or a larger region, or begins with one."""
    large, said = _large(), ""
    for word in name:
        said = f"{said} {word.lower}".strip()
        if said in large:
            return True
    return name[-1].lower in large  # "Northern Portugal"


@cache
def _large() -> frozenset[str]:
    regions = frozenset(name.lower() for name in read_set(PRIVACY / "large_places.txt"))
    return regions | read_set(DATA / "countries.txt")


@cache
def _months() -> frozenset[str]:
    return frozenset(name.lower() for name in read_table(PRIVACY / "months.txt"))
