"""Articles of a size that nobody submits: composed all the same, in full."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from casegen import document as d
from casegen.limits import LIMITS, Limit
from tests._support.cases import composed
from tests._support.dump import walk


@pytest.fixture(autouse=True)
def _boundless(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a workspace that has raised its limits."""
    for name, declared in LIMITS.items():
        raised = declared.replace(default=declared.default * 100)
        monkeypatch.setitem(cast("dict[str, Limit]", LIMITS), name, raised)


FILES = Path(__file__).parent / "files"


def test_thousands_of_references() -> None:
    keys = [f"key{number}" for number in range(2000)]
    one_by_one = " ".join(f"[@{key}]" for key in keys)
    together = f"[{'; '.join(f'@{key}' for key in keys)}]"
    document = composed(
        {
            "introduction": f"{one_by_one}\n\n{together}",
            "references": [{"id": key, "type": "book", "title": "T"} for key in keys],
        }
    )
    assert [entry.key for entry in document.references] == keys
    assert {len(entry.backlinks) for entry in document.references} == {2}
    *_, last = (node for node in walk(document.body) if isinstance(node, d.Citation))
    assert d.plain(last.children) == "(1\u20132000)"


def test_sixty_authors() -> None:
    authors = [{"name": f"A {n}", "affiliations": [{"institution": f"I {n % 50}"}]} for n in range(60)]
    document = composed({"authors": authors})
    assert [affiliation.mark for affiliation in document.affiliations] == [str(n) for n in range(1, 51)]
    assert [author.marks[0].text for author in document.authors[48:52]] == ["49", "50", "1", "2"]


def test_a_long_table() -> None:
    document = composed({"tables": [{"id": "x", "rows": [["Test", "Value"], *([["Sodium", 140]] * 400)]}]})
    (table,) = (node for node in walk(document) if isinstance(node, d.Table))
    assert len(table.body) == 400


def test_two_hundred_thousand_words() -> None:
    paragraph = 'it\'s a "word" ' * 100
    document = composed({"introduction": f"{paragraph}\n\n" * 667, "discussion": "\"a 'b " * 20_000})
    text = "".join(d.plain(n.children) for n in walk(document.body) if isinstance(n, d.Paragraph))
    assert len(text.split()) >= 200_000
    assert not set(text) & {'"', "'"}


def test_a_long_chain_of_notes_and_of_captions() -> None:
    notes = "\n\n".join(f"[^{n}]: Note [^{n + 1}]" for n in range(1500))
    figures = [{"id": f"f{n}", "file": "a.svg", "caption": f"Like @fig-f{n + 1}."} for n in range(1500)]
    document = composed({"presentation": f"Text [^0], @fig-f0.\n\n{notes}", "figures": figures}, FILES)
    assert len(document.notes) == 1500
    labels = [node.label for node in walk(document.body) if isinstance(node, d.Figure)]
    assert labels == [f"Figure\u00a0{number}" for number in range(1, 1501)]
