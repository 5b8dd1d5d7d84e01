"""markdown-it's inline parser, made to remember where every token began.

markdown-it keeps lines for blocks but forgets offsets inside a line of text. `PlacedParser` notes the
parser's position whenever a token is pushed, and where pending text began; nothing else changes.
"""

from __future__ import annotations

from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token


class PlacedState(StateInline):
    """A `StateInline` that fills `starts`: token identity -> offset of its first character."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> None:
        self._text_at = 0
        super().__init__(src, md, env, tokens)
        self.starts: dict[int, int] = env.setdefault("starts", {})

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self._text_at = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:
        token = super().pushPending()
        self.starts[id(token)] = self._text_at
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        start = self.pos
        if ttype == "text" and len(self.tokens) > 1:
            # A run of delimiters is pushed mark by mark while `pos` stays at the first.
            previous = self.tokens[-2]
            if previous.type == "text":
                start = max(start, self.starts.get(id(previous), 0) + len(previous.content))
        self.starts[id(token)] = start
        return token


class PlacedParser(ParserInline):
    """The inline parser with `PlacedState` for its state."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens
