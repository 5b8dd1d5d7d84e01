"""A citation engine's pieces, and the nodes they become."""

from __future__ import annotations

import pytest

from casegen import document as d
from casegen.citations import Piece
from casegen.compose.pieces import kept_together, styled
from tests._support.dump import inline

STYLED: list[tuple[list[Piece], str]] = [
    ([Piece("a"), Piece("b", italic=True), Piece("c", italic=True)], "a*bc*"),
    ([Piece("a", italic=True), Piece("b", italic=True, bold=True)], "*a****b***"),
    ([Piece("Ek", small_caps=True), Piece(" B")], "%Ek% B"),
    ([Piece("CO"), Piece("2", subscript=True), Piece("")], "CO~2~"),
    # A raised cluster is one, with its links inside.
    (
        [
            Piece("1", superscript=True, key="a"),
            Piece(",", superscript=True),
            Piece("3", superscript=True, key="b"),
        ],
        "^{1 >ref-a},{3 >ref-b}^",
    ),
    # So is a link of several styles.
    (
        [Piece("Ek ", key="a"), Piece("et al.", key="a", italic=True), Piece(", 2019", key="a")],
        "{Ek *et al.*, 2019 >ref-a}",
    ),
    (
        [Piece("On ", href="https://x.org"), Piece("B", italic=True, href="https://x.org")],
        "[On *B*](https://x.org)",
    ),
    (
        [Piece("3", key="a"), Piece("4", key="b", covered=True), Piece("–"), Piece("5", key="c")],
        "{3 >ref-a}{4 covered >ref-b}–{5 >ref-c}",
    ),
    # What is covered is not printed, though its key may be.
    ([Piece("3", key="a"), Piece("3", key="a", covered=True)], "{3 >ref-a}{3 covered >ref-a}"),
]


@pytest.mark.parametrize(("pieces", "printed"), STYLED)
def test_pieces_become_nodes(pieces: list[Piece], printed: str) -> None:
    assert inline(styled(pieces)) == printed


# "_" is a no-break space.
KEPT = [
    (["Kim et al. ", "[", "3", "]"], "Kim et_al._[3]"),
    (["(Tang et al., 2019; Kim & Lee, 2020a, 2020b)"], "(Tang et_al.,_2019; Kim & Lee,_2020a,_2020b)"),
    (["[", "1", ", ", "3", "]"], "[1, 3]"),
    (["see ", "16", ", p. 3"], "see_16, p._3"),
    (["Kim and Lee (", "2019", ")"], "Kim and Lee_(2019)"),
]


@pytest.mark.parametrize(("texts", "printed"), KEPT)
def test_a_citation_is_not_torn_at_the_end_of_a_line(texts: list[str], printed: str) -> None:
    pieces = kept_together([Piece(text, italic=bool(at % 2)) for at, text in enumerate(texts)])
    assert [piece.italic for piece in pieces] == [bool(at % 2) for at in range(len(texts))]
    assert "".join(piece.text for piece in pieces).replace("\u00a0", "_") == printed


def test_what_is_covered_does_not_count_as_printed() -> None:
    pieces = (Piece("Kim "), Piece("9 9", key="a", covered=True), Piece("(2019)"))
    assert [piece.text for piece in kept_together(pieces)] == ["Kim\u00a0", "9 9", "(2019)"]


PLAIN: list[tuple[d.Inlines, str]] = [
    ((d.Text("10"), d.Superscript((d.Text("9"),))), "10⁹"),
    ((d.Text("Ca"), d.Superscript((d.Text("2+"),))), "Ca²⁺"),
    ((d.Text("H"), d.Subscript((d.Text("2"),)), d.Text("O")), "H₂O"),
    ((d.Text("2"), d.Superscript((d.Text("nd"),))), "2nd"),
    (
        (d.Superscript((d.ReferenceLink("a", (d.Text("3"),)), d.ReferenceLink("b", (d.Text("4"),), covered=True),
                        d.Text("–"), d.ReferenceLink("c", (d.Text("15"),)))),),
        "³–¹⁵",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("nodes", "text"), PLAIN)
def test_plain_text_has_raised_and_lowered_figures(nodes: d.Inlines, text: str) -> None:
    assert d.plain(nodes) == text


@pytest.mark.parametrize(("tex", "text"), [(r"p < 0{,}05", "p < 0,05"), (r"95\%\,CI", "95% CI")])
def test_a_formula_as_plain_text_has_no_marks_that_only_tex_needs(tex: str, text: str) -> None:
    assert d.plain((d.Math(tex),)) == text
