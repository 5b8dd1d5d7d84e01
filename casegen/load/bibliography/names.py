"""Lists of names as BibTeX and BibLaTeX write them, turned into CSL names."""

import re

from bibtexparser.middlewares.names import parse_single_name_into_parts

from casegen.load.bibliography.entry import CslName
from casegen.load.bibliography.latex import plain

_AND = re.compile(" and ", re.IGNORECASE)
_COMMA = re.compile(",")
_EXTENDED = re.compile(r"\s*(family|given|prefix|suffix)\s*=", re.IGNORECASE)
_EXTENDED_PART = {"family": "family", "given": "given", "prefix": "non-dropping-particle", "suffix": "suffix"}


def read_names(latex: str) -> list[CslName]:
    """The names in a BibTeX list, "First von Last and von Last, Jr, First and {An Organisation}".

    "and others" becomes a literal "et al.", which is what it asks to be printed.
    """
    return [name for part in _split(" ".join(latex.split()), _AND) if (name := _read_name(part.strip()))]


def _read_name(latex: str) -> CslName:
    if latex.lower() == "others":
        return {"literal": "et al."}
    if not _outside_braces(latex).strip("\0") or latex.count("{") != latex.count("}"):
        return _filled({"literal": plain(latex)})
    if _EXTENDED.match(latex):
        return _read_extended_name(latex)
    parts = parse_single_name_into_parts(latex, strict=False)
    return _filled(
        {
            "family": plain(" ".join(parts.last)),
            "given": plain(" ".join(parts.first)),
            "non-dropping-particle": plain(" ".join(parts.von)),
            "suffix": plain(" ".join(parts.jr)),
        }
    )


def _read_extended_name(latex: str) -> CslName:
    """BibLaTeX's "family=Hasselt, given=Johannes, prefix=van"."""
    name: CslName = {}
    for part in _split(latex, _COMMA):
        key, _, value = part.partition("=")
        if csl_key := _EXTENDED_PART.get(key.strip().lower()):
            name[csl_key] = plain(value)
    return _filled(name)


def _filled(name: CslName) -> CslName:
    return {key: value for key, value in name.items() if value}


def _split(latex: str, separator: re.Pattern[str]) -> list[str]:
    """`latex` cut at the separators that stand outside all braces."""
    pieces, start = [], 0
    for match in separator.finditer(_outside_braces(latex)):
        pieces.append(latex[start : match.start()])
        start = match.end()
    return [*pieces, latex[start:]]


def _outside_braces(latex: str) -> str:
    """`latex`, as long as it was, with all braces, what they hold, and escaped characters blotted out."""
    outside, depth, escaped = [], 0, False
    for character in latex:
        if escaped or character == "\\":
            escaped = not escaped
            outside.append("\0")
            continue
        depth += character == "{"
        outside.append("\0" if depth or character == "}" else character)
        depth = max(depth - (character == "}"), 0)
    return "".join(outside)
