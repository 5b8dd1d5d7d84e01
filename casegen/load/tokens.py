"""Texts with a grammar, which the model does not check: ids that prose names, and the language."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.load.codes import structural
from casegen.model import Case, Figure, Table
from casegen.model.languages import is_tag
from casegen.model.mentions import can_be_cited, can_be_mentioned
from casegen.problem import Problem
from casegen.source import Pointer, SourceMap

_LONGEST_SHOWN = 40
_GRAMMAR = "an id is letters, digits and _, with single :.#$%&-+?<>~/ between them"


def malformed_tokens(case: Case, places: SourceMap) -> Iterator[Problem]:
    """The problems with ids that no mention or citation can name, and with a language that is none.

    A reference's id from a bibliography file does not block: only its own entry cannot be cited.
    """
    if not is_tag(case.language):
        at = Pointer(("language",))
        mended = case.language.strip().replace("_", "-")
        hint = f"write {mended!r}" if is_tag(mended) else "a language tag looks like en, en-GB or pt-BR"
        message = f"language: {shown(case.language)} is not a language tag"
        yield structural("YML004", message, places.locate(at), at, hint=hint)
    floats: dict[str, tuple[Figure | Table, ...]] = {"figures": case.figures, "tables": case.tables}
    for kind, items in floats.items():
        for index, item in enumerate(items):
            if not can_be_mentioned(item.id):
                message = f"{kind}[{index}].id: no text can mention {shown(item.id)}"
                yield _bad_id(message, places, Pointer((kind, index, "id")))
    for index, reference in enumerate(case.references):
        if not can_be_cited(reference.id):
            at = Pointer(("references", index, "id"))
            message = f"references[{index}].id: no citation can name {shown(reference.id)}"
            # Grammatical all the same, it reads as the mention of a figure or table.
            hint = (
                "fig- and tbl- begin mentions of figures and tables" if can_be_mentioned(reference.id) else ""
            )
            problem = _bad_id(message, places, at, hint)
            yield problem.replace(blocking=problem.path == places.main.path)


def _bad_id(message: str, places: SourceMap, at: Pointer, hint: str = "") -> Problem:
    return structural("YML004", message, places.locate(at), at, hint=hint or _GRAMMAR)


def shown(value: object) -> str:
    """*value* as typed, in quotes, cut short where it is long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(getattr(value, "typed", value))
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}...")
