"""The spellings in which a value of the private file is found, and what is only like it."""

from __future__ import annotations

import html
import string
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from casegen.build.leaks.opened import Opener
from casegen.load.private import Kept, read_private
from casegen.rules.privacy.secrets import Secrets

GROUPS = yaml.load(Path(__file__).with_name("spellings.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 -- texts alone
TEXTS = [
    pytest.param(group["kept"], group.get("others", ()), text, found, id=f"{number}-{text}")
    for number, group in enumerate(GROUPS)
    for found, texts in ((True, group["found"]), (False, group["absent"]))
    for text in texts
]


@pytest.mark.parametrize(("kept", "others", "text", "found"), TEXTS)
def test_spelling(kept: dict[str, Any], others: list[str], text: str, found: bool, tmp_path: Path) -> None:
    (tmp_path / "case.private.yaml").write_text(plain(kept), encoding="utf-8")
    private = read_private(tmp_path)
    assert private is not None
    assert bool(Secrets(private.kept, others=others).keys(text)) is found


def plain(kept: dict[str, Any]) -> str:
    """*kept* as YAML whose scalars stand as they are typed in the table."""
    return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in kept.items()) + "}"


def flow(value: Any) -> str:
    if isinstance(value, dict):
        return plain(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return value if value.replace(".", "").isalnum() else f'"{value}"'


WORD = st.text(string.ascii_lowercase, min_size=3, max_size=9).map(str.capitalize)
FILLER = st.lists(st.sampled_from(["the", "scan", "was", "seen", "on", "day", "12", "of"]), max_size=4).map(
    " ".join
)
BETWEEN = st.sampled_from([" ", "-", "_", ", ", "\u00a0", "\n", "/"])


@st.composite
def spelled(draw: st.DrawFn, first: str, second: str) -> str:
    """A name in one of the ways that it may be typed."""
    between = draw(BETWEEN)
    one, other = draw(st.sampled_from([(first, second), (second, first), (f"{first[0]}.", second)]))
    name = f"{one}{between}{other}"
    return draw(st.sampled_from([name, name.upper()]))


def accented(text: str) -> str:
    return text.translate(str.maketrans("aeioun", "áêìöûñ"))


DISGUISES = [
    str,
    accented,
    lambda text: "".join(f"&#{ord(c)};" for c in text),
    "\u00ad".join,
    lambda text: quote(text, safe=""),
    lambda text: html.escape(text).replace("e", "<b>e</b>"),
    lambda text: "<w:p><w:r><w:t>" + "</w:t></w:r><w:r><w:t>".join(text) + "</w:t></w:r></w:p>",
    lambda text: "".join(f"\\u{ord(c):04x}" for c in text),
]


@settings(max_examples=60)
@given(
    data=st.data(), first=WORD, second=WORD, before=FILLER, after=FILLER, disguise=st.sampled_from(DISGUISES)
)
def test_a_name_is_found_in_any_order_and_disguise(
    data: st.DataObject, first: str, second: str, before: str, after: str, disguise: Any
) -> None:
    secrets = Secrets([Kept("patient.name", f"{first} {second}")])
    name = data.draw(spelled(first, second))
    text = f"{before} {disguise(name)} {after}"
    assert any(secrets.keys(found.text) for found in Opener().texts(text.encode()))


DATE_FORMS = [
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d %B %Y",
    "%B %d, %Y",
    "%d.%m.%y",
    "%Y%m%d",
    "%d %b %Y",
]


@settings(max_examples=80)
@given(day=st.dates(date(1900, 1, 1), date(2099, 12, 31)), form=st.sampled_from(DATE_FORMS), before=FILLER)
def test_a_date_is_found_in_any_form(day: date, form: str, before: str) -> None:
    assert Secrets([Kept("birth_date", day.isoformat())]).keys(f"{before} {day.strftime(form)}.")


@settings(max_examples=80)
@given(
    kept=st.dates(date(1900, 1, 1), date(2099, 12, 31)), other=st.dates(date(1900, 1, 1), date(2099, 12, 31))
)
def test_another_date_is_not_found(kept: date, other: date) -> None:
    swapped = (kept.year, kept.day, kept.month) == (other.year, other.month, other.day)
    found = Secrets([Kept("birth_date", kept.isoformat())]).keys(
        f"on {other.isoformat()} and {other:%d %B %Y}"
    )
    assert bool(found) is (kept == other or swapped)


@given(
    number=st.text(string.digits, min_size=5, max_size=12),
    cut=st.integers(2, 8),
    sign=st.sampled_from(["", "-", " ", "/"]),
    around=st.sampled_from(["{}", "no. {} of", "ct_{}.png", "MRN{}", "({})", "<b>{}</b>"]),
)
def test_a_record_number_is_found_however_it_is_divided(
    number: str, cut: int, sign: str, around: str
) -> None:
    secrets = Secrets([Kept("record_number", number)])
    parts = [number[:cut], number[cut:]] if len(number) - cut > 1 else [number]
    assert secrets.keys(around.format(sign.join(parts)))
    assert not secrets.keys(around.format(f"1{number}"))
    assert not secrets.keys(around.format(f"{number}1"))


@given(
    kept=st.lists(st.text(max_size=30), max_size=4),
    key=st.sampled_from(["name", "birth_date", "x"]),
    text=st.text(),
)
def test_no_value_and_no_text_is_too_odd(kept: list[str], key: str, text: str) -> None:
    for hit in Secrets([Kept(key, one) for one in kept]).find(text):
        assert 0 <= hit.start < hit.end <= len(text)
