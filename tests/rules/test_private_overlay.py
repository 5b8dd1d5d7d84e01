"""PRV010 where the private file is not as it should be, and that nothing of it is ever told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from casegen.check import Checked, check
from casegen.load import load
from casegen.load.private import PRIVATE as NAME
from tests.rules.documents import completed

NAMED = "Joana Prates"
CASE = f"presentation: The patient, {NAMED}, presented with headache.\n"


def checked(folder: Path, overlay: str | bytes | None, case: str = CASE) -> Checked:
    if overlay is not None:
        (folder / NAME).write_bytes(overlay if isinstance(overlay, bytes) else overlay.encode())
    (folder / "case.yaml").write_text(completed(case), encoding="utf-8")
    return check(load(folder), select=["PRV010"])


def told(result: Checked) -> str:
    said = [f"{p.message} {p.hint}" for p in result.problems] + [n.reason for n in result.not_checked]
    return "\n".join(said)


def test_without_the_file_there_is_nothing_to_find(tmp_path: Path) -> None:
    result = checked(tmp_path, None)
    assert not result.problems
    assert not result.not_checked


def test_a_leak_names_the_key_and_not_the_value(tmp_path: Path) -> None:
    result = checked(tmp_path, f"people: [{{full_name: {NAMED}}}]")
    assert [problem.code for problem in result.problems] == ["PRV010"]
    assert "'people.full_name'" in told(result)
    assert "Joana" not in told(result)
    assert "Prates" not in told(result)


@pytest.mark.parametrize(
    ("overlay", "reason"),
    [
        (f"name: [{NAMED}", "not YAML"),
        (f"name: &a {NAMED}\nname: *a", "not YAML"),
        (f"name: !!python/object:os.system {NAMED}", "not YAML"),
        (f"- {NAMED}", "not a mapping"),
        (NAMED, "not a mapping"),
        ("", "not a mapping"),
        (NAMED.encode() + b"\xff", "not UTF-8"),
        (b"# " + b"x" * (1024 * 1024), "over 1 MB"),
        (f"name: [{', '.join([NAMED] * 501)}]", "501 values, more than 500: raise `private_values`"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, overlay: str | bytes, reason: str) -> None:
    result = checked(tmp_path, overlay)
    assert [(p.code, p.severity.name, p.blocking) for p in result.problems] == [("PRV010", "ERROR", True)]
    assert reason in told(result)
    assert "Joana" not in told(result)


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize(
    "name",
    ["case.private.yml", "Case.Private.yaml", "CASE.PRIVATE.YAML", "case_private.yaml", "case.private.yaml.txt",
     "private.yaml"],
)  # fmt: skip
def test_a_file_that_is_nearly_called_so_is_told(tmp_path: Path, name: str, beside: bool) -> None:
    (tmp_path / name).write_text(f"name: {NAMED}", encoding="utf-8")
    result = checked(tmp_path, "other: Somebody" if beside else None)
    assert [problem.severity.name for problem in result.problems] == ["ERROR"]
    assert f"the file {name!r} beside the case is not read: call it case.private.yaml" in told(result)


def test_other_files_are_not_nearly_called_so(tmp_path: Path) -> None:
    for name in ("case.yaml.bak", "notes-private.txt", "private.png", "casegen.yaml"):
        (tmp_path / name).write_text("-", encoding="utf-8")
    assert not checked(tmp_path, None).problems


def test_an_author_with_the_same_initial_is_no_leak_in_the_case_either(tmp_path: Path) -> None:
    case = "references: [{id: one, type: book, title: A book, author: [{given: Jae, family: Prates}]}]\n"
    text = "introduction: J. Prates saw it [@one].\n"
    assert not checked(tmp_path, f"name: {NAMED}", case + text).problems
    assert checked(tmp_path, f"name: {NAMED}", text.replace(" [@one]", "")).problems


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside.yaml", tmp_path / "case"
    outside.write_text(f"name: {NAMED}", encoding="utf-8")
    folder.mkdir()
    (folder / NAME).symlink_to(outside)
    result = checked(folder, None)
    assert result.problems
    assert "leads out of the case's folder" in told(result)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME)
    assert "is not a file" in told(checked(tmp_path, None))


@pytest.mark.parametrize("value", ["no", "~", "12", "true", "3.5", "ab", '""'])
def test_values_that_say_too_little_are_not_looked_for(tmp_path: Path, value: str) -> None:
    case = "presentation: No ab was true of 12 at 3.5.\n"
    assert not checked(tmp_path, f"value: {value}", case).problems


def test_a_leak_in_the_metadata_and_the_references_is_found(tmp_path: Path) -> None:
    case = (
        f"correspondence: write to {NAMED}\n"
        f"references: [{{id: one, type: book, title: Of {NAMED}}}]\n"
        "introduction: Something known [@one].\n"
    )
    places = {str(problem.pointer) for problem in checked(tmp_path, f"name: {NAMED}", case).problems}
    assert places == {"/correspondence", "/references/0/title"}


def test_a_leak_in_the_file_of_a_table_is_found(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"Name,Age\n{NAMED},40\n", encoding="utf-8")
    case = "tables: [{id: t, caption: A table, file: t.csv}]\n"
    assert "(row 2 of the table)" in told(checked(tmp_path, f"name: {NAMED}", case))
