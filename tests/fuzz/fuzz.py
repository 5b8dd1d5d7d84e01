"""Run one target under atheris: python tests/fuzz/fuzz.py TARGET SECONDS FOLDER.

FOLDER keeps what reached new code for the next time (FOLDER/TARGET), and what failed (FOLDER/TARGET-...).
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

# What the targets reach, and the libraries that read for it.
_FUZZED = ("assets", "check", "citations", "load", "model", "prose", "reading", "rules")
_INSTRUMENTED = ("casegen", "markdown_it", "mdit_py_plugins", "bibtexparser", "pylatexenc", "tests")


def main(target: str, seconds: str, folder: str) -> None:
    """Never comes back: libFuzzer ends the process, with another code than 0 where something failed."""
    import atheris  # type: ignore[import-untyped,unused-ignore]  # it is in .venv-fuzz alone: see tools/fuzz.sh

    with atheris.instrument_imports(include=list(_INSTRUMENTED)):
        for name in _FUZZED:
            package = importlib.import_module(f"casegen.{name}")
            for module in pkgutil.walk_packages(package.__path__, f"casegen.{name}."):
                importlib.import_module(module.name)
        from tests.fuzz.seeds import dictionary, seeds
        from tests.fuzz.targets import TARGETS

    kept = Path(folder).absolute()
    corpus = kept / target
    begin = kept / f"{target}.seeds"
    for place in (corpus, begin):
        place.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(target)):
        (begin / str(number)).write_bytes(data)
    words = kept / "words.txt"
    words.write_text(dictionary(), encoding="ascii")
    # Where a target looks for files, there are none but its own.
    scratch = kept / f"{target}.scratch"
    scratch.mkdir(exist_ok=True)
    os.chdir(scratch)
    options = [
        f"-max_total_time={seconds}", "-max_len=4096", "-timeout=10", "-rss_limit_mb=1500", f"-dict={words}",
        f"-artifact_prefix={kept / target}-", "-print_final_stats=1", "-verbosity=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus), str(begin)], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
