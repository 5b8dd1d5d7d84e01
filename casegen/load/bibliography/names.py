"""Lists of names as BibTeX and BibLaTeX write them, turned into CSL names."""

import re

from bibtexparser.middlewares.names import parse_single_name_into_parts

from casegen.load.bibliography.entry import CslName
from casegen.load.bibliography.latex import plain
from casegen.load.bibliography.people import filled, with_suffix

_AND = re.compile(r"(?<=\s)and(?=\s)", re.IGNORECASE)
_COMMA = re.compile(",")
_EXTENDED = re.compile(r"\s*(family|given|prefix|suffix)\s*=", re.IGNORECASE)
_EXTENDED_PART = {"family": "family", "given": "given", "prefix": "non-dropping-particle", "suffix": "suffix"}
# What may hide a separator.
_HIDING = re.compile(r"[{\\]")


def read_names(latex: str) -> list[CslName]:
    """The names in a BibTeX list, "First von Last and von Last, Jr, First and {An Organisation}".

    "and others" becomes a literal "et al.", which is what it asks to be printed.
    """
    return [_read_name(" ".join(latex[start:end].split())) for start, end in names_in(latex)]


def names_in(latex: str) -> list[tuple[int, int]]:
    """Where the names of a BibTeX list begin and end."""
    stretches = []
    for start, end in _split(latex, _AND):
        name = latex[start:end]
        if name.strip().strip("{}").strip():
            stretches.append((start + len(name) - len(name.lstrip()), start + len(name.rstrip())))
    return stretches


def _read_name(latex: str) -> CslName:
    if latex.lower() == "others":
        return {"literal": "et al."}
    if not _outside_braces(latex).strip("\0") or latex.count("{") != latex.count("}"):
        return {"literal": plain(latex) or latex}
    if _EXTENDED.match(latex):
        return _read_extended_name(latex)
    parts = parse_single_name_into_parts(latex, strict=False)
    last, first, particle, suffix = (
        plain(" ".join(part)) for part in (parts.last, parts.first, parts.von, parts.jr)
    )
    name = with_suffix(last, first, suffix)
    return {**name, "non-dropping-particle": particle} if particle else name


def _read_extended_name(latex: str) -> CslName:
    """BibLaTeX's "family=Hasselt, given=Johannes, prefix=van"."""
    name: CslName = {}
    for start, end in _split(latex, _COMMA):
        key, _, value = latex[start:end].partition("=")
        if csl_key := _EXTENDED_PART.get(key.strip().lower()):
            name[csl_key] = plain(value)
    if "useprefix=false" in latex.replace(" ", "").lower() and "non-dropping-particle" in name:
        name["dropping-particle"] = name.pop("non-dropping-particle")
    return filled(name)


def _split(latex: str, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the pieces of `latex` begin and end that separators outside all braces cut it into."""
    pieces, start = [], 0
    for match in separator.finditer(_outside_braces(latex)):
        pieces.append((start, match.start()))
        start = match.end()
    return [*pieces, (start, len(latex))]


def _outside_braces(latex: str) -> str:
    """`latex`, as long as it was, with all braces, what they hold, and escaped characters blotted out."""
    if not _HIDING.search(latex):
        return latex.replace("}", "\0")
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
