"""Citations as an author types them for pandoc: ``[see @a, pp. 3-4; -@b]``, ``@a [p. 3]``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casegen.document import Cited
from casegen.writers.markdown.escape import escaped

__all__ = ["citation"]

# A word for what a locator counts, by CSL's name for it: one number, and more of them. Pandoc knows them in
# English, in other languages by their full names at best, and prints what it does not know as it stands.
_COUNTED = {
    "page": ("p.", "pp."),
    "chapter": ("chap.", "chaps."),
    "figure": ("fig.", "figs."),
    "section": ("sec.", "secs."),
    "paragraph": ("para.", "paras."),
    "volume": ("vol.", "vols."),
    "column": ("col.", "cols."),
    "line": ("l.", "ll."),
    "note": ("n.", "nn."),
    "part": ("pt.", "pts."),
    "verse": ("v.", "vv."),
    "sub-verbo": ("s.v.", "s.vv."),
}
# What pandoc knows for a locator by itself; all else stands in braces.
_NUMBERS = re.compile(r"[A-Za-z]?\d+[A-Za-z]?(?:[-\u2013,] ?[A-Za-z]?\d+[A-Za-z]?)*")


def citation(works: Sequence[Cited], *, narrative: bool) -> str:
    """The citation of *works*; a *narrative* one has the first's authors in the sentence."""
    if not narrative:
        return f"[{'; '.join(map(_item, works))}]"
    first, *others = works
    behind = "; ".join([*filter(None, [_behind(first).removeprefix(",").strip()]), *map(_item, others)])
    # Pandoc takes further works of a narrative citation from the brackets behind it.
    return f"@{first.key} [{behind}]" if behind else f"@{first.key}"


def _item(work: Cited) -> str:
    before = f"{escaped(work.prefix.strip())} " if work.prefix.strip() else ""
    return f"{before.replace(';', chr(92) + ';')}{'-' * work.suppress_author}@{work.key}{_behind(work)}"


def _behind(work: Cited) -> str:
    """What stands behind the key: where in the work, and what the author adds."""
    suffix = escaped(work.suffix.rstrip()).replace(";", "\\;")
    if suffix and suffix[0] not in ",.: ":
        suffix = f" {suffix}"
    if work.locator:
        return f", {_locator(work)}{suffix}"
    # Empty braces, or pandoc would find a locator in what follows.
    return f" {{}}{suffix}" if any(map(str.isdigit, suffix)) else suffix


def _locator(work: Cited) -> str:
    several = re.search(r"[-\u2013,]|\band\b", work.locator) is not None
    word = _COUNTED.get(work.label, (work.label.replace("-", " "),) * 2)[several]
    located = f"{word} {escaped(work.locator)}"
    return located if _NUMBERS.fullmatch(work.locator) else f"{{{located}}}"
