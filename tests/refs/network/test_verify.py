"""What is found about references (``verify.yaml``), how failures are told, and the file for rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.check import check
from casegen.load import load
from casegen.model import Reference
from casegen.problem import CasegenError
from casegen.refs.lookup import Lookup
from casegen.refs.snapshot import save_works
from casegen.refs.verify import Verdict, verify
from tests._support.cases import case_from
from tests.refs.network.server import Clock, Server

EXAMPLES = yaml.safe_load((Path(__file__).parent / "verify.yaml").read_text("utf-8"))


def references(*given: dict[str, Any]) -> tuple[Reference, ...]:
    return case_from(
        {"references": [{"id": "a", "type": "article-journal", **each} for each in given]}
    ).references


def verdicts(clock: Clock, *given: dict[str, Any], offline: bool = False) -> list[Verdict]:
    with Lookup(offline, clock=clock) as lookup:
        return list(verify(references(*given), lookup))


def kinds(found: list[Verdict]) -> list[list[str]]:
    return [[finding.kind for finding in verdict.findings] for verdict in found]


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("example", EXAMPLES, ids=[example["about"] for example in EXAMPLES])
def test_what_is_found(clock: Clock, example: dict[str, Any]) -> None:
    (verdict,) = verdicts(clock, example["reference"])
    expected = example.get("findings", [])
    assert [finding.kind for finding in verdict.findings] == [kind for kind, *_ in expected]
    for finding, (_, message, *hint) in zip(verdict.findings, expected, strict=True):
        assert message in finding.message
        assert "\n" not in finding.message
        assert "".join(hint) in finding.hint


def test_one_that_fails_stops_no_other(server: Server, clock: Clock) -> None:
    server.replies = [{"status": 403}, {"text": "[]"}, {"recorded": "10.5555/doubted"}]
    found = verdicts(clock, *({"DOI": f"10.5555/{name}"} for name in ("one", "two", "three")))
    assert kinds(found) == [["unreachable"], ["unreachable"], ["expression-of-concern", "corrected"]]
    assert found[0].findings[0].message == "'a': Crossref answers 403 Forbidden"


def test_after_three_that_nobody_answers_for_the_rest_is_not_asked_about(
    server: Server, clock: Clock
) -> None:
    server.replies = [{"status": 403}]
    given: list[dict[str, Any]] = [{"DOI": f"10.5555/{n}", "PMID": 7} for n in range(6)]
    found = verdicts(clock, *given, {"title": "No identifier"})
    assert kinds(found) == [["unreachable"]] * 6 + [["nothing-to-check"]]
    assert server.services == ["crossref"] * 3
    assert "nobody answered about those before it" in found[3].findings[0].message


def test_an_answer_that_cannot_be_read_is_an_answer(server: Server, clock: Clock) -> None:
    server.replies = [{"text": "[]"}]
    assert kinds(verdicts(clock, *({"DOI": f"10.5555/{n}"} for n in range(5)))) == [["unreachable"]] * 5
    assert server.services == ["crossref"] * 5


def test_offline_each_is_looked_for_among_what_was_kept(server: Server, clock: Clock) -> None:
    verdicts(clock, {"DOI": "10.5555/doubted"})
    given = [{"DOI": f"10.5555/{n}"} for n in range(4)]
    found = verdicts(clock, *given, {"DOI": "10.5555/doubted"}, offline=True)
    assert kinds(found) == [["unreachable"]] * 4 + [["expression-of-concern", "corrected"]]
    assert len(server.services) == 1


def test_verdicts_come_one_by_one(server: Server, clock: Clock) -> None:
    with Lookup(clock=clock) as lookup:
        found = verify(references({"DOI": "10.5555/doubted"}, {"DOI": "10.5555/none"}), lookup)
        assert next(found).reference.DOI == "10.5555/doubted"
        assert server.services == ["crossref"]


@pytest.mark.usefixtures("server")
def test_the_file_for_rules(clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "works.json"
    path.write_text('[{"DOI": "10.5555/Other"}, {"DOI": "10.5555/DOUBTED", "title": ["Old"]}]')
    wrong = {"title": "Sudden death in athletes", "DOI": "10.5555/j.wneu.2019.08.102"}
    found = verdicts(
        clock, wrong, {"DOI": "10.5555/doubted"}, {"DOI": "10.5555/none"}, {"DOI": "10.5555/dryad.8515"}
    )
    assert save_works(path, [verdict.message for verdict in found if verdict.message]) == 3
    records = json.loads(path.read_text("utf-8"))
    assert [record["DOI"] for record in records] == [
        "10.5555/doubted",
        "10.5555/J.WNEU.2019.08.102",
        "10.5555/Other",
    ]
    assert not {"reference", "abstract"} & {key for record in records for key in record}
    case = {"casegen": 1, "title": "A", "authors": ["Ana Silva"], "references": [{"id": "a", **wrong}]}
    loaded = load(tmp_path / "case.yaml", data=json.dumps(case).encode())
    checked = check(loaded, select=["REF011"], snapshots={"works": path})
    assert [problem.code for problem in checked.problems] == ["REF011"]


@pytest.mark.parametrize("content", [b"{}", b"[1]", b"not json", b"\xff", b"[" * 100_000])
def test_a_file_that_is_no_list_of_works_stays(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "works.json"
    path.write_bytes(content)
    with pytest.raises(CasegenError, match="is no list of Crossref's works"):
        save_works(path, [{"DOI": "10.5555/a"}])
    assert path.read_bytes() == content


def test_a_folder_is_no_file_of_works(tmp_path: Path) -> None:
    with pytest.raises(CasegenError, match="cannot read"):
        save_works(tmp_path, [])
