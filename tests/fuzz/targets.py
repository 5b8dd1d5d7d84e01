"""What is fuzzed: each target takes bytes, and raises where casegen does not keep a promise."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from casegen.assets.images import read_image
from casegen.assets.metadata import find_metadata, strip_metadata
from casegen.assets.tables import read_table
from casegen.citations.styles.tree import NotXml, parse
from casegen.citations.styles.validate import faults_in
from casegen.files import Refused
from casegen.load import load
from casegen.load.bibliography import Fault
from casegen.load.references import reader_of, reference_of
from casegen.load.text import CONTROL
from casegen.model import Case, Table
from casegen.prose import Prose
from casegen.reading.tex import TexFault, read_tex
from casegen.source import Source
from tests._support.promises import keeps_characters, keeps_places, verdict

Target = Callable[[bytes], None]
BIBLIOGRAPHIES = ("a.bib", "a.ris", "a.nbib", "a.json", "a.yaml")
# The texts of a case that "check" fills, one after the other.
FIELDS = ("presentation", "discussion", "title", "abstract", "conclusion", "competing_interests", "citation")
_FRONT = "casegen: 1\nauthors: [Ana Silva]\nreferences: [{id: one, type: book, title: T, issued: 2020}]\n"
_TITLE = "title: T\n"


def load_yaml(data: bytes) -> None:
    """Any bytes as case.yaml."""
    keeps_places(load(Path("case.yaml"), data=data))


def load_markdown(data: bytes) -> None:
    """Any bytes as case.md."""
    keeps_places(load(Path("case.md"), data=data))


def prose(data: bytes) -> None:
    """Any text as prose."""
    keeps_characters(Prose(_text(data)))


def formula(data: bytes) -> None:
    """Any text as TeX: MathML, or a fault within the text."""
    text = _text(data)
    try:
        ET.tostring(read_tex(text, display=True))
    except TexFault as fault:
        _expect(0 <= fault.start <= fault.end <= len(text))


def bibliography(data: bytes) -> None:
    """Any text in one of the formats, which the first byte chooses: references of the model, or faults."""
    name = BIBLIOGRAPHIES[data[0] % len(BIBLIOGRAPHIES)] if data else BIBLIOGRAPHIES[0]
    source = Source(Path(name), _text(data[1:]))
    reader = reader_of(name)
    assert reader is not None
    entries, faults = reader(source.text)
    for fault in faults:
        assert fault.message
        assert fault.line >= 1 <= fault.column
    for entry in entries:
        left_out: list[Fault] = []
        assert reference_of(entry, source, left_out) is not None or left_out
        for stretch in (entry.key, *entry.stretches().values()):
            assert 0 <= stretch.start <= stretch.end <= len(source.text)


def check(data: bytes) -> None:
    """Any texts, parted by U+001E, in the fields of a case: every rule gives a verdict."""
    texts = data.decode("utf-8", "replace").split("\x1e")
    typed = _FRONT if len(texts) > FIELDS.index("title") else _FRONT + _TITLE
    for field, text in zip(FIELDS, texts, strict=False):
        typed += f"{field}: |2-\n" + "".join(f"  {line}\n" for line in text.split("\n"))
    loaded = load(Path("case.yaml"), data=typed.encode())
    if loaded.case is not None:
        verdict(loaded)


def style(data: bytes) -> None:
    """Any text as a citation style: faults at places in it, or a tree."""
    try:
        for fault in faults_in(parse(data.decode("utf-8", "replace"))):
            assert fault.line >= 1 <= fault.column
    except NotXml as error:
        _expect(bool(error.fault.message))


def table(data: bytes) -> None:
    """Any bytes as a CSV file: rows of one length, or a reason."""
    _in_folder("t.csv", data)
    try:
        rows = read_table(_case(), Table(id="t", file="t.csv"))
        assert len({len(row) for row in rows}) == 1
    except Refused as refusal:
        _expect(bool(str(refusal)))


def image(data: bytes) -> None:
    """Any bytes as an image: its size, and what it tells; without metadata, it tells nothing."""
    _in_folder("i.png", data)
    for look in (lambda: read_image(Path(), "i.png"), lambda: _tells_nothing_when_stripped(data)):
        try:
            look()
        except Refused as refusal:
            _expect(bool(str(refusal)))


def _tells_nothing_when_stripped(data: bytes) -> None:
    if find_metadata(data):
        assert not find_metadata(strip_metadata(data))


def _expect(kept: bool) -> None:
    assert kept


def _text(data: bytes) -> str:
    """*data* as loading gives it on: without what it refuses."""
    return CONTROL.sub("", data.decode("utf-8", "replace")).removeprefix("\ufeff")


def _in_folder(name: str, data: bytes) -> None:
    """Put *data* into the working folder; a file with the time of the last one would not be read anew."""
    Path(name).unlink(missing_ok=True)
    Path(name).write_bytes(data)


@cache
def _case() -> Case:
    case = load(Path("case.yaml"), data=(_FRONT + _TITLE).encode()).case
    assert case is not None
    return case


TARGETS: dict[str, Target] = {
    target.__name__.replace("_", "-"): target
    for target in (load_yaml, load_markdown, prose, bibliography, check, formula, style, table, image)
}
