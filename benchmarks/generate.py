"""Distinct cases made from the project's own, so that no cache helps unfairly."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

__all__ = ["generate", "varied"]

# A plain word of prose: no part of a key, a link, an address or an attribute.
_WORD = re.compile(r"(?<![@\w:/#{.=-])[a-z]{4,}(?![\w:/=-])")
# The keys whose text is varied: what a machine reads stays as it is.
_PROSE = re.compile(
    r"^(abstract|introduction|presentation|discussion|conclusion): \|\n(?:(?:  .*)?\n)+", re.MULTILINE
)
_REFERENCES = re.compile(r"^references:\n(?:(?:[ -].*)?\n)+", re.MULTILINE)
_TITLE = re.compile(r"(\btitle: *[\"']?)(?=\w)")


def varied(text: str, chance: random.Random) -> str:
    """Return a case's text with words of its prose exchanged for others of its prose."""
    words = sorted({word for prose in _PROSE.finditer(text) for word in _WORD.findall(prose.group())})
    return _PROSE.sub(
        lambda prose: _WORD.sub(
            lambda word: chance.choice(words) if chance.random() < 0.1 else word.group(), prose.group()
        ),
        text,
    )


def generate(folder: Path, count: int, sources: Sequence[Path]) -> list[Path]:
    """Make *count* case folders in *folder*, of each of *sources* in turn, and return them.

    Their text, references and images are their own.
    """
    chance = random.Random(1)  # noqa: S311 -- the same cases in every run
    made = []
    for number in range(count):
        case = folder / f"case-{number:04}"
        shutil.copytree(sources[number % len(sources)], case)
        path = case / "case.yaml"
        text = varied(path.read_text("utf-8"), chance)
        path.write_text(_renamed(text, _name(number)), encoding="utf-8")
        for image in case.rglob("*.*"):
            _vary_image(image, number)
        made.append(case)
    return made


def _renamed(text: str, name: str) -> str:
    """A case's text with *name* before the title of each reference."""
    return _REFERENCES.sub(lambda found: _TITLE.sub(rf"\g<1>{name} ", found.group()), text)


def _name(number: int) -> str:
    """A word for *number*, which tells its reference lists from all others."""
    return "".join("bcdfghjklm"[int(digit)] + "a" for digit in f"{number:04}").capitalize()


def _vary_image(path: Path, number: int) -> None:
    if path.suffix == ".svg":
        path.write_text(path.read_text("utf-8") + f"<!-- {number} -->\n", encoding="utf-8")
    elif path.suffix in {".png", ".jpg"}:
        from PIL import Image

        with Image.open(path) as image:
            changed = image.copy()
            corner = (number % 256,) * len(image.getbands())
        changed.putpixel((0, 0), corner if len(corner) > 1 else corner[0])
        changed.save(path, quality=95)
