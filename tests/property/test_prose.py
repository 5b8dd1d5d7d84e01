"""Whatever is typed, prose is read, every citation is one that was typed, and stands where it was typed."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from casegen.prose import Prose, nodes
from casegen.prose.locators import read_locator

PIECES = [
    "@a", "@b2", "-@c", "[@a]", "[@b; @c]", "[see @a, p. 3]", "[-@a]", "[@fig-ct]", "@fig-ct;B", "@tbl-x", "[", "]", "[^1]", "^[",
    "{", "}", "{p. iv}", "(", ")", "](x)", "][x]", ", p. 3", "pp. 3-4, 7", ", chap. 2", " 12", "iv", "S. 3", "§", "see ", "also ", ";",
    ",", ", ", " ", "  ", "\n", "\n\n", "\\", "\\@", "\\[", "\\;", "-", "@", "@@", "a@b.c", "user@example.org", "<a@b.c>", "x_@y",
    "https://x.org/@me", "www.x.org/@me", "5 mg @ 3 h", "é@z", "e\u0301@z", "ا@ب", "हिन्दी@x", "@田中2019", "*", "**", "_", "`", "$", "|",
    "| a | b |\n|---|---|\n| ", "- ", "> ", "# ", "<!--", "-->", "&#64;", "&nbsp;", "![", "[^1]: ", "\t", "\u00a0", "\u200b", "\u2028", "😀",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)


@given(TEXT)
@example("".join(PIECES))
@example("@a [p. 3; see @b, {iv} x] [@c], [-@d]\n[@e]")
def test_citations_are_what_was_typed(text: str) -> None:
    prose = Prose(text)
    for cite in (node for node in prose.walk() if isinstance(node, nodes.Cite)):
        assert prose.text[cite.start] == ("@" if cite.narrative else "[")
        assert prose.text[cite.end - 1] == "]" or cite.end == cite.items[0].end
        at = cite.start
        for item in cite.items:
            assert at < item.start < item.end <= cite.end
            assert prose.text[item.start - 1 : item.end] == f"@{item.key}"
            assert bool(item.locator) == bool(item.label)
            before = prose.text[item.start - 2 : item.start - 1]
            assert not before.isalnum() or before == ""
            at = item.end


@given(TEXT)
def test_clusters_that_follow_each_other_are_one(text: str) -> None:
    for block in Prose(text).walk():
        children = getattr(block, "children", ())
        for one, other in pairwise(children):
            assert not (is_cluster(one) and is_cluster(other))


def is_cluster(node: object) -> bool:
    return isinstance(node, nodes.Cite) and not node.narrative


@given(TEXT.map(lambda text: text.replace("@", "")))
def test_without_at_signs_nothing_is_cited(text: str) -> None:
    assert not [node for node in Prose(text).walk() if isinstance(node, (nodes.Cite, nodes.CrossRef))]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=8).map("".join))
@example(", p. 3")
@example(" {pp. iv, vi-xi}, and more")
@example(", 12-15")
def test_of_what_stands_behind_a_key_nothing_is_lost(typed: str) -> None:
    located = read_locator(typed)
    assert typed.endswith(located.suffix)
    assert bool(located.locator) == bool(located.label)
    if not located.locator and "{" not in typed:
        assert located.suffix == typed
