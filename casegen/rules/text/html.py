"""Markup that is no Markdown, and characters that cannot be printed."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from casegen.model import Case
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading.passages import Passage, passages
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Finding, Rule, add, rule

_ELEMENTS = frozenset(
    {
        "a", "abbr", "address", "article", "aside", "audio", "b", "base", "blockquote", "body",
        "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "dd",
        "del", "details", "dfn", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption",
        "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
        "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "li", "link", "main",
        "map", "mark", "meta", "nav", "object", "ol", "option", "p", "param", "picture", "pre", "q",
        "s", "samp", "script", "section", "select", "small", "source", "span", "strike", "strong",
        "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea",
        "tfoot", "th", "thead", "title", "tr", "tt", "u", "ul", "var", "video",
    }
)  # fmt: skip
# "a <b and c> d" compares; a tag has attributes with values, or none.
_TAG = Pattern(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?:\s+[A-Za-z_:][\w:.-]*\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>=`]+))*\s*/?>"
)
_INSTEAD = {
    "sup": "^...^", "sub": "~...~", "i": "*...*", "em": "*...*", "b": "**...**", "strong": "**...**",
    "s": "~~...~~", "del": "~~...~~", "strike": "~~...~~", "code": "`...`", "a": "[text](address)",
    "img": "![caption](file)", "br": "a backslash at the end of the line", "p": "an empty line",
    "li": "a hyphen before each item", "ul": "a hyphen before each item", "hr": "---",
}  # fmt: skip


@rule("TXT010", "raw-html", severity=Severity.WARNING)
def raw_html(case: Case) -> Iterator[Finding]:
    """An HTML tag in prose.

    Why: prose is Markdown, for print as much as for the web; a tag is printed as it was typed.
    Bad:
        presentation: The count was 10<sup>9</sup> per litre.
    Good:
        presentation: The count was 10^9^ per litre, with p<0.05 and >3 days.
    """
    for passage in passages(case):
        if "<" not in passage.prose.text:
            continue
        opened: set[str] = set()
        for text in _runs(passage):
            for match in _TAG.compiled.finditer(text.text):
                name = match.group("name").lower()
                # One finding for a pair of tags.
                if name in _ELEMENTS and not (match.group("close") and name in opened):
                    opened.add(name)
                    yield _finding(passage, text, match, name)


def _finding(passage: Passage, text: nodes.Text, match: re.Match[str], name: str) -> Finding:
    start, end = match.span()
    within = None if passage.row else (text.start + start, text.start + end)
    hint = f"in Markdown: {_INSTEAD[name]}" if name in _INSTEAD else "write it in Markdown, or leave it out"
    return Finding(
        passage.at, f"raw HTML is printed as text: {match.group()[:40]}{passage.where}", hint, within
    )


def _runs(passage: Passage) -> Iterator[nodes.Text]:
    """The plain text of *passage*, joined where it lies without a gap over what was typed."""
    run: nodes.Text | None = None
    for node in passage.nodes:
        exact = isinstance(node, nodes.Text) and len(node.text) == node.end - node.start
        if isinstance(node, nodes.Text) and exact and run is not None and run.end == node.start:
            run = nodes.Text(run.text + node.text, start=run.start, end=node.end)
            continue
        if run is not None:
            yield run
        run = node if isinstance(node, nodes.Text) and exact else None
    if run is not None:
        yield run


# Only the writer that draws the page can find this; `casegen build` reports it.
add(
    Rule(
        "TXT011",
        "undrawn-character",
        Severity.WARNING,
        inspect.cleandoc(
            """
            A character that no installed font can draw, found when the PDF is made.

            Why: the printed page would show a blank box where the reader needs a letter or a sign.
            """
        ),
    )
)
