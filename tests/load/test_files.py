"""Which files are read, and which are refused: case files, bibliographies, the workspace."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from casegen.files import Refused, read_limited, resolve_inside, write_atomic
from casegen.load import find_case, find_workspace, load
from casegen.problem import CasegenError

HEAD = b"title: T\nauthors: [A]\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "cases" / "a-case"
    folder.mkdir(parents=True)
    (folder / "case.yaml").write_bytes(HEAD)
    (tmp_path / "secret.bib").write_text("@misc{s, title={S}}", "utf-8")
    return folder


def test_a_case_is_found_by_its_folder_or_file(case: Path) -> None:
    assert find_case(case) == find_case(case / "case.yaml") == case / "case.yaml"
    loaded = load(case)
    assert loaded.case is not None
    assert (loaded.slug, loaded.case.slug, loaded.case.folder) == ("a-case", "a-case", case)


def test_a_file_by_another_name_is_its_own_slug(case: Path) -> None:
    assert load(case / "draft.yaml", data=HEAD).slug == "draft"


@pytest.mark.parametrize("name", ["case.yml", "case.md"])
def test_the_other_names_of_a_case_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"---\n" + HEAD + b"---\n" if name == "case.md" else HEAD)
    assert find_case(tmp_path) == tmp_path / name
    assert load(tmp_path).case is not None


@pytest.mark.parametrize("name", ["", "missing.yaml"])
def test_no_case_is_said_in_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(CasegenError, match=r"holds no case|there is no"):
        load(tmp_path / name)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "case.yaml")
    (problem,) = load(tmp_path / "case.yaml").problems
    assert (problem.code, problem.message) == ("YML012", "case.yaml: it is not a file")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.png", "there is no file"),
        ("../secret.bib", "leads out of"),
        ("link.bib", "leads out of"),
        ("/etc/passwd", "absolute path"),
        ("\\\\server\\share", "absolute path"),
        ("C:\\x.png", "absolute path"),
        ("https://x.org/a.png", "is an address"),
        ("data:image/png;base64,AA", "is an address"),
        (".", "is not a file"),
        ("loop.bib", "is a link that leads to itself"),
        ("a" * 5000, "cannot be read"),
        ("a\0b", "no file is named"),
        ("  ", "no file is named"),
        ("case.yaml/x", "cannot be read|there is no file"),
    ],
)
def test_files_outside_the_folder_are_refused(case: Path, name: str, reason: str) -> None:
    (case / "link.bib").symlink_to(case.parents[1] / "secret.bib")
    (case / "loop.bib").symlink_to(case / "loop.bib")
    with pytest.raises(Refused, match=reason):
        resolve_inside(case, name)


def test_a_file_inside_the_folder_is_resolved(case: Path) -> None:
    assert resolve_inside(case, "sub/../case.yaml") == (case / "case.yaml").resolve()


def test_a_file_is_read_up_to_a_limit(case: Path) -> None:
    assert read_limited(case / "case.yaml", len(HEAD)) == HEAD
    with pytest.raises(Refused, match="over 0 MB"):
        read_limited(case / "case.yaml", len(HEAD) - 1)


def test_writing_leaves_the_old_file_or_the_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "a.html"
    write_atomic(path, b"one")

    def broken(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(CasegenError, match="no space left"):
        write_atomic(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(path.parent.iterdir()) == [path]


def test_a_bibliography_joins_the_references(case: Path) -> None:
    exported = {
        "id": 7, "type": "book", "title": "X", "_private": 1, "relations": {}, "custom": {"a": 1}, "volume": 3, "page": None,
        "author": [{"family": "F", "given": "G", "multi": {}}], "issued": {"date-parts": [[2019, 2, None]], "season": None},
    }  # fmt: skip
    (case / "refs.json").write_text(json.dumps([exported]), "utf-8")
    (case / "more.bib").write_text("@article{b, title={B}, year=2020}", "utf-8")
    data = HEAD + b"references: [{id: a, type: book}]\nbibliography: [refs.json, more.bib]\n"
    loaded = load(case / "case.yaml", data=data)
    assert loaded.case is not None, loaded.problems
    references = loaded.case.references
    assert [reference.id for reference in references] == ["a", "7", "b"]
    assert references[1].volume == "3"
    assert references[1].issued is not None
    assert references[1].issued.date_parts == (("2019", "2"),)
    assert references[1].author[0].family == "F"


@pytest.mark.parametrize("text", ["\\u0007", "\\ud800", "\\ufffe"])
def test_an_entry_that_no_output_can_hold_is_left_out(case: Path, text: str) -> None:
    entries = f'[{{"id": "a", "type": "book"}},\n {{"id": "b", "type": "book", "title": "x{text}"}}]'
    (case / "refs.json").write_text(entries, "utf-8")
    loaded = load(case / "case.yaml", data=HEAD + b"bibliography: refs.json\n")
    (problem,) = loaded.problems
    assert (problem.code, problem.span.line, problem.message) == (
        "YML012",
        2,
        "the entry holds a control character",
    )
    assert loaded.case is not None
    assert [reference.id for reference in loaded.case.references] == ["a"]


def test_a_bibliography_that_is_not_utf8(case: Path) -> None:
    (case / "refs.bib").write_bytes(b"@misc{a,\n title={caf\xe9}}")
    (problem,) = load(case / "case.yaml", data=HEAD + b"bibliography: refs.bib\n").problems
    assert (problem.code, problem.path.name, problem.span.line, problem.span.column) == (
        "YML009",
        "refs.bib",
        2,
        12,
    )


def test_the_workspace_is_the_nearest_one_upwards(case: Path) -> None:
    assert not find_workspace(case).declared
    top = case.parents[1]
    (top / "casegen.toml").write_text(
        '[casegen]\noutput = "out"\n[journals.j]\ntitle = "Journal"\nissn = {online = "1234-5679"}\n', "utf-8"
    )
    space = find_workspace(case / "case.yaml")
    assert (space.declared, space.root, space.output, space.cases) == (True, top, top / "out", top / "cases")
    loaded = load(case / "case.yaml", data=HEAD + b"journal: j\n")
    assert loaded.case is not None
    assert loaded.case.journal is not None
    assert loaded.case.journal.title == "Journal"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"[casegen]\noutptu = 'x'\n", "unknown key 'casegen.outptu'"),
        (b"[casegen\n", "not valid TOML"),
        (b"\xff", "not UTF-8"),
        (b"[casegen]\nstage = 'x'\n", "casegen.stage"),
        (b"a = " + b"[" * 5000, "not valid TOML"),
    ],
)
def test_a_workspace_that_cannot_be_read(case: Path, text: bytes, reason: str) -> None:
    (case.parent / "casegen.toml").write_bytes(text)
    with pytest.raises(CasegenError, match=reason):
        load(case)
