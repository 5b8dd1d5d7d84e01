"""What a chatbot left in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import Flow, read
from casegen.rules.patterns import Pattern
from casegen.rules.phrases import phrases
from casegen.rules.registry import Finding, rule

# "[Insert the date here]", "[Your institution]".
_BLANK = Pattern(
    r"\[(?:insert|your|patient['’]s name|patient name)\b[^\[\]\n]{0,80}\]",
    re.IGNORECASE,
    needs=("[insert", "[your", "[patient"),
)
# Reports about such programs name one of these in the title, the keywords or the abstract.
_PROGRAMS = ("chatgpt", "language model", "chatbot", "artificial intelligence", "gpt-")
# How far before a word the quotation mark may stand that opens what it stands in.
_FAR = 1000
_PAIRS = {"“": "”", "«": "»", "„": "“", "‘": "’", "「": "」"}


@rule("ETH007", "ai-residue", severity=Severity.ERROR, source="eLife schematron")
def ai_residue(case: Case) -> Iterator[Finding]:
    """Words that a chatbot addressed to the author, or a blank that it left to be filled in.

    Text in quotation marks is left alone, and so are some words in a report about such programs.

    Why: nobody has read the passage, so nobody answers for what it says. Articles were retracted for it.
    Bad:
        discussion: Certainly! Here is a discussion of the case. It agrees with others.
    Good:
        discussion: It agrees with others.
    """
    hint = "read the whole passage again, and write it yourself"
    about_programs = _is_about_programs(case)
    for flow in read(case).flows:
        told = 0
        for start, end in () if flow.quoted else sorted(_residue(flow, about_programs=about_programs)):
            if start < told or _is_quoted(flow.text, start):
                continue
            told = end
            message = f"{flow.text[start:end]!r} is what a chatbot says, not an author{flow.where}"
            yield Finding(flow.at, message, hint, flow.within(start, end))


def _residue(flow: Flow, *, about_programs: bool) -> Iterator[tuple[int, int]]:
    for blank in _BLANK.finditer(flow.text, flow.lower):
        yield blank.span()
    for found in phrases("ethics/chatbot_phrases").find(flow, across=True):
        if found.topic == "elsewhere" and about_programs:
            continue
        # "I hope this helps other patients" is a patient's wish.
        if found.topic == "ending" and not _ends(flow.text, found.end):
            continue
        yield found.start, found.end


def _ends(text: str, at: int) -> bool:
    return not text[at:].strip() or text[at] in ".!"


def _is_quoted(text: str, at: int) -> bool:
    """Whether the character *at* stands in quotation marks that were opened before it."""
    if text[max(0, at - 1) : at] in _PAIRS or text[max(0, at - 1) : at] == "'":
        return True
    before = text[max(0, at - _FAR) : at]
    pairs = ((opening, closing) for opening, closing in _PAIRS.items() if opening != "‘")
    return before.count('"') % 2 == 1 or any(before.rfind(a) > before.rfind(b) for a, b in pairs)


def _is_about_programs(case: Case) -> bool:
    texts = (flow.lower for flow in read(case).of("title", "abstract"))
    return any(name in text for text in (*texts, *map(str.lower, case.keywords)) for name in _PROGRAMS)
