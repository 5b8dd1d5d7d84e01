"""Bibliographies kept on disk: the same style, language, references and citations are printed the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from casegen.caches import cache_folder, recall, remember
from casegen.citations.bibliography import Entry, Piece
from casegen.citations.prepare_style import locale_for
from casegen.citations.program import find_pandoc
from casegen.citations.work import Printed, Work

__all__ = ["keep", "key_of", "nothing_kept", "rendered"]

_KEPT = "bibliographies"
# How a piece is styled, in the cache.
_FLAGS = {"i": "italic", "b": "bold", "p": "superscript", "s": "subscript", "c": "small_caps", "v": "covered"}


def rendered(key: str) -> Printed | None:
    """What was printed before under *key*, that of its work; None where nothing was."""
    kept = recall(_KEPT, key)
    return None if kept is None else _unpacked(kept)


def keep(key: str, printed: Printed) -> None:
    """Keep *printed* under *key*, as far as that can be done."""
    remember(_KEPT, key, _packed(printed))


def nothing_kept() -> bool:
    """Whether nothing was printed before: a new machine, or one without a cache."""
    folder = cache_folder(_KEPT)
    return folder is None or not any(folder.iterdir())


def key_of(work: Work) -> str:
    """What the printed form of *work* depends on, as a file's name."""
    style = hashlib.sha256(work.style.text.encode()).hexdigest()
    locale = locale_for(work.language, work.style)
    said = [_engine(), style, locale, work.items, work.clusters]
    return hashlib.sha256(json.dumps(said).encode("ascii")).hexdigest()


@cache
def _engine() -> str:
    """What prints: this package and its pandoc, of which another version is another size."""
    modules = sorted(Path(__file__).parent.iterdir())
    code = b"".join(module.read_bytes() for module in modules if module.suffix in (".py", ".lua"))
    return f"{hashlib.sha256(code).hexdigest()} {find_pandoc().stat().st_size}"


def _packed(printed: Printed) -> bytes:
    entries = [[entry.key, entry.label, _flat(entry.pieces)] for entry in printed.entries]
    return json.dumps([entries, [_flat(pieces) for pieces in printed.citations]]).encode("ascii")


def _flat(pieces: Sequence[Piece]) -> list[list[str]]:
    return [
        [
            piece.text,
            "".join(flag for flag, name in _FLAGS.items() if getattr(piece, name)),
            piece.key,
            piece.href,
        ]
        for piece in pieces
    ]


def _unpacked(data: bytes) -> Printed | None:
    """What `_packed` packed; None where *data* is anything else."""
    try:
        entries, citations = json.loads(data)
        return Printed(
            tuple(Entry(str(key), str(label), _full(pieces)) for key, label, pieces in entries),
            tuple(_full(pieces) for pieces in citations),
        )
    except (ValueError, TypeError, KeyError):
        return None


def _full(pieces: Sequence[Sequence[str]]) -> tuple[Piece, ...]:
    return tuple(_styled(flags)._replace(text=text, key=key, href=href) for text, flags, key, href in pieces)


@cache
def _styled(flags: str) -> Piece:
    said: dict[str, Any] = dict.fromkeys((_FLAGS[flag] for flag in flags), True)
    return Piece("", **said)
