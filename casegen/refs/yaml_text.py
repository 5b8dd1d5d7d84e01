"""A reference as YAML, in the manner of those beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

import yaml

from casegen.citations.csl import CslItem
from casegen.load.scalars import resolve
from casegen.refs.tidy import NAMES
from casegen.values import Value

__all__ = ["Manner", "entry_lines", "flow_entry", "scalar"]

Names = Literal["blocks", "rows", "inline"]

_STRINGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
_RESOLVER = yaml.resolver.Resolver()
# What a scalar without quotes may neither begin with nor hold.
_INDICATORS = "-?:,[]{}#&*!|>'\"%@`="
_NOT_PLAIN = re.compile(r":(?=\s|$)|\s#|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]|^\s|\s$")
_NOT_FLOW = re.compile(r"[,\[\]{}:?]")
# As escapes alone: line breaks, and what a reader of YAML refuses or an editor hides.
_ESCAPED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


class Manner(Value):
    """How references are written.

    *flow*: each on one line, in braces. *quoted*: every text in double quotes, as in JSON. *dash*, *keys*:
    columns (from 0) of an entry's hyphen and of its keys. *names*: each on lines of its own, each in braces
    on a line, or all on the line of their key; *inner*: how far a list's hyphens stand in from its key.
    """

    flow: bool = False
    quoted: bool = False
    dash: int = 2
    keys: int = 4
    names: Names = "rows"
    inner: int = 2


def entry_lines(item: CslItem, manner: Manner) -> list[str]:
    """The lines of an entry in a block list, without line ends."""
    if manner.flow:
        return [f"{' ' * manner.dash}- {flow_entry(item, quoted=manner.quoted)}"]
    lines: list[str] = []
    for key, value in item.items():
        name = scalar(key, quoted=manner.quoted)
        if key in NAMES and manner.names != "inline":
            lines.append(f"{name}:")
            lines.extend(_names(value, manner))
        else:
            lines.append(
                f"{name}: {_inline(value, manner.quoted) if _is_nested(value) else _plain(value, manner)}"
            )
    indented = [" " * manner.keys + line for line in lines]
    first = " " * manner.dash + "-" + " " * (manner.keys - manner.dash - 1) + lines[0]
    return [first, *indented[1:]]


def flow_entry(item: Mapping[str, Any], *, quoted: bool = False) -> str:
    """The entry in braces, on one line."""
    return _inline(item, quoted)


def scalar(text: str, *, flow: bool = False, quoted: bool = False) -> str:
    """*text* as a YAML scalar that every reader takes for that text; quoted only where it must be."""
    if not quoted and _is_plain(text) and not (flow and _NOT_FLOW.search(text)):
        return text
    if not quoted and ('"' in text or "\\" in text) and not _ESCAPED.search(text):
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _ESCAPED.sub(lambda char: f"\\u{ord(char[0]):04X}", escaped) + '"'


def _is_plain(text: str) -> bool:
    if not text or text[0] in _INDICATORS or _NOT_PLAIN.search(text):
        return False
    if _NUMBER.fullmatch(text):
        return True
    # YAML 1.1, which other programs read, knows more words and numbers than 1.2.
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag in _STRINGS and isinstance(resolve(text), str)


def _is_nested(value: Any) -> bool:
    return isinstance(value, list | dict)


def _plain(value: Any, manner: Manner) -> str:
    return _literal(value) or scalar(str(value), quoted=manner.quoted)


def _literal(value: Any) -> str:
    """A number, or true or false, as YAML has it; nothing for text."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else ""


def _names(names: list[dict[str, Any]], manner: Manner) -> list[str]:
    indent = " " * manner.inner
    if manner.names == "rows":
        return [f"{indent}- {_inline(name, manner.quoted)}" for name in names]
    lines = []
    for name in names:
        parts = [
            f"{scalar(key, quoted=manner.quoted)}: {_plain(value, manner)}" for key, value in name.items()
        ]
        lines += [f"{indent}{'  ' if place else '- '}{part}" for place, part in enumerate(parts)]
    return lines


def _inline(value: Any, quoted: bool) -> str:
    match value:
        case list():
            return f"[{', '.join(_inline(entry, quoted) for entry in value)}]"
        case dict():
            pairs = (
                f"{scalar(str(key), flow=True, quoted=quoted)}: {_inline(entry, quoted)}"
                for key, entry in value.items()
            )
            return f"{{{', '.join(pairs)}}}"
    return _literal(value) or scalar(str(value), flow=True, quoted=quoted)
