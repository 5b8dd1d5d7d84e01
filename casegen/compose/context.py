"""What the parts of compose share while one article is put together."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from casegen.citations import Bibliography
from casegen.compose.words import Words
from casegen.document import BackLink
from casegen.model import Case
from casegen.model.mentions import FloatKey, Floats
from casegen.prose import Prose
from casegen.source import Pointer


@dataclass(slots=True)
class MarkedNote:
    """A footnote that has been marked: its text, and the anchors of its marks so far."""

    at: Pointer
    prose: Prose
    label: str
    letter: str
    marks: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Where the note stands."""
        return f"note-{self.letter}"


@dataclass(slots=True)
class Context:
    """One article in the making: its sources, and the anchors and numbers given out so far.

    *numbers* are those of figures and tables, *placed* the ones that have their place, and *explicit*
    the ones that the prose puts in a place of its own.
    """

    case: Case
    bibliography: Bibliography
    words: Words
    floats: Floats
    numbers: Mapping[FloatKey, int]
    explicit: frozenset[FloatKey]
    placed: set[FloatKey] = field(default_factory=set)
    notes: list[MarkedNote] = field(default_factory=list)
    note_at: dict[tuple[Pointer, str], MarkedNote] = field(default_factory=dict)
    cited_from: defaultdict[str, list[BackLink]] = field(default_factory=lambda: defaultdict(list))
    _anchors: set[str] = field(default_factory=set)
    _repeats: Counter[str] = field(default_factory=Counter)
    _citations: int = 0

    def anchor(self, prefix: str, name: str) -> str:
        """A new anchor from *name*: ``sec-case-presentation``; unique, and valid as an XML name."""
        folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60].rstrip("-")
        base = anchor = f"{prefix}-{slug}" if slug else prefix
        while anchor in self._anchors:
            self._repeats[base] += 1
            anchor = f"{base}-{self._repeats[base] + 1}"
        self._anchors.add(anchor)
        return anchor

    def citation(self, keys: Iterable[str]) -> str:
        """A new anchor for a citation of *keys*, noted for their back-links."""
        self._citations += 1
        anchor = f"cite-{self._citations}"
        for key in dict.fromkeys(keys):
            links = self.cited_from[key]
            links.append(BackLink(anchor, str(len(links) + 1)))
        return anchor


def float_anchor(key: FloatKey, floats: Floats) -> str:
    """The anchor of a figure or table, as prose cites it: ``fig-ct`` for the id ``ct`` or ``fig-ct``."""
    kind, name = key
    bare = name.removeprefix(f"{kind}-")
    return _ncname(f"{kind}-{name if (kind, bare) in floats.parts else bare}")


def reference_anchor(key: str) -> str:
    """The anchor of a reference."""
    return _ncname(f"ref-{key}")


def _ncname(text: str) -> str:
    """*text* with each character that an XML name cannot hold written as its code, so that none clash."""
    return re.sub(r"[^A-Za-z0-9.-]", lambda match: f"_{ord(match.group()):x}_", text)
