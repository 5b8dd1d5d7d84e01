"""The faces that pages embed: to make them takes most of the time of a first build."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from casegen.writers.html.fonts import web_font

_STYLE = Path(__file__).parents[2] / "templates" / "classic" / "fonts.css"


def keep_faces(cache: Path) -> None:
    """Put what this run of the tests has of the faces into *cache*, a folder for CASEGEN_CACHE; one is left out.

    So a build that is to find nothing kept still makes one.
    """
    for name in re.findall(r"Source\w+-\w+\.ttf", _STYLE.read_text("utf-8")):
        web_font(name)
    folder = cache / "fonts"
    folder.mkdir(parents=True)
    for path in sorted(Path(os.environ["CASEGEN_CACHE"], "fonts").glob("Source*.woff2"))[1:]:
        shutil.copy(path, folder)
