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


def case_names() -> list[str]:
    """The cases that are judged, by their folders' names."""
    return sorted(
        path.name for source in SOURCES if source.is_dir() for path in source.iterdir() if path.is_dir()
    )


def formats() -> list[str]:
    """Every format that casegen writes."""
    from casegen.writers import formats as known

    return [writer.format for writer in known()]


def _build(name: str, theme: str, wanted: list[str], *more: str) -> None:
    sources = [str(source) for source in SOURCES if source.is_dir()]
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
