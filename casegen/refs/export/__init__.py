"""References in the formats of reference managers: one module for each, which takes references to a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from casegen.model import Reference

__all__ = ["FORMATS", "export"]

FORMATS = ("bib", "ris", "csl")


def export(references: Iterable[Reference], format: str) -> str:
    """The text of *references* as ``bib`` (BibTeX and BibLaTeX), ``ris`` or ``csl`` (CSL-JSON).

    A format leaves out what it has no field for; CSL-JSON leaves out nothing.
    """
    return _writer(format)(references)


def _writer(format: str) -> Callable[[Iterable[Reference]], str]:
    if format == "bib":
        from casegen.refs.export.bibtex import write_bibtex

        return write_bibtex
    if format == "ris":
        from casegen.refs.export.ris import write_ris

        return write_ris
    from casegen.refs.export.csl import write_csl

    return write_csl
