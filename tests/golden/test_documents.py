"""The composed articles of the example cases, and every published word of the seed in one of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from casegen.citations import cite
from casegen.compose import compose
from casegen.document import Document
from casegen.load import load
from tests._support.dump import dump

HERE = Path(__file__).parent
CASES = HERE.parents[1] / "cases"
SEED = "vertebroplasty-cement-leakage"


def document(name: str) -> Document:
    case = load(CASES / name).case
    assert case is not None
    return compose(case, cite(case))


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_an_example_becomes_this_article(name: str, golden: Callable[[Path, str], None]) -> None:
    golden(HERE / name / "document.txt", dump(document(name)))


def test_the_seed_is_printed_word_for_word() -> None:
    published = (HERE.parent / "fixtures" / "published-seed.txt").read_text("utf-8")
    lines = [line for line in published.splitlines() if not line.startswith("#")]
    article = document(SEED)
    # The headings that a theme prints by itself, from the article's words.
    headings = [article.words["abstract"], article.words["references"]]
    printed = Counter(words("\n".join([dump(article), *headings])))
    assert not Counter(words("\n".join(lines))) - printed


def words(text: str) -> list[str]:
    return re.findall(r"\w+(?:['/.]\w+)*", re.sub(r"\{#\S+|>\S+\}|\]\(\S+\)", " ", text))
