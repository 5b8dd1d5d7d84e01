"""The files of a case that hold what its private file keeps, as problems."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.build.leaks.search import Search, search_for
from casegen.build.manifest import Known, Made
from casegen.files import PRIVATE, Refused
from casegen.load import Loaded
from casegen.problem import Problem
from casegen.rules import find

__all__ = ["leaking"]

_MEND = (
    "take it out of the case, or of the file that it came in with (an image, a supplementary file, a theme)"
)
_OLD = "delete it, or build this format again"


def leaking(loaded: Loaded, made: Made, before: Known) -> tuple[Problem, ...]:
    """What stops the build of a case: each place of a file that holds what the private file keeps (PRV010).

    Searched is what was *made*, and what will stay of the files that were there *before*: they may be older
    than what the private file says now. A private file that cannot be read stops the build as well, and so
    does a file that cannot be looked into.
    """
    if loaded.case is None:
        return ()
    try:
        search = search_for(loaded.case)
    except Refused as refusal:
        message = f"{PRIVATE}: {refusal}: nothing can be searched for what it keeps"
        return (_problem(loaded, message, "mend the file, or take it away"),)
    if search is None:
        return ()
    return (
        *(_problem(loaded, told, _MEND) for told in _in_made(search, made)),
        *(_problem(loaded, told, _OLD) for told in _in_old(search, made, before)),
    )


def _in_made(search: Search, made: Made) -> Iterator[str]:
    for entry in made.entries:
        yield from search.leaks(entry.file, entry.data)


def _in_old(search: Search, made: Made, before: Known) -> Iterator[str]:
    for file, data in before.staying(made):
        yield from (f"{told} (built before)" for told in search.leaks(file, data))


def _problem(loaded: Loaded, message: str, hint: str) -> Problem:
    rule = find("PRV010")
    span = loaded.places.main.span(0, 0)
    return Problem(rule.code, rule.name, rule.severity, message, span, hint=hint, blocking=True, private=True)
