"""Play hostile inputs in a process of their own: python -m tests.hostile.play FOLDER TABLE...

Each input is checked and built in a workspace of its own in FOLDER, under the limits that a stranger's case is
promised to keep, and what came of it is one line of JSON on the standard output. Whatever is opened, started or
connected to in Python is looked at as it happens: this cannot be undone, so it is done in no process of pytest's.
Nothing is done in a fork, which could not tell here what it opened.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.cli.runner import Answer, run
from tests.hostile.materials import files_of, put

SECONDS = 10
MEMORY = 2**30
ROOT = Path(__file__).parents[2]
# What is written before: a case that is not built leaves it alone.
BUILT = "built before"

_OURS = (ROOT / "casegen", ROOT / "templates", ROOT / "tests", Path(sys.prefix), Path(sys.base_prefix))
# Of the system: its fonts and their settings, its time zones, its kinds of files; and of the process itself.
_SYSTEM = (
    "/usr/share",
    "/usr/lib",
    "/usr/local/lib",
    "/etc/fonts",
    "/etc/mime.types",
    f"/proc/{os.getpid()}",
    "/proc/cpuinfo",
    "/dev/null",
)
_PROGRAMS = ("pandoc", Path(sys.executable).name, "python")


class Watch:
    """What the process does beside its work. *reads* and *writes* are the folders that it may use just now."""

    def __init__(self) -> None:
        self.reads: tuple[Path, ...] = ()
        self.writes: tuple[Path, ...] = ()
        self.seen: list[str] = []
        self._on = False

    @contextlib.contextmanager
    def over(self, reads: tuple[Path, ...], writes: tuple[Path, ...]) -> Iterator[list[str]]:
        """Note what is done meanwhile that must not be."""
        self.reads, self.writes, self.seen, self._on = reads, writes, [], True
        try:
            yield self.seen
        finally:
            self._on = False

    def hook(self, event: str, told: tuple[Any, ...]) -> None:
        """For `sys.addaudithook`."""
        if not self._on:
            return
        self._on = False  # not of what it does itself
        try:
            self._look(event, told)
        finally:
            self._on = True

    def _look(self, event: str, told: tuple[Any, ...]) -> None:
        if event == "open":
            self._opened(*told)
        elif event in (
            "socket.connect",
            "socket.bind",
            "socket.getaddrinfo",
            "socket.gethostbyname",
            "socket.sendto",
        ):
            self.seen.append(f"{event} {told[1:]}")
        elif event == "subprocess.Popen" and Path(os.fsdecode(told[0])).name not in _PROGRAMS:
            self.seen.append(f"{event} {told[0]}")
        elif event in ("os.system", "os.exec", "ctypes.dlopen", "webbrowser.open", "pty.spawn"):
            self.seen.append(f"{event} {told[:1]}")

    def _opened(self, path: Any, mode: str | None, flags: int) -> None:
        if not isinstance(path, str | bytes | os.PathLike):
            return
        typed = os.fsdecode(path)
        if not Path(typed).is_absolute() and not os.path.lexists(
            typed
        ):  # of another folder than the current one
            return
        real = Path(os.path.realpath(typed))
        writing = bool(set(mode or "") & set("wax+")) or bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if writing and not _within(real, (*self.writes, Path("/dev/null"))):
            self.seen.append(f"writes {real}")
        elif not writing and not real.is_dir() and not _within(real, (*self.reads, *self.writes)):
            self.seen.append(f"reads {real}")


def _within(path: Path, places: tuple[Path, ...]) -> bool:
    return any(path.is_relative_to(place) for place in places)


def main(folder: str, *tables: str) -> None:
    """Play every input of *tables*."""
    place = Path(folder).resolve()
    kept, scratch, home = Path(os.environ["CASEGEN_CACHE"]), place / "scratch", place / "home"
    for made in (scratch, home):
        made.mkdir()
    os.environ.update(TMPDIR=str(scratch), HOME=str(home))
    tempfile.tempdir = None
    sys.dont_write_bytecode = True
    gc.set_threshold(500_000, 20, 20)  # as in `casegen.__main__`
    os.sched_getaffinity = lambda _: {0}  # with one processor, nothing is forked
    (place / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>root:</text></svg>")
    watch = Watch()
    sys.addaudithook(watch.hook)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    for table in map(Path, tables):
        inputs: dict[str, dict[str, Any]] = yaml.safe_load(table.read_text(encoding="utf-8"))
        for number, (name, given) in enumerate(inputs.items()):
            told = played(place / f"{table.stem}-{number}", given, watch, (kept, scratch, Path("/dev/null")))
            sys.stdout.write(json.dumps({"table": table.stem, "name": name, **told}) + "\n")
            sys.stdout.flush()


def played(
    workspace: Path, given: Mapping[str, Any], watch: Watch, writes: tuple[Path, ...]
) -> dict[str, Any]:
    """What comes of an input in *workspace*, where casegen may write to *writes* too."""
    case = prepare(workspace, given)
    os.chdir(workspace)
    # What lies above the workspace or beside the case is as foreign to it as the rest of the machine.
    own = tuple(workspace / part for part in ("casegen.toml", "templates", "house.csl", "known.json"))
    reads = (case.parent.resolve(), *own, *_OURS, *map(Path, _SYSTEM))
    before = shape(workspace)
    with watch.over(reads, (workspace / "output", *writes)) as seen:
        answers = play(str(case.relative_to(workspace)), given)
    after = shape(workspace)
    changed = sorted(at for at in {*before, *after} if before.get(at) != after.get(at))
    return {"answers": answers, "seen": seen, "changed": changed, "page": page(workspace)}


def prepare(workspace: Path, given: Mapping[str, Any]) -> Path:
    """Make the files of an input in *workspace*; the case that is meant."""
    folder = workspace / "cases" / os.fsdecode(given.get("called", "bad").encode("utf-8", "surrogateescape"))
    case = folder / str(given.get("named", "case.yaml"))
    put(workspace / "casegen.toml", "[casegen]\n")
    put(workspace / "output" / "bad" / "bad.html", BUILT)
    content, beside = files_of(given)
    put(case, content)
    for name, inside in given.get("around", {}).items():
        (workspace / name).unlink(missing_ok=True)
        put(workspace / name, inside)
    for name, inside in beside.items():
        put(folder / os.fsdecode(name.encode("utf-8", "surrogateescape")), inside)
    return case


def play(case: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Check and build."""
    named = [] if "all" in given else [case]
    formats = ",".join(given.get("formats", ["html"]))
    typed = [
        ("check", *named, "--format", "json", *given.get("options", ())),
        ("build", *named, "-f", formats),
    ]
    return [vars(answer(*line)) for line in typed]


def answer(*typed: str) -> Answer:
    """What casegen answers; what takes too long ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + 1 + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
    try:
        return run(*typed)
    except MemoryError:
        return Answer(-1, "", "out of memory")


def shape(workspace: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder of *workspace*, with what tells whether it was written to."""
    found = {}
    for path in workspace.rglob("*"):
        told = path.lstat()
        found[os.fsdecode(os.fsencode(path.relative_to(workspace)))] = (
            told.st_mtime_ns if path.is_file() else 0,
            told.st_mode,
        )
    return found


def page(workspace: Path) -> str:
    """The page that was built."""
    pages = sorted((workspace / "output").rglob("*.html"))
    return pages[0].read_text(encoding="utf-8") if pages else ""


if __name__ == "__main__":
    main(*sys.argv[1:])
