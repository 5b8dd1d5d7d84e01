"""Every construct of prose: `*.md` files of `title / . / input / . / nodes / .`, as dumped by `dump`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from casegen.prose import Prose, nodes

FILES = sorted(Path(__file__).parent.glob("*.md"))
FIXTURE = re.compile(
    r"^(?P<title>\S[^\n]*)\n\.\n(?P<input>.*?)^\.\n(?P<nodes>.*?)^\.\n", re.MULTILINE | re.DOTALL
)
PLACE = ("start", "end", "children", "items", "head", "rows")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nodes(path: Path, golden: Callable[[Path, str], None]) -> None:
    fixtures = list(FIXTURE.finditer(path.read_text("utf-8")))
    golden(path, "\n".join(f"{f['title']}\n.\n{f['input']}.\n{dump(f['input'])}.\n" for f in fixtures))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(fixture["input"], id=f"{path.stem}: {fixture['title']}")
        for path in FILES
        for fixture in FIXTURE.finditer(path.read_text("utf-8"))
    ],
)
def test_positions_hold_what_the_nodes_say(text: str) -> None:
    check_positions(Prose(text))


def check_positions(prose: Prose) -> None:
    for node in prose.walk():
        assert 0 <= node.start <= node.end <= len(prose.text)
        match node:
            case nodes.Text(text=text) if len(text) == node.end - node.start:
                assert prose.text[node.start : node.end] == text
            case nodes.Cite(items=items):
                assert all(prose.text[item.start : item.end] == item.key for item in items)
            case nodes.CrossRef(items=crosses):
                assert all(prose.text[c.start : c.end].startswith(f"{c.kind}-{c.id}") for c in crosses)
            case nodes.NoteRef(label=label) if not label.startswith("^"):
                assert prose.text[node.start : node.end] == f"[^{label}]"
            case nodes.Image() | nodes.Link():
                assert prose.text[node.start] in "![<"
                assert prose.text[node.end - 1] in ")}]>"


def dump(text: str) -> str:
    """The nodes of *text*, one a line, each with its offsets and what only it has."""
    prose = Prose(text)
    lines = [line for block in prose.blocks for line in _lines(block, "")]
    for label, blocks in prose.notes.items():
        lines += [f"note {label}", *(line for block in blocks for line in _lines(block, "  "))]
    return "".join(f"{line}\n" for line in lines)


def _lines(node: object, indent: str) -> Iterator[str]:
    if isinstance(node, tuple):
        yield f"{indent}-"
        for item in node:
            yield from _lines(item, indent + "  ")
        return
    assert isinstance(node, nodes.Node)
    values = {name: getattr(node, name) for name in node.field_names}
    own = " ".join(
        repr(value) if name in ("text", "tex", "key", "src") else f"{name}={value!r}"
        for name, value in values.items()
        if name not in PLACE and value not in ("", False)
    )
    yield f"{indent}{type(node).__name__} {node.start}-{node.end} {own}".rstrip()
    if "head" in values:
        yield from _lines(values["head"], indent + "  ")
    for child in values.get("children", values.get("items", values.get("rows", ()))):
        yield from _lines(child, indent + "  ")
