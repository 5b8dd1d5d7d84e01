"""What `casegen refs import` and `casegen refs add` share: bringing references into a case, and saying so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from casegen.check.fix import Change
from casegen.citations.csl import CslItem
from casegen.cli.changes import diff, write
from casegen.cli.console import result, tell
from casegen.cli.options import shown
from casegen.refs.casefile import CaseFile
from casegen.refs.keys import year_of
from casegen.refs.merge import Skipped
from casegen.refs.yaml_edit import appended
from casegen.reports.excerpt import printable

__all__ = ["bring", "described"]

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LONGEST = 70


def bring(file: CaseFile, added: Sequence[CslItem], skipped: Iterable[Skipped], *, show: bool) -> None:
    """Write what is *added* into *file*, or *show* the change alone; tell what was *skipped*.

    CasegenError where it cannot be written.
    """
    there = list(skipped)
    for each in there:
        origin = f"{each.incoming.origin}: " if each.incoming.origin else ""
        tell(f"{origin}there already as {each.key}: {described(each.incoming.item)}")
    change = Change(file.path, file.source.text, appended(file, added))
    if show:
        for line in diff(change):
            result(line)
        return
    if added:
        write(change)
    for item in added:
        result(f"{item['id']}  [@{item['id']}]  {described(item)}")
    count = f"{len(added) or 'no'} reference{'' if len(added) == 1 else 's'}"
    already = f"; {len(there)} {'was' if len(there) == 1 else 'were'} there already" if there else ""
    tell(f"casegen: added {count} to {shown(Path(file.path))}{already}")


def described(item: CslItem) -> str:
    """``Kim et al. 2020: Delayed radicular pain``, for people to know *item* by."""
    names = item.get("author") or item.get("editor") or []
    first = names[0].get("family") or names[0].get("literal") or names[0].get("given") if names else ""
    who = " ".join(filter(None, (first, "et al." if len(names) > 1 else "", year_of(item))))
    title = _TAG.sub("", item.get("title", ""))
    cut = title if len(title) <= _LONGEST else f"{title[:_LONGEST].rstrip()}…"
    return printable(": ".join(filter(None, (who, cut))) or item.get("type", ""))
