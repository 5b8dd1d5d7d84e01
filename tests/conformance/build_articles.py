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


# A large article is large in any theme.
ONCE = ("heavy",)


def cases(theme: str = "") -> list[Path]:
    """The folders of the cases that are judged in *theme*, or in the first one."""
    found = [path for source in SOURCES for path in source.iterdir() if path.is_dir()]
    return sorted(path for path in found if theme not in THEMES[1:] or path.name not in ONCE)


def case_names(theme: str = "") -> list[str]:
    """The names of the cases that are judged in *theme*, or in the first one."""
    return sorted(path.name for path in cases(theme))


def formats() -> list[str]:
    """Every format that casegen writes."""
    from casegen.writers import formats as known

    return [writer.format for writer in known()]


def _build(name: str, theme: str, wanted: list[str], *more: str) -> None:
    sources = [str(path) for path in cases(name)]
    command = [sys.executable, "-m", "casegen", "build", *sources, "--stage", "draft", "-t", theme, *more]
    done = subprocess.run(
        [*command, "-f", ",".join(wanted), "--out", ARTICLES / name],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"the articles to judge cannot be built:\n{done.stderr}")


def main() -> None:
    """Build them all, from nothing."""
    shutil.rmtree(ARTICLES, ignore_errors=True)
    everything = formats()
    themed = [name for name in everything if name in THEMED]
    unsigned = [name for name in everything if name not in SIGNED]
    jobs = [(THEMES[0], THEMES[0], everything), *((theme, theme, themed) for theme in THEMES[1:])]
    with ThreadPoolExecutor(max_workers=2) as pool:
        waiting = [pool.submit(_build, *job) for job in jobs]
        waiting.append(pool.submit(_build, BLIND, "manuscript", unsigned, "--blind"))
        for each in waiting:
            each.result()


if __name__ == "__main__":
    main()
