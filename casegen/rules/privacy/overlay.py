"""PRV010: what the private file beside the case keeps, found in the case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from casegen.files import Refused, read_inside, resolve_inside
from casegen.load.private import PRIVATE, Unreadable, read_private
from casegen.model import Case, Figure
from casegen.model.base import Part
from casegen.problem import Severity
from casegen.prose import Prose, nodes
from casegen.reading import Passage, passages
from casegen.rules.privacy.drawings import letters_joined
from casegen.rules.privacy.secrets import Hit, Secrets
from casegen.rules.registry import Finding, rule
from casegen.source import Pointer, Source

_TAG = re.compile(r"<[^<>]*>")
# A drawing of more is no drawing that is published.
_LARGEST = 64 * 1024 * 1024


@rule("PRV010", "leak", severity=Severity.ERROR, blocking=True, private=True)
def leak(case: Case) -> Iterator[Finding]:
    """Something that the private file beside the case keeps stands in the case.

    The file `case.private.yaml` is a mapping of what must never be published: names, dates, record numbers,
    anything of three characters or more. It is read, never printed or copied. Every text of the case is
    searched for its values, whatever their capitals, spacing and punctuation; names also in other orders
    ("Silva, Ana", "A. Silva"), dates in the usual forms. A build also searches all that it would write. The
    message names the key, not the value. A file that cannot be read, or is called nearly so, is an error as
    well. In the example below, the file says `name: Joana Prates`.

    Why: the people who write a report know the patient's name, and a name that is typed without thought is
    not seen by those who know it.
    Bad:
        presentation: Joana Prates, a 40-year-old woman, presented with headache.
    Good:
        presentation: The patient, a 40-year-old woman, presented with headache.
    """
    try:
        private = read_private(case.folder)
    except Refused as refusal:
        message = f"{PRIVATE}: {refusal}: nothing can be searched for what it keeps"
        yield Finding(case.at, message, "mend the file, or take it away", **_place(case, refusal))
        return
    if private is not None:
        yield from _found(case, Secrets(private.kept, case.language, others_in(case)))


def _place(case: Case, refusal: Refused) -> dict[str, Any]:
    """Where *refusal* lies: a line of the private file, and nothing of what stands there."""
    line, name = (refusal.line, refusal.name) if isinstance(refusal, Unreadable) else (1, PRIVATE)
    return {"source": Source(case.folder / name, "\n" * (line - 1)), "within": (line - 1, line - 1)}


def _found(case: Case, secrets: Secrets) -> Iterator[Finding]:
    for passage in passages(case):
        for hit in secrets.find(passage.prose.text):
            if not _in_comment(passage, hit.start):
                yield _finding(passage.at, hit, passage.where, exact=not passage.row)
    for at, text in _strings(case, case.at):
        for hit in secrets.find(text):
            yield _finding(at, hit, "")
    for figure in case.figures:
        for key in sorted({key for text in _drawn(case, figure) for key in secrets.keys(text)}):
            yield _finding(figure.at / "file", Hit(0, 1, key), ", in the text of the drawing", exact=False)
    for hit in secrets.find(case.slug):
        yield _finding(case.at / "title", hit, ", in the name of the case's folder", exact=False)


def others_in(case: Case) -> tuple[str, ...]:
    """The names of the authors of *case*, and of those of cited works."""
    authors = (author.name for author in case.authors)
    cited = (name for work in case.references for name in (*work.author, *work.editor))
    return (
        *(f"{name.family}, {name.given}" if name.family else name.literal for name in authors),
        *(f"{name.family}, {name.given}" for name in cited),
    )


def _finding(at: Pointer, hit: Hit, where: str, *, exact: bool = True) -> Finding:
    message = f"what {PRIVATE} keeps under {hit.key!r} stands here{where}"
    within = (hit.start, hit.end) if exact else None
    return Finding(at, message, "take it out before anybody else reads the case", within=within)


def _drawn(case: Case, figure: Figure) -> Iterator[str]:
    """The text of a figure that is an SVG drawing, with its parts as one word and as several."""
    if not figure.file.lower().endswith(".svg"):
        return
    try:
        text = read_inside(resolve_inside(case.folder, figure.file), _LARGEST).decode("utf-8", "replace")
    except Refused:  # told by others
        return
    yield _TAG.sub("", text)
    yield _TAG.sub(" ", text)
    yield _TAG.sub("", letters_joined(text))


def _in_comment(passage: Passage, at: int) -> bool:
    """Whether the text at *at* stands in a comment, which is never printed."""
    comments = (node for node in passage.nodes if isinstance(node, nodes.Comment | nodes.CommentBlock))
    return any(node.start <= at < node.end for node in comments)


def _strings(value: object, at: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Every text of the model that is no Markdown, with its place."""
    match value:
        case Prose():
            return
        case str():
            yield at, value
        case Part():
            for name, field in type(value).model_fields.items():
                yield from _strings(getattr(value, name), at / (field.alias or name))
        case dict():
            for key, inside in value.items():
                yield from _strings(inside, at / key)
        case tuple() | list():
            for index, inside in enumerate(value):
                yield from _strings(inside, at / index)
