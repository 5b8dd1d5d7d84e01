"""Whether a case has more of something than it may have (`casegen.limits`), asked before anything costs."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from casegen.files import Refused, resolve_inside, stamp
from casegen.limits import Bound, limit, size
from casegen.load.codes import structural
from casegen.model import Case, Figure, Supplement, Table
from casegen.problem import Problem
from casegen.prose import Prose, nodes
from casegen.source import Pointer, SourceMap

__all__ = ["has_accents_over", "over_in_case", "over_in_data"]

_Over = tuple[Pointer, tuple[int, int] | None, str, Bound]
# The lists that have limits of their own, called as they are.
_COUNTED = frozenset({"authors", "figures", "tables", "references"})
# What people and institutions are called.
_NAMED = (("authors",), ("affiliations",))
_MILLION = 1_000_000
_RASTERS = ("PNG", "JPEG", "GIF", "WEBP")
_FILES = "figures, tables and supplementary files"


def over_in_data(data: Mapping[str, Any], places: SourceMap) -> list[Problem]:
    """What the canonical *data* of a case has too much of: entries of lists, cells, text."""
    return [_problem(over, places) for over in (*_texts_and_lists(data), *_cells(data.get("tables")))]


def over_in_case(case: Case, places: SourceMap) -> list[Problem]:
    """What *case* has too much of: figures that stand in its texts, citations, formulas, bytes of files."""
    overs: list[_Over] = []
    if len(case.figures) > (most := limit("figures")):
        overs.append((Pointer(("figures", int(most))), None, f"over {most:,} figures", most))
    typed = sum(len(table.rows) * max(map(len, table.rows)) for table in case.tables if table.rows)
    overs += [*_in_prose(list(case.prose()), typed), *_files(case)]
    if not overs:  # or there are more figures than are looked into
        overs += _pixels_in_all(case)
    return [_problem(over, places) for over in overs]


def _problem(over: _Over, places: SourceMap) -> Problem:
    at, within, message, bound = over
    return structural("YML008", message, places.locate(at, within), at, hint=bound.remedy)


def _texts_and_lists(data: Mapping[str, Any]) -> Iterator[_Over]:
    most_entries, most_text = limit("entries"), limit("all_text")
    any_text, name = limit("text"), limit("name")
    most_problems, most_accents = limit("problems"), limit("accents")
    told = total = 0
    pending: list[tuple[Any, Pointer]] = [(data, Pointer())]
    while pending and told < most_problems:
        value, at = pending.pop()
        if isinstance(value, list):
            own = len(at) == 1 and at[0] in _COUNTED
            most = limit(str(at[0])) if own else most_entries
            # Of rows, the cells are counted.
            if len(value) > most and not (at[:1] == ("tables",) and len(at) > 2):
                told += 1
                what = at[0] if own else "entries in one list"
                yield at / int(most), None, f"over {most:,} {what}", most
                continue
        cited = at[:1] == ("references",)
        longest = name if at[:1] in _NAMED else any_text
        for step, inside in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(inside, str):
                if len(inside) > longest:
                    told += 1
                    yield at / step, None, f"a text of over {longest:,} characters", longest
                elif has_accents_over(most_accents, inside):
                    told += 1
                    yield at / step, None, f"over {most_accents:,} accents on one letter", most_accents
                before, total = total, total + (0 if cited else len(inside))
                if before <= most_text < total:
                    yield at / step, None, f"over {most_text:,} characters in all texts", most_text
            elif isinstance(inside, dict | list):
                pending.append((inside, at / step))


def has_accents_over(most: int, text: str) -> bool:
    """Whether a letter in *text* has more than *most* accents or other marks."""
    # Marks are neither letters nor spaces, nor any other sign of Latin text.
    for run in re.finditer(rf"[^\w\s\x00-\u02ff]{{{most + 1},}}", text):
        kinds = "".join(unicodedata.category(char)[0] for char in run[0])
        if "M" * (most + 1) in kinds:
            return True
    return False


def _cells(tables: Any) -> Iterator[_Over]:
    most, most_in_all, most_columns = limit("cells"), limit("all_cells"), limit("columns")
    total = 0
    for index, table in enumerate(tables if isinstance(tables, list) else ()):
        rows = table.get("rows") if isinstance(table, dict) else None
        if not isinstance(rows, list):
            continue
        at = Pointer(("tables", index, "rows"))
        # Short rows are filled up.
        columns = max((len(row) for row in rows if isinstance(row, list)), default=0)
        cells = len(rows) * columns
        if columns > most_columns:
            yield at, None, f"a table of over {most_columns:,} columns", most_columns
        if cells > most:
            yield at, None, f"a table of over {most:,} cells", most
        before, total = total, total + cells
        if before <= most_in_all < total:
            yield at, None, f"over {most_in_all:,} cells in all tables", most_in_all


def _in_prose(texts: Sequence[tuple[Pointer, Prose]], cells: int) -> Iterator[_Over]:
    """What is too much in *texts*, beside tables of so many *cells* whose rows are typed by themselves."""
    most_nodes = limit("nodes")
    if _are_small([prose.text for _, prose in texts], cells):
        return  # and nothing needs to be parsed
    cited = formulas = drawn = seen = addressed = 0
    for at, prose in texts:
        for node in prose.walk():
            seen += 1
            if seen > most_nodes:
                message = f"over {most_nodes:,} pieces of text"
                yield at, (node.start, node.start + 1), message, most_nodes
                return
            if isinstance(node, nodes.Cite):
                cited += len(node.items)
                yield from _citations(at, node, cited)
            elif isinstance(node, nodes.Math | nodes.MathBlock):
                formulas, drawn = formulas + 1, drawn + len(node.tex)
                yield from _formulas(at, node, formulas, drawn)
            elif isinstance(node, nodes.Link | nodes.Image):
                before, addressed = addressed, addressed + len(_address(node))
                yield from _addresses(at, node, before, addressed)
            elif isinstance(node, nodes.Table):
                cells += (1 + len(node.rows)) * len(node.head)
                yield from _table(at, node, cells)


def _citations(at: Pointer, last: nodes.Cite, count: int) -> Iterator[_Over]:
    """What is too much with the *last* citation: with it, there are *count*."""
    most, most_at_once = limit("citations"), limit("cluster")
    if len(last.items) > most_at_once:
        message = f"over {most_at_once:,} works cited in one place"
        yield at, (last.start, last.start + 1), message, most_at_once
    if count - len(last.items) <= most < count:
        yield at, (last.start, last.end), f"over {most:,} citations", most


def _address(node: nodes.Link | nodes.Image) -> str:
    return node.href if isinstance(node, nodes.Link) else node.src


def _addresses(at: Pointer, last: nodes.Link | nodes.Image, before: int, length: int) -> Iterator[_Over]:
    """What is too much with the *last* link or image, before which all addresses had *before* characters."""
    most = limit("all_text")
    if before <= most < length:
        yield at, (last.start, last.end), f"over {most:,} characters in all addresses", most


def _table(at: Pointer, last: nodes.Table, count: int) -> Iterator[_Over]:
    """What is too much with the *last* table in Markdown: with it, all have *count* cells."""
    most, most_in_all, most_columns = limit("cells"), limit("all_cells"), limit("columns")
    columns, within = len(last.head), (last.start, last.end)
    cells = (1 + len(last.rows)) * columns
    if columns > most_columns:
        yield at, within, f"a table of over {most_columns:,} columns", most_columns
    if cells > most:
        yield at, within, f"a table of over {most:,} cells", most
    if count - cells <= most_in_all < count:
        yield at, within, f"over {most_in_all:,} cells in all tables", most_in_all


def _formulas(at: Pointer, last: nodes.Formula, count: int, length: int) -> Iterator[_Over]:
    """What is too much with the *last* formula: with it, *count* have *length* characters."""
    most, most_in_all = limit("formulas"), limit("all_formulas")
    within = (last.start, last.end)
    if count == most + 1:
        yield at, within, f"over {most:,} formulas", most
    if length - len(last.tex) <= most_in_all < length:
        yield at, within, f"over {most_in_all:,} characters in all formulas", most_in_all


def _are_small(texts: Sequence[str], cells: int) -> bool:
    """Whether *texts*, whatever is in them, cannot be over a limit: told by their marks and lengths.

    So it is with tables of so many *cells* beside them.
    """
    marks = [text.count("@") for text in texts]
    tables = [_cells_at_most(text) for text in texts]
    return (
        max(marks, default=0) <= limit("cluster")
        and sum(marks) <= limit("citations")
        and sum(text.count("$") for text in texts) <= 2 * limit("formulas")
        and sum(len(text) for text in texts if "$" in text) <= limit("all_formulas")
        and sum(len(text) for text in texts) <= limit("nodes")
        # One address may stand for thousands of links.
        and not any("]:" in text for text in texts)
        and max((text.count("|") for text in texts), default=0) < limit("columns")
        and max(tables, default=0) <= limit("cells")
        and sum(tables) + cells <= limit("all_cells")
    )


def _cells_at_most(text: str) -> int:
    """Neither one table in Markdown *text* nor all of them together have more cells."""
    marks = text.count("|")
    return (marks + 1) * (text.count("\n") + 1) if marks else 0


def _files(case: Case) -> Iterator[_Over]:
    most, most_in_all = size("attached_file"), size("all_files")
    total = 0
    items: list[Figure | Table | Supplement] = [*case.figures, *case.tables, *case.supplementary]
    for item in items:
        length = _length(case.folder, item.file) if item.file else 0
        if isinstance(item, Supplement) and length > most:
            yield item.at / "file", None, f"a supplementary file of over {most // 2**20:,} MB", most
        before, total = total, total + length
        if before <= most_in_all < total:
            message = f"over {most_in_all // 2**20:,} MB in all {_FILES}"
            yield item.at / "file", None, message, most_in_all


def _pixels_in_all(case: Case) -> Iterator[_Over]:
    most = limit("all_image_pixels")
    if len(case.figures) * limit("image_pixels") <= most:
        return  # each by itself is bounded
    total = 0
    for figure in case.figures:
        total += _pixels(case.folder, figure.file)
        if total > most * _MILLION:
            yield figure.at / "file", None, f"over {most:,} million pixels in all figures", most
            return


def _pixels(folder: Path, name: str) -> int:
    """How many pixels the image *name* says that it has; 0 for a drawing, and for what a rule tells of."""
    import PIL.Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of images that are large
            with PIL.Image.open(resolve_inside(folder, name), formats=_RASTERS) as image:
                return image.width * image.height
    except Exception:  # noqa: BLE001 -- decoders raise whatever a damaged file makes them
        return 0


def _length(folder: Path, name: str) -> int:
    """How many bytes the file *name* has; 0 where there is none, which a rule tells."""
    try:
        return stamp(resolve_inside(folder, name))[1]
    except Refused:
        return 0
