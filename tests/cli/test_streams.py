"""Streams that are closed, full, or no terminal."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.runner import text_of

pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="no shell to redirect with")

CLOSED = "casegen: cannot write to standard output: it is closed\n"
FULL = "casegen: cannot write to standard output: no space left on device\n"

STREAMS = [
    ("check >&-", 2, CLOSED),
    ("check -q >&-", 0, ""),
    ("build -f html >&-", 2, CLOSED),
    ("schema >&-", 2, CLOSED),
    ("check - <&-", 2, "casegen: cannot read standard input: it is closed\n"),
    ("check 2>&-", 0, ""),
    ("build -f html,pdf 2>&-", 0, ""),
    ("nonsense 2>&-", 2, ""),
]
FULL_STREAMS = [
    ("check >/dev/full", 2, FULL),
    ("check --format json >/dev/full", 2, FULL),
    ("build -f html >/dev/full", 2, FULL),
    ("build -f html,pdf >/dev/full", 2, FULL),
    ("--help >/dev/full", 2, "casegen: cannot go on: no space left on device\n"),
    ("nonsense 2>/dev/full", 2, ""),
]


@pytest.mark.parametrize(
    ("typed", "code", "told"), STREAMS + (FULL_STREAMS if Path("/dev/full").exists() else [])
)
def test_a_stream_that_cannot_be_used_is_one_line(typed: str, code: int, told: str, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(text_of({"copy": "clean.yaml"}), encoding="utf-8")
    done = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m casegen {typed}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    # A slow machine is told which case it is building.
    lines = [
        line for line in done.stderr.splitlines(keepends=True) if not line.startswith("casegen: building ")
    ]
    assert (done.returncode, "".join(lines)) == (code, told)
