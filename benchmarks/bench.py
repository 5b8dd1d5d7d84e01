"""How long casegen takes beside what it stands beside: ratios, each measured in one run on one machine.

    make bench        (some eight minutes, most of them for `benchmarks.many`)

Every pair runs interleaved, so that a busy machine slows both; the medians are compared. pandoc gets the
same article: Markdown made from the case, and its references as CSL-JSON. The numbers go to
benchmarks/results.json, which git ignores: they belong to the machine they were measured on.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parent.parent
CASE = REPOSITORY / "cases" / "vertebroplasty-cement-leakage"
LONG_CASE = REPOSITORY / "cases" / "complete-example"
SCRIPTS = Path(sys.executable).parent
CASEGEN = str(SCRIPTS / "casegen")

Command = list[str]

# An installed casegen has its bytecode; here the first, uncounted round writes it.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Pair:
    """A casegen command, the command it is measured against, and how many times its duration is allowed.

    *more*: seconds allowed beside that.
    """

    name: str
    casegen: Command
    other: Command
    limit: float | None
    more: float = 0.0


@dataclass(frozen=True)
class Result:
    """The medians of one pair, in seconds."""

    name: str
    casegen: float
    other: float
    limit: float | None
    more: float

    @property
    def ratio(self) -> float:
        """How many times as long casegen takes."""
        return self.casegen / self.other

    @property
    def verdict(self) -> str:
        """Whether the limit holds."""
        if self.limit is None:
            return ""
        return "held" if self.casegen <= self.limit * self.other + self.more else "EXCEEDED"


@dataclass(frozen=True)
class Cost:
    """What something of casegen takes, in seconds or another *unit*, and how much is allowed."""

    name: str
    seconds: float
    limit: float | None
    unit: str = "s"

    @property
    def verdict(self) -> str:
        """Whether the limit holds."""
        if self.limit is None:
            return ""
        return "held" if self.seconds <= self.limit else "EXCEEDED"


def run(command: Command) -> float:
    """Run a command, which must succeed or find problems, and return the seconds it took."""
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=REPOSITORY, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    # `casegen check` exits 1 where it finds something, which is its job.
    if done.returncode not in (0, 1 if "check" in command else 0):
        raise RuntimeError(f"{' '.join(command)} exits {done.returncode}: {done.stderr[-500:]}")
    return seconds


def measure(pair: Pair, rounds: int) -> Result:
    """Run both commands of a pair in turn; the first round only warms the caches."""
    times = [(run(pair.casegen), run(pair.other)) for _ in range(rounds + 1)][1:]
    ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    return Result(pair.name, ours, theirs, pair.limit, pair.more)


def pandoc_path() -> str:
    """Return the pandoc of .venv-bench."""
    python = REPOSITORY / ".venv-bench" / SCRIPTS.name / "python"
    if not python.exists():
        raise FileNotFoundError(".venv-bench is missing: run `make bench`")
    where = [str(python), "-c", "import pypandoc; print(pypandoc.get_pandoc_path())"]
    return subprocess.run(where, capture_output=True, text=True, check=True).stdout.strip()


def as_markdown(folder: Path, target: Path) -> tuple[Path, Path]:
    """Write a case as the Markdown and the CSL-JSON that pandoc reads, and return both files."""
    import yaml

    case = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    authors = [author["name"] for author in case["authors"]]
    head = {
        "title": case["title"],
        "author": [
            name if isinstance(name, str) else f"{name['given']} {name['family']}" for name in authors
        ],
        "lang": case.get("language", "en"),
        "keywords": case.get("keywords", []),
        "abstract": case["abstract"]
        if isinstance(case["abstract"], str)
        else "\n\n".join(case["abstract"].values()),
    }
    parts = [f"---\n{json.dumps(head, default=str)}\n---"]
    for key, title in (
        ("introduction", "Introduction"),
        ("presentation", "Case presentation"),
        ("discussion", "Discussion"),
        ("conclusion", "Conclusion"),
    ):
        if key in case:
            parts.append(f"# {title}\n\n{case[key]}")
    for number, figure in enumerate(case.get("figures", []), 1):
        parts = [part.replace(f"@fig-{figure['id']}", f"Figure {number}") for part in parts]
        parts.append(f"![{figure['caption']}]({folder / figure['file']})")
    parts.append("# References")
    text = re.sub(r"<!--.*?-->", "", "\n\n".join(parts), flags=re.DOTALL)

    markdown, references = target / "case.md", target / "references.json"
    markdown.write_text(text + "\n", encoding="utf-8")
    csl = [{**item, "issued": {"raw": str(item.get("issued", ""))}} for item in case["references"]]
    references.write_text(json.dumps(csl, default=str), encoding="utf-8")
    return markdown, references


def pairs(work: Path) -> list[Pair]:
    """Return what is measured, with the files it needs made in a folder."""
    markdown, references = as_markdown(CASE, work)
    pandoc = [
        pandoc_path(),
        "--standalone",
        "--citeproc",
        f"--bibliography={references}",
        str(markdown),
        "-o",
    ]
    engine = f"--pdf-engine={SCRIPTS / 'weasyprint'}"
    # Else nothing would be written, for nothing has changed.
    build = [CASEGEN, "build", str(CASE), "--force", "--out", str(work / "output"), "-f"]
    return [
        Pair(
            "check / pandoc --citeproc to HTML",
            [CASEGEN, "check", str(CASE)],
            [*pandoc, str(work / "case.html")],
            1.5,
            # Loading may take so many times as long, and the catalogue of rules this much more.
            0.10,
        ),
        Pair(
            "build html,pdf / pandoc to PDF with WeasyPrint",
            [*build, "html,pdf"],
            [*pandoc, str(work / "case.pdf"), "-t", "html", engine],
            1.3,
        ),
        Pair(
            "build html / pandoc --citeproc to HTML",
            [*build, "html"],
            [*pandoc, str(work / "case.html")],
            1.5,
        ),
        Pair("--version / python -c pass", [CASEGEN, "--version"], [sys.executable, "-c", "pass"], None),
    ]


def answer(script: str, *arguments: str) -> Any:
    """What a script beside this one prints, which is JSON; how far it is goes to stderr."""
    command = [sys.executable, "-m", f"benchmarks.{script}", *arguments]
    done = subprocess.run(
        command, cwd=REPOSITORY, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout)


def catalogue() -> list[Cost]:
    """Return what the rules cost beside loading, and what one of a thousand cases costs."""
    cold = [answer("catalogue", "cold", str(CASE)) for _ in range(6)][1:]
    short = answer("catalogue", "many", str(CASE), "1000")
    long = answer("catalogue", "many", str(LONG_CASE), "200")
    return [
        Cost("every rule beside loading, CPU", statistics.median(run["check"] for run in cold), 0.10),
        Cost("one of 1,000 short cases, CPU, all cores", short, 0.030),
        Cost("one of 200 long cases, CPU, all cores", long, None),
    ]


def citations() -> list[Cost]:
    """Return what printing citations and references costs where the processor runs."""
    took = answer("citations", str(LONG_CASE))
    return [
        Cost("citing 25 references", took["warm"], 0.025),
        Cost("citing 25 references, printed before", took["cached"], 0.001),
        Cost("citing 1,000 references", took["thousand"], 3.0),
    ]


def many(cases: int) -> tuple[list[Cost], dict[str, Any]]:
    """Return what many cases cost, and the whole answer of `benchmarks.many`."""
    found = answer("many", "--cases", str(cases))
    built, idle = found["many"], found["idle"]
    megabyte = 1024 * 1024
    costs = [
        Cost(f"one of {cases} cases to HTML and PDF, all cores", built["casegen"], None),
        Cost("the same, of bare warm WeasyPrint on one core", built["of floor"], 0.6, "times"),
        *(
            # Of XeLaTeX at most a twelfth.
            Cost(
                f"the same, of {name}, one by one", 1 / times, 1 / 12 if "XeLaTeX" in name else None, "times"
            )
            for name, times in built["times"].items()
        ),
        Cost("1,000 cases of which nothing changed", idle["idle"], 1.5),
        Cost("one of them changed", idle["one changed"], idle["idle"] + idle["one alone"]),
        Cost("largest worker, MB", built["worker"] / megabyte, 200, "MB"),
        Cost("the process that starts them, MB", built["parent"] / megabyte, None, "MB"),
        Cost("the same, of 1,000 cases, MB", idle["parent"] / megabyte, None, "MB"),
    ]
    return costs, found


def imports_weasyprint(*arguments: str) -> bool:
    """Whether a run of casegen imports the PDF engine."""
    command = [sys.executable, "-X", "importtime", "-m", "casegen", *arguments]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if not re.search(r"\|\s+casegen\.cli\b", done.stderr):
        raise RuntimeError(f"{' '.join(command)} did not run: {done.stderr[-500:]}")
    return re.search(r"\|\s+weasyprint$", done.stderr, re.MULTILINE) is not None


def main() -> None:
    """Measure, print the table, write results.json; exit 1 where a limit does not hold."""
    parser = argparse.ArgumentParser(description="casegen beside pandoc, measured in one run")
    parser.add_argument("--rounds", type=int, default=9, help="how many times each pair runs (default: 9)")
    parser.add_argument("--cases", type=int, default=200, help="how many are built at once (default: 200)")
    options = parser.parse_args()
    rounds = options.rounds

    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        print(f"{'':48} {'casegen':>9} {'other':>9} {'ratio':>6} {'limit':>6}")
        results = []
        for pair in pairs(work):
            result = measure(pair, rounds)
            results.append(result)
            limit = "" if result.limit is None else f"{result.limit:.2f}"
            limit += f" + {result.more:.2f} s" if result.more else ""
            print(
                f"{result.name:48} {result.casegen:8.3f}s {result.other:8.3f}s {result.ratio:6.2f} {limit:>6}"
                f"  {result.verdict}",
                flush=True,
            )
        archive, measured = many(options.cases)
        costs = [*catalogue(), *citations(), *archive]
        for cost in costs:
            limit = "" if cost.limit is None else f"{cost.limit:.3f}"
            print(
                f"{cost.name:48} {cost.seconds:8.4f} {cost.unit:5} {'':9} {'':6} {limit:>6}  {cost.verdict}",
                flush=True,
            )
        lazy = {
            "check": not imports_weasyprint("check", str(CASE)),
            "build -f html": not imports_weasyprint("build", str(CASE), "-f", "html", "--out", str(work)),
        }
    for name, holds in lazy.items():
        print(f"{name + ' does not import WeasyPrint':48} {'held' if holds else 'BROKEN'}")

    record = {
        "rounds": rounds,
        "python": sys.version.split()[0],
        "cores": os.cpu_count(),
        "pairs": [{**asdict(result), "ratio": round(result.ratio, 3)} for result in results],
        "costs": [asdict(cost) for cost in costs],
        "many": measured,
        "weasyprint_not_imported": lazy,
    }
    (REPOSITORY / "benchmarks" / "results.json").write_text(
        json.dumps(record, indent=2) + "\n", encoding="utf-8"
    )
    exceeded = "EXCEEDED" in {*(result.verdict for result in results), *(cost.verdict for cost in costs)}
    sys.exit(exceeded or not all(lazy.values()))


if __name__ == "__main__":
    main()
