"""Cases for tests, from the text of a ``case.yaml``."""

from __future__ import annotations

from pathlib import Path

import yaml

from casegen.check import check
from casegen.citations import cite
from casegen.compose import compose
from casegen.document import Document
from casegen.load import load
from casegen.model import Case

_LEAST = {"casegen": 1, "title": "A title", "authors": ["Ana Silva"]}
# In C where PyYAML was built so: a long text takes longer to write in Python than to check.
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def typed(given: dict[str, object]) -> str:
    """The text of the case of *given*; title and author where it says nothing of them."""
    text: str = yaml.dump(
        {**_LEAST, **given}, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=10**6
    )
    return text


def case_from(given: dict[str, object], folder: Path = Path("nowhere"), *, checked: bool = False) -> Case:
    """The case of *given*, whose files are in *folder*; title and author where it says nothing of them.

    With *checked*, nothing in it may block a build.
    """
    loaded = load(folder / "case.yaml", data=typed(given).encode())
    assert loaded.case is not None, loaded.problems
    if checked:
        assert not check(loaded).blocking
    return loaded.case


def composed(given: dict[str, object], folder: Path = Path("nowhere"), *, checked: bool = False) -> Document:
    """The composed article of *given*, as `case_from` reads it."""
    case = case_from(given, folder, checked=checked)
    return compose(case, cite(case))
