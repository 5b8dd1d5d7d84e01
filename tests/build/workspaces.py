"""Workspaces for the tests of builds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.cli.runner import text_of

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='60'><path d='M0 0h9v9z'/></svg>"
_SHOWN = """\
journal: a
figures: [{id: f, file: f.svg, caption: A figure, alt: A square}]
tables: [{id: t, file: t.csv, caption: A table}]
"""


def write(files: Mapping[str, str]) -> None:
    """Write *files*, text by name, into the current folder."""
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def case_of_many_files(folder: str, *, shown: bool = True) -> dict[str, str]:
    """The files of a case in *folder* that cites from a bibliography and, where *shown*, has the journal ``a``, a
    figure and a table.
    """
    cited = "headache (@fig-f, @tbl-t) [@three]." if shown else "headache [@three]."
    recipe = {
        "copy": "clean.yaml",
        "replace": {"headache.": cited},
        "append": f"bibliography: [refs.bib]\n{_SHOWN if shown else ''}",
    }
    return {
        f"{folder}/case.yaml": text_of(recipe),
        f"{folder}/refs.bib": "@book{three, title={Third things}}\n",
        f"{folder}/f.svg": SVG,
        f"{folder}/t.csv": "head,other\ncell one,2\n",
    }
