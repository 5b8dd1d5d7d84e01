"""A journal's archive: what many cases cost beside what else would print them.

    python -m benchmarks.many [--cases 200] [--parts 4] [--idle 1000]

The cases are made from the project's own, half short, half long, no two alike. They are built in parts, all
cores working; after each part, the others print some of the same articles, one by one: pandoc from the
Markdown that casegen writes of them, WeasyPrint from the page. What is told is the
median over the parts. Progress goes to stderr, the answer as JSON to stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.generate import generate

REPOSITORY = Path(__file__).parent.parent
SOURCES = [REPOSITORY / "cases" / name for name in ("vertebroplasty-cement-leakage", "complete-example")]
SCRIPTS = Path(sys.executable).parent
PEERS = REPOSITORY / ".venv-bench" / SCRIPTS.name / "python"
# How many of a part the others print: as many short as long.
_FLOOR, _PEERS = 12, 4
_ROUNDS = 5
_WARM = """\
import json, sys, time, weasyprint
first, *pages = sys.argv[1:]
weasyprint.HTML(first).write_pdf()
seconds = []
for page in pages:
    start = time.perf_counter()
    weasyprint.HTML(page).write_pdf()
    seconds.append(time.perf_counter() - start)
print(json.dumps(seconds))
"""
_TYPST = """\
import sys, typst
for name in sys.argv[1:]:
    typst.compile(name, output=name + ".pdf")
"""


def say(text: str) -> None:
    """Tell how far the bench is."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


class Memory:
    """The most memory that a process and those it starts ever held, each by itself (Linux)."""

    def __init__(self, process: int) -> None:
        self.parent, self.worker = 0, 0
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            self.parent = max(self.parent, _peak(self._process))
            for child in _children(self._process):
                # casegen's own: pandoc runs beside them.
                if "python" in _program(child):
                    self.worker = max(self.worker, _peak(child))

    def stop(self) -> None:
        """End the watching."""
        self._over.set()
        self._thread.join()


