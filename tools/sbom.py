"""Add to a bill of materials what the packages in it hold or want beside Python.

tools/sbom.py BILL. Pandoc and typefaces are inside packages; Pango and what it stands on come with the
system, in the version that this machine has. The packages must be installed as requirements/runtime.txt says.
"""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint.text.ffi import pango

from casegen.citations.program import find_pandoc

# What the PDF engine loads of the system, and what casegen is run by.
_SYSTEM = ("GLib", "HarfBuzz", "Pango", "fontconfig")
_VERSION_ID, _FAMILY_ID = 5, 1


def main(bill: str) -> None:
    """Add to the file *bill*, in CycloneDX."""
    path = Path(bill)
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    for package in content["components"]:
        if inside := [*_programs(package["name"]), *_typefaces(package["name"])]:
            package["components"] = inside
    known = {"Pango": _pango()}
    content["components"] += [
        *(_part("library", name, known.get(name, ""), "of the system") for name in _SYSTEM),
        _part("platform", "Python", platform.python_version(), "of the system"),
    ]
    path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


def _programs(package: str) -> Iterator[dict[str, str]]:
    if package.replace("_", "-") == "pypandoc-binary":
        told = subprocess.run([find_pandoc(), "--version"], capture_output=True, check=True, text=True).stdout
        yield _part("application", "pandoc", told.split()[1], f"in {package}")


def _typefaces(package: str) -> Iterator[dict[str, str]]:
    """The families of which *package* holds typefaces, each once."""
    try:
        paths = [file for file in files(package) or () if file.suffix in (".otf", ".ttf")]
    except PackageNotFoundError:  # another Python wants it
        return
    found = set()
    for path in paths:
        with TTFont(path.locate(), lazy=True) as face:
            family, version = (face["name"].getDebugName(each) or "" for each in (_FAMILY_ID, _VERSION_ID))
        number = re.search(r"\d+(?:\.\d+)*", version)
        found.add((family, number[0] if number else ""))
    for family, version in sorted(found):
        yield _part("data", family, version, f"a typeface in {package}")


def _part(kind: str, name: str, version: str, description: str) -> dict[str, str]:
    told = {"type": kind, "name": name, "version": version, "description": description}
    return {key: value for key, value in told.items() if value}


def _pango() -> str:
    number = pango.pango_version()
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


if __name__ == "__main__":
    main(sys.argv[1])
