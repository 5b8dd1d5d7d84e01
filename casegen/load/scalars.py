"""What a plain YAML scalar means: the core schema of YAML 1.2 (section 10.3.2) and no more."""

from __future__ import annotations

import re
from typing import Any

_INT = re.compile(r"[-+]?[0-9]+", re.ASCII)
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
# A longer run of digits is no number that anybody meant, and Python refuses to read some of them.
_LONGEST_NUMBER = 300

TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")
)


class TypedInt(int):
    """An integer that remembers how it was typed."""

    typed: str = ""


class TypedFloat(float):
    """A decimal number that remembers how it was typed."""

    typed: str = ""


def resolve(text: str) -> Any:
    """The value of the plain scalar *text*: nothing, true, false, a number that remembers *text*, or text."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    if text[0] not in "+-.0123456789" or len(text) > _LONGEST_NUMBER:
        return text
    number: TypedInt | TypedFloat
    if _INT.fullmatch(text):
        number = TypedInt(text)
    elif _OCTAL_OR_HEX.fullmatch(text):
        number = TypedInt(int(text, 0))
    elif _FLOAT.fullmatch(text):
        number = TypedFloat(text)
    else:
        return text
    number.typed = text
    return number
