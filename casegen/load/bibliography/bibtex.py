"""BibTeX and BibLaTeX files: strings, comments, inheritance between entries, and recovery from broken ones.

bibtexparser cuts the file into blocks and fields, with their lines; values, inheritance and the mapping to
CSL are ours, because it neither joins strings with "#" nor notices a missing comma.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bibtexparser import model
from bibtexparser.splitter import Splitter

from casegen.load.bibliography.bibtex_fields import (
    ENTRY_TYPES,
    TITLE_PARTS,
    csl_item,
    inherited_name,
    stretches,
)
from casegen.load.bibliography.entry import Entry, Fault, Stretch, normalised_lines
from casegen.load.bibliography.latex import DEEPEST, too_deep
from casegen.source import Source

# Its warnings are our faults, with their places.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BARE_WORD = re.compile(r"[^\s\"#{},=()]+")
_JOINED = re.compile(r"\s*#")
_TEXT = re.compile(r"\S{1,80}")
_NEXT_FIELD = re.compile(r"([A-Za-z][\w-]*)\s*=\s*")
_FIELD_LINE = re.compile(r"^[ \t]*([A-Za-z][\w-]*)[ \t]*=", re.MULTILINE)
_STRAY_ENTRY = re.compile(r"[ \t]*@([A-Za-z]+)")
_ENTRY_KEY = re.compile(r"@\w+\s*[{(]\s*([^\s,=]+)\s*,")
_SPACE = re.compile(r"\s*")
_DELIMITER = re.compile(r"(?<!\\)[{}\"]")  # as bibtexparser has them
_MOST_ANCESTORS = 20
_MOST_REPEATED = 2_000_000  # characters that strings and parents add to a file: no bomb goes off
_SEARCHED = 1000  # of a line, so that a file of one long line and many faults is read in linear time


@dataclass(slots=True)
class _Record:
    """An entry as typed: lower-case field names with their LaTeX, and where each stands."""

    line: int
    type: str
    key: str
    key_place: Stretch
    fields: dict[str, str] = field(default_factory=dict)
    places: dict[str, Stretch] = field(default_factory=dict)
    size: int = 0


@dataclass(slots=True)
class _Typed:
    """A field: its name, its text (None where there is none to be had), and where the two stand."""

    name: str
    value: str | None
    place: Stretch


_Token = tuple[bool, int, int]
"""A piece of a value: whether it names a string, and where it begins and ends."""


def read_bibtex(text: str) -> tuple[list[Entry], list[Fault]]:
    """The entries of a BibTeX or BibLaTeX file, and its faults, both in the order of the file.

    Fields that CSL has no place for (abstract, keywords, file) are left out. An entry with a fault in one
    field is read without that field; an entry that is not closed is not read at all.
    """
    file = _File(normalised_lines(text))
    records = file.read_records()
    by_key = {record.key: record for record in reversed(records)}
    entries = []
    for record in records:
        fields, places = file.with_inherited(record, by_key)
        if record.type == "xdata":
            continue
        if record.type not in ENTRY_TYPES:
            file.fault(record.line, f"@{record.type}", f"unknown entry type @{record.type}: read as @misc")
        item = csl_item(record.type, record.key, fields)
        told = partial(stretches, item, fields, places)
        entries.append(Entry(record.line, item, record.key_place, told))
    return entries, sorted(file.faults, key=lambda fault: (fault.line, fault.column))


class _File:
    """One file being read: its lines, the strings defined so far, and the faults found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.source = Source(Path(), text)
        self.read = 0  # all before it belongs to blocks that were read
        self.strings = {month: month for month in _MONTHS}
        self.faults: list[Fault] = []
        self.repeated = 0

    def fault(self, line: int, word: str, message: str) -> None:
        """Note a fault at the first `word` on `line`, or at the line's beginning where it is not there."""
        column = self.source.line(line)[:_SEARCHED].lower().find(word.lower())
        self.faults.append(Fault(line, max(column, 0) + 1, message))

    def fault_at(self, offset: int, message: str) -> None:
        """Note a fault at the character at `offset`."""
        self.faults.append(Fault(*self.source.place(offset), message))

    def may_repeat(self, at: int, size: int) -> bool:
        """Whether `size` more characters may be copied from strings and parents; refusing is one fault."""
        if self.repeated > _MOST_REPEATED:
            return False
        self.repeated += size
        if self.repeated > _MOST_REPEATED:
            message = (
                f"strings and parents repeat more than {_MOST_REPEATED} characters: the rest is left out"
            )
            self.fault_at(at, message)
        return self.repeated <= _MOST_REPEATED

    def read_records(self) -> list[_Record]:
        records = []
        blocks = Splitter(self.text).split().blocks
        for found in blocks:
            block = found
            line = (block.start_line or 0) + 1
            # A repeated key or field is for us to judge, not for the parser.
            while isinstance(block, model.ParsingFailedBlock) and block.ignore_error_block is not None:
                block = block.ignore_error_block
            if isinstance(block, model.String):
                self.string(self.beginning(line, block.raw or ""), block)
            elif isinstance(block, model.ParsingFailedBlock):
                self.unreadable(line, block.raw or "")
            elif isinstance(block, model.ImplicitComment):
                self.stray_entries(line, block.comment)
            elif isinstance(block, model.Entry) and (record := self.record(line, block)):
                records.append(record)
        if self.text.strip() and all(isinstance(block, model.ImplicitComment) for block in blocks):
            self.fault(1, "", "no BibTeX entry was found: one looks like @article{key, title = {...}}")
        return records

    def beginning(self, line: int, raw: str) -> int:
        """The offset of the block `raw`, which begins on `line` and after the blocks that were read."""
        start = max(self.read, self.source.line_start(line))
        start = max(self.text.find(raw, start), start)
        self.read = start + len(raw)
        return start

    def string(self, start: int, block: model.String) -> None:
        value = self.text.index("=", start) + 1
        first, *_ = self.values(Stretch(start, value, start, value - 1), block.key, block.value)
        self.strings[block.key.lower()] = first.value or ""

    def record(self, line: int, block: model.Entry) -> _Record | None:
        if not block.key:
            self.fault(line, "@", "an entry without a key cannot be cited: write @article{key, ...")
            return None
        at = self.text.find(block.key, self.beginning(line, block.raw or "") + len(block.entry_type) + 2)
        at += len(block.key)
        place = Stretch(at - len(block.key), at)
        record = _Record(line, block.entry_type.lower(), block.key, place)
        for raw in block.fields:
            # Nothing but a comma and white space stands before a name, nothing but white space around "=".
            key_start = self.text.index(raw.key, at)
            key_end = key_start + len(raw.key)
            at = self.text.index("=", key_end) + 1
            for typed in self.values(Stretch(at, at, key_start, key_end), raw.key, raw.value):
                if typed.name in record.fields:
                    message = f"{typed.name!r} is given twice in {block.key!r}: the first is used"
                    self.fault_at(typed.place.key_start, message)
                elif typed.value is not None:
                    record.fields[typed.name] = typed.value
                    record.places[typed.name] = typed.place
                    record.size += len(typed.name) + len(typed.value)
            at += len(raw.value)
        return record

    def values(self, place: Stretch, name: str, raw: str) -> Iterator[_Typed]:
        """The field `name`, whose value `raw` begins at `place`, and any that a missing comma joins to it."""
        space = _SPACE.match(self.text, place.start)
        base = space.end() if space else place.start
        key_start, key_end = place.key_start, place.key_end
        position = 0
        while True:
            tokens, end = _tokens(raw, position)
            value = self.join(
                name, key_start, [(is_string, raw[a:b], base + a) for is_string, a, b in tokens]
            )
            # Of a value in one piece, what is between its delimiters; of a joined one, all.
            first, last = (tokens[0][1], tokens[0][2]) if len(tokens) == 1 else (position, end)
            yield _Typed(name.lower(), value, Stretch(base + first, base + last, key_start, key_end))
            rest = _TEXT.search(raw, end)
            if not rest:
                return
            following = _NEXT_FIELD.match(raw, rest.start())
            if not following:
                self.fault_at(base + rest.start(), f"unexpected text after the value of {name!r}")
                return
            self.fault_at(base + rest.start(), f"a comma is missing before {following[1]!r}")
            name, position = following[1], following.end()
            key_start, key_end = base + following.start(1), base + following.end(1)

    def join(self, name: str, key_start: int, tokens: list[tuple[bool, str, int]]) -> str | None:
        """The text of a value's `tokens`, or None where there is none to be had."""
        parts = []
        for is_string, word, at in tokens:
            if not is_string:
                parts.append(word)
            elif (text := self.strings.get(word.lower())) is not None:
                parts.append(text if self.may_repeat(at, len(text)) else "")
            else:
                self.fault_at(at, f"no @string defines {word!r}: put text in braces or quotation marks")
        if not tokens:
            self.fault_at(key_start, f"the field {name!r} has no value")
        value = "".join(parts)
        if too_deep(value):
            self.fault_at(key_start, f"the field {name!r} nests braces deeper than {DEEPEST}")
            return None
        return value if value.strip() else None

    def unreadable(self, line: int, raw: str) -> None:
        """Note why the entry that begins on `line` was not read, at the field that is not closed if any."""
        key = _ENTRY_KEY.match(raw)
        name = f"the entry {key[1]!r}" if key else "this entry"
        starts = list(_FIELD_LINE.finditer(raw))
        ends = [following.start() for following in starts[1:]] + [len(raw)]
        for start, end in zip(starts, ends, strict=False):
            value = raw[start.end() : end]
            if value.count("{") > value.count("}") or (
                value.lstrip().startswith('"') and value.count('"') == 1
            ):
                place = line + raw.count("\n", 0, start.start())
                self.fault(place, start[1], f"the value of {start[1]!r} is not closed: {name} is not read")
                return
        self.fault(line, "@", f"{name} is not read: a comma, a '=' or a closing brace is missing")

    def stray_entries(self, line: int, comment: str) -> None:
        """Text between entries is a comment, but an "@" at the start of a line was meant as an entry."""
        for place, text in enumerate(comment.split("\n"), start=line):
            if match := _STRAY_ENTRY.match(text):
                self.fault(place, "@", f"@{match[1]} is not followed by an opening brace: not read")

    def with_inherited(
        self, record: _Record, by_key: dict[str, _Record]
    ) -> tuple[dict[str, str], dict[str, Stretch]]:
        """The fields of `record` and those it takes from the entries its crossref and xdata name."""
        fields, places = dict(record.fields), dict(record.places)
        seen = {record.key}
        waiting = [(record, link, key) for link, key in _parents(record)]
        while waiting and len(seen) <= _MOST_ANCESTORS:
            child, link, key = waiting.pop(0)
            if key in seen:
                continue
            seen.add(key)
            parent = by_key.get(key)
            if parent is None:
                if child is record:
                    message = f"{link} of {record.key!r} names {key!r}, which is not in this file"
                    place = record.places[link]
                    self.fault_at(max(self.text.find(key, place.start, place.end), place.start), message)
                continue
            if not self.may_repeat(record.key_place.start, parent.size):
                break
            waiting.extend((parent, *place) for place in _parents(parent))
            # A title stands in for a booktitle only where the parent has none.
            for name, value in sorted(parent.fields.items(), key=lambda pair: pair[0] in TITLE_PARTS):
                own_name = name if link == "xdata" else inherited_name(name, parent.type, record.type)
                if own_name and own_name not in fields:
                    fields[own_name], places[own_name] = value, parent.places[name]
        return fields, places


