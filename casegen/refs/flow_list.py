"""References between brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from casegen.citations.csl import CslItem
from casegen.problem import CasegenError
from casegen.refs.casefile import CaseFile
from casegen.refs.lines import column, first_place, line_end_of
from casegen.refs.new_list import is_one_line, with_first_entries
from casegen.refs.yaml_manner import manner_of
from casegen.refs.yaml_text import flow_entry
from casegen.source import Spot

__all__ = ["FlowList"]

# What may follow an entry: comments, line ends, and one comma.
_TO_COMMA = re.compile(r"(?:\s|(?<=\s)#[^\r\n]*)*(,)?")
_COMMENT = re.compile(r"[ \t]+#[^\r\n]*")
_HAS_COMMENT = re.compile(r"\s#")
# What follows an entry that has a line of its own, and the lines before the next one.
_LINE_REST = re.compile(r"(?:[ \t]*(,))?([ \t]*(?:#[^\r\n]*)?)(?:\r\n|\r|\n)")


class FlowList:
    """The entries of a flow list, by the brackets around it and what stands between them."""

    def __init__(self, file: CaseFile, spot: Spot) -> None:
        self._text = file.source.text
        self._source = file.source
        self._file = file
        self._spot = spot
        self.open = first_place(file.source, spot.start)
        self.close = spot.end - 1
        self._spans = [(each.start, each.end) for each in file.entry_spots]
        inside = [self.open, *(place for span in self._spans for place in span), self.close]
        if any(one > two for one, two in pairwise(inside)):
            raise CasegenError(
                f"{file.path}: a reference is an alias, and cannot be edited safely: write it out"
            )

    def appended(self, items: Sequence[CslItem]) -> str:
        """The text of the file with *items* at the end of the list."""
        if not self._spans:
            return self._first(items)
        quoted = manner_of(self._file).quoted
        written = [flow_entry(item, quoted=quoted) for item in items]
        start, end = self._spans[-1]
        found = _TO_COMMA.match(self._text, end, self.close)
        trailing = bool(found and found[1])
        at = found.end() if found and trailing else end
        comment = _COMMENT.match(self._text, at, self.close)
        indent = self._indent(start)
        between = " " if indent is None else line_end_of(self._source) + indent
        if comment:
            between = line_end_of(self._source) + (indent or " " * (column(self._source, self.open) + 1))
        stop = comment.end() if comment else at
        new = "".join(f"{between}{entry}," for entry in written)
        return "".join(
            (
                self._text[:at],
                "" if trailing else ",",
                self._text[at:stop],
                new if trailing else new[:-1],
                self._text[stop:],
            )
        )

    def _first(self, items: Sequence[CslItem]) -> str:
        """The same for a list that is empty: it becomes a block list where nothing is in the way."""
        line, at = self._source.place(self.close)
        rest = self._source.line(line)[at:].strip()
        on_key_line = self._source.place(self.open)[0] == self._source.place(self._spot.key_start)[0]
        bare = not self._text[self.open + 1 : self.close].strip()
        if bare and on_key_line and not is_one_line(self._file) and (not rest or rest.startswith("#")):
            return with_first_entries(self._file, self._spot, items, (self.open, self.close + 1))
        quoted = self._text[self._spot.key_start] == '"'
        entries = [flow_entry(item, quoted=quoted) for item in items]
        indent = self._indent(self.close)
        if indent is None:
            return self._text[: self.close] + ", ".join(entries) + self._text[self.close :]
        lines = "".join(f"{indent}  {entry},{line_end_of(self._source)}" for entry in entries)
        start = self.close - len(indent)
        return self._text[:start] + lines + self._text[start:]

    def reordered(self, order: Sequence[int]) -> str:
        """The text of the file with the entries in *order*, each with the comments of its lines."""
        first, last = self._spans[0][0], self._spans[-1][1]
        ends = [*(start for start, _ in self._spans[1:]), self.close]
        gaps = [self._text[end:following] for (_, end), following in zip(self._spans, ends, strict=True)]
        if _HAS_COMMENT.search(self._text[self.open : first]) or any(map(_HAS_COMMENT.search, gaps)):
            return self._reordered_lines(order, gaps)
        entries = [self._text[start:end] for start, end in self._spans]
        moved = (entries[index] + gap for index, gap in zip(order, [*gaps[:-1], ""], strict=True))
        return self._text[:first] + "".join(moved) + self._text[last:]

    def _reordered_lines(self, order: Sequence[int], gaps: Sequence[str]) -> str:
        """The same where comments stand between the entries, which then need a line each."""
        rests = [_LINE_REST.match(gap) for gap in gaps]
        # Each gap after its line end: comment lines and the indentation of what follows.
        heads = [self._text[self.open + 1 : self._spans[0][0]]]
        commas, tails = [], []
        for gap, rest in zip(gaps, rests, strict=True):
            if rest is None or "," in _COMMENT.sub("", gap[rest.end() :]):
                raise CasegenError(
                    f"{self._file.path}: comments between references in brackets cannot be moved safely: "
                    "begin each reference on a line of its own"
                )
            commas.append(rest[1] or "")
            tails.append(rest[2])
            heads.append(gap[rest.end() :])
        rest = _LINE_REST.match(heads[0])
        opening = heads[0][: rest.end()] if rest else ""
        heads[0] = heads[0][len(opening) :]
        end = line_end_of(self._source)
        moved = [
            heads[index] + self._text[slice(*self._spans[index])] + comma + tails[index] + end
            for index, comma in zip(order, commas, strict=True)
        ]
        return "".join((self._text[: self.open + 1], opening, *moved, heads[-1], self._text[self.close :]))

    def _indent(self, start: int) -> str | None:
        """What stands before the entry at *start* in its line, if it is nothing but space."""
        before = self._text[self._source.line_start(self._source.place(start)[0]) : start]
        return None if before.strip() else before
