"""The languages: every file says everything, with the same placeholders; dates and countries follow."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

import casegen.model
from casegen.compose.words import direction, words
from casegen.model import MAIN_SECTIONS, PartialDate
from casegen.model.content import EventKind
from casegen.model.outline import DECLARATIONS

FOLDER = Path(casegen.model.__file__).parent / "words"
TEMPLATES = Path(__file__).parents[2] / "templates"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))


def read(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


def test_the_languages() -> None:
    assert LANGUAGES == ["de", "en", "es", "fr", "it", "nl", "pt"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_everything_english_says(language: str) -> None:
    english, own = read("en"), read(language)
    assert own.keys() == english.keys()
    for table in english.keys() - {"typography"}:
        assert own[table].keys() == english[table].keys()
        for key, text in own[table].items():
            assert text.strip() == text != ""
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[table][key]))
    assert own["typography"].keys() == english["typography"].keys()
    assert len(own["typography"]["quotes"]) == 4


def test_every_part_of_an_article_has_its_words() -> None:
    english = read("en")
    assert set(english["kinds"]) == set(get_args(EventKind))
    assert {*MAIN_SECTIONS, *DECLARATIONS, "case-report", "case-series"} <= set(english["words"])


def test_every_word_a_theme_asks_for_is_there() -> None:
    asked = {
        name
        for path in TEMPLATES.rglob("*.j2")
        for name in re.findall(r"""word\(["'](\w+)["']\)|words\.(\w+)""", path.read_text("utf-8"))
        for name in name
        if name
    }
    assert asked, "no template asks for a word: has the filter been renamed?"
    assert asked <= set(read("en")["words"])


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("en", "10 January 2022; January 2022; 2022; Switzerland"),
        ("en-US", "January 10, 2022; January 2022; 2022; Switzerland"),
        ("de", "10. Januar 2022; Januar 2022; 2022; Schweiz"),
        ("de-AT", "10. Jänner 2022; Jänner 2022; 2022; Schweiz"),
        ("fr", "10 janvier 2022; janvier 2022; 2022; Suisse"),
        ("es", "10 de enero de 2022; enero de 2022; 2022; Suiza"),
        ("it", "10 gennaio 2022; gennaio 2022; 2022; Svizzera"),
        ("pt", "10 de janeiro de 2022; janeiro de 2022; 2022; Suíça"),
        ("nl", "10 januari 2022; januari 2022; 2022; Zwitserland"),
        ("zz", "10 January 2022; January 2022; 2022; Switzerland"),
        ("zh-CN", "10 January 2022; January 2022; 2022; Switzerland"),
        ("ar", "10 January 2022; January 2022; 2022; Switzerland"),
        ("no such language", "10 January 2022; January 2022; 2022; Switzerland"),
        ("", "10 January 2022; January 2022; 2022; Switzerland"),
    ],
)
def test_dates_and_countries(language: str, printed: str) -> None:
    own = words(language)
    dates = (PartialDate(2022, 1, 10), PartialDate(2022, 1), PartialDate(2022))
    assert "; ".join([*map(own.date, dates), own.country("CH")]) == printed


@pytest.mark.parametrize(
    ("typed", "code", "printed"),
    [
        ("CA", "CA", "Canada"),
        (" ca ", "CA", "Canada"),
        ("CAN", "CA", "Canada"),
        ("USA", "US", "United States"),
        ("UK", "GB", "United Kingdom"),
        ("XX", "", "XX"),
        ("Portugal", "PT", "Portugal"),
        ("the  Netherlands", "", "the  Netherlands"),
        ("NETHERLANDS", "NL", "NETHERLANDS"),
        ("Wonderland", "", "Wonderland"),
        ("", "", ""),
    ],
)
def test_countries(typed: str, code: str, printed: str) -> None:
    assert (words("en").country_code(typed), words("en").country(typed)) == (code, printed)


def test_an_unknown_language_is_printed_in_english() -> None:
    assert words("xx")["abstract"] == "Abstract"
    assert words("pt-BR")["abstract"] == "Resumo"
    assert words("de_CH")["abstract"] == "Zusammenfassung"


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("ar", "rtl"),
        ("fa-IR", "rtl"),
        ("he", "rtl"),
        ("pa-Arab", "rtl"),
        ("pa", "ltr"),
        ("zh-CN", "ltr"),
        ("tlh", "ltr"),
    ],
)
def test_direction(language: str, way: str) -> None:
    assert direction(language) == way
