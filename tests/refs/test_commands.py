"""`casegen refs add` and `casegen refs check`, which ask the server on loopback; files that may not be written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casegen.check.fix import Change
from casegen.cli.changes import write
from casegen.problem import CasegenError
from tests.cli.runner import run
from tests.refs.network.server import Server, serving

HEAD = "casegen: 1\ntitle: A case\nauthors: [Ana Silva]\n"
TANG = "10.5555/j.wneu.2019.08.102"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASEGEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("CASEGEN_MAILTO", raising=False)
    with serving() as server:
        for service, path in (("CROSSREF", "crossref"), ("DOI", "doi"), ("NCBI", "pubmed")):
            monkeypatch.setenv(f"CASEGEN_{service}", f"{server.address}/{path}")
        yield server


def case(text: str = "") -> Path:
    path = Path("case.yaml")
    path.write_text(HEAD + text, "utf-8")
    return path


def record(server: Server, name: str) -> str:
    """The identifier under which the server knows the recorded answer *name*."""
    (found,) = (one["of"] for one in server.records.values() if one["name"] == name)
    return str(found)


def test_works_are_looked_up_and_brought_in(server: Server) -> None:
    path = case("style: {csl: bmj}  # last\n")
    chapter = record(server, "chapter")
    answer = run("refs", "add", f"https://doi.org/{TANG}", "nonsense", "10.5555/nowhere", f"doi:{chapter}")
    assert answer.code == 1
    first, second = answer.stdout.splitlines()
    assert first.startswith("tang2019  [@tang2019]  Tang et al. 2019: ")
    key = second.partition(" ")[0]
    assert f"[@{key}]" in second
    assert "nonsense: neither a DOI nor a PMID" in answer.stderr
    assert "10.5555/nowhere: doi.org does not know 10.5555/nowhere" in answer.stderr
    assert "casegen: added 2 references to case.yaml" in answer.stderr
    text = path.read_text("utf-8")
    assert text.startswith(f"{HEAD}references:\n  - id: tang2019\n    type: article-journal\n")
    assert text.endswith("style: {csl: bmj}  # last\n")
    assert f"\n  - id: {key}\n    type: chapter\n" in text


def test_a_work_that_is_there_is_not_asked_for_again(server: Server) -> None:
    path = case("references:\n  - {id: one, DOI: 10.5555/J.WNEU.2019.08.102, PMID: 31}\n")
    before = path.read_bytes()
    answer = run("refs", "add", TANG, "PMID:31")
    assert (answer.code, answer.stdout) == (0, "")
    assert answer.stderr.count("there already as one") == 2
    assert path.read_bytes() == before
    assert not server.asked


def test_a_work_that_only_its_title_shows_to_be_there(server: Server) -> None:
    case()
    run("refs", "add", TANG)
    pmid = record(server, "tang")
    answer = run("refs", "add", pmid)
    assert answer.code == 0
    assert "there already as tang2019" in answer.stderr


def test_a_key_can_be_chosen(server: Server) -> None:
    path = case("references: [{id: one, title: x}]\n")
    assert run("refs", "add", TANG, "--key", "radicular").stdout.startswith("radicular  [@radicular]")
    assert "{id: radicular, type: article-journal" in path.read_text("utf-8")
    before = path.read_bytes()
    for arguments, why in (
        ((TANG, "--key", "one"), "the key 'one' is another reference's"),
        ((TANG, "--key", "a b"), "'a b' cannot be cited"),
        ((TANG, "10.5555/x", "--key", "two"), "--key names one work"),
    ):
        answer = run("refs", "add", *arguments)
        assert answer.code == 2
        assert why in answer.stderr
    assert path.read_bytes() == before
    assert len(server.asked) == 1


def test_offline_only_what_was_looked_up_before_is_had(server: Server) -> None:
    path = case()
    answer = run("refs", "add", TANG, "--offline")
    assert answer.code == 1
    assert f"{TANG}: offline, and {TANG} was not looked up at Crossref before" in answer.stderr
    assert run("refs", "add", TANG, "--diff").stdout.startswith("--- case.yaml")
    assert path.read_text("utf-8") == HEAD
    assert run("refs", "add", TANG, "--offline").code == 0
    assert server.services == ["crossref"]


def test_what_differs_is_told_at_its_place(server: Server) -> None:
    retracted = record(server, "retracted")
    path = case(
        "references:\n"
        f"  - {{id: kim, type: book, title: Some other thing, author: [{{family: Kim}}], DOI: {TANG}}}\n"
        f"  - {{id: gone, type: article-journal, DOI: {retracted}}}\n"
        "  - {id: lost, type: book, DOI: 10.5555/nowhere}\n"
        "  - {id: bare, type: book}\n"
    )
    before = path.read_bytes()
    answer = run("refs", "check", "--save", "works.json")
    assert answer.code == 1
    told = " ".join(answer.stdout.split())  # long lines are broken
    assert "case.yaml:5:34: warning title-differs: the DOI of 'kim' names another work" in told
    assert "error retracted:" in answer.stdout
    assert "case.yaml:7:33: error unknown-doi:" in answer.stdout
    assert (
        "    7 |   - {id: lost, type: book, DOI: 10.5555/nowhere}\n      |" + " " * 33 + "^" in answer.stdout
    )
    assert "case.yaml:8:10: info nothing-to-check: 'bare' has neither" in answer.stdout
    assert "in 4 references" in answer.stdout.splitlines()[-1]
    assert [work["DOI"].lower() for work in json.loads(Path("works.json").read_text())] == sorted(
        [TANG, retracted]
    )
    assert "works.json holds 2 records of Crossref" in answer.stderr
    assert path.read_bytes() == before


@pytest.mark.usefixtures("server")
def test_what_was_found_as_data() -> None:
    case("references: [{id: lost, type: book, DOI: 10.5555/nowhere}]\n")
    answer = run("refs", "check", "--format", "json")
    found = json.loads(answer.stdout)
    (finding,) = found["findings"]
    assert answer.code == 1
    assert finding | {"message": "", "hint": ""} == {
        "kind": "unknown-doi", "severity": "error", "reference": "lost", "message": "", "hint": "",
        "path": "case.yaml", "line": 4, "column": 42, "end_line": 4, "end_column": 57,
    }  # fmt: skip
    assert found["summary"] == {"error": 1, "warning": 0, "info": 0, "references": 1}


def test_what_nobody_answers_for_fails_a_check_unless_nobody_was_to_be_asked(server: Server) -> None:
    case(f"references: [{{id: tang, type: book, DOI: {TANG}}}]\n")
    server.replies = [{"text": "<html>no JSON"}]
    answer = run("refs", "check")
    assert answer.code == 1
    assert "warning unreachable: 'tang'" in " ".join(answer.stdout.split())
    answer = run("refs", "check", "--offline")
    assert answer.code == 0
    assert "info unreachable: 'tang'" in " ".join(answer.stdout.split())


@pytest.mark.usefixtures("server")
def test_a_case_that_agrees_is_told_so() -> None:
    case()
    run("refs", "add", TANG)
    answer = run("refs", "check")
    assert (answer.code, answer.stdout) == (0, "nothing to say in 1 reference\n")


def test_a_file_that_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(b"\xef\xbb\xbfnew\n")
    with pytest.raises(CasegenError, match="was changed meanwhile"):
        write(Change(path, "old\n", "other\n"))
    write(Change(path, "new\n", "newer\n"))
    assert path.read_bytes() == b"\xef\xbb\xbfnewer\n"


def test_a_file_that_may_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = case()
    Path("one.ris").write_text("TY  - JOUR\nTI  - New\nER  - \n")
    opened = Path.open

    def refused(file: Path, mode: str = "r", **options: Any) -> Any:
        if "+" in mode:  # as for a file that is read-only; whoever runs this test may be allowed to write any
            raise PermissionError(13, "Permission denied", str(file))
        return opened(file, mode, **options)

    monkeypatch.setattr(Path, "open", refused)
    answer = run("refs", "import", "one.ris")
    assert answer.code == 2
    assert answer.stderr == "casegen: cannot write case.yaml: permission denied\n"
    assert path.read_text("utf-8") == HEAD
