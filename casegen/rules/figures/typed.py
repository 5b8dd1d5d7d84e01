"""Mentions of figures and tables that were typed by hand: "Figure 1", "(figs. 2A and 3)", "Table 1"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from casegen.lists import read_table
from casegen.model import Case
from casegen.model.mentions import FloatKind
from casegen.prose import Prose, nodes
from casegen.reading import MARK, Flow, passages, read
from casegen.reading.passages import SameCase
from casegen.rules.figures.numbers import Numbers, numbers_of
from casegen.rules.patterns import Pattern
from casegen.values import Value

__all__ = ["Part", "Typed", "missing_mentions", "typed_mentions"]

_WORDS = Path(__file__).parent.parent / "data" / "figures" / "typed_mentions.txt"

_ITEM = r"[0-9]{1,3}(?:[A-Za-z](?:[-–,][A-Za-z])*)?(?!\w)"
_AND = r"[ \u00a0]?(?:,|;|&|\band\b|\bto\b|[-–])[ \u00a0]?(?:and[ \u00a0])?"
# A list follows the plural alone: after "Figure 1, 3 months later" no figure 3 is meant.
_NO_MORE = r"(?![.,][0-9]|\.\w|[ \u00a0]?%)"
_MENTION = Pattern(
    r"(?<![\w@-])(?:"
    rf"(?:(?P<figure>fig(?:ure|\.)?)|table)[ \u00a0]?(?P<one>{_ITEM}(?:[-–]{_ITEM})?){_NO_MORE}|"
    rf"(?:(?P<figures>fig(?:ure)?s\.?)|tables)[ \u00a0]?(?P<many>{_ITEM}(?:{_AND}{_ITEM})*){_NO_MORE})",
    re.IGNORECASE,
    needs=("fig", "table"),
)
_EACH = Pattern(r"(?P<range>[-–]|\bto\b)?[ \u00a0]?(?P<number>[0-9]+)(?P<panel>[A-Za-z](?:[-–,][A-Za-z])*)?")

# How far back an opening quotation mark is looked for.
_QUOTED = 300
# "in figure 8", without more, is a way to sew or to bandage.
_SHAPED = 8
_KINDS = frozenset(("abstract", "narrative", "timeline", "caption", "cell", "declaration"))


class Part(Value):
    """One number of a mention, with its panel."""

    number: int
    panel: str


class Missing(Value):
    """A mention typed by hand of a figure or table that does not exist."""

    flow: Flow
    start: int
    end: int
    kind: FloatKind
    number: int


class Typed(Value):
    """A mention typed by hand, of figures or tables that are all there.

    *label*: it is no mention but a heading, "Figure 1." before the words of a caption. *mention* is what to
    type in its place. *plain*: the mention in its place would be read, and nothing around it otherwise.
    """

    flow: Flow
    start: int
    end: int
    kind: FloatKind
    parts: tuple[Part, ...]
    label: bool
    mention: str
    plain: bool

    @property
    def text(self) -> str:
        """What was typed."""
        return self.flow.text[self.start : self.end]


def typed_mentions(case: Case) -> tuple[Typed, ...]:
    """The mentions of *case* that were typed by hand, in the order of its fields.

    Left out are those of figures that do not exist, or that may be somebody else's: "Fig. 2 of ref. 7".
    """
    if not case.figures and not case.tables:
        return ()
    return _typed_mentions(SameCase(case))


def missing_mentions(case: Case) -> Iterator[Missing]:
    """The first mention typed by hand of every number that no figure or table of *case* has.

    Left out is what may be somebody else's or no mention, and a number that heads a paragraph: what follows
    there may be the table itself. Where the text holds tables or pictures of its own, those may be meant.
    """
    numbers = numbers_of(case)
    found: dict[tuple[FloatKind, int], Missing] = {}
    headed = _unnumbered(case)
    for flow in read(case).flows:
        if flow.kind not in _KINDS or flow.quoted or flow.row:
            continue
        around: _Around | None = None
        for match in _MENTION.finditer(flow.text, flow.lower):
            around = around or _Around(flow)
            kind, at, end = _read(match, around)
            absent = [p.number for p in _parts(flow.text[at:end]) if p.number > numbers.count(kind)]
            if _is_label(flow.text, match.start(), end):
                headed |= {(kind, number) for number in absent}
            elif absent and not around.may_mean_another(match.start(), end) and not around.counts(at):
                shape = kind == "fig" and match.group().islower() and absent == [_SHAPED]
                for number in () if shape else absent:
                    found.setdefault((kind, number), Missing(flow, match.start(), end, kind, number))
    return (missing for key, missing in found.items() if key not in headed and (key[0], 0) not in headed)


def _unnumbered(case: Case) -> set[tuple[FloatKind, int]]:
    """The kinds, each with 0, of which the text itself holds some that have no number to be known by."""
    known = numbers_of(case).floats
    found: set[tuple[FloatKind, int]] = set()
    for passage in passages(case):
        if "|" not in passage.prose.text and "![" not in passage.prose.text:
            continue
        for node in passage.nodes:
            if isinstance(node, nodes.Table):
                found.add(("tbl", 0))
            elif isinstance(node, nodes.Image) and known.of_image(node) is None:
                found.add(("fig", 0))
    return found


@lru_cache(maxsize=1)
def _typed_mentions(key: SameCase) -> tuple[Typed, ...]:
    case = key.case
    numbers = numbers_of(case)
    found = [
        typed
        for flow in read(case).flows
        if flow.kind in _KINDS and not flow.quoted and not flow.row
        for typed in _in_flow(flow, numbers)
    ]
    return _tried(case, found) if found else ()


def _in_flow(flow: Flow, numbers: Numbers) -> Iterator[Typed]:
    around: _Around | None = None
    for match in _MENTION.finditer(flow.text, flow.lower):
        around = around or _Around(flow)
        start = match.start()
        kind, at, end = _read(match, around)
        parts = tuple(_parts(flow.text[at:end]))
        known = all(0 < part.number <= numbers.count(kind) for part in parts)
        if not parts or not known or around.may_mean_another(start, end):
            continue
        mention = "; ".join(
            f"@{kind}-{numbers.printed(kind, part.number)}" + (f";{part.panel}" if part.panel else "")
            for part in parts
        )
        yield Typed(flow, start, end, kind, parts, _is_label(flow.text, start, end), mention, plain=False)


def _read(match: re.Match[str], around: _Around) -> tuple[FloatKind, int, int]:
    """What kind a match of `_MENTION` is of, and where its numbers begin and end."""
    items = match["one"] or match["many"]
    at = match.end() - len(items)
    items = items[: around.counted(at, match.end()) - at].rstrip(" \u00a0,;&-–")
    return ("fig" if match["figure"] or match["figures"] else "tbl"), at, at + len(items)


def _is_label(text: str, start: int, end: int) -> bool:
    """Whether what stands at ``[start, end)`` heads the text: "Figure 1. Axial slice"."""
    behind = text[end : end + 3].lstrip(" \u00a0")
    return start < 3 and not text[:start].strip() and behind[:1] in (".", ":") and not behind[1:2].isalnum()


def _parts(items: str) -> Iterator[Part]:
    """Each number of "1A, 2 and 4-6", a range as all that lie in it."""
    last = 0
    for match in _EACH.finditer(items):
        number = int(match["number"])
        between = range(last + 1, number) if match["range"] and last else ()
        yield from (Part(each, "") for each in between)
        yield Part(number, match["panel"] or "")
        last = number


class _Around:
    """What stands around the mentions of one flow."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._cites = [at for at, mark in flow.marks if isinstance(mark, nodes.Cite)]
        self._quantities = frozenset(quantity.start for quantity in flow.quantities)
        self._others: dict[int, bool] = {}

    def counted(self, start: int, end: int) -> int:
        """Where in ``[start, end)`` something is counted, as in "Figures 1 and 2, 3 months"; else *end*."""
        return min((at for at in range(start + 1, end) if at in self._quantities), default=end)

    def counts(self, at: int) -> bool:
        """Whether the number at *at* has a unit: "on the table 2 hours"."""
        return at in self._quantities

    def may_mean_another(self, start: int, end: int) -> bool:
        """Whether what stands at ``[start, end)`` may be another publication's figure, quoted, or none."""
        flow, words = self._flow, read_table(_WORDS)
        before, after = self._word_before(start), self._word_after(end)
        return (
            before in words["before"]
            or before.endswith(("'s", "’s"))
            # "the figure 2 million"; of a figure one writes "figure 2"
            or (before == "the" and flow.text[start].islower())
            or after in words["after"]
            or after in words["shapes"]
            or flow.text[end : end + 2].strip()[:1] == MARK
            or _quoted(flow.text, start)
            or self._of_others(start)
        )

    def _word_before(self, start: int) -> str:
        words = self._flow.words
        at = bisect_left(words, start, key=lambda word: word.start)
        touches = at and not self._flow.text[words[at - 1].end : start].strip(" \u00a0.")
        return words[at - 1].lower if touches else ""

    def _word_after(self, end: int) -> str:
        words = self._flow.words
        at = bisect_left(words, end, key=lambda word: word.start)
        touches = at < len(words) and not self._flow.text[end : words[at].start].strip()
        return words[at].lower if touches else ""

    def _of_others(self, start: int) -> bool:
        """Whether its sentence speaks of others' work, or its clause cites some."""
        sentence = self._flow.sentence_at(start)
        if sentence.start not in self._others:
            elsewhere = read_table(_WORDS)["elsewhere"]
            self._others[sentence.start] = any(word.lower in elsewhere for word in sentence.words)
        if self._others[sentence.start]:
            return True
        clauses = sentence.clauses
        at = bisect_right(clauses, start, key=lambda clause: clause.start) - 1
        return bisect_left(self._cites, clauses[at].start) < bisect_left(self._cites, clauses[at].end)


