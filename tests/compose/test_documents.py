"""Each ``*.yaml`` beside this file: cases, and parts of the articles they become (`tests._support.dump`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests._support.cases import composed
from tests._support.dump import parts

HERE = Path(__file__).parent


def examples() -> Iterator[Any]:
    for path in sorted(HERE.glob("*.yaml")):
        for example in yaml.safe_load(path.read_text("utf-8")):
            yield pytest.param(example, id=f"{path.stem}: {example['name']}")


@pytest.mark.parametrize("example", list(examples()))
def test_a_case_becomes_this_article(example: dict[str, Any]) -> None:
    assert set(example) <= {"name", "why", "case", "expect", "blocked"}
    actual = parts(composed(example["case"], HERE / "files", checked=not example.get("blocked")))
    expected = {part: text.rstrip("\n") for part, text in example["expect"].items()}
    assert {part: actual.get(part, "") for part in expected} == expected
