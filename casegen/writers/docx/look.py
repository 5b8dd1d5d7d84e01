"""What a theme's options mean for a Word document."""

from __future__ import annotations

import re

from casegen.themes import Theme
from casegen.values import Value

__all__ = ["Look", "look_of"]

_COLOUR = re.compile("#[0-9A-Fa-f]{6}")
# Width and height of the paper, in twentieths of a point.
_PAPER = {"A4": (11906, 16838), "letter": (12240, 15840)}
# An inch on all sides, as journals ask of manuscripts.
_MARGIN = 1440


class Look(Value):
    """Sizes are in points, lengths in twentieths of one, colours as Word has them ("7C1D2B" or "auto").

    *parts_apart*: abstract, text, references and each figure begin on a page of their own.
    """

    paper: tuple[int, int] = _PAPER["A4"]
    margin: int = _MARGIN
    font: str = "Times New Roman"
    size: float = 11
    accent: str = "auto"
    link: str = "auto"
    double_spaced: bool = False
    line_numbers: bool = False
    parts_apart: bool = False

    @property
    def table_size(self) -> float:
        """The size of tables, notes and credits."""
        return self.size - 1.5

    @property
    def text_width(self) -> int:
        """How wide a line is."""
        return self.paper[0] - 2 * self.margin


def look_of(theme: Theme) -> Look:
    """How *theme* wants its Word documents; what it does not say is as most journals have it."""
    options = theme.options
    double_spaced = options.get("double_spaced") is True
    return Look(
        paper=_PAPER.get(str(options.get("paper")), _PAPER["A4"]),
        font="Arial" if options.get("text") == "sans" else "Times New Roman",
        size=12 if double_spaced else 11,
        # A manuscript is set in black: it is to be marked in colours.
        accent="auto" if double_spaced else _colour(options.get("accent")),
        link=_colour(options.get("link")),
        double_spaced=double_spaced,
        line_numbers=options.get("line_numbers") is True,
        parts_apart=options.get("figures_at_end") is True,
    )


def _colour(value: object) -> str:
    return value[1:].upper() if isinstance(value, str) and _COLOUR.fullmatch(value) else "auto"
