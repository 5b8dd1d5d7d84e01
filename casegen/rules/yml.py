"""YML: what `load` finds wrong with a case file before any rule reads it. Here it is only explained."""

from __future__ import annotations

import inspect

from casegen.load.codes import NAMES
from casegen.problem import Severity
from casegen.rules.registry import Rule, add


def _explain(code: str, doc: str, source: str = "") -> None:
    add(Rule(code, NAMES[code], Severity.ERROR, inspect.cleandoc(doc), source=source, blocking=True))


_explain(
    "YML001",
    """
    Text that is not YAML, or a Markdown case without front matter.

    Why: nothing can be read of a file whose structure is broken. Usually a bracket or quotation mark is not
    closed, text with a colon is not in quotes, or a line is indented by a tab.
    Bad:
        title: Cement leakage: a report
    Good:
        title: "Cement leakage: a report"
    """,
    source="YAML 1.2",
)
_explain(
    "YML002",
    """
    A key that is given twice, in one spelling or in two that mean the same.

    Why: only one of the values would count, and nobody would notice which.
    Bad:
        title: A small report
        title: A larger report
    Good:
        title: A small report
    """,
    source="YAML 1.2, section 3.2.1.3",
)
_explain(
    "YML003",
    """
    A key that the format does not have.

    Why: it is a slip of the pen more often than not, and what stands under it would silently be left out.
    Keys of your own begin with x-.
    Bad:
        title: A small report
        shorttitle: Small
    Good:
        title: A small report
        short_title: Small
        x-note: for me alone
    """,
)
_explain(
    "YML004",
    """
    A value of another kind than its key takes.

    So is an id that no mention or citation in the text can name, and a language that is no language tag.
    Only in a reference of a bibliography file, such an id does not stop the build.

    Why: a list where text is wanted, or a word that is not one of those to choose from, cannot be printed
    as it was meant.
    Bad:
        title: {main: A small report}
    Good:
        title: A small report
    """,
)
_explain(
    "YML005",
    """
    A key without which there is no case.

    Why: every report has a title and an author, and every part has what it is named by.
    Bad:
        authors: [{email: ana@example.org}]
    Good:
        authors: [{name: Ana Silva, email: ana@example.org}]
    """,
)
_explain(
    "YML006",
    """
    A version of the format that this casegen does not read.

    Why: a later version may mean something else by the same keys.
    Bad:
        casegen: 99
    Good:
        casegen: 1
    """,
)
_explain(
    "YML007",
    """
    Aliases that contain themselves, or repeat a great many values.

    Why: a small file could fill the memory. Up to ten thousand repeated values are read (`aliased_values`
    under `[limits]` in casegen.toml).
    Bad:
        keywords: &all [vertebroplasty, *all]
    Good:
        keywords: [vertebroplasty]
        x-again: [&word vertebroplasty, *word]
    """,
)
_explain(
    "YML008",
    """
    More of something than a case may have: of bytes, values, references, text, files.

    Each limit, its reason and how a workspace raises it: `docs/limits.md`. A file is not read further than to
    its limit.

    Why: what no article has is a mistake, or an attempt to exhaust the program that reads it.
    """,
)
_explain(
    "YML009",
    """
    A file that is not UTF-8 text.

    Why: its characters cannot be told apart with certainty, and names would be printed wrong.
    """,
)
_explain(
    "YML010",
    """
    Lists and mappings nested more than 64 levels deep (`nesting` under `[limits]` in casegen.toml).

    Why: the format needs seven; more is a mistake, or an attempt to exhaust the program that reads it.
    """,
)
_explain(
    "YML011",
    """
    Two figures, tables or affiliations with one id.

    Why: a mention of the id could mean either of them.
    Bad:
        affiliations: [{id: ubc, institution: One}, {id: ubc, institution: Two}]
    Good:
        affiliations: [{id: ubc, institution: One}, {id: sfu, institution: Two}]
    """,
)
_explain(
    "YML012",
    """
    A case or bibliography file that cannot be read, or a bibliography of unknown kind or with a broken entry.

    Why: references would silently be left out of the article.
    Bad:
        bibliography: [missing.bib]
    Good:
        bibliography: [refs.json]
    """,
)
