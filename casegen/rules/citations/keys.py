"""CIT001 to CIT003: keys, and the references they name."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.model import Case
from casegen.model.mentions import can_be_cited
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading.passages import Passage, passages
from casegen.rules.guess import Guesser
from casegen.rules.registry import Elsewhere, Finding, rule
from casegen.source import Pointer


def _cited(case: Case) -> Iterator[tuple[Passage, nodes.CiteItem]]:
    for passage in passages(case):
        if "@" not in passage.prose.text:
            continue
        for node in passage.nodes:
            if isinstance(node, nodes.Cite):
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
    guesser = Guesser(known)
    for passage, item in _cited(case):
        if item.key not in known:
            yield Finding(
                passage.at,
                f"no reference has the key {item.key!r}{passage.where}",
                _advice(guesser.closest(item.key)),
                within=passage.within(item),
            )


def _advice(close: str | None) -> str:
    if close:
        return f"did you mean {close!r}?"
    return "add it under `references`, or write \\@ for a plain at-sign"


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
    first: dict[str, Pointer] = {}
    for reference in case.references:
        at = reference.at / "id"
        if reference.id in first:
            yield Finding(
                at,
                f"two references have the key {reference.id!r}",
                "give one of them another key, or leave it out if they are the same",
                related=(Elsewhere(first[reference.id], "first given here"),),
            )
        first.setdefault(reference.id, at)
