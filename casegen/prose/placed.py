"""markdown-it's inline parser, made to remember where every token began, and to stay fast on any input.

markdown-it keeps lines for blocks but forgets offsets inside a line of text: here every token's
``meta["at"]`` is the offset of its first character in the text that is parsed. And it looks for the end
of every ``[`` anew, so that brackets that never close cost the square of their number: here each
bracket's partner is found once.
"""

from __future__ import annotations

import re
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Literal

from markdown_it import MarkdownIt, helpers
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# Brackets inside more brackets than this are text.
_DEEPEST_BRACKET = 8

MATH = re.compile(r"\$(?!\s)(?P<tex>(?:[^$\\]|\\.)+)(?<!\s)\$(?!\d)", re.DOTALL)
DISPLAY_MATH = re.compile(r"\$\$(?P<tex>(?:[^$\\]|\\.|\$(?!\$))+)\$\$", re.DOTALL)
_BACKTICKS = re.compile(r"`+")
_BRACKET_OR_OPAQUE = re.compile(r"\\.|`+|\$|<!--|<[A-Za-z][^<>\s]*>|[\[\]]", re.DOTALL)


class PlacedState(StateInline):
    """A `StateInline` whose tokens know their offsets."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> None:
        self._text_at = 0
        super().__init__(src, md, env, tokens)

    def append_pending(self, text: str) -> None:
        """Keep *text* for the next text token."""
        if not self.pending:
            self._text_at = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
        """Make a token of the text that is pending."""
        token = super().pushPending()
        token.meta["at"] = self._text_at
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token that begins at the parser's position."""
        token = super().push(ttype, tag, nesting)
        at = self.pos
        if ttype == "text" and len(self.tokens) > 1:
            # A run of delimiters is pushed mark by mark while `pos` stays at the first.
            previous = self.tokens[-2]
            if previous.type == "text":
                at = max(at, previous.meta["at"] + len(previous.content))
        token.meta["at"] = at
        return token

    @cached_property
    def closing(self) -> dict[int, int]:
        """Each opening bracket that has a partner -> that closing bracket's offset."""
        return _closing(self.src)

    @cached_property
    def last_comment_end(self) -> int:
        """Where the last ``-->`` stands; -1 where there is none."""
        return self.src.rfind("-->")


class PlacedParser(ParserInline):
    """The inline parser with `PlacedState` for its state."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Parse *src* into *tokens*."""
        state = PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def install(md: MarkdownIt) -> None:
    """Make *md* parse inline text with `PlacedParser`. Done before rules are enabled or added."""
    md.inline = PlacedParser()
    md.helpers = SimpleNamespace(  # type: ignore[assignment]  # a module to its own code
        parseLinkLabel=label_end,
        parseLinkDestination=helpers.parseLinkDestination,
        parseLinkTitle=helpers.parseLinkTitle,
    )


def label_end(state: PlacedState, start: int, disable_nested: bool = False) -> int:
    """The offset of the bracket that closes the label opened at *start*; -1 where there is none."""
    close = state.closing.get(start)
    if close is None or close >= state.posMax:
        return -1
    limit, state.posMax = state.posMax, close + 1
    try:
        return helpers.parseLinkLabel(state, start, disable_nested)
    finally:
        state.posMax = limit


def _closing(src: str) -> dict[int, int]:
    """The partners of brackets; those in escapes, code, maths, comments and addresses do not count."""
    found: dict[int, int] = {}
    opened: list[int] = []
    code = _code_ends(src)
    last_comment_end = src.rfind("-->")
    at = 0
    while match := _BRACKET_OR_OPAQUE.search(src, at):
        at = match.end()
        match match.group()[0]:
            case "[":
                opened.append(match.start())
            case "]":
                if opened:
                    start = opened.pop()
                    if len(opened) < _DEEPEST_BRACKET:
                        found[start] = match.start()
            case "`":
                at = code.get(match.start(), at)
            case "$":
                maths = DISPLAY_MATH.match(src, match.start()) or MATH.match(src, match.start())
                at = maths.end() if maths else at
            case "<" if match.group() == "<!--":
                at = src.find("-->", at) + 3 if last_comment_end >= at else at
    return found


def _code_ends(src: str) -> dict[int, int]:
    """Where each run of backticks stands -> the end of the next run of the same length."""
    ends: dict[int, int] = {}
    following: dict[int, int] = {}
    for match in reversed(list(_BACKTICKS.finditer(src))):
        length = match.end() - match.start()
        if length in following:
            ends[match.start()] = following[length]
        following[length] = match.end()
    return ends
