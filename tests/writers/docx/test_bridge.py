"""Pandoc as it is run: what is wrong with it is one line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from casegen.citations import program as finding
from casegen.media.pandoc import program, tree
from casegen.media.pandoc.nodes import address
from casegen.media.pandoc.package import closed, opened
from casegen.problem import CasegenError


def pandoc(folder: Path, script: str) -> Path:
    path = folder / "pandoc"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (
            "echo 'Incompatible API versions: encoded with [1,23]' >&2; exit 64",
            "too old to write docx, 3.1 is needed",
        ),
        ("echo 'Unknown option --sandbox.' >&2; exit 6", "too old to write docx"),
        ("echo '[WARNING] a' >&2; echo 'out of memory' >&2; exit 251", "could not write docx: out of memory"),
        ("exit 3", "could not write docx: it ended with 3"),
        ("kill -9 $$", "could not write docx: it was ended by signal 9"),
        ("sleep 60", "took more than 1 seconds to write docx"),
    ],
)
def test_what_is_wrong_is_one_line(
    script: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pandoc(tmp_path, f"cat >/dev/null; {script}")
    monkeypatch.setattr(program, "find_pandoc", lambda: path)
    monkeypatch.setattr(program, "_LONGEST", 1.0)
    with pytest.raises(CasegenError, match=told) as caught:
        program.convert([], "docx")
    assert "\n" not in str(caught.value)


def test_a_pandoc_that_is_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pandoc"
    path.touch()
    monkeypatch.setattr(program, "find_pandoc", lambda: path)
    with pytest.raises(CasegenError, match="does not start: Permission denied; install it"):
        program.convert([], "docx")


def test_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    finding.find_pandoc.cache_clear()
    monkeypatch.setattr(finding, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(CasegenError, match="is not there: install it"):
        program.convert([], "docx")
    finding.find_pandoc.cache_clear()


def test_pandoc_reads_no_file_of_ours(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><desc>secret</desc></svg>'
    )
    made = program.convert([tree.para([tree.image(str(secret), "alt")])], "epub3", metadata={"title": "T"})
    assert not [name for name in opened(made) if "/media/" in name]


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://example.org/a%20b?c=d#e", "https://example.org/a%20b?c=d#e"),
        ("https://example.org/a b<c>\ud800", "https://example.org/a%20b%3Cc%3E%EF%BF%BD"),
        ("#fig-1", "#fig-1"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_addresses(href: str, expected: str) -> None:
    assert address(href) == expected


def test_an_archive_is_the_same_each_time() -> None:
    parts = {"b": b"2" * 99, "mimetype": b"a/b", "c.png": b"3"}
    archive = closed(parts)
    assert archive == closed(parts)
    assert opened(archive) == parts
    assert list(opened(archive)) == ["mimetype", "b", "c.png"]
