"""The files an article is made from, as an archive of its source holds them."""

from __future__ import annotations

from casegen import document as d
from casegen.files import Refused, resolve_inside
from casegen.model import Case


def source_files(case: Case) -> tuple[d.SourceFile, ...]:
    """The case file, and the files it names that lie in the case's folder; each once, by name."""
    named = [figure.file for figure in case.figures] + [table.file for table in case.tables]
    named += [supplement.file for supplement in case.supplementary] + list(case.bibliography)
    named += [case.csl] if case.csl.endswith(".csl") else []
    found = {case.file.name: case.file.resolve()}
    for name in named:
        try:
            path = resolve_inside(case.folder, name)
        except Refused:
            continue
        found[path.relative_to(case.folder.resolve()).as_posix()] = path
    return tuple(d.SourceFile(name, found[name]) for name in sorted(found))
