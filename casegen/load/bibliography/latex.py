"""LaTeX as BibTeX fields hold it, turned into Unicode text with CSL's inline markup."""

import logging
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

logging.getLogger("pylatexenc").addHandler(logging.NullHandler())

DEEPEST = 40
"""Braces nested deeper than this are a mistake or an attack, and the recursive converter has its limits."""

_MARKUP = {
    "emph": "i",
    "textit": "i",
    "textsl": "i",
    "mkbibemph": "i",
    "textbf": "b",
    "mkbibbold": "b",
    "textsuperscript": "sup",
    "mkbibsuperscript": "sup",
    "textsubscript": "sub",
}
# Commands whose argument counts and whose effect does not; the library would drop some of these with their
# argument, and turn letters into mathematical ones that few fonts can draw.
_PLAIN = (
    *("url", "path", "nolinkurl", "mbox", "hbox"),
    *("texttt", "textsf", "textup", "textmd", "mathbf", "mathit", "mathsf", "mathtt", "mathcal"),
)

_QUOTING = ("enquote", "mkbibquote")
# Symbols that the library does not know.
_SYMBOLS = {
    "textless": "<", "textgreater": ">", "textbar": "|", "textasciicircum": "^", "textunderscore": "_",
    "textmicro": "µ",
    "pounds": "£", "euro": "€", "copyright": "©", "S": "§", "P": "¶", "degree": "°", "celsius": "°C",
}  # fmt: skip

_TAGGED = "<{0}>{1}</{0}>"
_NO_CASE = '<span class="nocase">{}</span>'

# Characters that mean something to LaTeX and that people write in fields without meaning it.
_UNMEANT = re.compile(r"(?<!\\)[%&#]")
_BRACED = r"((?:[^{}]|\{[^{}]*\})*)"
_DECLARED = re.compile(rf"\{{\\(em|it|itshape|sl|slshape|bf|bfseries)(?![A-Za-z])\s*{_BRACED}\}}")
_MATHEMATICAL = re.compile(rf"\\ensuremath\{{{_BRACED}\}}")
_CHEMICAL = re.compile(rf"\\ce\{{{_BRACED}\}}")
_CHARGE = re.compile(r"\^\{?([0-9]*[+-])\}?")
_COUNT = re.compile(r"(?<=[A-Za-z)\]])([0-9]+)")
_MATH = re.compile(r"(?<!\\)\$([^$]*)(?<!\\)\$")
_RAISED = re.compile(r"([\^_])(?:\{([^{}]*)\}|(\\[A-Za-z]+|[^\s{}\\]))")
# What most fields hold besides letters. No two of these begin alike, so that matching takes linear time.
_ACCENT = (
    r"\\(?:[\"'`^~=.]|[uvHckrdb](?:(?=\{)| ))(?:\{(?:\\[ij]|[A-Za-z])\}|\\[ij](?![A-Za-z])\s*(?!\s)|[A-Za-z])"
)
_LETTER = (
    r"\\(?:aa|AA|ae|AE|oe|OE|ss|textless|textgreater|textendash|textemdash|[oOlLij])"
    r"(?:\{\}|(?![A-Za-z])\s*(?!\s))"
)
_SPECIAL = r"\\[&%#_$]|---?|``|''|~|[?!]`"
_PLAIN_CHARACTER = r"[^\\{}$~`'?!\-]|[?!](?!`)|'(?!')|`(?!`)|-(?!-)"
_CHARACTER = re.compile(rf"\{{(?:{_ACCENT}|{_LETTER})\}}|{_ACCENT}|{_LETTER}|{_SPECIAL}")
_INSIDE = rf"(?:{_PLAIN_CHARACTER}|{_CHARACTER.pattern})*"
_ATOM = re.compile(
    rf"(?:{_PLAIN_CHARACTER})+|\{{(?P<group>{_INSIDE})\}}|\\(?P<command>{'|'.join(_MARKUP)})\{{(?P<content>{_INSIDE})\}}"
    rf"|{_CHARACTER.pattern}"
)
_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip
_TEXTS = {
    "\\aa": "å", "\\AA": "Å", "\\ae": "æ", "\\AE": "Æ", "\\oe": "œ", "\\OE": "Œ", "\\ss": "ß", "\\o": "ø",
    "\\O": "Ø", "\\l": "ł", "\\L": "Ł", "\\i": "ı", "\\j": "ȷ", "\\&": "&", "\\%": "%", "\\#": "#",
    "\\textless": "<", "\\textgreater": ">", "\\textendash": "–", "\\textemdash": "—", "\\_": "_",
    "\\$": "$", "---": "—", "--": "–", "``": "“", "''": "”", "~": " ", "?`": "¿", "!`": "¡",
}  # fmt: skip
_BRACE = re.compile(r"[{}]")
_COMMANDED = re.compile(r"\{\\[^&%#_$]")
_LATEX = re.compile(r"[\\{}$~%&#]|--|``|''")


def too_deep(latex: str) -> bool:
    """True where groups or environments are nested deeper than `DEEPEST`: such text must not be converted."""
    depth = deepest = 0
    for brace in _BRACE.findall(latex):
        depth = max(depth + (1 if brace == "{" else -1), 0)
        deepest = max(deepest, depth)
    return deepest + latex.count("\\begin") + latex.count("\\(") + latex.count("\\[") > DEEPEST


def plain(latex: str) -> str:
    """`latex` as text without markup. Unknown commands are dropped, their arguments kept."""
    return _convert(latex, markup=False)


