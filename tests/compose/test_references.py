"""The direction and the language of the entries of a reference list."""

from __future__ import annotations

import pytest

from casegen.document import Document
from tests._support.cases import composed

ARABIC = "\u062f\u0631\u0627\u0633\u0629"
HEBREW = "\u05de\u05d7\u05e7\u05e8"
CHINESE = "\u5fc3\u810f"


def listed(article: str, **work: str) -> Document:
    """An article in the language *article* that cites one *work*."""
    return composed({"language": article, "references": [{"id": "a", "type": "book", **work}]})


DIRECTIONS = [
    ("ar", "Lyme carditis", "ltr"),
    ("ar", ARABIC, "rtl"),
    ("ar", f"1. {CHINESE}", "ltr"),
    ("ar", f"{ARABIC} (Lyme)", "rtl"),
    ("en", "Lyme carditis", "ltr"),
    ("en", HEBREW, "rtl"),
    ("zh", CHINESE, "ltr"),
    # What has no letters runs as the article does.
    ("ar", "1984", "rtl"),
    ("en", "1984", "ltr"),
]


@pytest.mark.parametrize(("language", "title", "direction"), DIRECTIONS)
def test_an_entry_runs_as_its_first_letter_does(language: str, title: str, direction: str) -> None:
    (entry,) = listed(language, title=title).references
    assert entry.direction == direction


LANGUAGES = [
    ("en-GB", "de", "de"),
    ("en-GB", "de-AT", "de"),
    ("en-GB", "en-US", ""),
    ("en", "eng", ""),
    ("en", "ger", "de"),
    ("en", "", ""),
    # Only one there is: a reader's voice is chosen by it.
    ("en", "German, mostly", ""),
    ("en", "qqx", ""),
    ("x-own", "fr", "fr"),
]


@pytest.mark.parametrize(("language", "given", "told"), LANGUAGES)
def test_an_entry_names_a_language_that_is_not_the_articles(language: str, given: str, told: str) -> None:
    (entry,) = listed(language, title="A", language=given).references
    assert entry.language == told
