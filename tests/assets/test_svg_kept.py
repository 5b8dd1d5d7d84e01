"""What of a drawing's attributes and styles is published: what decides how it looks."""

from __future__ import annotations

import pytest

from casegen.assets.published import published_drawing

ROOT = 'xmlns="http://www.w3.org/2000/svg" width="9" height="9"'
# What stands in the drawing, and what of it stays.
DRAWINGS = {
    '<rect id="Joana"/>': "<rect />",
    '<rect class="Joana"/>': "<rect />",
    '<g id="a"/><use href="#a"/>': '<g id="a" /><use href="#a" />',
    '<g id="a%b"/><use href="#a%25b"/>': '<g id="a%b" /><use href="#a%25b" />',
    '<rect id="a" fill="url(#b)"/><g id="b"/>': '<rect fill="url(#b)" /><g id="b" />',
    '<rect id="a"/><set begin="1s; a.click"/>': '<rect id="a" /><set begin="1s; a.click" />',
    '<style>#a, .b.c{}</style><g id="a" class="b Joana c"/>': '<style>#a, .b.c{}</style><g id="a" class="b c" />',
    '<style>[class|=Joa]{}</style><g class="Joa"/>': '<style>[class|=Joa]{}</style><g class="Joa" />',
    '<g aria-label="Joana" role="Joana" data-a="Joana" tabindex="1" joana="1"/>': "<g />",
    '<g xml:id="Joana" xml:base="#Joana" xml:space="preserve"/>': '<g xml:space="preserve" />',
    '<g><title>Joana</title><desc>Joana</desc><rect x="1"/></g>': '<g><rect x="1" /></g>',
    "<style>/* Joana */ .a{fill:red}</style>": "<style>/**/ .a{fill:red}</style>",
    '<style>a{b:"/* c */"}</style>': '<style>a{b:"/* c */"}</style>',
    '<g style="fill:red/*Joana*/;--a:Joana;stroke:red"/>': '<g style="fill:red/**/; stroke:red" />',
    '<style>a{--a:1;--b:"Joana;";fill:red}</style><g fill="var(--a)"/>': (
        '<style>a{--a:1; fill:red}</style><g fill="var(--a)" />'
    ),
    '<style>.a--b:hover{}</style><g class="a--b"/>': '<style>.a--b:hover{}</style><g class="a--b" />',
}  # fmt: skip


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_drawings(drawing: str) -> None:
    published = published_drawing(f"<svg {ROOT}>{drawing}</svg>".encode()).decode()
    inside = published.partition(">")[2].removesuffix("</svg>")
    assert inside == DRAWINGS[drawing]
    again = published_drawing(published.encode()).decode()
    assert again == published


def test_a_comment_parts_two_halves_of_a_name() -> None:
    drawing = f'<svg {ROOT}><rect style="fill:u/**/rl(http://example.org/)"/></svg>'.encode()
    assert b"url(" not in published_drawing(drawing)
