"""A baseline: the findings there were on a day, so that later checks report what is new.

A finding is known by its rule, its field and its text, not by its line. The file is JSON, sorted, one finding
a line: it can be read, compared and merged.
"""

from __future__ import annotations

import os.path
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from casegen.check.fingerprint import fingerprints
from casegen.files import Refused, read_limited, write_atomic
from casegen.limits import size
from casegen.load import Loaded
from casegen.problem import CasegenError, Problem

__all__ = ["NAME", "Baseline"]

NAME = "casegen-baseline.json"
_VERSION = 1


class Baseline:
    """Findings already known, by the case they are in. *folder* is what the cases' paths are told from."""

    def __init__(self, folder: Path, known: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._folder = folder.resolve()
        self._known: dict[str, dict[str, str]] = {
            case: dict(entries) for case, entries in (known or {}).items()
        }

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """The baseline at *path*. CasegenError where there is none, or it is not as it should be."""
        import json

        try:
            content = json.loads(read_limited(path, size("baseline_file")))
        except Refused as refusal:
            raise CasegenError(
                f"cannot read the baseline {path}: {refusal}; --write-baseline makes one"
            ) from None
        except (ValueError, RecursionError) as error:
            raise CasegenError(f"the baseline {path} is not JSON: {error}") from None
        if not _is_baseline(content):
            raise CasegenError(f"{path} is not a baseline of casegen: --write-baseline makes one")
        return cls(path.parent, content["cases"])

    def write(self, path: Path) -> int:
        """Write it to *path*; how many findings it holds. CasegenError where it cannot be written."""
        import json

        cases = {
            case: dict(sorted(entries.items())) for case, entries in sorted(self._known.items()) if entries
        }
        content = {"version": _VERSION, "cases": cases}
        write_atomic(
            path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
        )
        return sum(map(len, cases.values()))

    def add(self, loaded: Loaded, problems: Sequence[Problem]) -> None:
        """Record *problems* of one case, but for those that stop a build: they are mended, not put aside."""
        entries = self._known.setdefault(self._name(loaded), {})
        for mark, problem in zip(fingerprints(loaded, problems), problems, strict=True):
            if not problem.blocking:
                entries[mark] = f"{problem.code} {problem.pointer}"

    def new(self, loaded: Loaded, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """Those of *problems* that it does not hold. A problem that stops a build is always new."""
        known = self._known.get(self._name(loaded), {})
        marks = fingerprints(loaded, problems)
        return tuple(
            problem
            for mark, problem in zip(marks, problems, strict=True)
            if mark not in known or problem.blocking
        )

    def _name(self, loaded: Loaded) -> str:
        """The case's path as seen from the baseline: the same from every working directory."""
        try:
            return os.path.relpath(loaded.path.resolve(), self._folder).replace(os.sep, "/")
        except ValueError:  # another drive
            return loaded.slug


def _is_baseline(content: Any) -> bool:
    if not isinstance(content, dict) or content.get("version") != _VERSION:
        return False
    cases = content.get("cases")
    return isinstance(cases, dict) and all(isinstance(entries, dict) for entries in cases.values())