def rich(latex: str) -> str:
    """`latex` with CSL markup for emphasis, raised and lowered text, and braces that protect capitals."""
    return _convert(latex, markup=True)


@lru_cache(maxsize=4096)  # a bibliography repeats its journals and authors
def _convert(latex: str, *, markup: bool) -> str:
    latex = " ".join(latex.split())
    if _LATEX.search(latex):
        try:
            simple = _simple(latex, markup=markup)
            latex = _unicode(latex, markup=markup) if simple is None else simple
        except (AttributeError, LookupError, TypeError, ValueError):
            # What pylatexenc raises for some commands that lack their arguments: the text stays as typed.
            latex = re.sub(r"[{}]", "", latex)
    return " ".join(latex.split())


# --- what most fields hold ----------------------------------------------------------------------------


def _simple(latex: str, *, markup: bool) -> str | None:
    """`latex` of accents, dashes, quotation marks and single braces as text; None where it holds more.

    That is what most fields come to, and it takes a twentieth of the time.
    """
    pieces: list[tuple[bool, str]] = []
    at = 0
    while at < len(latex):
        atom = _ATOM.match(latex, at)
        if atom is None:
            return None
        at = atom.end()
        typed = next(text for text in (atom["group"], atom["content"], atom[0]) if text is not None)
        content = _CHARACTER.sub(_character, typed)
        if atom["command"] and markup:
            content = _TAGGED.format(_MARKUP[atom["command"]], content)
        protects = atom["group"] is not None and not _COMMANDED.match(atom[0])
        pieces.append((protects, content))
    return _protected(pieces, markup=markup)


def _protected(pieces: Iterable[tuple[bool, str]], *, markup: bool) -> str:
    """The text of `pieces`, those that braces protect marked as such."""
    text = ""
    for protects, group in groupby(pieces, key=lambda piece: piece[0]):
        content = "".join(piece for _, piece in group)
        has_case = content.upper() != content.lower()
        text += _NO_CASE.format(content) if markup and protects and has_case else content
    return text


def _character(match: re.Match[str]) -> str:
    typed = match[0].strip("{} \t\n")
    text = _TEXTS.get(typed)
    return unicodedata.normalize("NFC", typed[-1] + _MARKS[typed[1]]) if text is None else text


# --- anything else ------------------------------------------------------------------------------------


def _unicode(latex: str, *, markup: bool) -> str:
    from pylatexenc.latexwalker import LatexWalker  # few files need it, and it is slow to load

    converter, parser_context = _converter(markup)
    source = _DECLARED.sub(_command, _CHEMICAL.sub(_formula, _MATHEMATICAL.sub(r"$\1$", latex)))
    source = _MATH.sub(lambda math: f"${_RAISED.sub(_raised, math[1])}$", _UNMEANT.sub(r"\\\g<0>", source))
    nodes = LatexWalker(source, latex_context=parser_context, tolerant_parsing=True).get_latex_nodes()[0]
    grouped = groupby(nodes, _protects)
    pieces = ((protects, str(converter.nodelist_to_text(list(group)))) for protects, group in grouped)
    return _protected(pieces, markup=markup)


def _protects(node: Any) -> bool:
    """True for braces that keep capitals: outermost ones, whose content does not begin with a command."""
    from pylatexenc.latexwalker import LatexGroupNode

    return node.isNodeType(LatexGroupNode) and not _COMMANDED.match(node.latex_verbatim())


def _command(match: re.Match[str]) -> str:
    """The command that does what a declaration in braces, ``{`` ``em`` and text, does."""
    return f"\\{'textbf' if match[1].startswith('bf') else 'emph'}{{{match[2]}}}"


def _formula(match: re.Match[str]) -> str:
    """A formula of the package mhchem, with its counts lowered and its charges raised."""
    raised = _CHARGE.sub(r"\\textsuperscript{\1}", match[1])
    return _COUNT.sub(r"\\textsubscript{\1}", raised)


def _raised(match: re.Match[str]) -> str:
    command = "textsuperscript" if match[1] == "^" else "textsubscript"
    return f"\\{command}{{{match[2] if match[2] is not None else match[3]}}}"


@cache
def _converter(markup: bool) -> tuple[Any, Any]:
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
    from pylatexenc.latexwalker import get_default_latex_context_db as get_default_parser_context_db
    from pylatexenc.macrospec import MacroSpec

    macros = (
        [
            MacroTextSpec(macro, _TAGGED.format(tag, "%s") if markup else "%s")
            for macro, tag in _MARKUP.items()
        ]
        + [MacroTextSpec(macro, "%s") for macro in _PLAIN]
        + [MacroTextSpec(macro, "“%s”") for macro in _QUOTING]
        + [MacroTextSpec(macro, text) for macro, text in _SYMBOLS.items()]
        + [MacroTextSpec("href", "%(2)s")]
    )
    text_context = get_default_latex_context_db()
    text_context.add_context_category("casegen", macros=macros, prepend=True)
    parser_context = get_default_parser_context_db()
    arguments = [MacroSpec(macro, "{") for macro in (*_MARKUP, *_PLAIN, *_QUOTING)] + [
        MacroSpec("href", "{{")
    ]
    parser_context.add_context_category("casegen", macros=arguments, prepend=True)
    return LatexNodes2Text(
        latex_context=text_context, math_mode="text", strict_latex_spaces=True
    ), parser_context
