"""A place in a formula that moves on over its tokens."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, cast

from casegen.reading.tex.fault import TexFault

__all__ = ["Cursor", "Token"]

# `{,}` is how TeX writes a comma inside a number: 1{,}000.
_TOKEN = re.compile(
    r"[ \t\n]*(?:(?P<command>\\(?:[A-Za-z]+|.))|(?P<number>\d+(?:\{,\}\d+)*(?:\.\d+)?|\.\d+)"
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+)|(?P<lowered>[₀₁₂₃₄₅₆₇₈₉₊₋]+)|(?P<other>[^ \t\n]))",
    re.DOTALL,
)


Kind = Literal["command", "number", "raised", "lowered", "other", "end"]


class Token(NamedTuple):
    """A command (without its backslash), a number, raised or lowered digits, a character, or the end."""

    kind: Kind
    text: str
    start: int
    end: int

    def is_command(self, *names: str) -> bool:
        """Whether it is one of these commands."""
        return self.kind == "command" and self.text in names

    def is_sign(self, *signs: str) -> bool:
        """Whether it is one of these characters."""
        return self.kind == "other" and self.text in signs

    @property
    def typed(self) -> str:
        """As it was typed."""
        return f"\\{self.text}" if self.kind == "command" else self.text


class Cursor:
    """Goes through *tex* token by token."""

    def __init__(self, tex: str) -> None:
        self.tex = tex
        self.at = 0

    def peek(self) -> Token:
        """The next token, which stays the next."""
        match = _TOKEN.match(self.tex, self.at)
        if match is None:
            return Token("end", "", len(self.tex), len(self.tex))
        kind = cast(Kind, match.lastgroup)
        start, end = match.span(kind)
        return Token(kind, match[kind].removeprefix("\\") if kind == "command" else match[kind], start, end)

    def next(self) -> Token:
        """The next token, and on."""
        token = self.peek()
        self.at = token.end
        return token

    def skip(self, *signs: str) -> bool:
        """Go on over one of *signs* if it is next; whether it was."""
        if self.peek().is_sign(*signs):
            self.next()
            return True
        return False

    def shorten(self, token: Token) -> Token:
        """The first digit of *token*, a number that was just read: TeX's `x_12` lowers the 1 alone."""
        self.at = token.start + 1
        return Token("number", token.text[0], token.start, token.start + 1)

    def verbatim(self, command: Token) -> tuple[str, int]:
        """What stands in the braces after *command*, and where it begins; braces inside are balanced."""
        opened = self.next()
        if not opened.is_sign("{"):
            raise TexFault(
                f"{command.typed} needs braces: {command.typed}{{...}}", command.start, command.end
            )
        depth, at = 1, opened.end
        while at < len(self.tex):
            character = self.tex[at]
            if character == "\\":
                at += 1
            elif character in "{}":
                depth += 1 if character == "{" else -1
                if not depth:
                    self.at = at + 1
                    return self.tex[opened.end : at], opened.end
            at += 1
        raise TexFault("'{' is never closed", opened.start, opened.end)
