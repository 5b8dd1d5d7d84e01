"""Ids and language tags: which are well formed. What may be cited is what prose reads as a citation."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casegen.model.languages import has_words, is_tag
from casegen.model.mentions import can_be_cited, can_be_mentioned
from casegen.prose import Prose, nodes

IDS = st.text(st.sampled_from("aé症1_:.#$%&-+?<>~/ \"'();@[]*\\^"), max_size=6)


def mentions(text: str) -> list[nodes.Inline]:
    """What *text*, alone in brackets, is read as, where that is one citation or mention and no more."""
    (block,) = Prose(f"[{text}]").blocks or (None,)
    found = block.children if isinstance(block, nodes.Paragraph) else ()
    return list(found) if len(found) == 1 else []


@given(IDS)
@example("fig-1")
@example("10.1000/x")
@example("a--b")
def test_a_key_can_be_cited_if_prose_reads_all_of_it(key: str) -> None:
    items = [item for node in mentions(f"@{key}") if isinstance(node, nodes.Cite) for item in node.items]
    whole = [(item.key, item.prefix, item.suffix) for item in items] == [(key, "", "")]
    assert can_be_cited(key) == whole


@given(IDS)
def test_an_id_can_be_mentioned_if_prose_reads_all_of_it(id: str) -> None:
    items = [i for node in mentions(f"@fig-{id}") if isinstance(node, nodes.CrossRef) for i in node.items]
    assert can_be_mentioned(id) == ([(item.id, item.panel) for item in items] == [(id, "")])


@pytest.mark.parametrize(
    "tag",
    ["en", "en-GB", "pt-BR", "PT-br", "zh-Hant-TW", "es-419", "de-CH-1901", "ca-valencia", "tlh", "zh-yue-HK",
     "en-u-ca-gregory", "de-x-clinic", "x-ours"],
)  # fmt: skip
def test_language_tags(tag: str) -> None:
    assert is_tag(tag)


@pytest.mark.parametrize(
    "text",
    ["", "e", "klingon", "english", "en_GB", "en-", "-en", "en--GB", "en GB", " en", "en\n", "xx}{;body{display:none}",
     "en-GB-GB", "en-u", "x", "de\u0301", "en-" + "abcde-" * 12 + "abcde"],
)  # fmt: skip
def test_what_is_no_language_tag(text: str) -> None:
    assert not is_tag(text)


def test_languages_with_words() -> None:
    assert [tag for tag in ("en", "DE", "pt-BR", "de_CH", "zh-CN", "tlh", "", "../en", "no") if has_words(tag)] == [
        "en", "DE", "pt-BR", "de_CH",
    ]  # fmt: skip
