"""REF010 and REF011: what others know of the works: retractions, and what a DOI names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from casegen.identifiers import doi_key
from casegen.model import Case, Reference
from casegen.problem import Severity
from casegen.rules.context import Context
from casegen.rules.references.works import comparable, once
from casegen.rules.registry import Finding, Unchecked, rule

_CONCERN = "expression of concern"


class _Notice(NamedTuple):
    nature: str
    doi: str


def _cited(case: Case) -> Iterator[tuple[Reference, str]]:
    """The references with a DOI, and what its spellings have in common."""
    for reference in once(case):
        key = doi_key(reference.DOI) if reference.DOI else None
        if key:
            yield reference, key


@rule("REF010", "retracted", severity=Severity.ERROR, source="ICMJE, section III.A; Retraction Watch")
def retracted(case: Case, context: Context) -> Iterator[Finding | Unchecked]:
    """A reference that was retracted; a warning where its journal has voiced concern.

    It is looked up in a list of retractions that you keep beside your cases, as Crossref publishes it:
    `retractions` under `[snapshots]` in casegen.toml. A title that begins with "Retracted" shows that the
    authors know.

    Why: what is retracted supports nothing, and goes on being cited for years.
    Bad:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement, DOI: 10.5555/gone}]
    Good:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement, DOI: 10.5555/kept}]
    """
    cited = list(_cited(case))
    if not cited:
        return
    path = context.snapshots.get("retractions")
    if path is None:
        yield Unchecked("no list of retractions: name one in casegen.toml")
        return
    try:
        notices = _retractions(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, RecursionError) as error:
        yield Unchecked(f"the list of retractions cannot be read: {error}")
        return
    for reference, key in cited:
        notice = notices.get(key)
        if notice is None or "retracted" in f"{reference.title} {reference.note}".lower():
            continue
        more = f"the notice is {notice.doi}" if notice.doi else ""
        if notice.nature == _CONCERN:
            message = f"the journal of {reference.id!r} has published an expression of concern"
            yield Finding(reference.at / "DOI", message, more, severity=Severity.WARNING)
        else:
            yield Finding(reference.at / "DOI", f"{reference.id!r} was retracted", more)


@lru_cache(maxsize=1)
def _retractions(path: Path, _modified: int) -> Mapping[str, _Notice]:
    """The gravest notice on each work of the list, by DOI; without what was reinstated.

    ValueError: the file is no such list.
    """
    found: dict[str, _Notice] = {}
    reinstated: set[str] = set()
    for doi, nature, notice in _rows(path, "OriginalPaperDOI", "RetractionNature", "RetractionDOI"):
        key, kind = doi.lower(), nature.lower()
        if kind == "reinstatement":
            reinstated.add(key)
        elif kind == "retraction" or (kind == _CONCERN and key not in found):
            found[key] = _Notice(kind, notice)
    return {key: notice for key, notice in found.items() if key not in reinstated}


def _rows(path: Path, *columns: str) -> Iterator[list[str]]:
    """What stands in *columns* of each row of a CSV file. ValueError: it has not all of them."""
    import csv

    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = csv.reader(file)
            head = next(rows, [])
            if not set(columns) <= set(head):
                raise ValueError(f"{path.name} has not the columns {', '.join(columns)}")
            places = [head.index(column) for column in columns]
            yield from ([row[at].strip() for at in places] for row in rows if len(row) > max(places))
    except csv.Error as error:
        raise ValueError(str(error)) from error


@rule("REF011", "doi-points-elsewhere", severity=Severity.WARNING, source="Crossref")
def doi_points_elsewhere(case: Case, context: Context) -> Iterator[Finding | Unchecked]:
    """A DOI that names another work than the reference does.

    It is looked up in a file of what Crossref holds, which you keep beside your cases: `works` under
    `[snapshots]` in casegen.toml. A translated title, or one with another subtitle, is the same work.

    Why: the link in the list leads to another article, and the work itself counts as never cited.
    Bad:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: Sudden death in athletes, DOI: 10.5555/cement}]
    Good:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement leakage, DOI: 10.5555/cement}]
    """
    cited = [(reference, key) for reference, key in _cited(case) if comparable(reference.title)]
    if not cited:
        return
    path = context.snapshots.get("works")
    if path is None:
        yield Unchecked("offline: no file of Crossref's works is named in casegen.toml")
        return
    try:
        works = _works(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, RecursionError) as error:
        yield Unchecked(f"the file of works cannot be read: {error}")
        return
    from casegen.refs.agree import is_another
    from casegen.refs.crossref import titles_of

    for reference, key in cited:
        work = works.get(key)
        if work is not None and is_another(reference, work):
            message = f"the DOI of {reference.id!r} names another work: {titles_of(work)[0]!r}"
            yield Finding(reference.at / "DOI", message, "look for the DOI of this work")
    if absent := sum(key not in works for _, key in cited):
        yield Unchecked(f"{absent} of {len(cited)} DOIs are not in {path.name}")


@lru_cache(maxsize=1)
def _works(path: Path, _modified: int) -> Mapping[str, Mapping[str, Any]]:
    """Crossref's records by DOI. ValueError: the file is no list of such."""
    import json

    records = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(records, list):
        raise ValueError(f"{path.name} is no list of works")  # noqa: TRY004 -- what is read, not passed
    return {str(record.get("DOI", "")).lower(): record for record in records if isinstance(record, dict)}
