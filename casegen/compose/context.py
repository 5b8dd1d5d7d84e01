"""What the parts of compose share while one article is put together."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

from casegen.citations import Bibliography
from casegen.compose.words import Words
from casegen.document import BackLink, Note
from casegen.model import Case
from casegen.source import Pointer

FloatKind = Literal["fig", "tbl"]
FloatKey = tuple[FloatKind, str]


@dataclass(slots=True)
class Context:
    """One article in the making: its sources, and the anchors and numbers given out so far."""

    case: Case
    bibliography: Bibliography
    words: Words
    numbers: dict[FloatKey, int]
    notes: list[Note] = field(default_factory=list)
    note_index: dict[tuple[Pointer, str], int] = field(default_factory=dict)
    cited_from: defaultdict[str, list[BackLink]] = field(default_factory=lambda: defaultdict(list))
    placed: set[FloatKey] = field(default_factory=set)
    explicit: set[FloatKey] = field(default_factory=set)
    _anchors: set[str] = field(default_factory=set)
    _citations: int = 0

    def anchor(self, prefix: str, name: str) -> str:
        """A new anchor from *name*: ``sec-case-presentation``; unique, and valid as an XML name."""
        folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60].rstrip("-")
        base = f"{prefix}-{slug}" if slug else prefix
        anchor, count = base, 1
        while anchor in self._anchors:
            count += 1
            anchor = f"{base}-{count}"
        self._anchors.add(anchor)
        return anchor

    def citation(self, keys: list[str]) -> str:
        """A new anchor for a citation of *keys*, noted for their back-links."""
        self._citations += 1
        anchor = f"cite-{self._citations}"
        for key in dict.fromkeys(keys):
            links = self.cited_from[key]
            links.append(BackLink(anchor, str(len(links) + 1)))
        return anchor


def float_key(kind: FloatKind, name: str) -> FloatKey:
    """The key of a figure or table: its id without the prefix that citations of it carry."""
    return kind, name.removeprefix(f"{kind}-")


def float_anchor(key: FloatKey) -> str:
    """The anchor of a figure or table, as prose cites it: ``fig-ct``."""
    return _ncname("-".join(key))


def reference_anchor(key: str) -> str:
    """The anchor of a reference."""
    return _ncname(f"ref-{key}")


def _ncname(text: str) -> str:
    """*text* with each character that an XML name cannot hold written as its code, so that none clash."""
    return re.sub(r"[^A-Za-z0-9.-]", lambda match: f"_{ord(match.group()):x}", text)
