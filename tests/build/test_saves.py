"""What is told of files that are saved, and what where nothing can be."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from casegen.build.saves import Saves
from casegen.problem import CasegenError

NONE: frozenset[Path] = frozenset()


def folders(*paths: Path) -> frozenset[Path]:
    return frozenset(path.resolve() for path in paths)


def test_what_an_editor_writes_beside_is_not_told(tmp_path: Path) -> None:
    text = tmp_path / "case.yaml"
    text.touch()
    with Saves(folders(tmp_path), NONE) as saves:
        for name in (
            "4913",
            ".case.yaml.swp",
            "case.yaml~",
            "#case.yaml#",
            ".#case.yaml",
            ".goutputstream-AB12CD",
            ".~lock.t.csv#",
            ".case.yaml.a1b2c3d4",
        ):
            (tmp_path / name).touch()
        text.write_text("saved", encoding="utf-8")
        assert saves.wait() == folders(text)


def test_of_a_flat_folder_only_its_own_files_are_told(tmp_path: Path) -> None:
    deep, flat = tmp_path / "deep" / "in", tmp_path / "flat" / "in"
    deep.mkdir(parents=True)
    flat.mkdir(parents=True)
    with Saves(folders(deep.parent), folders(flat.parent)) as saves:
        (flat / "f").touch()
        (deep / "f").touch()
        (flat.parent / "f").touch()
        found: set[Path] = set()
        while not found >= folders(deep / "f", flat.parent / "f"):
            found |= saves.wait()
    assert flat.resolve() / "f" not in found


def test_what_is_saved_while_nobody_waits_is_told_later(tmp_path: Path) -> None:
    with Saves(folders(tmp_path), NONE) as saves:
        (tmp_path / "one").touch()
        assert saves.wait() == folders(tmp_path / "one")
        (tmp_path / "two").touch()
        shutil.copy(tmp_path / "two", tmp_path / "three")
        found = saves.wait()
        while found < folders(tmp_path / "two", tmp_path / "three"):
            found |= saves.wait()


def test_a_folder_that_went_before_it_was_watched_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    with Saves(frozenset({gone}), NONE) as saves:
        assert saves.wait() == {gone}


def test_where_the_system_refuses_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Path, **__: object) -> Iterator[None]:
        raise OSError('OS file watch limit reached. about ["/x"] (Error)')

    monkeypatch.setattr("watchfiles.watch", refuse)
    limit = "^cannot watch for saved files: os file watch limit reached; with WATCHFILES_FORCE_POLLING=1 "
    with pytest.raises(CasegenError, match=limit), Saves(folders(tmp_path), NONE):
        pass
