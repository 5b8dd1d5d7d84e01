"""Who is introduced: "a 76-year-old man", "76 years old man", "a 3-month-old girl"."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from casegen.lists import Folder, read_pairs, read_set
from casegen.reading.quantities import TIMES, Quantity
from casegen.reading.words import Word

if TYPE_CHECKING:
    from casegen.reading.flow import Flow
    from casegen.reading.sentences import Sentence

__all__ = [
    "Introduction",
    "Whose",
    "find_introductions",
    "is_relative",
    "names_others",
    "patients_introduced",
]

_DATA = Folder(Path(__file__).parent / "data")

# Whom an introduction is of: the report's own patient, kin of theirs, or a patient of somebody else's report.
Whose = Literal["patient", "relative", "literature"]

# Words that end the search for the noun after an age: what follows them tells something else.
_ENDS = frozenset(
    {
        "who", "whom", "whose", "which", "that", "with", "without", "was", "were", "is", "has", "had", "in",
        "of", "for", "to", "at", "on", "from", "by", "presented", "presenting", "presents", "came",
        "admitted", "referred", "underwent", "developed", "complained", "complaining", "suffering",
        "suffered",
    }
)  # fmt: skip
# Behind a noun, these tell of a person whatever the noun; behind the others it must be one for a person.
_ACTS = frozenset(
    {
        "attended", "came", "complained", "complaining", "consulted", "presented", "presenting", "presents",
        "sought", "underwent", "visited", "who", "whose",
    }
)  # fmt: skip
_GOES_ON = frozenset(
    {"was", "is", "had", "has", "with", "without", "developed", "fell", "reported", "from", "in"}
)
# How many words may stand between an age and what goes on: "92-year-old retired primary school teacher".
_PHRASE = 4
# How far behind an age the noun may stand: "76-year-old, previously healthy, right-handed Black man".
_FAR = 8
# "When he was 12 years old": the age of another day.
_OTHER_DAYS = frozenset(
    {"when", "until", "till", "since", "before", "after", "while", "time", "if", "now", "then"}
)
_OWNERS = frozenset({"his", "her", "their", "whose"})
# Whose words bring another's patient; "we report" and "this report" bring our own.
_ELSEWHERE = frozenset({"literature", "colleagues", "coworkers", "co-workers", "al"})
_TOLD = frozenset({"reported", "described", "published", "documented"})
_OURS = frozenset({"we", "our", "i", "my", "here", "herein", "this", "present"})
# More patients than this are not told apart.
_MANY = 20
# Sections that speak of others as well: there only a sentence that says so is about the report's patient.
_OWN_SECTIONS = frozenset({"title", "short_title", "abstract", "presentation", "conclusion", "timeline"})


class Introduction(NamedTuple):
    """One person with an age, where `flow` says so. *sex* is ``male``, ``female`` or empty; so is *noun*."""

    flow: Flow
    start: int
    end: int
    age: float
    unit: str
    noun: str
    sex: str
    whose: Whose

    @property
    def text(self) -> str:
        """What was printed."""
        return self.flow.text[self.start : self.end]

    @property
    def days(self) -> float:
        """The age in days."""
        return self.age * TIMES[self.unit]

    def same_age(self, other: Introduction) -> bool:
        """Whether both may be one age: in one unit equal, in two as far as the coarser one tells."""
        if self.unit == other.unit:
            return self.age == other.age
        return self.age_agrees(other.age, other.unit)

    def age_agrees(self, age: float, unit: str) -> bool:
        """Whether *age* in *unit* may be this age: 14 months are one year."""
        coarse = max(TIMES[self.unit], TIMES[unit])
        return abs(self.days - age * TIMES[unit]) < coarse


def find_introductions(flow: Flow) -> tuple[Introduction, ...]:
    """Every introduction of a person in *flow*, in order."""
    if "old" not in flow.lower:
        return ()
    return tuple(_introductions(flow))


def patients_introduced(introductions: Iterable[Introduction]) -> int:
    """How many patients a report's *introductions* tell of: those of unlike age or sex within one section.

    No more than twenty are counted.
    """
    by_section: dict[str, list[Introduction]] = defaultdict(list)
    for one in introductions:
        known = by_section[one.flow.section]
        new = one.whose == "patient" and len(known) < _MANY
        if new and not any(_may_be_one(one, other) for other in known):
            known.append(one)
    return max(map(len, by_section.values()), default=0)


def is_relative(word: str) -> bool:
    """Whether *word*, in lower case, is one for kin or somebody near the patient."""
    return word in _kin()


def names_others(words: Iterable[Word]) -> bool:
    """Whether *words* name kin, a clinician, an author or another person beside the patient."""
    others = _others()
    return any(_bare(word.lower) in others for word in words)


def _may_be_one(one: Introduction, other: Introduction) -> bool:
    return one.same_age(other) and (not one.sex or not other.sex or one.sex == other.sex)


def _introductions(flow: Flow) -> Iterator[Introduction]:
    sentence, said = flow.sentences[0], frozenset[str]()
    for quantity in flow.quantities:
        if quantity.unit not in TIMES or TIMES[quantity.unit] < TIMES["hour"]:
            continue
        after = flow.lower[quantity.end : quantity.end + 6].lstrip(" \u00a0-‐‑")
        if not after.startswith("old") or after[3:4].isalpha():
            continue
        if not said or quantity.start >= sentence.end:
            sentence = flow.sentence_at(quantity.start)
            said = frozenset(word.lower for word in sentence.words)
        before = _before(sentence, quantity)
        person = (
            _person_after(sentence, quantity, before)
            or _somebody(sentence, quantity, before)
            or _person_before(before, said)
        )
        if person is not None:
            noun, sex, end = person
            end = end or flow.lower.index("old", quantity.end) + 3
            whose = "relative" if _is_kin(before, noun) else _of_report(sentence, said)
            yield Introduction(flow, quantity.start, end, quantity.value, quantity.unit, noun, sex, whose)


def _before(sentence: Sentence, quantity: Quantity) -> list[str]:
    """The last words of the sentence before an age, in lower case."""
    words = sentence.flow.words
    at = bisect_left(words, quantity.start, key=lambda word: word.start)
    return [word.lower for word in words[max(0, at - 5) : at] if word.start >= sentence.start]


def _person_after(
    sentence: Sentence, quantity: Quantity, before: Sequence[str]
) -> tuple[str, str, int] | None:
    """The noun behind an age, the sex it tells, where it ends; neither for "a 45-year-old with fever"."""
    words = sentence.flow.words
    at = bisect_left(words, sentence.flow.lower.index("old", quantity.end) + 1, key=lambda word: word.start)
    sexes = read_pairs(_DATA / "people.txt")
    noun, sex, end = "", "", 0
    following = [word for word in words[at : at + _FAR] if word.start < sentence.end]
    for word in following:
        bare = _bare(word.lower)
        if bare in sexes or bare in _kin():
            noun, end = bare, word.end
            sex = sex or sexes.get(bare, "any").replace("any", "")
        elif (
            noun
            and sentence.flow.text[end : word.start] == " "
            and bare in read_set(_DATA / "occupations.txt")
        ):
            noun, end = bare, word.end  # "a 26-year-old female teacher"
        elif noun or bare in _ENDS or bare == "old" or bare.endswith("-old"):
            break
    if noun:
        return noun, sex, end
    bare_age = bool(following) and following[0].lower in _ENDS and before[-1:] in (["a"], ["an"])
    return ("", "", 0) if bare_age else None


def _somebody(sentence: Sentence, quantity: Quantity, before: Sequence[str]) -> tuple[str, str, int] | None:
    """What the person of "a 92-year-old retired teacher" does, no sex, and where it ends.

    Read only where the report tells of its own patient, and where the sentence goes on as of a person.
    """
    flow = sentence.flow
    if flow.section not in _OWN_SECTIONS or before[-1:] not in (["a"], ["an"]):
        return None
    old = flow.lower.index("old", quantity.end) + 3
    at = bisect_left(flow.words, old, key=lambda word: word.start)
    phrase: list[Word] = []
    end, closed, following = old, False, ""
    for word in flow.words[at : at + _PHRASE + 1]:
        gap = flow.text[end : word.start]
        if word.start >= sentence.end or gap not in (" ", "\u00a0") or word.lower in _ENDS | _ACTS | _GOES_ON:
            closed = word.start >= sentence.end or gap[:1] in (",", ".", ";")
            following = "" if closed or gap not in (" ", "\u00a0") else word.lower
            break
        phrase.append(word)
        end = word.end
    else:
        closed = flow.text[end : end + 1] in ("", ".", ",")
    if not phrase or len(phrase) > _PHRASE or not _no_thing(phrase):
        return None
    noun = phrase[-1].lower
    if following in _ACTS or ((closed or following in _GOES_ON) and _is_occupation(noun)):
        return noun, "", end
    return None


def _no_thing(phrase: Sequence[Word]) -> bool:
    things = read_set(_DATA / "things.txt")
    return not any(word.lower in things or word.lower.removesuffix("s") in things for word in phrase)


def _is_occupation(noun: str) -> bool:
    return noun in read_set(_DATA / "occupations.txt") or noun.endswith(
        tuple(read_set(_DATA / "person_endings.txt"))
    )


def _person_before(before: Sequence[str], said: AbstractSet[str]) -> tuple[str, str, int] | None:
    """The noun of "the patient was 45 years old", where an age stands alone."""
    sexes = read_pairs(_DATA / "people.txt")
    if before[-1:] not in (["was"], ["is"]) or before[-2:-1] == [] or before[-2] not in sexes:
        return None
    return None if _OTHER_DAYS & said else (before[-2], sexes[before[-2]].replace("any", ""), 0)


def _of_report(sentence: Sentence, said: AbstractSet[str]) -> Whose:
    """Whether a sentence that introduces somebody is about the report's own patient."""
    ours = bool(said & _OURS)
    if sentence.cites or said & _ELSEWHERE or (said & _TOLD and not ours):
        return "literature"
    return "patient" if ours or sentence.flow.section in _OWN_SECTIONS else "literature"


def _is_kin(before: Sequence[str], noun: str) -> bool:
    owned = any(word in _OWNERS or word.endswith(("'s", "’s")) for word in before[-2:])
    if noun in {"mother", "father"}:
        # "A 32-year-old mother of two" is the patient.
        return owned or not before or before[-1] not in {"a", "an"}
    kin = _kin() - read_pairs(_DATA / "people.txt").keys()
    if noun in kin or owned:
        return True
    if {"born", "delivered"} & set(before) and "to" in before:
        return True
    # "The donor was a 30-year-old man", "his wife, a 43-year-old woman"; not "the mother of a 2-day-old boy".
    near = before[-3:]
    return any(word in kin and "of" not in near[index:] for index, word in enumerate(near))


@cache
def _kin() -> frozenset[str]:
    return read_set(_DATA / "relatives.txt")


@cache
def _others() -> frozenset[str]:
    return read_set(_DATA / "relatives.txt") | read_set(_DATA / "clinicians.txt")


def _bare(word: str) -> str:
    """*word* without a possessive ending."""
    return word[:-2] if word.endswith(("'s", "’s")) else word
