"""What is known of a style by what its citations print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.citations.styles.facts import facts_of
from casegen.citations.styles.tree import parse
from casegen.citations.styles.validate import faults_in

ROWS = yaml.safe_load((Path(__file__).parent / "facts.yaml").read_text(encoding="utf-8"))
STYLE = """\
<cs:style xmlns:cs="http://purl.org/net/xbiblio/csl" class="{klass}" version="1.0" default-locale="de-CH">
  <cs:info><cs:title> A  title
    over lines </cs:title>{info}</cs:info>{macros}
  <cs:citation>{sort}<cs:layout {attributes}>{layout}</cs:layout></cs:citation>
</cs:style>
"""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["layout"])
def test_facts(row: dict[str, Any]) -> None:
    parts = {key: row.get(key, "") for key in ("info", "macros", "sort", "layout")}
    prefixed = {
        key: part.replace("</", "</cs:").replace("<", "<cs:").replace("<cs:/cs:", "</cs:")
        for key, part in parts.items()
    }
    root = parse(
        STYLE.format(klass=row.get("class", "in-text"), attributes=row.get("attributes", ""), **prefixed)
    )
    assert faults_in(root) == ()
    facts = facts_of(root)
    assert (facts.title, facts.locale) == ("A title over lines", "de-CH")
    known = (facts.kind, facts.raised, facts.locators)
    assert known == (row["kind"], row.get("raised", False), row.get("locators", False))
