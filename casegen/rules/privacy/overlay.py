"""PRV010: what the private file beside the case keeps, found in the case."""

from __future__ import annotations

import os
from collections.abc import Iterator

from casegen.files import Refused, read_limited, resolve_inside
from casegen.load.yamltree import read_yaml
from casegen.model import Case
from casegen.model.base import Part
from casegen.problem import Severity
from casegen.prose import Prose, nodes
from casegen.reading import Passage, passages
from casegen.rules.privacy.secrets import Secret, Secrets
from casegen.rules.registry import Finding, Unchecked, rule
from casegen.source import Pointer, Source

NAME = "case.private.yaml"
_MAX_BYTES = 1024 * 1024


@rule("PRV010", "leak", severity=Severity.ERROR, private=True)
def leak(case: Case) -> Iterator[Finding | Unchecked]:
    """Something that the private file beside the case keeps stands in the case.

    The file `case.private.yaml` is a mapping of what must never be published: names, dates, record numbers,
    anything of three characters or more. It is read, never printed or copied. Every text of the case is
    searched for its values, whatever their capitals, spacing and punctuation; names also in other orders
    ("Silva, Ana", "A. Silva"), dates in the usual forms. The message names the key, not the value. In the
    example below, the file says `name: Joana Prates`.

    Why: the people who write a report know the patient's name, and a name that is typed without thought is
    not seen by those who know it.
    Bad:
        presentation: Joana Prates, a 40-year-old woman, presented with headache.
    Good:
        presentation: The patient, a 40-year-old woman, presented with headache.
    """
    if not os.path.lexists(case.folder / NAME):
        return
    try:
        secrets = Secrets(_read(case))
    except Refused as refusal:
        yield Unchecked(f"{NAME}: {refusal}")
        return
    for passage in passages(case):
        for start, end, secret in secrets.find(passage.prose.text):
            if not _in_comment(passage, start):
                within = None if passage.row else (start, end)
                yield _finding(passage.at, secret, within, passage.where)
    for at, text in _strings(case, case.at):
        for start, end, secret in secrets.find(text):
            yield _finding(at, secret, (start, end), "")


def _finding(at: Pointer, secret: Secret, within: tuple[int, int] | None, where: str) -> Finding:
    message = f"what {NAME} keeps under {secret.key!r} stands here{where}"
    return Finding(at, message, "take it out before anybody else reads the case", within=within)


def _read(case: Case) -> list[Secret]:
    """What the private file keeps. Refused, in words that hold nothing of it, where it cannot be read."""
    path = resolve_inside(case.folder, NAME)
    data = read_limited(path, _MAX_BYTES)
    try:
        source = Source(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused("it is not UTF-8 text") from None
    tree = read_yaml(source)
    if tree.problems:
        raise Refused(f"it is not YAML that can be read (line {tree.problems[0].span.line})")
    if not isinstance(tree.data, dict):
        raise Refused("it is not a mapping")
    kept = []
    for pointer, spot in tree.spots.items():
        value = _at(tree.data, pointer)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            # A number as it was typed: 0012345 is not 12345.
            text = value if isinstance(value, str) else source.text[spot.start : spot.end]
            kept.append(Secret(".".join(str(step) for step in pointer if isinstance(step, str)), text))
    return kept


def _at(data: object, pointer: Pointer) -> object:
    for step in pointer:
        data = data[step]  # type: ignore[index]  # the pointer is one of this data
    return data


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
