"""Tables: rows typed in the case, and files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casegen.assets import read_table
from casegen.files import Refused
from casegen.limits import limit, size
from casegen.load import load

FILES = yaml.safe_load(Path(__file__).with_name("tables.yaml").read_text(encoding="utf-8"))


def read(folder: Path, table: str) -> list[list[str]]:
    text = f"title: T\nauthors: [{{name: A B}}]\ntables: [{table}]\n"
    case = load(folder / "case.yaml", data=text.encode()).case
    assert case is not None
    return [[cell.text for cell in row] for row in read_table(case, case.tables[0])]


def refusal(folder: Path, table: str) -> str:
    with pytest.raises(Refused) as refused:
        read(folder, table)
    return str(refused.value)


@pytest.mark.parametrize("case", FILES, ids=lambda case: case["name"])
def test_file(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / case["file"]).write_text(case["text"], encoding="utf-8", newline="")
    table = f"{{id: a, file: {case['file']}}}"
    if "rows" in case:
        assert read(tmp_path, table) == case["rows"]
    else:
        assert case["refused"] in refusal(tmp_path, table)


def test_rows_of_the_case(tmp_path: Path) -> None:
    assert read(tmp_path, "{id: a, rows: [[A, B], [1.50], [~, yes]]}") == [
        ["A", "B"],
        ["1.50", ""],
        ["", "yes"],
    ]


def test_rows_come_before_a_file(tmp_path: Path) -> None:
    assert read(tmp_path, "{id: a, rows: [[A]], file: missing.csv}") == [["A"]]


def test_neither_rows_nor_a_file(tmp_path: Path) -> None:
    assert "neither" in refusal(tmp_path, "{id: a}")


def test_too_much(tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text("1,2\n" * (limit("cells") // 2 + 1))
    (tmp_path / "wide.csv").write_text("1\n" * 300 + "1," * 29 + "\n")
    (tmp_path / "large.csv").write_text("x" * (size("table_file") + 1))
    (tmp_path / "cell.csv").write_text("x" * 200_000)
    assert "6,000 cells" in refusal(tmp_path, "{id: a, file: long.csv}")
    assert "6,000 cells" in refusal(tmp_path, "{id: a, file: wide.csv}")
    assert "2 MB" in refusal(tmp_path, "{id: a, file: large.csv}")
    assert "field limit" in refusal(tmp_path, "{id: a, file: cell.csv}")


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("A,B\n1,é\n".encode("latin-1"))
    assert "not UTF-8 text (line 2)" in refusal(tmp_path, "{id: a, file: a.csv}")


def test_files_outside_are_not_read(tmp_path: Path) -> None:
    assert "leads out" in refusal(tmp_path, "{id: a, file: ../a.csv}")
    assert "no file" in refusal(tmp_path, "{id: a, file: a.csv}")


@given(data=st.binary(max_size=200) | st.text(alphabet=',;"\n\r\tab\0', max_size=60).map(str.encode))
def test_whatever_the_bytes_there_are_even_rows_or_a_reason(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("table")
    (folder / "a.csv").write_bytes(data)
    try:
        rows = read(folder, "{id: a, file: a.csv}")
    except Refused:
        return
    assert len({len(row) for row in rows}) == 1
