"""What the private file keeps is told by no report: not its value, nor the line it stands on."""

from __future__ import annotations

from pathlib import Path

import pytest

from casegen.check import check
from casegen.load import load
from casegen.reports import Options, Result, formats, render
from tests.rules.documents import completed

CASE = """\
presentation: |
  A 40-year-old woman, born on 27 March 1948, , presented with headache.

  She was born in 1948 , and was well.
"""


@pytest.mark.parametrize("format", formats())
def test_no_report_shows_it(format: str, tmp_path: Path) -> None:
    (tmp_path / "case.private.yaml").write_text("birth_date: 1948-03-27\n", encoding="utf-8")
    (tmp_path / "case.yaml").write_text(completed(CASE), encoding="utf-8")
    loaded = load(tmp_path)
    checked = check(loaded)
    assert {"PRV010", "PRV003", "TXT003"} <= {problem.code for problem in checked.problems}
    report = render(format, [Result("case.yaml", loaded, checked)], Options(all=True))
    assert "PRV010" in report
    assert "27 March" not in report
    assert "1948-03-27" not in report
    # Another line is shown as ever.
    assert "in 1948 ," in report or format not in ("text", "sarif")
