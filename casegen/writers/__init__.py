"""Writers: each turns the composed Document into one format, and decides nothing.

A writer is a function under `writer`, in a module of this package: that module is all it takes to
add a format. Libraries a format needs are imported inside its function, so that listing the
formats costs nothing.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Literal

from casegen.document import Document
from casegen.problem import CasegenError
from casegen.source import Pointer
from casegen.themes import Theme
from casegen.values import Value

__all__ = ["Artifact", "Lack", "Look", "Writer", "find", "formats", "once", "write", "writer"]

WriteFunction = Callable[[Document, Theme], bytes]


class Lack(Value):
    """What a format needs and an article does not have; *at* is where the case would say it."""

    at: Pointer
    message: str


Look = Literal["", "options", "screen", "print"]
"""What of a theme a format shows: nothing, its options, or one of its two pages."""
NeedsFunction = Callable[[Document], Iterable[Lack]]


def _nothing(document: Document) -> Iterable[Lack]:  # noqa: ARG001 -- as every such function
    return ()


class Writer(Value):
    """One format: its name, its files' suffix, their media type, and the function that writes it.

    *needs* tells what of it a document lacks; one that lacks nothing can be written. *images*: it names the
    article's images as files beside it, ``figures/<name>``. *look*: what of a theme it shows; a format that
    shows nothing of it is not written anew when the theme changes. *epoch*: it tells SOURCE_DATE_EPOCH
    whatever the article's own dates are.
    """

    format: str
    suffix: str
    media_type: str
    description: str
    function: WriteFunction
    needs: NeedsFunction = _nothing
    images: bool = False
    look: Look = ""
    epoch: bool = False


class Artifact(Value):
    """A written document: the bytes of one file."""

    format: str
    suffix: str
    media_type: str
    data: bytes


_writers: dict[str, Writer] = {}
_written: ContextVar[list[tuple[Document, Theme, Artifact]] | None] = ContextVar("written", default=None)


def writer(
    format: str,
    *,
    suffix: str,
    media_type: str,
    description: str,
    needs: NeedsFunction = _nothing,
    images: bool = False,
    look: Look = "",
    epoch: bool = False,
) -> Callable[[WriteFunction], WriteFunction]:
    """Register the decorated function as the writer of *format*; a second one is fatal."""

    def register(function: WriteFunction) -> WriteFunction:
        if format in _writers:
            raise RuntimeError(
                f"two writers of {format!r}: {_writers[format].function.__module__} and {function.__module__}"
            )
        _writers[format] = Writer(
            format, suffix, media_type, description, function, needs, images, look, epoch
        )
        return function

    return register


def formats() -> list[Writer]:
    """Every format casegen can write, by name."""
    _import_all()
    return [_writers[name] for name in sorted(_writers)]


def find(format: str) -> Writer:
    """The writer of *format*; CasegenError, naming those there are, where there is none."""
    _import_all()
    if format not in _writers:
        from difflib import get_close_matches

        close = get_close_matches(format, _writers, n=1)
        hint = f" (did you mean {close[0]!r}?)" if close else ""
        raise CasegenError(f"format {format!r} does not exist{hint}: there are {', '.join(sorted(_writers))}")
    return _writers[format]


def write(document: Document, format: str, theme: Theme) -> Artifact:
    """*document* in *format*, looking as *theme* says.

    The same document, theme and versions give the same bytes. A document that lacks what the format
    `needs` is not for this function. CasegenError: no such format, a broken theme, or a library the
    format needs is missing.
    """
    written = _written.get()
    for its_document, its_theme, artifact in written or ():
        if its_document is document and its_theme is theme and artifact.format == format:
            return artifact
    chosen = find(format)
    data = chosen.function(document, theme)
    artifact = Artifact(chosen.format, chosen.suffix, chosen.media_type, data)
    if written is not None:
        written.append((document, theme, artifact))
    return artifact


@contextmanager
def once() -> Iterator[None]:
    """Within it, a document is written once in each format and theme, also where one format holds another."""
    token = _written.set([])
    try:
        yield
    finally:
        _written.reset(token)


@cache
def _import_all() -> None:
    for module in pkgutil.iter_modules(__path__, __name__ + "."):
        importlib.import_module(module.name)
