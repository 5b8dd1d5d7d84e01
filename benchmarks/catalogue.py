"""What the rules cost beside loading, and what a thousand cases cost: seconds of CPU, of casegen alone.

python -m benchmarks.catalogue cold CASE     CPU of loading CASE and of checking it, each for the first time
python -m benchmarks.catalogue many CASE N   CPU of `casegen check` over N cases made from CASE, by case
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.generate import varied


def cold(case: Path) -> dict[str, float]:
    """Return the CPU seconds of loading and then of checking *case*, each with its imports."""
    begin = time.process_time()
    from casegen.load import find_workspace, load

    loaded = load(case)
    after = time.process_time()
    from casegen.check.workspace import check_in

    check_in(loaded, find_workspace(case))
    return {"load": after - begin, "check": time.process_time() - after}


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