def _peak(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def _children(process: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{process}/task").iterdir()
        return [int(child) for task in tasks for child in (task / "children").read_text("utf-8").split()]
    except OSError:
        return []


def _program(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")[0].decode()
    except OSError:
        return ""


class Archive:
    """A workspace of many cases, and what runs in it."""

    def __init__(self, root: Path, count: int) -> None:
        self.root = root
        # Not this machine's cache: it would know the references already.
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        self._env = {**kept, "CASEGEN_CACHE": str(root / "cache")}
        (root / "casegen.toml").write_text('[casegen]\ncsl = "nlm-citation-sequence"\n', encoding="utf-8")
        self.cases = generate(root / "cases", count, SOURCES)

    def casegen(self, *arguments: str) -> tuple[float, Memory]:
        """The seconds of a run of casegen, and its memory."""
        start = time.perf_counter()
        command = [str(SCRIPTS / "casegen"), *arguments]
        told = self.root / "told.txt"
        with (
            told.open("wb") as errors,
            subprocess.Popen(
                command, cwd=self.root, env=self._env, stdout=subprocess.DEVNULL, stderr=errors
            ) as run,
        ):
            memory = Memory(run.pid)
            code = run.wait()
            seconds = time.perf_counter() - start
            memory.stop()
        if code:
            raise RuntimeError(f"{' '.join(command[:4])} ... exits {code}: {told.read_text('utf-8')[-500:]}")
        return seconds, memory

    def output(self, case: Path, suffix: str) -> Path:
        """A file that was built of *case*."""
        return self.root / "output" / case.name / f"{case.name}{suffix}"

    def copy_to(self, count: int) -> None:
        """Fill up to *count* with copies of what was built, under other names."""
        for number in range(len(self.cases), count):
            case = self.cases[number % len(self.cases)]
            new = case.with_name(f"copy-{number:04}")
            shutil.copytree(case, new)
            outputs = shutil.copytree(self.output(case, "").parent, self.root / "output" / new.name)
            for path in outputs.rglob(f"{case.name}*"):
                path.rename(path.with_name(path.name.replace(case.name, new.name)))
            manifest = outputs / "manifest.json"
            manifest.write_text(manifest.read_text("utf-8").replace(case.name, new.name), encoding="utf-8")


def floor(pages: Sequence[Path]) -> list[float]:
    """Seconds of each of *pages* by a bare WeasyPrint that is warm."""
    command = [sys.executable, "-c", _WARM, str(pages[0]), *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds: list[float] = json.loads(done.stdout)
    return seconds


def peers() -> dict[str, list[str]]:
    """What is installed to print Markdown: names, and what turns `peer.md` into `peer.pdf` beside it."""
    where = [str(PEERS), "-c", "import pypandoc; print(pypandoc.get_pandoc_path())"]
    pandoc = subprocess.run(where, capture_output=True, text=True, check=True).stdout.strip()
    read = f"{pandoc} --standalone --citeproc peer.md -o"
    found = {"pandoc with WeasyPrint": f"{read} peer.pdf -t html --pdf-engine={SCRIPTS / 'weasyprint'}"}
    if shutil.which("xelatex"):
        found["pandoc with XeLaTeX"] = f"{read} peer.pdf --pdf-engine=xelatex"
    # pandoc's template for it writes keywords that are no Typst.
    typst = f"{PEERS} -c '{_TYPST}' case.typ"
    found["pandoc with typst"] = f"{pandoc} --standalone --citeproc keyless.md -o case.typ && {typst}"
    return {name: ["sh", "-c", command] for name, command in found.items()}


def by_peers(archive: Archive, cases: Sequence[Path], commands: dict[str, list[str]]) -> dict[str, float]:
    """Seconds of a case by each of the others, one by one."""
    spent = dict.fromkeys(commands, 0.0)
    for case in cases:
        folder = archive.output(case, "").parent
        text = archive.output(case, ".md").read_text("utf-8")
        (folder / "peer.md").write_text(text, encoding="utf-8")
        head, _, rest = text.partition("\nkeywords:\n")
        while rest.startswith("- "):
            rest = rest.partition("\n")[2]
        (folder / "keyless.md").write_text(f"{head}\n{rest}", encoding="utf-8")
        for name, command in commands.items():
            start = time.perf_counter()
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            spent[name] += time.perf_counter() - start
            if done.returncode:
                raise RuntimeError(f"{name} fails on {case.name}: {done.stderr[-500:]}")
    return {name: seconds / len(cases) for name, seconds in spent.items()}


def throughput(archive: Archive, parts: int) -> dict[str, Any]:
    """What a case costs, built on all cores, and by the others; the medians of *parts* runs."""
    commands = peers()
    size = len(archive.cases) // parts
    rows: list[dict[str, float]] = []
    for part in range(parts):
        cases = archive.cases[part * size : (part + 1) * size]
        say(f"part {part + 1} of {parts}: {size} cases to HTML and PDF")
        paths = [str(case.relative_to(archive.root)) for case in cases]
        seconds, memory = archive.casegen("build", *paths, "-f", "html,pdf")
        say(f"part {part + 1} of {parts}: the others")
        archive.casegen("build", *paths[:_PEERS], "-f", "html,pdf,md")
        pages = [archive.output(case, ".html") for case in cases[:_FLOOR]]
        rows.append(
            {
                "casegen": seconds / size,
                "floor": statistics.mean(floor(pages)),
                "worker": memory.worker,
                "parent": memory.parent,
                **by_peers(archive, cases[:_PEERS], commands),
            }
        )
    return {
        **{name: statistics.median(row[name] for row in rows) for name in rows[0]},
        "of floor": statistics.median(row["casegen"] / row["floor"] for row in rows),
        "times": {name: statistics.median(row[name] / row["casegen"] for row in rows) for name in commands},
    }


def idle(archive: Archive, count: int) -> dict[str, Any]:
    """A build of *count* cases that finds nothing to do, and one that finds one case changed."""
    say(f"{count} cases of which nothing or one has changed")
    # The same formats for all: some were written as Markdown, too.
    archive.casegen("build", "-f", "html,pdf")
    archive.copy_to(count)
    case = archive.cases[0]
    still, one, alone = [], [], []
    for number in range(_ROUNDS):
        seconds, memory = archive.casegen("build", "-f", "html,pdf")
        still.append(seconds)
        path = case / "case.yaml"
        path.write_text(path.read_text("utf-8") + f"# {number}\n", encoding="utf-8")
        one.append(archive.casegen("build", "-f", "html,pdf")[0])
        alone.append(archive.casegen("build", str(case), "-f", "html,pdf", "--force")[0])
    return {
        "idle": statistics.median(still),
        "one changed": statistics.median(one),
        "one alone": statistics.median(alone),
        "parent": memory.parent,
    }


def main() -> None:
    """Measure, and print the answer."""
    parser = argparse.ArgumentParser(description="what many cases cost, as JSON")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--idle", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder), options.cases)
        archive.casegen("version")  # its bytecode is written
        many = throughput(archive, options.parts)
        answer = {"cases": options.cases, "many": many, "idle": idle(archive, options.idle)}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
