"""The typefaces of the shipped themes, from packages, never from the machine.

A style sheet names a face by ``url("casegen:font/SourceSerifPro-Regular.ttf")``. The PDF engine gets
the whole file; a web page gets a fixed subset inside itself, made on first use and kept in the
user's cache folder.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from casegen.caches import recall, remember
from casegen.files import stamp
from casegen.problem import CasegenError

__all__ = ["FONT_URL", "embed_fonts", "read_font", "web_font"]

FONT_URL = "casegen:font/"
"""How a style sheet's address of a face begins."""

_FACE = re.compile(r"(Source(?:Serif|Sans)Pro)-\w+\.ttf")
_PACKAGES = {"SourceSerifPro": "font_source_serif_pro", "SourceSansPro": "font_source_sans_pro"}
_URL = re.compile(rf"url\(\"{FONT_URL}([\w.-]+)\"\)(?:\s*format\(\"truetype\"\))?")

# Latin with its extensions for European and Vietnamese names, Greek, and what medical text is set
# in: dashes, quotes, primes, fractions, raised and lowered figures, arrows, relations. The rest of
# the world's scripts come from the reader's system.
_CHARACTERS = (
    *(range(0x20, 0x7F), range(0xA0, 0x180), range(0x192, 0x193), range(0x1CD, 0x1DD)),
    *(range(0x1E6, 0x1EB), range(0x1FA, 0x220), range(0x2BB, 0x2BD), range(0x2C6, 0x2DE)),
    *(range(0x300, 0x30D), range(0x323, 0x329), range(0x370, 0x400), range(0x1E80, 0x1E86)),
    *(range(0x1EA0, 0x1EFA), range(0x2009, 0x2012), range(0x2012, 0x2028), range(0x202F, 0x203B)),
    *(range(0x2044, 0x2045), range(0x2070, 0x209D), range(0x20AC, 0x20AD), range(0x2100, 0x2127)),
    *(range(0x2150, 0x215F), range(0x2190, 0x2196), range(0x2202, 0x2266), range(0x25A0, 0x25CB)),
    range(0xFB00, 0xFB05),
)
_FEATURES = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum")


def read_font(name: str) -> bytes:
    """The font file *name* of the font packages; CasegenError where they have none of that name."""
    match = _FACE.fullmatch(name)
    # Not importlib.resources: to import it takes as long as to write the page.
    spec = find_spec(_PACKAGES[match[1]]) if match else None
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder, "files", name)).is_file():
            return path.read_bytes()
    raise CasegenError(f"a style sheet asks for the font {name!r}, which no font package has")


def embed_fonts(css: str) -> str:
    """*css* with each face's address replaced by the web subset itself, as a data URI."""

    def embedded(match: re.Match[str]) -> str:
        data = b64encode(web_font(match[1])).decode("ascii")
        return f'url("data:font/woff2;base64,{data}") format("woff2")'

    return _URL.sub(embedded, css)


@cache
def web_font(name: str) -> bytes:
    """The web subset of the face *name*, as WOFF2: the same bytes for the same package versions."""
    font = read_font(name)
    key = f"{Path(name).stem}-{sha256(font + _recipe()).hexdigest()[:32]}.woff2"
    subset = recall("fonts", key)
    if subset is None:
        subset = _subset(font)
        remember("fonts", key, subset)
    return subset


@cache
def _recipe() -> bytes:
    """What a subset depends on, beside the face."""
    # The versions of what makes it. To ask importlib.metadata for them takes longer than to write the page.
    makers = (find_spec(name) for name in ("fontTools", "brotli", "brotlicffi"))
    stamps = [stamp(Path(maker.origin)) for maker in makers if maker and maker.origin]
    return repr((stamps, _CHARACTERS, _FEATURES)).encode()


def _subset(font: bytes) -> bytes:
    from fontTools import subset  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    options = subset.Options(
        flavor="woff2",
        layout_features=list(_FEATURES),
        hinting=False,
        notdef_outline=True,
        # The time of day would make every subset another file.
        recalc_timestamp=False,
    )
    with TTFont(BytesIO(font), recalcTimestamp=False) as face:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[code for part in _CHARACTERS for code in part])
        subsetter.subset(face)
        face.flavor = "woff2"
        out = BytesIO()
        face.save(out, reorderTables=False)
    return out.getvalue()