def _parents(record: _Record) -> list[tuple[str, str]]:
    """The links of `record` and the keys that each names."""
    return [
        (link, key.strip())
        for link in ("xdata", "crossref")
        for key in record.fields.get(link, "").split(",")
        if key.strip()
    ]


def _tokens(raw: str, position: int) -> tuple[list[_Token], int]:
    """The pieces that "#" joins from `position` on, and the end of the last."""
    tokens: list[_Token] = []
    while True:
        if space := _SPACE.match(raw, position):
            position = space.end()
        if raw[position : position + 1] in ("{", '"'):
            end = _closing(raw, position)
            tokens.append((False, position + 1, end))
            position = end + 1
        elif word := _BARE_WORD.match(raw, position):
            tokens.append((not word[0].isdecimal(), *word.span()))
            position = word.end()
        else:
            return tokens, position
        joined = _JOINED.match(raw, position)
        if not joined:
            return tokens, position
        position = joined.end()


def _closing(raw: str, start: int) -> int:
    """Where the brace or quotation mark at `start` is closed."""
    closer = "}" if raw[start] == "{" else '"'
    depth = 0
    for match in _DELIMITER.finditer(raw, start + (closer == '"')):
        character = match[0]
        depth += (character == "{") - (character == "}")
        if depth <= 0 and character == closer:
            return match.start()
    return len(raw)
