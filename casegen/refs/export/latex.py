"""Text with CSL's inline markup -> LaTeX, as a field of a BibTeX file holds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

__all__ = ["plain_latex", "rich_latex", "title_latex"]

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
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
# A capital there only begins a sentence, and BibTeX keeps it.
_SENTENCE_END = re.compile(r"[.:?!]\s+[\"“‘'(]*$")
# In a headline, words such as "with" and "after" are not capitalised; elsewhere, names are.
_HEADLINE = 0.75
# Characters before a word that are looked at for it.
_LOOK_BACK = 20
# Shorter words are in small letters in any title.
_SHORTEST = 4


def plain_latex(text: str) -> str:
    """*text*, which has no markup, with LaTeX's special characters escaped."""
    escaped = _ESCAPED.sub(lambda char: _SPECIAL[char[0]], text)
    return _LIGATURE.sub(r"\g<0>{}", escaped)


def rich_latex(text: str) -> str:
    """*text* with its markup as commands, and in braces the words that ``<span class="nocase">`` shields."""
    return "".join(_pieces(text, lambda _before, _word: False))


def title_latex(title: str, language: str = "") -> str:
    """*title* likewise, with braces around every word whose capitals carry meaning.

    BibTeX's styles set a title in small letters but for its first word. So words with capitals inside are in
    braces (DNA, mRNA, McDonald), single letters (vitamin D), and where the title is not in headline style, or
    in another *language* than English, all words that begin with a capital: names, German nouns.
    """
    foreign = language.partition("-")[0].lower() not in ("", "en")
    names = foreign or not _is_headline(title)

    def is_shielded(before: str, word: str) -> bool:
        if any(map(str.isupper, word[1:])):
            return True
        if not word[0].isupper() or not before.strip() or _SENTENCE_END.search(before):
            return False
        return names or (len(word) == 1 and word not in ("A", "I"))

    return "".join(_pieces(title, is_shielded))


def _is_headline(title: str) -> bool:
    """Whether nearly all of the longer words begin with a capital, as in headlines."""
    words: list[str] = [word for word in _WORD.findall(_TAG.sub("", title))[1:] if len(word) >= _SHORTEST]
    return bool(words) and sum(word[0].isupper() for word in words) >= _HEADLINE * len(words)


_Shield = Callable[[str, str], bool]
"""Whether a word, of what stands before it, needs braces."""


def _pieces(text: str, is_shielded: _Shield) -> Iterator[str]:
    closers: list[tuple[str, str]] = []
    at = 0
    for match in _TAG.finditer(text):
        yield _escaped(text, at, match.start(), None if closers else is_shielded)
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
    yield _escaped(text, at, len(text), None if closers else is_shielded)
    yield from (closer for _, closer in reversed(closers))


def _escaped(text: str, start: int, end: int, is_shielded: _Shield | None) -> str:
    """The characters of *text* from *start* to *end*; what stands in braces already needs no shield."""
    if is_shielded is None:
        return plain_latex(text[start:end])
    pieces: list[str] = []
    at = start
    for match in _WORD.finditer(text, start, end):
        if is_shielded(text[: match.start()][-_LOOK_BACK:], match[0]):
            pieces += (plain_latex(text[at : match.start()]), "{", plain_latex(match[0]), "}")
            at = match.end()
    return "".join((*pieces, plain_latex(text[at:end])))
