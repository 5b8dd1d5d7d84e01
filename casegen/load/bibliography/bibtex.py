"""BibTeX and BibLaTeX files: strings, comments, inheritance between entries, and recovery from broken ones.

bibtexparser cuts the file into blocks and fields, with their lines; values, inheritance and the mapping to
CSL are ours, because it neither joins strings with "#" nor notices a missing comma.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bibtexparser import model
from bibtexparser.splitter import Splitter

from casegen.load.bibliography.bibtex_fields import ENTRY_TYPES, TITLE_PARTS, csl_item, inherited_name
from casegen.load.bibliography.entry import Entry, Fault, normalised_lines
from casegen.load.bibliography.latex import DEEPEST, too_deep

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
_MOST_ANCESTORS = 20
_MOST_REPEATED = 2_000_000  # characters that strings and parents add to a file: no bomb goes off
_SEARCHED = 1000  # of a line, so that a file of one long line and many faults is read in linear time


@dataclass(slots=True)
class _Record:
    """An entry as typed: lower-case field names with their LaTeX, and the line of each."""

    line: int
    type: str
    key: str
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    size: int = 0


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
        fields = file.with_inherited(record, by_key)
        if record.type == "xdata":
            continue
        if record.type not in ENTRY_TYPES:
            file.fault(record.line, f"@{record.type}", f"unknown entry type @{record.type}: read as @misc")
        entries.append(Entry(record.line, csl_item(record.type, record.key, fields)))
    return entries, sorted(file.faults, key=lambda fault: (fault.line, fault.column))


class _File:
    """One file being read: its lines, the strings defined so far, and the faults found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.strings = {month: month for month in _MONTHS}
        self.faults: list[Fault] = []
        self.repeated = 0

    def fault(self, line: int, word: str, message: str) -> None:
        """Note a fault at the first `word` on `line`, or at the line's beginning where it is not there."""
        column = self.lines[line - 1][:_SEARCHED].lower().find(word.lower())
        self.faults.append(Fault(line, max(column, 0) + 1, message))

    def may_repeat(self, line: int, size: int) -> bool:
        """Whether `size` more characters may be copied from strings and parents; refusing is one fault."""
        if self.repeated > _MOST_REPEATED:
            return False
        self.repeated += size
        if self.repeated > _MOST_REPEATED:
            message = (
                f"strings and parents repeat more than {_MOST_REPEATED} characters: the rest is left out"
            )
            self.faults.append(Fault(line, 1, message))
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
                value = self.value(block.key, block.value, line)
                self.strings[block.key.lower()] = value or ""
            elif isinstance(block, model.ParsingFailedBlock):
                self.unreadable(line, block.raw or "")
            elif isinstance(block, model.ImplicitComment):
                self.stray_entries(line, block.comment)
            elif isinstance(block, model.Entry) and (record := self.record(line, block)):
                records.append(record)
        if self.text.strip() and all(isinstance(block, model.ImplicitComment) for block in blocks):
            self.fault(1, "", "no BibTeX entry was found: one looks like @article{key, title = {...}}")
        return records

    def record(self, line: int, block: model.Entry) -> _Record | None:
        if not block.key:
            self.fault(line, "@", "an entry without a key cannot be cited: write @article{key, ...")
            return None
        record = _Record(line, block.entry_type.lower(), block.key)
        for raw in block.fields:
            field_line = (raw.start_line or 0) + 1
            for name, value, place in self.values(raw.key, raw.value, field_line):
                if name in record.fields:
                    self.fault(place, name, f"{name!r} is given twice in {block.key!r}: the first is used")
                elif value is not None:
                    record.fields[name] = value
                    record.lines[name] = place
                    record.size += len(name) + len(value)
        return record

    def values(self, name: str, raw: str, line: int) -> Iterator[tuple[str, str | None, int]]:
        """The field `name`, and any after it that a missing comma has joined to it: name, value, line."""
        position = counted = 0
        while True:
            tokens, end = _tokens(raw, position)
            yield name.lower(), self.join(name, tokens, line), line
            rest = _TEXT.search(raw, end)
            if not rest:
                return
            line += raw.count("\n", counted, rest.start())
            counted = rest.start()
            following = _NEXT_FIELD.match(raw, counted)
            if not following:
                self.fault(line, rest[0], f"unexpected text after the value of {name!r}")
                return
            self.fault(line, following[1], f"a comma is missing before {following[1]!r}")
            name, position = following[1], following.end()

    def value(self, name: str, raw: str, line: int) -> str | None:
        first, *_ = [text for _, text, _ in self.values(name, raw, line)]
        return first

    def join(self, name: str, tokens: list[tuple[bool, str]], line: int) -> str | None:
        """The text of a value's `tokens`, or None where there is none to be had."""
        parts = []
        for is_string, word in tokens:
            if not is_string:
                parts.append(word)
            elif (text := self.strings.get(word.lower())) is not None:
                parts.append(text if self.may_repeat(line, len(text)) else "")
            else:
                self.fault(line, word, f"no @string defines {word!r}: put text in braces or quotation marks")
        if not tokens:
            self.fault(line, name, f"the field {name!r} has no value")
        value = "".join(parts)
        if too_deep(value):
            self.fault(line, name, f"the field {name!r} nests braces deeper than {DEEPEST}")
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

    def with_inherited(self, record: _Record, by_key: dict[str, _Record]) -> dict[str, str]:
        """The fields of `record` and those it takes from the entries its crossref and xdata name."""
        fields = dict(record.fields)
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
                    self.fault(record.lines[link], key, message)
                continue
            if not self.may_repeat(record.line, parent.size):
                break
            waiting.extend((parent, *place) for place in _parents(parent))
            # A title stands in for a booktitle only where the parent has none.
            for name, value in sorted(parent.fields.items(), key=lambda pair: pair[0] in TITLE_PARTS):
                own_name = name if link == "xdata" else inherited_name(name, parent.type, record.type)
                if own_name:
                    fields.setdefault(own_name, value)
        return fields


def _parents(record: _Record) -> list[tuple[str, str]]:
    """The links of `record` and the keys that each names."""
    return [
        (link, key.strip())
        for link in ("xdata", "crossref")
        for key in record.fields.get(link, "").split(",")
        if key.strip()
    ]


def _tokens(raw: str, position: int) -> tuple[list[tuple[bool, str]], int]:
    """The pieces that "#" joins from `position` on, each with whether it names a string; and their end."""
    tokens: list[tuple[bool, str]] = []
    while True:
        while position < len(raw) and raw[position].isspace():
            position += 1
        if raw[position : position + 1] in ("{", '"'):
            end = _closing(raw, position)
            tokens.append((False, raw[position + 1 : end]))
            position = end + 1
        elif word := _BARE_WORD.match(raw, position):
            tokens.append((not word[0].isdecimal(), word[0]))
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
    for position in range(start + (closer == '"'), len(raw)):
        character = raw[position]
        if position and raw[position - 1] == "\\":
            continue
        depth += (character == "{") - (character == "}")
        if depth <= 0 and character == closer:
            return position
    return len(raw)
