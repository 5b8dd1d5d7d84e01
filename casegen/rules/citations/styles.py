"""CIT008 to CIT010 and CIT012: the style that citations and references are printed in."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.citations.styles import Style, StyleFault, find_style
from casegen.model import Case
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading.passages import passages
from casegen.rules.registry import Elsewhere, Finding, rule
from casegen.source import Pointer, Source


@rule("CIT008", "unknown-style", severity=Severity.ERROR, blocking=True)
def unknown_style(case: Case) -> Iterator[Finding]:
    """A citation style that is not known.

    A style is known by its name or title in the CSL styles repository, by a journal's title, or by the name
    of a .csl file beside the case or beside casegen.toml. `casegen styles` searches them.

    Why: citations and references cannot be printed.
    Bad:
        style: {csl: nlm-citation-sequnce}
    Good:
        style: {csl: nlm-citation-sequence}
    """
    found = _found(case)
    if isinstance(found, StyleFault) and found.path is None:
        at, whose = _asked_at(case)
        yield Finding(at, f"{found}{whose}", found.hint)


@rule("CIT009", "broken-style", severity=Severity.ERROR, blocking=True, source="CSL 1.0.2 specification")
def broken_style(case: Case) -> Iterator[Finding]:
    """A .csl file that is no citation style.

    It is told where in the .csl file. Styles of the CSL styles repository are not looked into.

    Why: citations and references would be printed wrong or not at all.
    Bad:
        style: {csl: styles/broken.csl}
    Good:
        style: {csl: styles/house.csl}
    """
    found = _found(case)
    if not isinstance(found, StyleFault) or found.path is None:
        return
    at, whose = _asked_at(case)
    if not found.faults:
        yield Finding(at, f"{found}{whose}", found.hint)
        return
    source = Source(found.path, found.text)
    asked = (Elsewhere(at, f"the style is asked for here{whose}"),)
    for fault in found.faults:
        start = source.line_start(fault.line) + fault.column - 1
        yield Finding(at, fault.message, fault.hint, (start, start), related=asked, source=source)


@rule("CIT010", "locator-unprinted", severity=Severity.WARNING)
def locator_unprinted(case: Case) -> Iterator[Finding]:
    """A page or another place in a work, in a citation whose style prints none.

    Most styles of medical journals are such: they number the works and say nothing of pages.

    Why: the reader is not told where in the work to look, though the author said it.
    Bad:
        introduction: It is a known complication [@kim2020, pp. 3-4].
        references: [{id: kim2020, type: book, title: Bone cement}]
        style: {csl: nlm-citation-sequence}
    Good:
        introduction: It is a known complication [@kim2020, pp. 3-4].
        references: [{id: kim2020, type: book, title: Bone cement}]
        style: {csl: american-medical-association}
    """
    style = _found(case)
    if isinstance(style, StyleFault) or style.locators:
        return
    for passage in passages(case):
        if "@" not in passage.prose.text:
            continue
        for node in passage.nodes:
            for item in node.items if isinstance(node, nodes.Cite) else ():
                if item.locator:
                    message = f"{_place(item)} is not printed: the style {style.name!r} has no place for it"
                    hint = "say it in the sentence, or choose a style that prints it"
                    yield Finding(passage.at, message + passage.where, hint, passage.within(item))


@rule("CIT012", "style-unsuited", severity=Severity.WARNING, source="CSL 1.0.2 specification")
def style_unsuited(case: Case) -> Iterator[Finding]:
    """A citation style that was not made for an article with a list of references.

    Some cite in footnotes, as historians do; their notes are printed in brackets in the sentence. Some print
    no list of references; the list then holds titles alone.

    Why: no medical journal prints citations so, and a reader cannot find a work by its title alone.
    Bad:
        introduction: It is a known complication [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement}]
        style: {csl: australian-historical-studies}
    Good:
        introduction: It is a known complication [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement}]
        style: {csl: chicago-author-date}
    """
    style = _found(case)
    if isinstance(style, StyleFault) or not case.references:
        return
    at, whose = _asked_at(case)
    hint = "`casegen styles` finds one that numbers its references, or prints author and date"
    if style.kind == "note":
        yield Finding(at, f"the style {style.name!r} cites in footnotes: they stand in brackets{whose}", hint)
    elif not style.lists:
        yield Finding(at, f"the style {style.name!r} prints no list of references{whose}", hint)


def _place(item: nodes.CiteItem) -> str:
    """Where in the work *item* points, as "page 12"."""
    return f"{item.label or 'page'} {item.locator}"


def _found(case: Case) -> Style | StyleFault:
    """The style of *case*, or what is wrong with it."""
    try:
        return find_style(case.csl, case.style_folders)
    except StyleFault as fault:
        return fault


def _asked_at(case: Case) -> tuple[Pointer, str]:
    """Where the style is asked for, and what to add to a message where that is not in the case."""
    if case.style.csl.strip():
        return case.style.at / "csl", ""
    return case.at, " (casegen.toml asks for it)"
