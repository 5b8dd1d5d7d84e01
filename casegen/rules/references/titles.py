"""REF014: the markup of titles."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from casegen.model import Case
from casegen.problem import Severity
from casegen.rules.patterns import Pattern
from casegen.rules.references.works import once
from casegen.rules.registry import Finding, Replacement, rule

_FIELDS = ("title", "container-title")
# Of one text.
_MOST_TOLD = 10


class _Manner(NamedTuple):
    """A manner of marking text that is none of CSL's, and what says the same in CSL's."""

    name: str
    pattern: Pattern
    meant: Callable[[re.Match[str]], str]


def _tagged(tag: str) -> Callable[[re.Match[str]], str]:
    return lambda match: f"<{tag}>{match[1]}</{tag}>"


_MANNERS = (
    _Manner(
        "an HTML entity",
        Pattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});", needs=("&",)),
        lambda match: html.unescape(match[0]),
    ),
    _Manner(
        "HTML's emphasis",
        Pattern(r"<em>([^<>]*)</em>", re.IGNORECASE, needs=("<em>",)),
        _tagged("i"),
    ),
    _Manner(
        "Markdown",
        # No gene: the star of HLA-B*57:01 stands within a word.
        Pattern(r"(?<![\w*])\*([^\s*](?:[^*]*[^\s*])?)\*(?![\w*])", needs=("*",)),
        _tagged("i"),
    ),
    _Manner("Markdown", Pattern(r"(?<=\w)~([\w+-]{1,8})~", needs=("~",)), _tagged("sub")),
    _Manner("Markdown", Pattern(r"(?<=\w)\^([\w+-]{1,8})\^", needs=("^",)), _tagged("sup")),
    _Manner("LaTeX", Pattern(r"\\(?:emph|textit)\{([^{}]*)\}", needs=("\\emph", "\\textit")), _tagged("i")),
    _Manner("LaTeX", Pattern(r"\$_\{?([\w+-]{1,8})\}?\$", needs=("$_",)), _tagged("sub")),
    _Manner("LaTeX", Pattern(r"\$\^\{?([\w+-]{1,8})\}?\$", needs=("$^",)), _tagged("sup")),
)


@rule("REF014", "title-markup", severity=Severity.WARNING, source="CSL 1.0.2", fixing="safe")
def title_markup(case: Case) -> Iterator[Finding]:
    """Markup in the title of a reference that prints as it is typed: Markdown, LaTeX, HTML's entities.

    Titles of references hold the markup of CSL: `<i>E. coli</i>`, `H<sub>2</sub>O`, `<sup>18</sup>F`, `<b>`,
    and `<span class="nocase">` around words whose capitals no style may change. In `.bib` files, LaTeX is
    what it should be.

    Why: the asterisks, dollar signs and ampersands are printed, and are deposited with the title.
    Bad:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: "Sepsis by *E. coli* &amp; others"}]
    Good:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: "Sepsis by <i>E. coli</i> & others"}]
    """
    for reference in once(case):
        for field in _FIELDS:
            text = getattr(reference, field.replace("-", "_"))
            for manner, match in islice(_matches(text), _MOST_TOLD):
                meant = manner.meant(match)
                message = (
                    f"the {field} of {reference.id!r} holds {manner.name}, which prints as it is: {match[0]}"
                )
                fix = Replacement(f"write {meant!r}", meant)
                yield Finding(reference.at / field, message, f"write {meant!r}", match.span(), fix=fix)


def _matches(text: str) -> Iterator[tuple[_Manner, re.Match[str]]]:
    lower = text.lower()
    for manner in _MANNERS:
        for match in manner.pattern.finditer(text, lower):
            if manner.meant(match) != match[0]:
                yield manner, match
