"""A case file as a list of references that can be written to: what is in it, and whether an edit keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from casegen.citations.csl import CslItem, as_csl
from casegen.limits import applied
from casegen.load.aliases import Normaliser
from casegen.load.load import read_tree
from casegen.load.references import join_bibliography
from casegen.load.text import read_source
from casegen.load.workspace import find_workspace
from casegen.load.yamltree import Tree
from casegen.problem import CasegenError
from casegen.refs.lines import column, first_place
from casegen.refs.tidy import tidy
from casegen.source import Pointer, SourceMap, Spot

__all__ = ["CaseFile", "require_kept"]

REFERENCES = Pointer(("references",))


class CaseFile:
    """The text of a case file and its references.

    A draft that is no case yet has them too: nothing is asked of the file but that its YAML can be read.
    CasegenError where it cannot.
    """

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        with applied(find_workspace(path).limits):
            source, problems = read_source(path, data)
            tree = Tree() if problems else read_tree(source)
        problems = [*problems, *tree.problems]
        if problems or not isinstance(tree.data, dict):
            why = f": {problems[0].message}" if problems else ""
            raise CasegenError(f"{path} cannot be read{why} (`casegen check` shows where)")
        self.path = path
        self.source = source
        self.data: dict[str, Any] = tree.data
        self.root = tree.spots[Pointer()]
        self._typed_spots = dict(tree.spots)
        normal = Normaliser(tree.spots)
        self._canonical = normal.case(tree.data)
        self.spots = normal.spots
        if any(name == "references" and len(at) == 1 for at, _, name in normal.clashes):
            raise CasegenError(f"{path}: references is given twice (`casegen check` shows where)")
        listed = self._canonical.get("references")
        if listed is not None and not isinstance(listed, list):
            raise CasegenError(f"{path}: references is no list (`casegen check` shows where)")
        self.entries: list[Any] = list(listed or ())

    @property
    def spot(self) -> Spot | None:
        """Where the list of references stands; None where the file has none."""
        return self.spots.get(REFERENCES)

    @property
    def entry_spots(self) -> list[Spot]:
        """Where each reference stands."""
        return [self.spots[REFERENCES / index] for index in range(len(self.entries))]

    @cached_property
    def keys(self) -> list[tuple[str, int]]:
        """The keys of the case as they were typed, with where each stands, in the order of the file."""
        spots = ((name, self._typed_spots.get(Pointer((name,)))) for name in self.data)
        found = [(name, spot.key_start) for name, spot in spots if spot and spot.key_end > spot.key_start]
        return sorted(found, key=lambda key: key[1])

    def list_indents(self) -> Iterator[int]:
        """How far the hyphens of each list, one entry a line, stand in from its key."""
        for name, value in self.data.items():
            spot = self._typed_spots.get(Pointer((name,)))
            if isinstance(value, list) and value and spot and spot.key_start < spot.key_end <= spot.start:
                start = first_place(self.source, spot.start)
                if self.source.text[start] == "-":
                    yield column(self.source, start) - column(self.source, spot.key_start)

    @cached_property
    def end(self) -> int:
        """Where the keys end: the end of the file, or the line that closes front matter or document."""
        number = self.source.place(self.root.end)[0]
        while self.source.line_start(number) < len(self.source.text):
            line = self.source.line(number).rstrip()
            if line == "..." or (line == "---" and number > 1):
                return self.source.line_start(number)
            number += 1
        return len(self.source.text)

    @cached_property
    def tidied_entries(self) -> list[CslItem]:
        """The references of the file as `tidy` gives them; of what is no reference, nothing."""
        return [tidy(entry)[0] if isinstance(entry, dict) else {} for entry in self.entries]

    @cached_property
    def tidied(self) -> list[CslItem]:
        """The references of the file and then those of its bibliography files, as `tidy` gives them."""
        joined = {**self._canonical, "references": []}
        with applied(find_workspace(self.path).limits):
            join_bibliography(joined, self.path.parent, SourceMap(self.source, {}))
        return [*self.tidied_entries, *(tidy(as_csl(reference))[0] for reference in joined["references"])]

    def rest(self) -> dict[str, Any]:
        """All of the file but its references, to compare two readings by."""
        return {key: _typed(value) for key, value in self.data.items() if not self._is_references(key)}

    def _is_references(self, key: str) -> bool:
        return key.lower() in ("references", "reference")


def require_kept(before: CaseFile, text: str, entries: Sequence[Any], new: Sequence[CslItem] = ()) -> None:
    """See that *text*, in the place of *before*, has its *entries*, then the *new* ones, and else the same.

    CasegenError where it has not: then it must not be written.
    """
    nothing = f"nothing is written to {before.path}"
    try:
        after = CaseFile(before.path, text.encode("utf-8"))
    except CasegenError as error:
        raise CasegenError(f"{nothing}: it would be spoilt, for {error}") from None
    kept, added = after.entries[: len(entries)], after.entries[len(entries) :]
    if _typed(kept) != _typed(list(entries)) or [tidy(item)[0] for item in added] != list(new):
        raise CasegenError(f"{nothing}: its references are written in a way that cannot be edited safely")
    if after.rest() != before.rest():
        raise CasegenError(
            f"{nothing}: more than its references would change, as where an alias repeats them"
        )


def _typed(value: Any) -> Any:
    """*value* with every number as the text that was typed. As deep as a file that could be read.

    The line end that closes a block of text is left off: a file's last line may have none.
    """
    match value:
        case dict():
            return {key: _typed(entry) for key, entry in value.items()}
        case list():
            return [_typed(entry) for entry in value]
        case str():
            return value.removesuffix("\n")
        case int() | float() if not isinstance(value, bool):
            return getattr(value, "typed", "") or str(value)
    return value
