"""What the layout engine's selectors see of a page is made once, however many stand side by side."""

from __future__ import annotations

import pytest
import weasyprint
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]

from casegen.writers.pdf.elements import renew

CSS = "p:has(+ h2) { width: 7px } p:has(~ h2) { height: 7px } p + p { left: 7px }"


def page(count: int) -> weasyprint.HTML:
    return weasyprint.HTML(string=f"<body>{'<p>a</p>' * (count - 2)}<h2>b</h2><p>c</p>")


@pytest.mark.parametrize("count", [2, 3, 49, 50, 51, 120])
def test_selectors_find_the_same(count: int) -> None:
    ours, plain = page(count), page(count)
    renew(ours)
    style = weasyprint.CSS(string=CSS)
    assert [each.local_name for each in ours.wrapper_element.iter_subtree()] == [
        each.local_name for each in plain.wrapper_element.iter_subtree()
    ]
    assert [len(style.matcher.match(each)) for each in ours.wrapper_element.iter_subtree()] == [
        len(style.matcher.match(each)) for each in plain.wrapper_element.iter_subtree()
    ]


def test_they_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = 0
    make = ElementWrapper.__init__

    def counted(self: ElementWrapper, *given: object, **more: object) -> None:
        nonlocal made
        made += 1
        make(self, *given, **more)

    monkeypatch.setattr(ElementWrapper, "__init__", counted)
    many = page(300)
    renew(many)
    style = weasyprint.CSS(string=CSS)
    made = 0
    for each in many.wrapper_element.iter_subtree():
        style.matcher.match(each)
    assert made < 400
