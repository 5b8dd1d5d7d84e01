"""``casegen refs add``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from casegen.citations.csl import CslItem
from casegen.cli.console import tell
from casegen.cli.exits import CLEAN, FOUND
from casegen.cli.options import make_command
from casegen.cli.progress import Progress
from casegen.cli.refs.bring import bring
from casegen.cli.refs.choice import case_option, one_case
from casegen.identifiers import normalise_doi, normalise_pmid
from casegen.model.mentions import can_be_cited
from casegen.refs.casefile import CaseFile
from casegen.refs.lookup import Lookup, LookupFailure, NotFound
from casegen.refs.merge import Incoming, Known, Skipped, merge
from casegen.refs.tidy import tidy
from casegen.reports.excerpt import printable


@make_command(
    """
    casegen refs add 10.1016/j.wneu.2019.08.102
    casegen refs add PMID:21903253 https://doi.org/10.1128/9781555816490.ch11 --case cases/my-first-case
    casegen refs add 10.1016/j.wneu.2019.08.102 --key tang2019
    """
)
@click.argument("identifiers", metavar="DOI|PMID...", nargs=-1, required=True)
@case_option
@click.option(
    "--key", metavar="KEY", help="What the work is cited by.  [default: author and year, as kim2020]"
)
@click.option("--offline", is_flag=True, help="Use only what was looked up before.")
@click.option("--mailto", metavar="EMAIL", default="", help="Your address, for the services to write to.")
@click.option("--diff", "show", is_flag=True, help="Show what would change, and change nothing.")
def command(
    identifiers: tuple[str, ...], path: Path | None, key: str | None, offline: bool, mailto: str, show: bool
) -> int:
    """Look works up at Crossref or PubMed, and bring them into a case.

    A DOI may be an address; a PMID is a number, with or without PMID: before it. Each work's key is printed
    with the citation to paste. Compare what you got with the work itself: the services know what publishers
    tell them.

    Exit code 1: something could not be looked up; the rest is brought in.
    """
    target = one_case(path)
    case = CaseFile(target.path)
    known = Known(case.tidied)
    if key is not None:
        _require_key(key, known, len(identifiers))
    found, there, whole = _look_up(identifiers, known, Lookup(offline=offline, mailto=mailto))
    if key is not None:
        found = [each.replace(item={**each.item, "id": key}) for each in found]
    added, skipped = merge(known, found)
    bring(case, added, [*there, *skipped], show=show)
    return CLEAN if whole else FOUND


def _require_key(key: str, known: Known, count: int) -> None:
    if count > 1:
        raise click.UsageError("--key names one work: give one DOI or PMID")
    if not can_be_cited(key):
        raise click.UsageError(
            f"{key!r} cannot be cited: use letters, digits and single marks, as in kim2020"
        )
    if key in known.keys:
        raise click.UsageError(f"the key {key!r} is another reference's")


def _look_up(
    identifiers: Sequence[str], known: Known, lookup: Lookup
) -> tuple[list[Incoming], list[Skipped], bool]:
    """The works of *identifiers*, and which are there already; whether all could be had. The rest is told."""
    found: list[Incoming] = []
    there: list[Skipped] = []
    whole = True
    with lookup, Progress("looking up", len(identifiers)) as progress:
        for identifier in identifiers:
            progress.next(printable(identifier))
            stub = _read(identifier)
            if stub and (key := known.find(stub)) is not None:
                there.append(Skipped(Incoming({"title": identifier}), key))
                continue
            try:
                item, _ = tidy(_item(stub, lookup))
            except LookupFailure as failure:
                with progress.aside():
                    tell(printable(f"{identifier}: {failure}"))
                whole = False
                continue
            found.append(Incoming(item, origin=printable(identifier)))
    return found, there, whole


def _read(identifier: str) -> CslItem:
    """What *identifier* says of a work: its PMID or its DOI; nothing where it is neither."""
    if pmid := normalise_pmid(identifier):
        return {"PMID": pmid}
    doi = normalise_doi(identifier)
    return {"DOI": doi} if doi else {}


def _item(stub: CslItem, lookup: Lookup) -> CslItem:
    match stub:
        case {"PMID": pmid}:
            return lookup.pmid(pmid)
        case {"DOI": doi}:
            return lookup.doi(doi)
    raise NotFound("neither a DOI nor a PMID, such as 10.1016/j.wneu.2019.08.102")
