"""The index of titles: what it holds, that it is made once, and that it can always be had."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from casegen.citations.styles import repository, titles
from casegen.citations.styles.titles import STEPS, closest, entries, index

NAMES = (
    "the-lancet",
    "american-medical-association",
    "chimia",
    "dependent/the-lancet-oncology",
    "dependent/jama",
)


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of a few styles, and a folder to keep things in that is empty."""
    every = repository.folder()
    assert every is not None
    styles = tmp_path / "styles"
    (styles / "dependent").mkdir(parents=True)
    for name in NAMES:
        shutil.copy(every / f"{name}.csl", styles / f"{name}.csl")
    monkeypatch.setattr(titles, "folder", lambda: styles)
    monkeypatch.setenv("CASEGEN_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept" / "styles"


def test_an_entry(few: Path) -> None:
    del few
    made = {entry.name: entry for entry in index()}
    assert list(made) == [
        "american-medical-association",
        "chimia",
        "the-lancet",
        "jama",
        "the-lancet-oncology",
    ]
    assert made["the-lancet-oncology"]._asdict() == {
        "name": "the-lancet-oncology",
        "title": "The Lancet Oncology",
        "kind": "numeric",
        "raised": True,
        "parent": "the-lancet",
        "called": "lancet-oncology",
        "briefly": "",
    }
    assert made["american-medical-association"].raised
    assert made["american-medical-association"].briefly.startswith("american-medical-association-numeric")
    assert made["jama"].parent == "american-medical-association"


def test_it_is_made_once_and_kept(few: Path) -> None:
    told: list[str] = []
    first = index(told.append)
    assert 0 < len(told) <= STEPS
    told.clear()
    assert index(told.append) == first
    assert not told
    assert len(list(few.iterdir())) == 1


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"[[1, 2]]", b'{"a": 1}', b"\xff", b"5", b"[7]"])
def test_what_cannot_be_read_is_made_anew(few: Path, data: bytes) -> None:
    first = index()
    (kept,) = few.iterdir()
    kept.write_bytes(data)
    assert index() == first
    assert kept.read_bytes() != data


def test_where_nothing_can_be_kept_it_is_made_all_the_same(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEGEN_CACHE", "off")
    assert len(index()) == len(NAMES)
    assert not few.exists()


def test_every_style_is_in_it_and_is_printed_by_one_that_prints_for_itself() -> None:
    every = {entry.name: entry for entry in entries()}
    assert len(every) == len(entries()) > 10_000
    assert all(not every[entry.parent].parent for entry in entries() if entry.parent)
    assert {entry.kind for entry in entries()} == {"numeric", "author-date", "author", "label", "note"}


@pytest.mark.parametrize(("name", "meant"), [("the-lancte", "the-lancet"), ("zzqqy", None), ("", None)])
def test_closest(name: str, meant: str | None) -> None:
    assert closest(name) == meant
