"""FIG: pictures and tables that were published before, or are somebody else's."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from casegen.lists import read_table
from casegen.model import Case
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading import Flow, Word, read
from casegen.rules.figures.floats import floats_of, word
from casegen.rules.registry import Finding, rule
from casegen.source import Pointer

_WORDS = Path(__file__).parent.parent / "data" / "figures" / "reuse.txt"
# Within so many words after "from", the source is named.
_NEAR = 4


@rule(
    "FIG008",
    "reuse-permission",
    severity=Severity.WARNING,
    source="eLife schematron reproduce-test-1",
    english=True,
)
def reuse_permission(case: Case) -> Iterator[Finding]:
    """A figure or table from elsewhere, without a word that it may be shown.

    Its caption, notes or credit say "adapted from", "reproduced from" or "courtesy of", and there is neither
    a `permission` nor a `license` of its own, nor a permission or licence named in that text.

    Why: most publishers own the figures they print. Even a figure that was drawn anew after theirs needs
    their permission, and the journal asks for it in writing.
    Bad:
        presentation: See @fig-ct.
        figures: [{id: ct, file: figures/ct.svg, caption: The canal. Adapted from Moore., alt: A ring}]
    Good:
        presentation: See @fig-ct.
        figures:
          - id: ct
            file: figures/ct.svg
            caption: The canal. Adapted from Moore.
            alt: A ring
            permission: Used with the permission of Example Press.
    """
    texts: dict[Pointer, list[Flow]] = defaultdict(list)
    for flow in read(case).of("caption", "metadata"):
        texts[Pointer(flow.at[:2])].append(flow)
    lists = read_table(_WORDS)
    for kind, item in floats_of(case):
        flows = texts[item.at]
        if item.permission.strip() or item.license.strip() or _granted(flows, lists):
            continue
        for flow in flows:
            for first, last in _reused(flow, lists):
                said = flow.text[first.start : last.end]
                yield Finding(
                    flow.at,
                    f"{word(kind)} {item.id!r} says {said!r}, and not that it may be shown",
                    "give `permission` as its owner wants it printed, or the `license` it is under",
                    flow.within(first.start, last.end),
                )


def _granted(flows: Sequence[Flow], lists: Mapping[str, Sequence[str]]) -> bool:
    return any(said in flow.lower for flow in flows for said in lists["granted"])


def _reused(flow: Flow, lists: Mapping[str, Sequence[str]]) -> Iterator[tuple[Word, Word]]:
    """The two words of each phrase that says the picture is from elsewhere."""
    words = flow.words
    cites = [place for place, mark in flow.marks if isinstance(mark, nodes.Cite)]
    for at in range(len(words) - 1):
        phrase = f"{words[at].lower} {words[at + 1].lower}"
        if phrase in lists["courtesy"]:
            said = not any(w.lower in lists["own"] for w in words[at + 2 : at + 4])
        elif phrase in lists["cited"]:
            said = _between(cites, words[at + 1].end, words[at + 1].end + 2)
        else:
            said = phrase in lists["from"] and _names_source(flow, at + 2, cites, lists)
        if said and _of_picture(flow, at, lists):
            yield words[at], words[at + 1]


def _names_source(flow: Flow, at: int, cites: list[int], lists: Mapping[str, Sequence[str]]) -> bool:
    """Whether a publication or a name follows from the word *at* on."""
    words = flow.words[at : at + _NEAR]
    end = words[-1].start if len(words) == _NEAR else len(flow.text)
    named = any(w.lower in lists["sources"] or w.text[:1].isupper() for w in words)
    return named or _between(cites, flow.words[at - 1].end, end)


def _between(places: list[int], start: int, end: int) -> bool:
    """Whether one of *places*, ascending, lies in ``[start, end)``."""
    return bisect_left(places, start) < bisect_left(places, end)


def _of_picture(flow: Flow, at: int, lists: Mapping[str, Sequence[str]]) -> bool:
    """Whether the words before the word *at* are the picture's, or none of its clause are."""
    words = flow.words
    while at > 0 and not flow.text[words[at - 1].end : words[at].start].strip():
        at -= 1
        if words[at].lower in lists["pictures"]:
            return True
        if words[at].lower not in lists["links"] and len(words[at].text) > 1:
            return False
    return True
