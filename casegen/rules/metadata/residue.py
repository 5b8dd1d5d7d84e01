"""MET: what nobody meant to publish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from casegen.lists import read_list, read_set
from casegen.model import Case, Name, Part, Reference
from casegen.problem import Severity
from casegen.prose.nodes import Link
from casegen.reading import Word, passages, read
from casegen.reading.words import find_words
from casegen.rules.registry import Finding, rule
from casegen.rules.wordlists import DATA
from casegen.source import Pointer

_DATA = DATA.folder("metadata")
_ADVERTISING, _PLACEHOLDERS = _DATA / "advertising.txt", _DATA / "placeholders.txt"
_NOT_PLACEHOLDERS = _DATA / "not_placeholders.txt"
_NOTES = frozenset({"TODO", "FIXME"})
# In these languages "todo" is a word, which capitals may print.
_TODO_IS_A_WORD = frozenset({"ca", "es", "gl", "it", "pt"})


@rule(
    "MET009",
    "residue",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO, "publication": Severity.ERROR},
)
def residue(case: Case) -> Iterator[Finding]:
    """Words and links that are left over: notes to oneself, placeholders, advertising, links to nowhere.

    TODO, FIXME, XXX (but not 47,XXX, a karyotype) and the words of templates; links whose address is empty
    or `#`; and what publishers print around articles ("Submit your next manuscript").

    Why: nobody wants to read them in a published article, and some say that it is not finished.
    Bad:
        discussion: "TODO: compare with other reports."
    Good:
        discussion: Three reports describe the same course.
    """
    yield from _links(case)
    language = case.language.lower()[:2]
    advertised: set[Pointer] = set()
    for flow in read(case).flows:
        for start, end in _left_over(flow.text, flow.lower, language):
            message = f'"{flow.text[start:end]}" is left over{flow.where}'
            yield Finding(flow.at, message, within=flow.within(start, end))
        found = None if flow.at in advertised else _phrase(flow.lower, _ADVERTISING)
        if found is not None:
            # One finding a text: all of it is advertising.
            advertised.add(flow.at)
            message = f'a publisher\'s advertising: "{flow.text[slice(*found)]}"{flow.where}'
            yield Finding(flow.at, message, "take it out", within=flow.within(*found))
    for at, text in _lines(case):
        # A few capitals become two characters: then the text stays, so that offsets hold.
        lower = text.lower() if len(text.lower()) == len(text) else text
        for start, end in _left_over(text, lower, language):
            yield Finding(at, f'"{text[start:end]}" is left over', within=(start, end))


def _links(case: Case) -> Iterator[Finding]:
    for passage in passages(case):
        if "[" in passage.prose.text:
            for node in passage.nodes:
                if isinstance(node, Link) and node.href.strip() in ("", "#"):
                    message = f"this link leads nowhere{passage.where}"
                    hint = "give its address, or take it out"
                    yield Finding(passage.at, message, hint, within=passage.within(node))


def _lines(part: Part) -> Iterator[tuple[Pointer, str]]:
    """Every text of the record that is no prose, but for names and references."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        at = part.at / (field.alias or name)
        for index, item in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(item, str):
                yield at / index if isinstance(value, tuple) else at, item
            elif isinstance(item, Part) and not isinstance(item, Name | Reference):
                yield from _lines(item)


def _left_over(text: str, lower: str, language: str) -> Iterator[tuple[int, int]]:
    """Notes to oneself, and places left open."""
    found = _phrase(lower, _PLACEHOLDERS)
    if found is not None:
        yield found
    if not any(mark in text for mark in ("XXX", *_NOTES)) or (text.isupper() and " " in text.strip()):
        return
    words = find_words(text, lower)
    for index, word in enumerate(words):
        if word.text in _NOTES:
            if word.text != "TODO" or language not in _TODO_IS_A_WORD:
                yield word.start, word.end
        elif len(word.text) > 2 and set(word.text) == {"X"} and not _means_something(words, index, text):
            yield word.start, word.end


def _means_something(words: Sequence[Word], index: int, text: str) -> bool:
    """Whether a row of X is a karyotype ("47,XXX") or a number (chapter XXX)."""
    beside = (words[at].lower for at in (index - 1, index + 1) if 0 <= at < len(words))
    known = read_set(_NOT_PLACEHOLDERS)
    return text[: words[index].start].rstrip().endswith((",", "/")) or any(word in known for word in beside)


def _phrase(lower: str, phrases: Path) -> tuple[int, int] | None:
    """The first of the *phrases* that stands in the text, whole words only."""
    for phrase in read_list(phrases):
        start = lower.find(phrase)
        while start >= 0:
            end = start + len(phrase)
            if not (lower[start - 1 : start].isalnum() or lower[end : end + 1].isalnum()):
                return start, end
            start = lower.find(phrase, start + 1)
    return None