def _quoted(text: str, start: int) -> bool:
    """Whether a quotation is open before *start*."""
    begin = max(0, start - _QUOTED)
    return text.count('"', begin, start) % 2 == 1 or text.rfind("“", begin, start) > text.rfind(
        "”", begin, start
    )


def _tried(case: Case, found: list[Typed]) -> tuple[Typed, ...]:
    """*found*, with those called plain that Markdown reads as mentions once they are typed as such."""
    by_text: dict[int, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
    prose = {passage.at: passage.prose for passage in passages(case) if not passage.row}
    texts: dict[int, Prose] = {}
    for index, typed in enumerate(found):
        given = prose.get(typed.flow.at)
        span = typed.flow.within(typed.start, typed.end)
        if given is not None and span and given.text[slice(*span)] == typed.text:
            texts[id(given)] = given
            by_text[id(given)].append((index, span))
    plain: set[int] = set()
    for key, places in by_text.items():
        plain |= _readable(texts[key].text, places, found)
    return tuple(typed.replace(plain=index in plain) for index, typed in enumerate(found))


def _readable(text: str, places: list[tuple[int, tuple[int, int]]], found: list[Typed]) -> set[int]:
    """Which of *places* are read as the mentions that are then typed there."""
    pieces: list[str] = []
    stands: dict[int, int] = {}
    done = length = 0
    for index, (start, end) in sorted(places, key=lambda place: place[1]):
        if start < done:
            continue  # a note is read once for each of its marks
        pieces += [text[done:start], found[index].mention]
        stands[length + start - done] = index
        length += start - done + len(found[index].mention)
        done = end
    pieces.append(text[done:])
    changed = "".join(pieces)
    read_there: dict[int, int] = {}
    links = 0
    for node in Prose(changed).walk():
        if isinstance(node, nodes.Link):
            links = max(links, node.end)
        elif isinstance(node, nodes.CrossRef) and node.start >= links and changed[node.start] == "@":
            read_there.update((item.start - 1, item.end) for item in node.items)
    return {
        index
        for at, index in stands.items()
        if _all_there(changed, at, at + len(found[index].mention), read_there)
    }


def _all_there(text: str, start: int, end: int, there: dict[int, int]) -> bool:
    """Whether ``text[start:end]`` is mentions from end to end."""
    at = start
    while at < end:
        stop = there.get(at)
        if stop is None or stop > end:
            return False
        at = text.find("@", stop, end)
        if at < 0:
            return stop == end
    return False
