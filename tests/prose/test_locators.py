"""The words of locators: each is read as what it is listed for, in every language and spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from casegen import prose
from casegen.lists import read_table
from casegen.model.languages import vocabulary
from casegen.prose.locators import read_locator

WORDS = read_table(Path(prose.__file__).with_name("locators.txt"))
# https://docs.citationstyles.org/en/v1.0.2/specification.html#locators
CSL = {
    "act", "appendix", "article-locator", "book", "canon", "chapter", "column", "elocation", "equation", "figure",
    "folio", "issue", "line", "note", "opus", "page", "paragraph", "part", "rule", "scene", "section", "sub-verbo",
    "supplement", "table", "timestamp", "title-locator", "verse", "version", "volume",
}  # fmt: skip


def test_labels_are_those_of_csl() -> None:
    assert set(WORDS) == CSL


def test_no_word_stands_twice() -> None:
    words = [word for listed in WORDS.values() for word in listed]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("label", sorted(CSL))
def test_every_word_is_read(label: str) -> None:
    for word in WORDS[label]:
        dotted = {f"{word}."} if word.isalpha() else set()
        spellings = {word, *dotted} if word == "S." else {word, word.upper(), *dotted}
        for typed in spellings:
            assert read_locator(f", {typed} 3, for review") == ("3", label, ", for review")
            assert read_locator(f" {{{typed} three}}") == ("three", label, "")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "nl"])
@pytest.mark.parametrize("label", ["figure", "table"])
def test_what_casegen_prints_is_read(language: str, label: str) -> None:
    words = vocabulary(language)["words"]
    for word in (words[label], words[f"{label}s"]):
        assert read_locator(f", {word} 3") == ("3", label, "")
