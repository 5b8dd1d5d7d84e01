"""Case -> `Bibliography`: its citations and references, printed in its style."""

from __future__ import annotations

from collections.abc import Callable

from casegen.citations.bibliography import Bibliography, Piece
from casegen.citations.clusters import Cluster, cluster_of
from casegen.citations.csl import as_csl
from casegen.citations.kept import keep, key_of, nothing_kept, rendered
from casegen.citations.names import short_authors
from casegen.citations.prepare_style import names_authors
from casegen.citations.styles import StyleFault, find_style
from casegen.citations.work import Printed, Work
from casegen.model import Case, Reference
from casegen.problem import CasegenError
from casegen.reading.order import Place, reading_order

__all__ = ["begin", "cite", "ready"]

# What is printed for a key that no reference has.
_UNKNOWN = (Piece("?"),)


def ready() -> None:
    """Start the processor now, where it will surely be needed. CasegenError where there is none."""
    if nothing_kept():
        from casegen.citations.processor import processor

        processor().start()


def cite(case: Case) -> Bibliography:
    """The citations and references of *case*, which has no blocking problem, in its citation style.

    References nobody cites stand in the list too; a style that numbers them numbers them last. A key with
    no reference prints as ``?``; that is a blocking problem of its own (CIT001). CasegenError where the
    style cannot be used, or the processor not be asked.
    """
    return begin(case)()


def begin(case: Case) -> Callable[[], Bibliography]:
    """Begin to `cite` *case*; what is returned waits for the bibliography, and raises what went wrong."""
    references: dict[str, Reference] = {}
    for reference in case.references:
        references.setdefault(reference.id, reference)
    found = reading_order(case).citations
    if not references:
        return lambda: Bibliography((), {place: _UNKNOWN for place, _ in found})
    try:
        style = find_style(case.csl, case.style_folders)
    except StyleFault as fault:
        message = f"{fault}; {fault.hint}" if fault.hint else str(fault)
        return lambda: _fail(message)
    clusters = [(place, cluster_of(node, references, locators=style.locators)) for place, node in found]
    items = [as_csl(reference) for reference in references.values()]
    work = Work(style, case.language, items, [cluster for _, cluster in clusters if cluster.items])
    wait = _printing(work)
    return lambda: _bibliography(wait(), clusters, references, work)


def _fail(message: str) -> Bibliography:
    raise CasegenError(message)


def _printing(work: Work) -> Callable[[], Printed]:
    """*work* printed: from the cache at once, else by a thread that waits for the processor."""
    key = key_of(work)
    kept = rendered(key)
    if kept is not None:
        return lambda: kept
    from casegen.citations.render import render  # with all that it needs to ask pandoc

    printed: list[Printed | BaseException] = []

    def run() -> None:
        try:
            made = render(work)
            keep(key, made)
            printed.append(made)
        except BaseException as error:  # noqa: BLE001 -- raised where it is waited for
            printed.append(error)

    import threading

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def wait() -> Printed:
        thread.join()
        (answer,) = printed
        if isinstance(answer, BaseException):
            raise answer
        return answer

    return wait


def _bibliography(
    printed: Printed, clusters: list[tuple[Place, Cluster]], references: dict[str, Reference], work: Work
) -> Bibliography:
    answers = iter(printed.citations)
    citations = {}
    for place, cluster in clusters:
        pieces = next(answers) if cluster.items else _UNKNOWN
        if cluster.narrative and cluster.items and not names_authors(work.style):
            # The style prints no authors; the sentence needs them.
            names = short_authors(references[cluster.items[0].key], work.language)
            pieces = (Piece(names if work.style.raised else f"{names} "), *pieces)
        citations[place] = pieces
    return Bibliography(printed.entries, citations, raised=work.style.raised)
