"""Whatever a case says, no rule fails, every finding stands in the text, and time grows with the text alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casegen.check.fix import fix
from casegen.load import Loaded, load
from casegen.rules import STAGES, Rule, Stage, rules
from tests._support.promises import everything, verdict

RULES = [rule for rule in rules() if rule.function]
# What rules look for, in pieces: a text of them resembles every mistake and every near miss.
PIECES = [
    "A 45-year-old man", "76 years old woman", "she", "his brother", "presented with", "left", "right", "ventricle",
    "pain", "Paine", "sever", "improved", "completely", "after 2 month", "three weeks later", "12/40 (30%)", "5 mg/L",
    "on 12 March 2020", "2020-03-12", "Mr. Smith", "J.S.", "MRN 123456", "+1 212 555 0100", "a@example.org", "L5", "T12",
    "the first case", "never been reported", "Kim et al. 2020", "[3]", "[12, 18]", "(Figure 1)", "fig. 2B", "Table 1",
    "[@one]", "[see @one, p. 3]", "@one", "@fig-ct", "@tbl-a;B", "(HIV)", "human immunodeficiency virus", "the the", " ,", "( ",
    ")", "“", "”", "'", "C- arm", "rare(less", "however", "but", ". ", ", ", "; ", ": ", "\n\n", "\n", "## Follow-up:\n\n", "- ",
    "1. ", "> ", "| a | b |\n|---|---|\n| 1 | 2 |\n\n", "[^1]", "\n\n[^1]: note\n\n", "^3^", "H~2~O", "$x^2$", "`code`", "***", "\\",
    "<!-- casegen: ignore-next TXT001 -->", "<b>", "written informed consent", "As an AI language model", "TODO", "https://x.org/a",
    "10.1234/abc", "St Mary's Hospital", "left", "bilateral", "95% CI 1.2–3.4", "91-year-old", "ﬁ", "İ", "ß", "µ", "á", "a\u0301",
    "患者は45歳の男性。", "المريض", "\u202e", "\u200b", "😀", "\u00a0", "…", "‐", "ﬀ",
]  # fmt: skip
# Control characters stop a case at loading.
ANY = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cn")), max_size=6)
TEXT = st.lists(st.sampled_from(PIECES) | ANY, max_size=40).map(" ".join)
FIELDS = (
    "title", "abstract", "introduction", "presentation", "discussion", "conclusion", "patient_perspective",
    "correspondence", "citation", "acknowledgments", "competing_interests", "ai_use", "data_availability",
)  # fmt: skip


def loaded_with(texts: Mapping[str, str], extra: Mapping[str, object]) -> Loaded:
    content = {"casegen": 1, "title": "T", "authors": ["Ana Silva"], **extra, **texts}
    return load(Path("case.yaml"), data=json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))


@given(st.dictionaries(st.sampled_from(FIELDS), TEXT, min_size=1), st.sampled_from(STAGES))
@example(dict.fromkeys(FIELDS, " ".join(PIECES)), "publication")
def test_any_prose(texts: dict[str, str], stage: Stage) -> None:
    loaded = loaded_with(texts, {})
    if loaded.case is not None:
        verdict(loaded, stage)


@given(TEXT, TEXT, st.integers(0, 120), st.sampled_from(["male", "female", "unknown"]))
def test_any_prose_beside_what_is_declared(text: str, other: str, age: int, sex: str) -> None:
    extra = {
        "patient": {"age": age, "sex": sex},
        "timeline": [{"day": 0, "event": text}, {"when": other, "event": text}],
        "figures": [{"id": "ct", "file": "ct.png", "caption": text, "alt": other}],
        "tables": [{"id": "a", "rows": [[text, other], ["1", other]], "notes": text}],
        "sections": [{"title": other, "body": text}],
        "keywords": [text, other],
        "consent": {"obtained": True, "signer": other, "statement": text},
        "copyright": {"holder": text, "statement": other},
        "license": {"id": "CC-BY-4.0", "statement": text},
        "references": [
            {
                "id": "one",
                "type": "article-journal",
                "title": text,
                "container-title": other,
                "page": other,
                "issued": other,
                "DOI": other,
            }
        ],
    }
    loaded = loaded_with({"presentation": text, "discussion": other}, extra)
    if loaded.case is not None:
        verdict(loaded)


@given(st.dictionaries(st.sampled_from(FIELDS), TEXT, min_size=1))
@example(dict.fromkeys(FIELDS, " ".join(PIECES)))
def test_mending_twice_changes_nothing_more(texts: dict[str, str]) -> None:
    loaded = again(in_blocks({"title": "T", **texts}))
    if loaded.case is None:
        return
    once = fix(loaded, verdict, again, unsafe=True)
    assert once.loaded.case is not None
    assert not fix(once.loaded, verdict, again, unsafe=True).changes


def again(data: bytes) -> Loaded:
    return load(Path("case.yaml"), data=data)


def in_blocks(texts: dict[str, str]) -> bytes:
    """A case of literal blocks: each character stands where it can be mended."""
    lines = ["casegen: 1", "authors: [Ana Silva]"]
    for field, text in texts.items():
        lines += [f"{field}: |2-", *(f"  {line}" for line in text.split("\n"))]
    return "\n".join(lines).encode("utf-8", "replace")


LONG = 6_000


@pytest.mark.parametrize(
    "piece", [p for p in PIECES if p.strip()] + ["word ", "a", "(", "1 ", ".", "9", "A", "é"]
)
def test_a_long_text_of_one_piece(piece: str) -> None:
    """Each rule looks at a text that repeats what it looks for; one that backtracks would never end."""
    loaded = loaded_with(
        {"presentation": f"{piece} " * (LONG // len(piece)), "discussion": piece * (LONG // len(piece))}, {}
    )
    if loaded.case is not None:
        verdict(loaded)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_asked_for(rule: Rule) -> None:
    assert everything().runs(rule)
