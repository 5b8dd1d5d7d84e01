"""CIT001 to CIT003 and CIT011: keys, and the references they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from casegen.identifiers import doi_key, normalise_doi, normalise_pmid
from casegen.model import Case, Reference
from casegen.model.mentions import can_be_cited
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading.passages import Passage, passages
from casegen.rules.guess import Guesser
from casegen.rules.registry import Elsewhere, Finding, Replacement, rule

# An identifier typed for a key may go on behind the key: https://doi.org/10.1000/x, 10.1016/S0140-6736(20)1.
_TYPED = re.compile(r"[^\s\];]{1,200}")
# Behind a key in running text, what is neither its end nor a bracket that belongs to it.
_APART = re.compile(r"[,;.:!?)]*(?=\s|\Z)(?!\s*\[)")


def _citations(case: Case) -> Iterator[tuple[Passage, nodes.Cite]]:
    for passage in passages(case):
        if "@" not in passage.prose.text:
            continue
        for node in passage.nodes:
            if isinstance(node, nodes.Cite):
                yield passage, node


def _cited(case: Case) -> Iterator[tuple[Passage, nodes.CiteItem]]:
    for passage, node in _citations(case):
        for item in node.items:
            yield passage, item


@rule("CIT001", "undefined-key", severity=Severity.ERROR, blocking=True)
def undefined_key(case: Case) -> Iterator[Finding]:
    """A citation of a reference that does not exist.

    Why: the reader is sent to nothing. Usually the key is mistyped, or its reference was left out.
    Bad:
        discussion: It agrees with others [@tvo].
        references: [{id: two, type: book, title: Second things}]
    Good:
        discussion: It agrees with others [@two].
        references: [{id: two, type: book, title: Second things}]
    """
    known = {reference.id for reference in case.references}
    adviser = _Adviser(case.references)
    for passage, item in _cited(case):
        if item.key not in known:
            yield Finding(
                passage.at,
                f"no reference has the key {item.key!r}{passage.where}",
                adviser.advice(passage.prose.text, item),
                within=passage.within(item),
            )


class _Adviser:
    """Says what to do about a key that no reference has."""

    def __init__(self, references: tuple[Reference, ...]) -> None:
        self._references = references
        self._guesser = Guesser(dict.fromkeys(reference.id for reference in references))

    def advice(self, text: str, item: nodes.CiteItem) -> str:
        """The hint for *item*, whose key stands in *text*."""
        other_case = self._by_lower_case.get(item.key.lower())
        if other_case:
            return f"did you mean {other_case!r}? Capitals matter in keys"
        identified = self._identified(text, item)
        if identified:
            return identified
        close = self._guesser.closest(item.key)
        if close:
            return f"did you mean {close!r}?"
        if not self._references:
            return (
                "the case has no references: give them under `references`, or take them in with "
                "`casegen refs import FILE`; for a plain at-sign write \\@"
            )
        return "add it under `references`, or write \\@ for a plain at-sign"

    def _identified(self, text: str, item: nodes.CiteItem) -> str:
        """What to do where a DOI or a PMID was typed for a key."""
        match = _TYPED.match(text, item.start)
        typed = match.group() if match else item.key
        doi = normalise_doi(typed)
        if doi:
            known = self._by_doi.get(doi_key(doi) or "")
            return f"the reference with this DOI has the key {known!r}" if known else _addition(doi)
        pmid = normalise_pmid(item.key) if item.key[:4].lower() == "pmid" else None
        return _addition(f"PMID:{pmid}") if pmid else ""

    @cached_property
    def _by_lower_case(self) -> dict[str, str]:
        return {reference.id.lower(): reference.id for reference in reversed(self._references)}

    @cached_property
    def _by_doi(self) -> dict[str, str]:
        known = ((doi_key(reference.DOI), reference.id) for reference in reversed(self._references))
        return {doi: key for doi, key in known if doi}


def _addition(identifier: str) -> str:
    return f"`casegen refs add {identifier}` adds the work; then cite it by the key it is given"


@rule(
    "CIT002",
    "uncited-reference",
    severity=Severity.WARNING,
    source="eLife schematron final-ref-link-presence",
)
def uncited_reference(case: Case) -> Iterator[Finding]:
    """A reference that no citation uses.

    Why: readers cannot tell what it supports, and journals send it back.
    Bad:
        introduction: Something known.
        references: [{id: one, type: book, title: First things}]
    Good:
        introduction: Something known [@one].
        references: [{id: one, type: book, title: First things}]
    """
    cited = {item.key for _, item in _cited(case)}
    told: set[str] = set()
    for reference in case.references:
        if reference.id in cited or reference.id in told:
            continue
        told.add(reference.id)
        if can_be_cited(reference.id):  # else a problem of its own (YML004)
            yield Finding(reference.at / "id", f"reference {reference.id!r} is never cited")


@rule("CIT003", "duplicate-key", severity=Severity.ERROR, blocking=True)
def duplicate_key(case: Case) -> Iterator[Finding]:
    """Two references with one key, in the case or between it and its bibliography files.

    Why: a citation of the key could mean either of them.
    Bad:
        references:
          - {id: one, type: book, title: First things}
          - {id: one, type: book, title: Other things}
    Good:
        references:
          - {id: one, type: book, title: First things}
          - {id: other, type: book, title: Other things}
    """
    first: dict[str, Reference] = {}
    for reference in case.references:
        earlier = first.setdefault(reference.id, reference)
        if earlier is reference:
            continue
        doi = doi_key(reference.DOI) if reference.DOI else None
        same = doi is not None and doi == doi_key(earlier.DOI)
        hint = "give one of them another key, or leave it out if they are the same"
        yield Finding(
            reference.at / "id",
            f"two references have the key {reference.id!r}",
            "they have the same DOI: leave one out" if same else hint,
            related=(Elsewhere(earlier.at / "id", "first given here"),),
        )


@rule("CIT011", "repeated-key", severity=Severity.INFO, fixing="safe")
def repeated_key(case: Case) -> Iterator[Finding]:
    """A reference that one citation names twice.

    Not told where the second mention has a page, or words of its own. Citations that follow each other, as
    in "[@a] [@b]", are one.

    Why: it is printed once, so that one of the two is often a slip for another key.
    Bad:
        introduction: It is known [@kim2020; @kim2020].
        references: [{id: kim2020, type: book, title: Bone cement}]
    Good:
        introduction: It is known [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement}]
    """
    for passage, node in _citations(case):
        met: set[str] = set()
        for item in node.items:
            plain = not (item.prefix or item.suffix or item.locator)
            if plain and item.key in met:
                message = f"{item.key!r} is cited twice in one place{passage.where}"
                within = passage.within(item)
                yield Finding(passage.at, message, within=within, fix=_without(passage, node, item))
            met.add(item.key)


def _without(passage: Passage, node: nodes.Cite, item: nodes.CiteItem) -> Replacement | None:
    """The deletion of *item* from *node*; None where it would not be exact."""
    text = passage.prose.text
    typed = item.start - 1 - item.suppress_author
    start = _behind_spaces(text, typed)
    end = next(at for at in range(item.end, node.end) if not text[at].isspace())
    match text[start - 1], text[end]:
        case ((";" | ","), (";" | "," | "]")):
            start, end = _behind_spaces(text, start - 1), item.end
            exact = text[start - 1] != "["
        case "[", (";" | ","):
            start, end = typed, next(at for at in range(end + 1, node.end) if not text[at].isspace())
            exact = True
        case "[", "]":
            start, end = _behind_spaces(text, start - 1), end + 1
            if text[start - 1] == ",":
                start = _behind_spaces(text, start - 1)
            exact = not node.narrative or _APART.match(text, end) is not None
        case _:
            exact = False
    if not exact or passage.row or "\n" in text[start:end]:
        return None
    return Replacement("leave it out the second time", "", within=(start, end))


def _behind_spaces(text: str, at: int) -> int:
    """Where the spaces before *at* begin."""
    while at and text[at - 1].isspace():
        at -= 1
    return at
