"""Whatever an article holds, its JATS is well formed, and every reference in it leads somewhere."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from casegen.document import Document
from casegen.writers.jats import jats
from tests._support.cases import composed
from tests.writers.jats.strategies import misplaced

FEW = settings(
    max_examples=20, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)  # fmt: skip
# What Markdown is made of, and characters that XML has no place for or that turn the text around.
PROSE = st.lists(
    st.sampled_from([
        *"ab*_~^$`[]()!|><-& \n\u202e\u2066\u2028]]>", "\n\n", "- ", "> ", "1. ", "## ", "[^1]", "\n\n[^1]: n\n", "$x^2$", "\x85",
        "\n|a|\n|-|\n|b|\n", "[l](https://a.org/?<&\")", "\\\n", "---\n", "```\n",
    ]),
    max_size=40,
).map("".join)  # fmt: skip
# What the DTD has in these and nothing else.
ONLY = {
    "fn": {"label", "p"},
    "list-item": {"label", "p", "list"},
    "caption": {"title", "p"},
    "ack": {"title", "p"},
}


@settings(FEW, max_examples=40)
@given(title=PROSE, text=PROSE)
def test_any_text_is_well_formed(title: str, text: str) -> None:
    case: dict[str, object] = {
        "title": f"T {title}",
        "introduction": f"x {text}",
        "funding": f"x {text}",
        "keywords": [f"x{title}"],
    }
    etree.fromstring(jats(composed(case)))


@FEW
@given(misplaced())
def test_any_article_is_whole(document: Document) -> None:
    root = etree.fromstring(jats(document))
    anchors = [element.get("id") for element in root.iter("{*}*") if element.get("id")]
    assert len(anchors) == len(set(anchors))
    for reference in root.iter("xref"):
        assert reference.get("rid") in anchors
        assert reference.get("ref-type")
    for name, inside in ONLY.items():
        for element in root.iter(name):
            assert {child.tag for child in element} <= inside
    for section in root.iter("sec"):
        tags = [child.tag for child in section]
        assert tags[0] == "title"
        assert "sec" not in tags or set(tags[tags.index("sec") :]) == {"sec"}
