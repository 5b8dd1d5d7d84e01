"""What the fuzzer begins with is there for every target, and each target takes it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_seeds(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # where the targets put their files
    found = list(seeds(name))
    assert found
    for data in islice(found, 0, None, max(1, len(found) // 5)):
        TARGETS[name](data)
