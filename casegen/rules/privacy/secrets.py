"""Values that must not be published, and how they are found in a text in other spellings."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from casegen.load.private import Kept
from casegen.rules.privacy.day_spellings import dated, dates_of
from casegen.rules.privacy.folding import folded
from casegen.rules.privacy.institution_spellings import institutional
from casegen.rules.privacy.name_spellings import half_named, named, numbered, without_particles
from casegen.rules.privacy.spellings import Spelling, compact, words_of, written
from casegen.values import Value

__all__ = ["Hit", "Secrets"]

# A number with one sign, which is that of a fraction or of thousands.
_DECIMAL = re.compile(r"\d+[.,]\d+")
# Digits so many, each by itself with a blank behind it, are no row of numbers by chance.
_MOST_IN_A_ROW = 6
_BETWEEN_CELLS = re.compile(r"[,;\t\n]")
# The keys of the date of a birth, in casegen's languages.
_BIRTH = re.compile(r"birth|born|dob|nascim|nacim|nascita|naiss|geb(?:urt|oor)", re.IGNORECASE)
_GAPS = re.compile(r"[\W_]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
# What stands around names in the names of files and in addresses.
_ADDRESS_BEFORE, _ADDRESS_AFTER = re.compile(r"[_/\\@]"), re.compile(r"[_@\d]|\.[a-z]{3,4}(?![a-z])")
# What may stand between two words and is printed elsewhere, or in small: a citation, the address of a link.
_ASIDE = re.compile(
    r"!\[[^\[\]\n]{0,200}\]\([^()\s]{0,400}\)|\]\([^()\s]{0,400}\)|\[[^\[\]\n]{1,200}\](?!\()|<!--[^<>]{0,400}-->"
)
# What is not seen, and so can stand anywhere.
_NOTHING = "\u200b"


class Hit(Value):
    """A place in a text where the value that is kept under *key* stands."""

    start: int
    end: int
    key: str


class _Sought(Value):
    """A spelling of what is kept under *key*."""

    spelling: Spelling
    key: str

    def __repr__(self) -> str:
        return f"_Sought({self.key!r})"

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.spelling.expression)


class Secrets:
    """A search for many values at once.

    A value and a text are compared without case, accents, what is not seen and what stands between words, so
    that 123-456 is 123456 and Ana SILVA is ana_silva. A value begins and ends where words do.
    """

    def __init__(self, kept: Iterable[Kept], language: str = "", others: Collection[str] = ()) -> None:
        """*language*: that of the texts, whose months count beside those that casegen knows.

        *others*: names of other people, who may share a family name and initials with a patient: what is a
        spelling of one of theirs with no more than initials is not found, and a family name or a given name
        alone is not, where it is a half of what is kept.
        """
        kept = list(dict.fromkeys(kept))
        numbers = list(dict.fromkeys(number for one in kept for number in _numbers(one, language)))
        years = list(dict.fromkeys(year for one in kept for year in _years(one, language)))
        halves = {half for name in others for half in _halves(name)}
        shared = halves | {s.needs for name in others for s in named(name) if s.brief}
        sought: dict[tuple[str, str], _Sought] = {}
        for one in kept:
            for spelling in _spellings(one, numbers, years, language):
                unsaid = halves if one.half else shared if spelling.brief else ()
                if spelling.needs not in unsaid:
                    sought.setdefault((spelling.needs, spelling.expression), _Sought(spelling, one.key))
        self._sought = list(sought.values())

    def find(self, text: str, least: int = 0) -> Iterator[Hit]:
        """Where in *text* a value stands, in order; the longest where several overlap.

        One of fewer than *least* characters does not count.
        """
        text = _ENTITY.sub(_character, text)
        hits = list(self._hits(text, least))
        if ("]" in text or "<!--" in text) and (without := _ASIDE.sub(_unseen, text)) != text:
            hits += self._hits(without, least)
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        passed = 0
        for hit in hits:
            if hit.start >= passed:
                passed = hit.end
                yield hit

    def _hits(self, text: str, least: int) -> Iterator[Hit]:
        plain, places = folded(text)
        bare = compact(plain)
        for sought in self._sought:
            if sought.spelling.needs not in bare:
                continue
            for match in sought.compiled.finditer(plain):
                if len(match.group()) >= least and _holds(match, sought.spelling, text, places):
                    yield Hit(places[match.start()], places[match.end() - 1] + 1, sought.key)

    def keys(self, text: str, least: int = 0) -> set[str]:
        """The keys of the values that stand in *text*, as by `find`."""
        return {hit.key for hit in self.find(text, least)}


def _unseen(aside: re.Match[str]) -> str:
    return _NOTHING * len(aside.group())


def _character(entity: re.Match[str]) -> str:
    """What an entity means, in as many characters."""
    meant = html.unescape(entity.group())
    return meant.ljust(len(entity.group()), _NOTHING)[: len(entity.group())]


def _holds(match: re.Match[str], spelling: Spelling, text: str, places: Sequence[int]) -> bool:
    if spelling.groups:
        signs = _GAPS.findall(match.group())
        if len(signs) < spelling.groups:
            return not (spelling.unsigned and _DECIMAL.fullmatch(match.group()))
        return _is_one_in_groups(signs, len(spelling.needs))
    if spelling.capital:
        first, last = places[match.start()], places[match.end() - 1] + 1
        found = text[first:last]
        return not found.islower() or found == spelling.typed or _is_in_a_name(text, first, last)
    initials = {match.start(group) for group in range(1, match.re.groups + 1)} - {-1}
    return all(_is_initial(match, at, initials, text, places) for at in initials)


def _is_one_in_groups(signs: Sequence[str], length: int) -> bool:
    """Whether a number that *signs* divide into many groups is one, and no row of others."""
    if len(set(signs)) > 1 or _BETWEEN_CELLS.search(signs[0]):
        return False
    return not signs[0].isspace() or length > _MOST_IN_A_ROW


def _is_initial(
    match: re.Match[str], at: int, initials: Collection[int], text: str, places: Sequence[int]
) -> bool:
    """Whether the letter at *at* is an initial: "a Silva" and "Marie" (for Mona Arie) have none."""
    inside = range(match.start(), match.end())
    beside = [n for n in (at - 1, at + 1) if n in inside]
    joined = [n for n in beside if match.string[n].isalpha() and n not in initials]
    letter = text[places[at]]
    if not joined:
        return not letter.islower() or not any(match.string[n].isspace() for n in beside)
    first, last = places[match.start()], places[match.end() - 1] + 1
    if joined[0] > at:  # JPrates
        camel = text[places[joined[0]]].isupper() and any(map(str.islower, text[first:last]))
    else:  # PratesJ
        camel = text[places[joined[0]]].islower()
    return (letter.isupper() and camel) or _is_address(text, first, last)


def _is_address(text: str, first: int, last: int) -> bool:
    """Whether what stands from *first* to *last* is, or begins or ends, the name of a file or an address."""
    return bool(_ADDRESS_BEFORE.search(text[max(0, first - 1) : first]) or _ADDRESS_AFTER.match(text, last))


def _is_in_a_name(text: str, first: int, last: int) -> bool:
    """Whether what stands from *first* to *last* is a part of the name of a file, or of a mail address."""
    return text[max(0, first - 1) : first] in ("_", "@") or bool(_ADDRESS_AFTER.match(text, last))


def _halves(name: str) -> Iterator[str]:
    """The family and the given name of somebody, "Silva, Ana", each also without particles."""
    for half in name.split(","):
        yield "".join(words_of(half))
        yield "".join(words_of(without_particles(half)))


def _spellings(one: Kept, numbers: list[str], years: list[str], language: str) -> Iterator[Spelling]:
    if one.half:
        yield from half_named(one.text)
        return
    yield from written(one.text)
    if days := dates_of(one.text, language):
        for day in days:
            yield from dated(day, language)
        return
    yield from institutional(one.text)
    if "name" in one.key.lower():
        yield from named(one.text)
        yield from numbered(one.text, numbers, years)


def _numbers(one: Kept, language: str) -> Iterator[str]:
    """The numbers that stand beside initials: of records, and the day of a birth."""
    days = dates_of(one.text, language)
    for day in days if _BIRTH.search(one.key) else ():
        yield f"{day.day:02}{day.month:02}{day.year % 100:02}"
    digits = "".join(words_of(one.text))
    if not days and digits.isdigit():
        yield digits


def _years(one: Kept, language: str) -> Iterator[str]:
    """The years of a birth, with all digits and the last two."""
    for day in dates_of(one.text, language) if _BIRTH.search(one.key) else ():
        yield from (f"{day.year:04}", f"{day.year % 100:02}")
