"""Keys, tidying and merging, from tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.refs.keys import Keys
from casegen.refs.merge import Incoming, Known, merge
from casegen.refs.tidy import tidy

HERE = Path(__file__).parent


def table(name: str) -> list[Any]:
    entries: list[Any] = yaml.load((HERE / name).read_text("utf-8"), Loader=yaml.CSafeLoader)
    return entries


@pytest.mark.parametrize("row", table("keys.yaml"), ids=lambda row: row["key"])
def test_a_key_is_made(row: dict[str, Any]) -> None:
    item = {**row["item"], "issued": _text(row["item"].get("issued"))}
    assert Keys().new(item) == row["key"]


def test_keys_that_clash_are_counted_in_letters() -> None:
    keys = Keys(["kim2020", "kim2020b"])
    made = [keys.new({"author": [{"family": "Kim"}], "issued": "2020"}) for _ in range(30)]
    assert made[:3] == ["kim2020a", "kim2020c", "kim2020d"]
    assert made[24:28] == ["kim2020z", "kim2020aa", "kim2020ab", "kim2020ac"]


@pytest.mark.parametrize("row", table("tidied.yaml"), ids=lambda row: row["about"])
def test_an_item_is_tidied(row: dict[str, Any]) -> None:
    found, faults = tidy(row["item"])
    assert found == row["tidy"]
    assert list(found) == list(row["tidy"])
    assert faults == row.get("faults", [])
    assert tidy(found) == (found, [])


@pytest.mark.parametrize("row", table("merged.yaml"), ids=lambda row: row["about"])
def test_what_is_new_is_told_from_what_is_there(row: dict[str, Any]) -> None:
    known = Known(tidy(item)[0] for item in row.get("known", []))
    incoming = [Incoming(tidy(item)[0]) for item in row["incoming"]]
    added, skipped = merge(known, incoming, new_keys=row.get("new_keys", False))
    assert [item["id"] for item in added] == row.get("added", [])
    assert [each.key for each in skipped] == row.get("skipped", [])
    again, there = merge(known, incoming)
    assert not again
    assert len(there) == len(incoming)


def _text(value: Any) -> Any:
    return value if isinstance(value, dict) or value is None else str(value)
