"""Text with CSL's inline markup -> LaTeX, as a field of a BibTeX file holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["plain_latex", "rich_latex"]

_SPECIAL = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    # BibTeX counts braces, be they escaped or not: these are commands.
    "{": r"$\lbrace$",
    "}": r"$\rbrace$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}
_ESCAPED = re.compile(r"[&%$#_{}~^\\]")
# What LaTeX sets as one character: dashes, quotation marks, inverted question and exclamation marks.
_LIGATURE = re.compile(r"-(?=-)|`(?=`)|'(?=')|[?!](?=`)")
_TAG = re.compile(r"<(/?)(i|b|sup|sub|sc|span)(?:\s[^<>]*)?>")
_COMMANDS = {"i": r"\textit{", "b": r"\textbf{", "sup": r"\textsuperscript{", "sub": r"\textsubscript{",
             "sc": r"\textsc{"}  # fmt: skip
# BibTeX's styles set all of a title in lower case but for its beginning: DNA, mRNA, McDonald, vitamin D.
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def plain_latex(text: str) -> str:
    """*text*, which has no markup, with LaTeX's special characters escaped."""
    escaped = _ESCAPED.sub(lambda char: _SPECIAL[char[0]], text)
    return _LIGATURE.sub(r"\g<0>{}", escaped)


def rich_latex(text: str, *, title: bool = False) -> str:
    """*text* with its markup as commands, and in braces the words that ``<span class="nocase">`` shields.

    With *title*, words with a capital inside are in braces too: BibTeX's styles set titles in lower case.
    """
    return "".join(_pieces(text, title=title))


def _pieces(text: str, *, title: bool) -> Iterator[str]:
    closers: list[tuple[str, str]] = []
    at = 0
    for match in _TAG.finditer(text):
        yield _shielded(text[at : match.start()], at_start=not at, plain=bool(closers) or not title)
        at = match.end()
        closing, tag = match[1], match[2]
        if closing:
            if tag in [opened for opened, _ in closers]:
                while closers:
                    opened, closer = closers.pop()
                    yield closer
                    if opened == tag:
                        break
        elif tag != "span":
            yield _COMMANDS[tag]
            closers.append((tag, "}"))
        elif "nocase" in match[0] and not closers:
            # Braces that begin with a command shield nothing.
            yield "{{}" if _TAG.match(text, at) else "{"
            closers.append((tag, "}"))
        else:
            closers.append((tag, ""))
    yield _shielded(text[at:], at_start=not at, plain=bool(closers) or not title)
    yield from (closer for _, closer in reversed(closers))


def _shielded(text: str, *, at_start: bool, plain: bool) -> str:
    """*text* escaped, and unless it is *plain* with braces around the words that need them."""
    if plain:
        return plain_latex(text)
    pieces: list[str] = []
    at = 0
    for match in _WORD.finditer(text):
        word = match[0]
        first = at_start and not text[: match.start()].strip()
        single = len(word) == 1 and word.isupper() and word not in "AI"
        if any(map(str.isupper, word[1:])) or (single and not first):
            pieces += (plain_latex(text[at : match.start()]), "{", plain_latex(word), "}")
            at = match.end()
    return "".join((*pieces, plain_latex(text[at:])))
