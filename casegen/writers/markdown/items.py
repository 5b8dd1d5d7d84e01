"""Items of CSL-JSON as pandoc takes them in YAML, where their texts are Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from casegen.document import Emphasis, Inline, Inlines, SmallCaps, Strong, Subscript, Superscript, Text
from casegen.writers.markdown.escape import clean
from casegen.writers.markdown.inlines import NoCase

__all__ = ["reference"]

# The markup that texts of CSL-JSON may hold (CSL-JSON 1.0.2, "HTML-like formatting tags").
_TAG = re.compile(
    r"<(?P<tag>i|b|sup|sub|sc)>|<span (?P<kind>class=\"nocase\"|style=\"font-variant: ?small-caps;?\")>"
    r"|</(?P<end>i|b|sup|sub|sc|span)>"
)
_NODES: Mapping[str, Callable[[Inlines], Inline]] = {
    "i": Emphasis,
    "b": Strong,
    "sup": Superscript,
    "sub": Subscript,
    "sc": SmallCaps,
    "nocase": NoCase,
}
# Not texts, but names of things.
_VERBATIM = frozenset(("id", "type", "DOI", "URL", "PMID", "PMCID", "ISSN", "ISBN", "language"))
# An address of the web, or one whose scheme was left out.
_ADDRESS = re.compile(r"\s*(?:(?:https?|ftp)://|[^:/?#]*(?:[/?#]|$))", re.IGNORECASE)

Write = Callable[[Inlines], str]


def reference(key: str, item: Mapping[str, Any], write: Write) -> dict[str, Any]:
    """*item*, cited as *key*; *write* makes Markdown of a text's nodes.

    An address that is none of the web's is left out: whoever prints the item would make a link of it.
    """
    told = {name: value for name, value in item.items() if name != "URL" or _ADDRESS.match(str(value))}
    return {name: _value(name, value, write) for name, value in ({"id": key} | {**told, "id": key}).items()}


def _value(name: str, value: Any, write: Write) -> Any:
    if isinstance(value, str):
        nodes = (Text(clean(value)),) if name in _VERBATIM else _nodes(value)
        return write(nodes)
    if isinstance(value, Mapping):
        return {part: _value(part, inner, write) for part, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_value(name, inner, write) for inner in value]
    return value


def _nodes(text: str) -> Inlines:
    """The nodes of a text with CSL's markup; what opens or closes nothing is text."""
    stack: list[tuple[str, list[Inline]]] = [("", [])]
    at = 0
    for match in _TAG.finditer(text):
        stack[-1][1].append(Text(text[at : match.start()]))
        at = match.end()
        if not match["end"]:
            stack.append((match["tag"] or ("sc" if "small" in match["kind"] else "nocase"), []))
        elif len(stack) > 1 and _closes(match["end"], stack[-1][0]):
            _close(stack)
        else:
            stack[-1][1].append(Text(match[0]))
    stack[-1][1].append(Text(text[at:]))
    while len(stack) > 1:
        _close(stack)
    return tuple(node for node in stack[0][1] if node != Text(""))


def _closes(end: str, opened: str) -> bool:
    return end == opened or (end == "span" and opened in ("nocase", "sc"))


def _close(stack: list[tuple[str, list[Inline]]]) -> None:
    kind, inside = stack.pop()
    stack[-1][1].append(_NODES[kind](tuple(inside)))
