"""FIG: files used twice, and pictures too coarse to print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path

from casegen.assets import Image, is_wide, read_image
from casegen.files import Refused, resolve_inside
from casegen.model import Case, Figure, Supplement, Table
from casegen.problem import Severity
from casegen.rules.registry import Elsewhere, Finding, Unchecked, rule

# What a figure is printed at, in millimetres: the column and the page of a two-column journal, and the
# greatest height there.
COLUMN, PAGE, HEIGHT = 85, 170, 170
DPI = 300
# A photograph that is this fine is printed by many journals.
ENOUGH_FOR_PHOTOGRAPHS = 200

Item = Figure | Table | Supplement


@rule("FIG009", "duplicate-file", severity=Severity.WARNING)
def duplicate_file(case: Case) -> Iterator[Finding]:
    """Two figures, two tables or two supplementary files that show the same file.

    Copies under two names are found as well, if they are the same to the last byte.

    Why: usually the wrong file was chosen for one of them, and the picture that its caption speaks of is
    missing. Two parts of one picture are panels: show it once, and mention them as `@fig-ct;A` and
    `@fig-ct;B`.
    Bad:
        presentation: The first slice (@fig-ct) and the second one (@fig-mri).
        figures:
          - {id: ct, file: figures/ct.svg, caption: The first slice, alt: A bright fragment}
          - {id: mri, file: figures/ct.svg, caption: The second slice, alt: A dark fragment}
    Good:
        presentation: The first slice (@fig-ct) and the second one (@fig-mri).
        figures:
          - {id: ct, file: figures/ct.svg, caption: The first slice, alt: A bright fragment}
          - {id: mri, file: images/plain.png, caption: The second slice, alt: A dark fragment}
    """
    tables = [table for table in case.tables if table.file and not table.rows]
    for items in (case.figures, tables, case.supplementary):
        if len(items) > 1:
            yield from _repeated(case, items)


def _repeated(case: Case, items: Sequence[Item]) -> Iterator[Finding]:
    by_size: dict[int, list[tuple[Item, Path]]] = defaultdict(list)
    for item in items:
        try:
            path = resolve_inside(case.folder, item.file)
            by_size[path.stat().st_size].append((item, path))
        except (Refused, OSError):  # a problem of its own (FIG004)
            continue
    for same_size in by_size.values():
        first: dict[Path | bytes, Item] = {}
        digests: dict[Path, bytes] = {}
        paths = {path for _, path in same_size}
        for item, path in same_size:
            # Files are only read where another is as long.
            if path not in digests and len(paths) > 1:
                digests[path] = _digest(path)
            earlier = first.setdefault(digests.get(path, path), item)
            if earlier is not item:
                same = "is the file of" if earlier.file == item.file else "holds the same as the file of"
                yield Finding(
                    item.at / "file",
                    f"{item.file!r} {same} {_called(earlier)}",
                    "give the file that belongs here, or show it once",
                    related=(Elsewhere(earlier.at / "file", "given here first"),),
                )


def _digest(path: Path) -> bytes:
    import hashlib

    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return str(path).encode()


def _called(item: Item) -> str:
    match item:
        case Figure():
            return f"figure {item.id!r}"
        case Table():
            return f"table {item.id!r}"
        case _:
            return f"supplement {item.title!r}" if item.title else "another supplement"


@rule("FIG010", "resolution", severity=Severity.WARNING)
def resolution(case: Case) -> Iterator[Finding | Unchecked]:
    """A picture with too few pixels to be printed sharp: under 300 dots per inch (dpi).

    Counted at the width at which a two-column journal prints it: 85 mm for a column, which takes 1004
    pixels, and 170 mm for the page, which takes 2008. The page is taken by `width: full` and by wide
    pictures; no figure is printed higher than 170 mm. What counts are the pixels, not the dpi that the file
    declares. A JPEG between 200 and 300 dpi, as most photographs are, is information only. Vector drawings
    (SVG) are always sharp.

    Why: print shows what a screen hides. Journals send back what looks blurred on paper, and the original
    is found more easily now than then.
    Bad:
        presentation: See @fig-ct.
        figures: [{id: ct, file: images/plain.png, caption: The slice, alt: A bright fragment}]
    Good:
        presentation: See @fig-ct.
        figures: [{id: ct, file: figures/ct.svg, caption: The slice, alt: A bright fragment}]
    """
    for figure in case.figures:
        try:
            image = read_image(case.folder, figure.file)
        except Refused:
            yield Unchecked(f"the figure {figure.file!r} cannot be read")
            continue
        if image.media_type != "image/svg+xml":
            yield from _coarse(figure, image)


def _coarse(figure: Figure, image: Image) -> Iterator[Finding]:
    full = figure.width == "full" or (figure.width is None and is_wide(image))
    millimetres = _printed_width(PAGE if full else COLUMN, image)
    dpi = image.width / millimetres * 25.4
    # To the nearest ten: 299 dpi is what one gets who wanted 300.
    if round(dpi, -1) >= DPI:
        return
    needed = ceil(millimetres / 25.4 * DPI)
    place = "over the whole page" if full else "in a column"
    hint = f"use the original, at least {needed} pixels wide; a picture that is blown up is no sharper"
    column = _printed_width(COLUMN, image)
    if full and image.width / column * 25.4 >= DPI:
        hint += "; or set `width: column`, for which it is sharp enough"
    photograph = image.media_type == "image/jpeg" and dpi >= ENOUGH_FOR_PHOTOGRAPHS
    yield Finding(
        figure.at / "file",
        f"figure {figure.id!r} has {image.width:.0f} pixels for the {millimetres:.0f} mm it is printed at "
        f"{place}: {dpi:.0f} dpi, under {DPI}",
        hint,
        severity=Severity.INFO if photograph else None,
    )


def _printed_width(width: float, image: Image) -> float:
    """The width in millimetres at which *image* is printed where there are *width* for it."""
    return min(width, HEIGHT * image.width / image.height)
