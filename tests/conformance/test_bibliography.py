"""Bibliography files as pandoc reads them: where the two differ, the reason is given."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.citations.program import find_pandoc
from casegen.load.references import reader_of

HERE = Path(__file__).parent
FILES = HERE.parent / "bibliography"
JUDGED: list[dict[str, Any]] = yaml.safe_load((HERE / "bibliography.yaml").read_text(encoding="utf-8"))
# Of titles, only the words are compared: pandoc changes their capitals, and its marks.
_TAG = re.compile(r"<[^>]*>")
_PLAIN = str.maketrans({"’": "'", "–": "-"})


def theirs(path: Path, kind: str) -> list[dict[str, Any]]:
    command = [str(find_pandoc()), "-f", kind, "-t", "csljson", str(path)]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    items: list[dict[str, Any]] = json.loads(done.stdout)
    return items


def comparable(value: Any) -> Any:
    match value:
        case str():
            return _TAG.sub("", value).translate(_PLAIN).casefold()
        case list():
            return [comparable(one) for one in value]
        case dict():
            return {key: comparable(one) for key, one in value.items()}
    return value


@pytest.mark.parametrize("judged", JUDGED, ids=lambda judged: judged["file"])
def test_pandoc_reads_the_same(judged: dict[str, Any]) -> None:
    path = FILES / judged["file"]
    reader = reader_of(path.name)
    assert reader is not None
    entries, _ = reader(path.read_text(encoding="utf-8"))
    items = theirs(path, judged["as"])
    assert len(entries) == len(items)
    ignored = {"abstract", "keyword", *judged.get("ignored", {})}
    differing: dict[str, set[str]] = {}
    for entry, item in zip(entries, items, strict=True):
        for variable in {*entry.csl, *item} - ignored:
            if comparable(entry.csl.get(variable)) != comparable(item.get(variable)):
                differing.setdefault(entry.csl["id"], set()).add(variable)
    expected = {key: set(reasons) for key, reasons in judged["differences"].items()}
    assert differing == expected
