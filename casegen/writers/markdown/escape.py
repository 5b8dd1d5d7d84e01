"""Text that pandoc's Markdown takes for text and nothing else (pandoc manual, "Pandoc's Markdown")."""

from __future__ import annotations

import re
from urllib.parse import quote

from casegen.media.xml import legal

__all__ = ["GUARD", "address", "at_line_start", "attribute", "clean", "escaped"]

GUARD = "<!---->"
"""Parts two pieces of markup that would be read as one, and is not printed."""

# Always markup, or read as the beginning of some.
_ALWAYS = r"[\\`*\[\]{$^~|\"']"
_ESCAPED = re.compile(
    rf"{_ALWAYS}"
    r"|(?<![^\W_])_|_(?![^\W_])"  # one inside a word is a letter
    r"|(?<![^\W_])@|@(?![^\W_])"  # so is that of an e-mail address
    r"|<(?![\s\d=])|<(?=\S*@)"  # less than, before a number, opens no element
    r"|\A>|&(?=#?\w{1,40};)"
    r"|-(?=-)|(?<=-)-|\.(?=\.\.)"  # smart punctuation
)
# What opens a block at the beginning of a line: headings, quotes, lists, rules, tables, captions, divs.
_OPENING = re.compile(
    r"(?:[Tt]able)?(?=[:])|[#>=%]|[-+](?=[-+\s]|$)"
    r"|\((?=(?:\d+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+|#)\)(?:\s|$))"
)
_NUMBER = re.compile(
    r"(\d{1,9}|[a-z]|[ivxlcdm]+|[IVXLCDM]{2,}|#)(?=[.)](?:\s|$))|([A-Z])(?=\)(?:\s|$)|\.(?:\s\s|\s*$))"
)
_SPACES = re.compile(r"[\t\n\r\x85\u2028\u2029]+")


def clean(text: str) -> str:
    """*text* on one line, with U+FFFD for characters that no text should hold."""
    return legal(_SPACES.sub(" ", text))


def escaped(text: str) -> str:
    """*text*, to stand in a line, with a backslash before whatever would be markup."""
    return _ESCAPED.sub(lambda match: f"\\{match[0]}", clean(text))


def at_line_start(line: str) -> str:
    """*line*, which is Markdown, so that its beginning opens no block but a paragraph."""
    if number := _NUMBER.match(line):
        return f"{number[0]}\\{line[number.end() :]}"
    if opening := _OPENING.match(line):
        word = opening[0] if opening[0].isalpha() else ""
        return f"{word}\\{line[len(word) :]}"
    # What would be the fence of a block of code.
    return f"[]{{}}{line}" if line.startswith(("```", "~~~")) else line


def attribute(text: str) -> str:
    """*text* as a quoted attribute."""
    quoted = re.sub(r'[\\"]', lambda match: f"\\{match[0]}", clean(text).strip())
    return '"' + re.sub(r"&(?=#?\w{1,40};)", "&amp;", quoted) + '"'


def address(href: str) -> str:
    """*href*, to stand between the parentheses of a link."""
    return quote(clean(href), safe="/:?#@!$&'*+,;=%-._~", errors="replace")
