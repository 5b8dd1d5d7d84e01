"""CON004 and CON005: left or right, and which level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from casegen.lists import read_list, read_set, read_table
from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import Clause, Flow, Sentence, Word, read
from casegen.rules.consistency.facts import (
    DATA,
    content,
    facts,
    one_patient,
    other_place,
    place,
    section_name,
)
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Finding, rule

_SIDES = {
    "left": "left", "left-sided": "left", "left-side": "left",
    "right": "right", "right-sided": "right", "right-side": "right",
}  # fmt: skip
# A sentence with one of these speaks of both sides of what it names.
_BOTH = frozenset(
    {
        "bilateral", "bilaterally", "both", "contralateral", "contralaterally", "opposite", "other", "either",
        "each", "sides", "symmetrical", "symmetric", "symmetrically", "asymmetry", "unlike", "handed",
    }
)  # fmt: skip
# A clause with one of these tells what is not the matter, or of another time.
_ASIDE = frozenset(
    {
        "no", "not", "without", "normal", "unremarkable", "spared", "sparing", "healthy", "unaffected",
        "intact", "uninvolved", "preserved", "dominant", "compared", "comparison", "uninjured",
        "asymptomatic", "previous", "previously", "prior", "past", "history", "later", "subsequently",
        "also", "again", "childhood", "years", "new", "developed", "then", "clear", "versus", "than",
        "donor", "harvested", "graft", "access", "approach",
    }
)  # fmt: skip
# How many words may stand between the side and the part: "left lower limb", "right medial femoral condyle".
_FAR = 3
# One vertebra; "L3-L4" and "L4/5" are two.
_LEVEL = Pattern(r"(?<![\w/–-])(?:C[1-7]|Th?(?:[3-9]|1[0-2])|L[1-5]|S[1-5])(?![\w-])(?!\s?[/–])")
_LOBE = Pattern(r"\b(upper|middle|lower|frontal|temporal|parietal|occipital) lobes?\b", needs=(" lobe",))
_WEAK = frozenset(
    {
        "patient",
        "level",
        "body",
        "vertebra",
        "vertebral",
        "spin",
        "lob",
        "cas",
        "imag",
        "figur",
        "left",
        "right",
    }
)


class _Mention(NamedTuple):
    """That *what* is on the side, or at the level, *where*; *words* are what else its clause tells."""

    section: str
    what: str
    where: str
    flow: Flow
    start: int
    end: int
    telling: bool
    words: frozenset[str]


@rule("CON004", "laterality-conflict", severity=Severity.WARNING, suspicious=True, english=True)
def laterality_conflict(case: Case) -> Iterator[Finding]:
    """One part of the body is the left one in one section and the right one in another.

    Compared are paired parts of the same name: "the left foot" with "the right foot", never with "the right
    leg". Nothing is asked where a section names both sides of the part, where anything near it is called
    bilateral or contralateral, where one clause tells what is normal, or where both clauses tell of nothing
    in common.

    Why: a side that changes between sections is the mistake that readers, and courts, notice.
    Bad:
        abstract: She had a fracture of the left hip.
        presentation: A 40-year-old woman fell. Radiographs showed a fracture of the right hip.
    Good:
        abstract: She had a fracture of the right hip.
        presentation: |
          A 40-year-old woman fell. Radiographs showed a fracture of the right hip. The left knee was bruised.
    """
    if not one_patient(case):
        return
    mentions, regions_of_both = _sided(case)
    kept = [mention for mention in mentions if _region(mention.what) not in regions_of_both]
    yield from _conflicts(kept, "side")


@rule("CON005", "level-conflict", severity=Severity.WARNING, suspicious=True, english=True)
def level_conflict(case: Case) -> Iterator[Finding]:
    """One finding is at one vertebra, or in one lobe, in one section and in another one elsewhere.

    Only sections that name a single level are compared, and only clauses that tell of the same finding or
    operation. "T1" and "T2" are not read, because they are sequences of imaging as well.

    Why: the wrong level is a known accident of surgery, and the wrong word is how it begins.
    Bad:
        presentation: A 40-year-old woman had a compression fracture of the L3 vertebra.
        discussion: In our patient, the compression fracture of the L4 vertebra was treated with a brace.
    Good:
        presentation: A 40-year-old woman had a compression fracture of the L3 vertebra.
        discussion: In our patient, the compression fracture of the L3 vertebra was treated with a brace.
    """
    if not one_patient(case):
        return
    for read_level, name in ((_vertebrae, "vertebra"), (_lobes, "lobe")):
        yield from _conflicts(list(_levels(case, read_level, name)), "level")


def _conflicts(mentions: list[_Mention], noun: str) -> Iterator[Finding]:
    """Where sections that each say one thing of a part say different things of it."""
    by_part: dict[str, dict[str, list[_Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in mentions:
        by_part[mention.what][mention.section].append(mention)
    for sections in by_part.values():
        if any(len({mention.where for mention in told}) > 1 for told in sections.values()):
            continue
        ordered = sorted(sections, key=lambda name: name != "presentation")
        for name in ordered[1:]:
            pair = _pair(sections[ordered[0]], sections[name])
            if pair:
                yield _finding(*pair, noun)


def _pair(first: list[_Mention], second: list[_Mention]) -> tuple[_Mention, _Mention] | None:
    """Two mentions that differ and tell of something in common."""
    if first[0].where == second[0].where:
        return None
    by_word = {word: mention for mention in reversed(first) if mention.telling for word in mention.words}
    for mention in second:
        shared = sorted(mention.words & by_word.keys()) if mention.telling else []
        if shared:
            return by_word[shared[0]], mention
    return None


def _finding(first: _Mention, second: _Mention, noun: str) -> Finding:
    here = place(second.flow, second.start, second.end)
    there = place(first.flow, first.start, first.end)
    return Finding(
        second.flow.at,
        f"{here} here, but {there} in {section_name(first.section)}: may one {noun} be wrong?",
        f"if both mean one finding, give the same {noun}",
        second.flow.within(second.start, second.end),
        related=(other_place(first.flow, first.start, first.end),),
    )


def _told(case: Case) -> Iterator[tuple[Flow, Sentence, Clause, bool]]:
    """Every clause of the running text, titles and captions, and whether it is about the patient."""
    reading = read(case)
    ours = {(id(fact.clause.flow), fact.clause.start) for fact in facts(case)}
    for flow in (*reading.of("title", "caption"), *reading.story):
        always = flow.kind in ("title", "caption")
        for sentence in flow.sentences:
            for clause in sentence.clauses:
                about = always or (id(flow), clause.start) in ours
                yield flow, sentence, clause, about


def _sided(case: Case) -> tuple[list[_Mention], set[str]]:
    """Every part with its side, and the regions that are spoken of on both."""
    mentions: list[_Mention] = []
    both: set[str] = set()
    for flow, sentence, clause, about in _told(case):
        words = {word.lower for word in clause.words}
        if not words & _SIDES.keys() and not words & _BOTH:
            continue
        if words & _BOTH or {"left", "right"} <= words:
            both |= _regions(sentence)
        telling = about and not words & _ASIDE
        matter = frozenset(content(clause.words)) - _WEAK if telling else frozenset[str]()
        for index, word in enumerate(clause.words):
            part = _part_after(clause.words[index + 1 : index + 2 + _FAR]) if word.lower in _SIDES else None
            if part:
                what, end = part
                named = [other for other in clause.words[index : index + 2 + _FAR] if other.start < end]
                kept = matter - content(named).keys()
                side = _SIDES[word.lower]
                mentions.append(_Mention(flow.section, what, side, flow, word.start, end, telling, kept))
    return mentions, both


def _part_after(words: tuple[Word, ...]) -> tuple[str, int] | None:
    """The part of the body that *words* begin with, with what describes it, and where it ends."""
    said: list[str] = []
    for word in words:
        if word.lower in _SIDES or word.lower in read_set(DATA / "function-words.txt"):
            return None
        said.append(word.lower)
        if word.lower in _parts():
            return " ".join(said), word.end
        if len(said) > _FAR:
            return None
    return None


@cache
def _parts() -> Mapping[str, str]:
    """The region of each part, by its last word."""
    regions = read_table(DATA / "structures.txt")
    return {part.rpartition(" ")[2]: region for region, parts in regions.items() for part in parts}


def _region(what: str) -> str:
    return _parts()[what.rpartition(" ")[2]]


def _regions(sentence: Sentence) -> set[str]:
    """The regions that *sentence* names, in the singular or the plural."""
    parts = _parts()
    names = {name for word in sentence.words for name in (word.lower, word.lower.removesuffix("s"))}
    return {parts[name] for name in names & parts.keys()}


def _levels(
    case: Case, read_level: Callable[[Clause], Iterator[tuple[str, int, int]]], what: str
) -> Iterator[_Mention]:
    for flow, _, clause, about in _told(case):
        words = {word.lower for word in clause.words}
        telling = about and not words & (_ASIDE | _BOTH)
        matter: frozenset[str] | None = None
        for level, start, end in read_level(clause):
            if matter is None:
                matter = frozenset(content(clause.words)) - _WEAK if telling else frozenset()
            yield _Mention(flow.section, what, level, flow, start, end, telling, matter - {level})


def _vertebrae(clause: Clause) -> Iterator[tuple[str, int, int]]:
    lower = clause.lower
    if not any(word in lower for word in read_list(DATA / "spine-words.txt")):
        return
    for match in _LEVEL.finditer(clause.text, lower):
        start, end = match.span()
        yield match.group().replace("Th", "T").lower(), clause.start + start, clause.start + end


def _lobes(clause: Clause) -> Iterator[tuple[str, int, int]]:
    for match in _LOBE.finditer(clause.text, clause.lower):
        start, end = match.span()
        yield match.group(1), clause.start + start, clause.start + end
