"""How much is read of a case, and how long its build may take: every bound, with its reason.

A workspace sets others under ``[limits]`` in its ``casegen.toml``; a case cannot. What asks for a bound is
deep inside, where nothing is known of workspaces: the reader of YAML, the decoder of images. So the bounds in
force are a context variable, which `load`, the check and the build set for as long as they work on one case
(`applied`): two workspaces in one run do not mix, and no function between has to hand them on. Where work
goes on in another thread or process, they are taken along and set there anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from casegen.values import Value

__all__ = ["LIMITS", "Bound", "Limit", "applied", "in_force", "limit", "size"]

_MB = 1024 * 1024


class Limit(Value):
    """A bound: its *default*, what that counts (*unit*), what is bounded, and why.

    *most* is the highest value that it can be raised to, where more would do harm; 0 where there is no such.
    A *fixed* limit is the same in every workspace.
    """

    name: str
    default: int
    unit: str
    bounds: str
    reason: str
    most: int = 0
    fixed: bool = False


_ALL = (
    # --- the case's file --------------------------------------------------------------------------------
    Limit(
        "case_file", 8, "MB", "a case file",
        "a case is text, of a few hundred kilobytes; images and data stand beside it",
    ),
    Limit(
        "nesting", 64, "levels", "lists and mappings in one another",
        "the format needs seven; what follows the reader walks the levels one in another",
        most=200,
    ),
    Limit(
        "aliased_values", 10_000, "values", "what YAML's aliases repeat",
        "a file of a kilobyte could fill the memory",
    ),
    Limit(
        "values", 200_000, "values", "all values of one YAML file",
        "a case with a thousand references has twenty thousand",
    ),
    Limit(
        "problems", 200, "problems", "what is told of one file before the rest is left out",
        "nobody reads more at once",
    ),
    # --- what a case has --------------------------------------------------------------------------------
    Limit(
        "authors", 1_000, "authors", "the authors of a case",
        "case reports have a dozen; the names of a consortium are a few hundred",
    ),
    Limit(
        "figures", 200, "figures", "the figures of a case",
        "each is decoded, cleaned and laid out",
    ),
    Limit(
        "tables", 200, "tables", "the tables of a case",
        "each is laid out by itself",
    ),
    Limit(
        "columns", 30, "columns", "the columns of one table",
        "a landscape page holds a dozen; what lays a table out for the PDF compares them",
    ),
    Limit(
        "cells", 6_000, "cells", "the cells of one table",
        "more is data for a repository, not for an article; a thousand take the PDF one or two seconds",
    ),
    Limit(
        "all_cells", 20_000, "cells", "the cells of all tables in the case; and so of all in its CSV files",
        "every cell is read as Markdown and laid out",
    ),
    Limit(
        "references", 6_000, "references", "the references in a case file",
        "each is printed by the citation processor, and compared with all others",
    ),
    Limit(
        "bibliography_file", 32, "MB", "a bibliography file",
        "a library of five thousand references with their abstracts is half of it",
    ),
    Limit(
        "bibliography_entries", 10_000, "references", "the references of all bibliography files of a case",
        "a whole group may share one library; each entry is read and compared",
    ),
    Limit(
        "bibliography_parts", 1_000_000, "parts", "lines, fields, names and braces of a bibliography file",
        "ten thousand references have 700,000; a million take some seconds to read",
    ),
    Limit(
        "reference_text", 20_000, "characters", "one text of a reference in a bibliography file",
        "a title has some hundred, an abstract four thousand; the processor takes a megabyte for each",
    ),
    Limit(
        "entries", 5_000, "entries", "any other list in a case",
        "the longest of an article, the authors of a work it cites, has a few thousand",
    ),
    Limit(
        "text", 200_000, "characters", "one text of a case, such as its discussion",
        "a whole article has 20,000",
    ),
    Limit(
        "name", 2_000, "characters", "one text of an author or affiliation",
        "names are looked for in the whole article where it is made blind",
    ),
    Limit(
        "accents", 100, "marks", "the accents and other marks on one letter",
        "Unicode asks for thirty at most (Standard Annex 15); the PDF takes minutes for some ten thousand",
    ),
    Limit(
        "all_text", 1_000_000, "characters", "all texts but references; and all addresses of links",
        "a book has half of it; every rule reads them, and each link writes its address",
    ),
    Limit(
        "nodes", 50_000, "pieces", "words in italics, links, citations and what stands between, in all texts",
        "an article has a thousand; every rule looks at each",
    ),
    Limit(
        "citations", 5_000, "citations", "the citations in all texts",
        "each is formatted by the citation processor",
    ),
    Limit(
        "cluster", 200, "works", "the works cited in one place",
        "a review cites some dozens at once",
    ),
    Limit(
        "formulas", 1_000, "formulas", "the formulas in all texts; and so in all its CSV files",
        "each is drawn for the PDF, which may take it half a second",
    ),
    Limit(
        "all_formulas", 10_000, "characters", "all formulas in all texts, as typed; and so in CSV files",
        "an article has a few thousand; the PDF takes a second or two for each thousand",
    ),
    Limit(
        "formula", 3_000, "characters", "one formula",
        "it is drawn in most of a second; what is longer is set in several",
        fixed=True,
    ),
    # --- the files of a case ----------------------------------------------------------------------------
    Limit(
        "image_file", 50, "MB", "a figure's file",
        "a radiograph in full resolution has ten",
    ),
    Limit(
        "image_pixels", 60, "million pixels", "a figure",
        "a small file can be an image that fills the memory; a camera's has 50 million pixels",
        most=170,
    ),
    Limit(
        "all_image_pixels", 1_000, "million pixels", "all figures of a case",
        "they are decoded one after another, 50 million pixels in a second",
    ),
    Limit(
        "svg_file", 10, "MB", "an SVG drawing",
        "it is read as a tree that takes a score of times the memory",
    ),
    Limit(
        "svg_levels", 100, "levels", "groups in one another in an SVG drawing",
        "the PDF engine goes into each in the one before",
        most=200,
    ),
    Limit(
        "svg_parts", 200_000, "parts", "what an SVG drawing draws, with all that is repeated by <use>, as a "
        "mask, a pattern, a marker at each point of a line, or by any other reference",
        "ten lines can repeat one another a billion times",
    ),
    Limit(
        "svg_surfaces", 50, "surfaces", "masks, patterns, filters with their steps, and see-through groups "
        "in one another in an SVG drawing",
        "each takes as much memory as the whole drawing; drawing programs nest a dozen",
    ),
    Limit(
        "svg_styles", 2_000_000, "comparisons", "the styles of an SVG drawing, with all elements each may "
        "apply to, and those that its selector asks for around them",
        "the PDF engine takes some seconds for a million; drawing programs write ten thousand",
    ),
    Limit(
        "svg_side", 100_000, "pixels", "the width or height of an SVG drawing",
        "where it is drawn as pixels, they are made first",
    ),
    Limit(
        "table_file", 2, "MB", "a table's CSV or TSV file",
        "6,000 cells of three hundred characters",
    ),
    Limit(
        "attached_file", 200, "MB", "a supplementary file",
        "a film of some minutes; it is searched for metadata and put into archives",
    ),
    Limit(
        "all_files", 500, "MB", "all figures, tables and supplementary files of a case",
        "an archive for a journal holds them all, in memory",
    ),
    Limit(
        "private_file", 1, "MB", "case.private.yaml",
        "every text is searched for each of its values",
    ),
    Limit(
        "private_values", 500, "values", "the texts and numbers in case.private.yaml",
        "each date has a hundred spellings, and every text is searched for all of them",
    ),
    Limit(
        "style_file", 2, "MB", "a citation style of one's own",
        "the largest of ten thousand has 246 kB",
    ),
    # --- a check and a build ----------------------------------------------------------------------------
    Limit(
        "check_seconds", 120, "seconds", "the time in which `casegen check` reads and checks one case",
        "a case at several limits at once takes ten seconds of a processor",
    ),
    Limit(
        "check_memory", 1_024, "MB", "the memory that one case may add to what `casegen check` has",
        "a case at several limits at once takes some hundred MB",
    ),
    Limit(
        "build_seconds", 300, "seconds", "the time of one case's build; its PDF may have as much again",
        "a large article with two hundred references and its PDF takes 15 seconds of a processor",
    ),
    Limit(
        "build_memory", 2_048, "MB", "the memory for a case's PDF, and what reading a case may add",
        "a large article takes 300 MB",
    ),
    Limit(
        "drawing_seconds", 8, "seconds", "the time in which an SVG drawing is made into pixels, for Word",
        "a large drawing takes one second; some lines with filters could take minutes",
    ),
    # --- what belongs to the workspace ------------------------------------------------------------------
    Limit(
        "theme_file", 10, "MB", "a style sheet, or the theme.toml, of a theme",
        "it is text that somebody wrote",
    ),
    Limit(
        "baseline_file", 64, "MB", "the baseline of known findings",
        "a line of it is a finding: half a million of them",
    ),
    Limit(
        "settings_file", 8, "MB", "casegen.toml, and the manifest of a case's outputs",
        "no workspace can set what must hold before its settings are read",
        fixed=True,
    ),
    Limit(
        "input_file", 1_024, "MB", "any file that is only compared with what it was",
        "it is read as a whole",
        fixed=True,
    ),
)  # fmt: skip

LIMITS: Mapping[str, Limit] = {limit.name: limit for limit in _ALL}

_given: ContextVar[Mapping[str, int]] = ContextVar("limits", default={})  # noqa: B039 -- nobody changes it


class Bound(int):
    """A limit's value, in its unit or in bytes, with the words that tell how to raise it."""

    limit: Limit

    @property
    def remedy(self) -> str:
        """What to do where it is too low."""
        return "" if self.limit.fixed else f"raise `{self.limit.name}` under [limits] in casegen.toml"


def limit(name: str) -> Bound:
    """The limit *name* as it is now in force, in its unit."""
    return _bound(name, 1)


def size(name: str) -> Bound:
    """The limit *name*, one in megabytes, in bytes."""
    return _bound(name, _MB)


def in_force() -> tuple[tuple[str, int], ...]:
    """What now differs from the defaults: for another thread or process, and for what is kept in memory."""
    return tuple(sorted(_given.get().items()))


@contextmanager
def applied(given: Mapping[str, int]) -> Iterator[None]:
    """Work under the defaults, but for the limits *given*, whatever was in force before."""
    token = _given.set(given)
    try:
        yield
    finally:
        _given.reset(token)


def _bound(name: str, times: int) -> Bound:
    declared = LIMITS[name]
    bound = Bound(_given.get().get(name, declared.default) * times)
    bound.limit = declared
    return bound
