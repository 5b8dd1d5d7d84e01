"""Builds the articles that the validators judge: every case, in every format and theme, into .conformance/."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
ARTICLES = REPOSITORY / ".conformance" / "articles"
SOURCES = (REPOSITORY / "cases", Path(__file__).parent / "cases")
BLIND = "blind"
"""The folder, beside those of the themes, of the blind copies."""
# What a theme does not change is written in the first one only.
THEMES = ("classic", "modern", "manuscript")
THEMED = ("html", "pdf", "docx")
# What nobody sends without the authors' names, and so has no blind copy.
SIGNED = ("crossref", "pubmed")
# A large article is as large in another theme, and without its authors' names; it takes as long as the others together.
ONCE = ("heavy",)


def cases(theme: str = "") -> list[Path]:
    """The folders of the cases that are judged in *theme* (or blind), or in the first one."""
    found = [path for source in SOURCES for path in source.iterdir() if path.is_dir()]
    return sorted(path for path in found if theme in ("", THEMES[0]) or path.name not in ONCE)


def case_names(theme: str = "") -> list[str]:
    """The names of the cases that are judged in *theme*, or in the first one."""
    return sorted(path.name for path in cases(theme))


def copies(*folders: str) -> list[tuple[str, str]]:
    """The folder and the name of each article that is judged in *folders*: themes, or `BLIND`."""
    return [(folder, name) for folder in folders for name in case_names(folder)]


def formats() -> list[str]:
    """Every format that casegen writes."""
    from casegen.writers import formats as known

    return [writer.format for writer in known()]


def _build(name: str, theme: str, sources: list[Path], wanted: list[str], *more: str) -> None:
    # By one process: each takes its time to get ready to print, and the builds together use all the cores.
    asked = [
        "--jobs",
        "1",
        "--stage",
        "draft",
        "-t",
        theme,
        "-f",
        ",".join(wanted),
        "--out",
        str(ARTICLES / name),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "casegen", "build", *sources, *asked, *more],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"the articles to judge cannot be built:\n{done.stderr}")


def main() -> None:
    """Build them all, from nothing."""
    shutil.rmtree(ARTICLES, ignore_errors=True)
    everything = formats()
    themed = [name for name in everything if name in THEMED]
    unsigned = [name for name in everything if name not in SIGNED]
    first = THEMES[0]
    large = [path for path in cases(first) if path.name in ONCE]
    small = [path for path in cases(first) if path.name not in ONCE]
    with ThreadPoolExecutor(max_workers=2) as pool:
        waiting = [
            pool.submit(_build, first, first, large, everything),
            pool.submit(_build, BLIND, "manuscript", small, unsigned, "--blind"),
            *(pool.submit(_build, theme, theme, small, themed) for theme in THEMES[1:]),
            # Last, as only one build at a time writes into a folder.
            pool.submit(_build, first, first, small, everything),
        ]
        for each in waiting:
            each.result()


if __name__ == "__main__":
    main()
