"""What printing citations and references costs: seconds, with the processor running.

python benchmarks/citations.py CASE    25 references, 25 that were printed before, and 1,000, made of CASE's
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import yaml

from casegen.citations import cite
from casegen.load import load
from casegen.model import Case

_ROUNDS = 9


def case_of(count: int, references: list[dict[str, object]], folder: Path) -> Case:
    """A case in *folder* with *count* references like *references*, each with its own key, title and year."""
    made = []
    for number in range(count):
        like = references[number % len(references)]
        year = 1950 + number % 70
        title = f"{like['title']} {number}"
        made.append({**like, "id": f"key{number}", "title": title, "issued": year})
    cited = " ".join(f"A sentence on something [@key{number}]." for number in range(count))
    head = {"casegen": 1, "title": "A case", "authors": ["Ana Silva"], "abstract": "A man fell."}
    content = {**head, "presentation": cited, "references": made}
    path = folder / "case.yaml"
    path.write_text(json.dumps(content, default=str), encoding="utf-8")
    loaded = load(path)
    if loaded.case is None:
        raise RuntimeError(str(loaded.problems[:3]))
    # Its prose is parsed for the check already.
    for _, prose in loaded.case.prose():
        _ = prose.blocks
    return loaded.case


def seconds(case: Case) -> float:
    """How long it takes to print the citations and references of *case*."""
    begin = time.perf_counter()
    cite(case)
    return time.perf_counter() - begin


def main() -> None:
    """Measure, and print JSON."""
    references = yaml.safe_load((Path(sys.argv[1]) / "case.yaml").read_text("utf-8"))["references"]
    with tempfile.TemporaryDirectory() as folder:
        some, many = (case_of(count, references, Path(folder)) for count in (25, 1000))
        os.environ["CASEGEN_CACHE"] = "off"
        cite(some)
        warm = statistics.median(seconds(some) for _ in range(_ROUNDS))
        thousand = min(seconds(many) for _ in range(2))
        os.environ["CASEGEN_CACHE"] = str(Path(folder, "kept"))
        cite(some)
        cached = statistics.median(seconds(some) for _ in range(_ROUNDS))
    print(json.dumps({"warm": warm, "cached": cached, "thousand": thousand}))


if __name__ == "__main__":
    main()
