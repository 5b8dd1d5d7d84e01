"""Where pandoc is."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from casegen.problem import CasegenError

__all__ = ["WHAT_TO_DO", "environment", "find_pandoc"]

WHAT_TO_DO = "install it with `pip install pypandoc_binary`, or from pandoc.org"

# Where pandoc looks for templates, style sheets and Lua programs of the user's.
_FOLDERS = ("HOME", "USERPROFILE", "APPDATA", "XDG_DATA_HOME")
# Without these a process does not start, or has no place for its temporary files.
_NEEDED = ("SYSTEMROOT", "TMPDIR", "TEMP", "TMP")


def environment() -> dict[str, str]:
    """The environment for pandoc: of the user's, neither folders nor what Lua is told to run first.

    So the same input gives the same output for everybody. Texts travel as UTF-8 whatever is set.
    """
    kept = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    return {**kept, **dict.fromkeys(_FOLDERS, os.devnull), "LC_ALL": "C.UTF-8"}


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
