"""Where pandoc is."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from casegen.problem import CasegenError

__all__ = ["WHAT_TO_DO", "find_pandoc"]

WHAT_TO_DO = "install it with `pip install pypandoc_binary`, or from pandoc.org"


@cache
def find_pandoc() -> Path:
    """The pandoc that came with casegen, else the one on the path. CasegenError where there is none."""
    # Found without importing pypandoc, which takes as long as printing a case's references.
    spec = find_spec("pypandoc")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for name in ("pandoc", "pandoc.exe"):
            if (path := Path(folder, "files", name)).is_file():
                return path
    import shutil

    found = shutil.which("pandoc")
    if found is None:
        raise CasegenError(f"pandoc, which prints citations and writes DOCX, is not there: {WHAT_TO_DO}")
    return Path(found)
