"""Bibliography files -> references to be brought in."""

from __future__ import annotations

from pathlib import PurePath

from casegen.citations.csl import as_csl
from casegen.load.bibliography import Fault
from casegen.load.references import reader_of, reference_of
from casegen.problem import CasegenError
from casegen.refs.merge import Incoming
from casegen.refs.tidy import tidy
from casegen.source import Source

__all__ = ["KINDS", "can_be_read", "read_incoming"]

KINDS = ("bib", "ris", "nbib", "json", "yaml")
"""The kinds of bibliography files, by what their names end in."""

# Their keys are what somebody cites by; those of the others are a database's.
_KEYED = ("bib", "json", "yaml")
_KIND_OF = {"bibtex": "bib", "biblatex": "bib", "csljson": "json", "yml": "yaml"}


def can_be_read(name: str) -> bool:
    """Whether a file called *name* is of a known kind."""
    return reader_of(name) is not None


def read_incoming(source: Source, kind: str = "") -> tuple[list[Incoming], list[Fault]]:
    """The references in *source*, tidy and with the line that each begins on, and what could not be read.

    *kind* is one of `KINDS`, else the file's name tells. CasegenError where it does not.
    """
    kind = kind or PurePath(source.path).suffix.lower().lstrip(".")
    kind = _KIND_OF.get(kind, kind)
    reader = reader_of(f"file.{kind}")
    if reader is None:
        raise CasegenError(f"{source.path} is no known kind of bibliography: say which with --from")
    entries, faults = reader(source.text)
    found: list[Incoming] = []
    for entry in entries:
        # One without an id gets a key like any other.
        keyed = entry if entry.csl.get("id") else entry.replace(csl={**entry.csl, "id": "-"})
        reference = reference_of(keyed, source, faults)
        if reference is None:
            continue
        item, more = tidy(as_csl(reference))
        faults.extend(Fault(entry.line, 1, fault) for fault in more)
        if kind not in _KEYED:
            item["id"] = ""
        found.append(Incoming(item, entry.line))
    return found, sorted(faults, key=lambda fault: (fault.line, fault.column))
