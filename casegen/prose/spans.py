"""Maths, notes, sub- and superscripts, and figures' attributes, as markdown-it rules.

The grammar is pandoc's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, image

from casegen.prose.placed import DISPLAY_MATH, MATH, PlacedState, label_end

_NOTE_MARK = re.compile(r"\[\^(?P<label>[^\s\[\]^][^\s\[\]]*)\]")
_ID = r"\#[\w:.\-]+"
_PAIR = r"""[\w\-]+=(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"'{}]+)"""
_ITEM = rf"(?:{_ID}|{_PAIR}|\.[\w\-]+)"
# Items stand apart, as pandoc asks: so that no text can be divided into items in many ways.
_ATTRIBUTES = re.compile(rf"\{{\s*(?:{_ITEM}(?:\s+{_ITEM})*)?\s*\}}", re.DOTALL)
_ID_OR_PAIR = re.compile(f"{_ID}|{_PAIR}", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# A picture in a picture's caption is text.
_DEEPEST_IMAGE = 1
_SPACES = re.compile(r"\s+")


def install(md: MarkdownIt) -> None:
    """Add the rules to *md*; `image` is replaced by one that also takes attributes."""
    md.inline.ruler.before("escape", "math", _math)
    md.inline.ruler.before("escape", "space", _space)
    md.inline.ruler.at("image", _image)
    md.inline.ruler.after("image", "note_inline", _note_inline)
    md.inline.ruler.after("note_inline", "note_mark", _note_mark)
    md.inline.ruler.after("emphasis", "subscript", _scripted("~", "sub"))
    md.inline.ruler.after("note_mark", "superscript", _scripted("^", "sup"))


def _math(state: StateInline, silent: bool) -> bool:
    """``$tex$``: no space inside next to a dollar, no digit after the second: "$5 and $6" is money."""
    if state.src[state.pos] != "$":
        return False
    where = (state.src, state.pos, state.posMax)
    match = DISPLAY_MATH.match(*where) or MATH.match(*where)
    if match is None:
        return False
    if not silent:
        state.push("math_inline", "", 0).content = match.group("tex")
    state.pos = match.end()
    return True


def _space(state: StateInline, silent: bool) -> bool:
    """A backslash before a space: a space that does not break, and may stand in a script."""
    if not state.src.startswith("\\ ", state.pos):
        return False
    if not silent:
        state.push("text_special", "", 0).content = "\u00a0"
    state.pos += 2
    return True


def _note_inline(state: StateInline, silent: bool) -> bool:
    """A note in place, ``^[a note]``."""
    if not state.src.startswith("^[", state.pos):
        return False
    close = label_end(cast(PlacedState, state), state.pos + 1)
    if close < 0:
        return False
    if silent:
        state.pos = close + 1
    else:
        _tokenize_within(state, "note", state.pos + 2, close)
    return True


def _note_mark(state: StateInline, silent: bool) -> bool:
    """``[^label]`` where that note is defined anywhere in the text."""
    if not state.src.startswith("[^", state.pos):
        return False
    match = _NOTE_MARK.match(state.src, state.pos, state.posMax)
    if match is None or f":{match.group('label')}" not in state.env.get("footnotes", {}).get("refs", {}):
        return False
    if not silent:
        state.push("note_mark", "", 0).content = match.group("label")
    state.pos = match.end()
    return True


def _scripted(mark: str, name: str) -> Callable[[StateInline, bool], bool]:
    """The rule for text between two *mark*s that holds no unescaped space."""
    pattern = re.compile(rf"{re.escape(mark)}((?:[^\s\\{re.escape(mark)}]|\\[^\n])+){re.escape(mark)}")

    def rule(state: StateInline, silent: bool) -> bool:
        if silent or state.src[state.pos] != mark:
            return False
        match = pattern.match(state.src, state.pos, state.posMax)
        if match is None:
            return False
        _tokenize_within(state, name, match.start(1), match.end(1))
        return True

    return rule


def _tokenize_within(state: StateInline, name: str, start: int, end: int) -> None:
    """Parse ``src[start:end]`` between an opening and a closing token, and go on after its closing mark."""
    limit = state.posMax
    state.push(f"{name}_open", "", 1)
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.pos, state.posMax = end, limit
    state.push(f"{name}_close", "", -1)
    state.pos = end + 1


def _image(state: StateInline, silent: bool) -> bool:
    """``![caption](file){#fig-id alt="..."}``; other attributes are read over."""
    depth = state.env.get("images", 0)
    if depth >= _DEEPEST_IMAGE:
        return False
    state.env["images"] = depth + 1
    found = image(state, silent)
    state.env["images"] = depth
    if not found:
        return False
    match = _ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if match is None:
        return True
    if not silent:
        _set_attributes(state, match.group())
    state.pos = match.end()
    return True


def _set_attributes(state: StateInline, typed: str) -> None:
    token = state.tokens[-1]
    for attribute in _ID_OR_PAIR.findall(typed):
        if attribute.startswith("#"):
            token.attrSet("id", attribute[1:])
            continue
        key, _, value = attribute.partition("=")
        if key in ("id", "alt"):
            bare = value[1:-1] if value[0] in "\"'" else value
            token.attrSet(key, _SPACES.sub(" ", _ESCAPE.sub(r"\1", bare)).strip())
