"""Canonical data -> Case, or problems at the places that were typed."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from casegen.limits import limit
from casegen.load.aliases import fields
from casegen.load.codes import structural
from casegen.load.tokens import malformed_tokens, shown
from casegen.model import Case, Part
from casegen.problem import Problem
from casegen.source import Pointer, SourceMap, Span


def unsupported_version(data: Mapping[str, Any], places: SourceMap) -> Problem | None:
    """The problem with a format version that this casegen does not read, if it is not."""
    version = data.get("casegen", 1)
    if version == 1 and not isinstance(version, bool):
        return None
    message = f"this casegen reads version 1 of the format, not {shown(version)}"
    at = Pointer(("casegen",))
    hint = "write `casegen: 1`, or use a newer casegen"
    return structural("YML006", message, places.locate(at), at, hint=hint)


def validate(data: Mapping[str, Any], places: SourceMap) -> tuple[Case | None, list[Problem]]:
    """Build the case from canonical *data*, and say what is wrong at each place; None where it cannot be."""
    try:
        case = Case.model_validate({**data, "casegen": 1})
    except ValidationError as error:
        return None, list(islice(_problems(error.errors(include_url=False), data, places), limit("problems")))
    return case, list(islice(malformed_tokens(case, places), limit("problems")))


def _problems(
    errors: Iterable[ErrorDetails], data: Mapping[str, Any], places: SourceMap
) -> Iterator[Problem]:
    found = [(_pointer(error, data), error) for error in errors]
    deeper = {at[:depth] for at, _ in found for depth in range(len(at))}
    told: set[Pointer] = set()
    for at, error in found:
        # A union reports each of its branches; the one that got furthest says what is wrong.
        if at in told or (tuple(at) in deeper and error["type"] != "missing"):
            continue
        told.add(at)
        yield _problem(error, at, places)


def _pointer(error: ErrorDetails, data: Any) -> Pointer:
    """The error's location without the steps that name a branch of a union."""
    at = Pointer()
    here = data
    for index, step in enumerate(error["loc"]):
        known = len(here) > step if isinstance(here, list) and isinstance(step, int) else None
        if known or (isinstance(here, dict) and step in here):
            here = here[step]
            at = at / step
        elif error["type"] == "missing" and index == len(error["loc"]) - 1:
            at = at / step
    return at


def _problem(error: ErrorDetails, at: Pointer, places: SourceMap) -> Problem:
    match error["type"]:
        case "extra_forbidden":
            return _unknown_key(at, places)
        case "missing" if at in places.spots:
            return structural("YML005", f"{_name(at)} is empty", places.locate(at, key=True), at)
        case "missing":
            message = f"{_name(at.parent)} needs {str(at[-1])!r}"
            return structural("YML005", message, _beginning(places.locate(at.parent)), at)
        case "too_short":
            message = f"{_name(at)} needs at least one entry"
            return structural("YML005", message, places.locate(at, key=True), at)
    message, hint = _wrong_type(error)
    return structural("YML004", f"{_name(at)}: {message}", places.locate(at), at, hint=hint)


def _unknown_key(at: Pointer, places: SourceMap) -> Problem:
    where = f"{_name(at.parent)} has no key" if at.parent else "there is no key"
    known = fields(_part_at(at.parent))
    guess = _closest(str(at[-1]), known)
    hint = f"did you mean {known[guess]!r}?" if guess else "keys of your own begin with x-"
    return structural("YML003", f"{where} {shown(at[-1])}", places.locate(at, key=True), at, hint=hint)


def _beginning(span: Span) -> Span:
    """The first line of *span*: what is missing from a mapping is missing from all its lines."""
    if span.line == span.end_line:
        return span
    return Span(span.path, span.line, span.column, span.line, span.column)


def _wrong_type(error: ErrorDetails) -> tuple[str, str]:
    value = error["input"]
    found = _kind(value)
    context = error.get("ctx", {})
    match error["type"]:
        case "string_type":
            hint = "put it in quotes" if isinstance(value, bool) else ""
            return f"expected text, found {found}", hint
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"expected a mapping (key: value), found {found}", ""
        case "tuple_type" | "list_type":
            return f"expected a list, found {found}", "begin each entry with '- '"
        case "literal_error":
            options = [part.strip("'") for part in _options(str(context["expected"]))]
            guess = _closest(str(value), options)
            hint = f"did you mean {guess!r}?" if guess else f"one of: {', '.join(options[:12])}"
            return f"{shown(value)} is not one of its values", hint
        case "bool_type" | "bool_parsing":
            return f"expected true or false, found {found}", ""
        case "int_type" | "int_parsing" | "float_type" | "float_parsing":
            return f"expected a number, found {found}", ""
        case "finite_number":
            return f"expected a finite number, found {found}", ""
        case "greater_than_equal":
            return f"must be at least {context['ge']:g}", ""
        case "less_than_equal":
            return f"must be at most {context['le']:g}", ""
    return str(error["msg"]), ""


def _options(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _kind(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return shown(value)
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case str():
            return f"the text {shown(value)}"
    return f"the number {getattr(value, 'typed', value)}"


def _name(at: Pointer) -> str:
    """*at* in words: ``authors[0].name``."""
    out = ""
    for step in at:
        out += f"[{step}]" if isinstance(step, int) else f".{step}" if out else str(step)
    return out or "the case"


def _closest(word: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches

    close = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def _part_at(at: Pointer) -> type[Part]:
    """The part of the model that stands at *at*."""
    part: type[Part] = Case
    for step in at:
        if isinstance(step, str):
            for name, field in part.model_fields.items():
                if step in (name, field.alias):
                    part = _inner(field.annotation) or part
                    break
    return part


def _inner(annotation: Any) -> type[Part] | None:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    inner = (_inner(arg) for arg in typing.get_args(annotation))
    return next((part for part in inner if part is not None), None)
