"""What the rules cost beside loading, and what a thousand cases cost: seconds of CPU, of casegen alone.

python benchmarks/catalogue.py cold CASE     CPU of loading CASE and of checking it, each for the first time
python benchmarks/catalogue.py many CASE N   CPU of `casegen check` over N cases made from CASE, by case
"""

from __future__ import annotations

import json
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_WORD = re.compile(r"\b[a-z]{4,}\b")
# The keys whose text is varied: what a machine reads stays as it is.
_PROSE = re.compile(
    r"^(abstract|introduction|presentation|discussion|conclusion): \|\n(?:(?:  .*)?\n)+", re.MULTILINE
)


def cold(case: Path) -> dict[str, float]:
    """Return the CPU seconds of loading and then of checking *case*, each with its imports."""
    begin = time.process_time()
    from casegen.load import find_workspace, load

    loaded = load(case)
    after = time.process_time()
    from casegen.check.workspace import check_in

    check_in(loaded, find_workspace(case))
    return {"load": after - begin, "check": time.process_time() - after}


def varied(text: str, chance: random.Random) -> str:
    """Return a case's text with words of its prose exchanged for others of its prose."""
    words = sorted({word for prose in _PROSE.finditer(text) for word in _WORD.findall(prose.group())})
    return _PROSE.sub(
        lambda prose: _WORD.sub(
            lambda word: chance.choice(words) if chance.random() < 0.1 else word.group(), prose.group()
        ),
        text,
    )


def many(case: Path, count: int) -> float:
    """Return the CPU seconds, those of all processes, that checking one of *count* cases takes."""
    chance = random.Random(1)  # noqa: S311 -- the same cases in every run
    text = (case / "case.yaml").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            made = Path(folder, f"case-{number:04}")
            shutil.copytree(case, made)
            (made / "case.yaml").write_text(varied(text, chance), encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [str(Path(sys.executable).parent / "casegen"), "check", folder, "-q"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr[-500:])
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / count


if __name__ == "__main__":
    if sys.argv[1] == "cold":
        print(json.dumps(cold(Path(sys.argv[2]))))
    else:
        print(json.dumps(many(Path(sys.argv[2]), int(sys.argv[3]))))
