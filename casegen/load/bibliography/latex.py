"""LaTeX as BibTeX fields hold it, turned into Unicode text with CSL's inline markup."""

import logging
import re
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexGroupNode, LatexWalker
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_parser_context_db
from pylatexenc.macrospec import MacroSpec

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
    *("url", "path", "nolinkurl", "enquote", "mkbibquote", "mbox", "hbox"),
    *("texttt", "textsf", "textup", "textmd", "mathbf", "mathit", "mathsf", "mathtt", "mathcal"),
)

_NO_CASE = '<span class="nocase">{}</span>'

# Characters that mean something to LaTeX and that people write in fields without meaning it.
_UNMEANT = re.compile(r"(?<!\\)[%&#]")
_MATH = re.compile(r"(?<!\\)\$([^$]*)(?<!\\)\$")
_RAISED = re.compile(r"([\^_])(?:\{([^{}]*)\}|(\\[A-Za-z]+|[^\s{}\\]))")
_LATEX = re.compile(r"[\\{}$~%&#]|--|``|''")


def too_deep(latex: str) -> bool:
    """True where groups or environments are nested deeper than `DEEPEST`: such text must not be converted."""
    depth = deepest = 0
    for character in latex:
        if character == "{":
            depth += 1
            deepest = max(deepest, depth)
        elif character == "}":
            depth = max(depth - 1, 0)
    return deepest + latex.count("\\begin") + latex.count("\\(") + latex.count("\\[") > DEEPEST


def plain(latex: str) -> str:
    """`latex` as text without markup. Unknown commands are dropped, their arguments kept."""
    return _convert(latex, markup=False)


def rich(latex: str) -> str:
    """`latex` with CSL markup for emphasis, raised and lowered text, and braces that protect capitals."""
    return _convert(latex, markup=True)


@lru_cache(maxsize=4096)  # a bibliography repeats its journals and authors
def _convert(latex: str, *, markup: bool) -> str:
    if _LATEX.search(latex):
        try:
            latex = _unicode(latex, markup=markup)
        except (AttributeError, LookupError, TypeError, ValueError):
            # What pylatexenc raises for some commands that lack their arguments: the text stays as typed.
            latex = re.sub(r"[{}]", "", latex)
    return " ".join(latex.split())


def _unicode(latex: str, *, markup: bool) -> str:
    converter, parser_context = _converter(markup)
    source = _MATH.sub(lambda math: f"${_RAISED.sub(_raised, math[1])}$", _UNMEANT.sub(r"\\\g<0>", latex))
    nodes = LatexWalker(source, latex_context=parser_context, tolerant_parsing=True).get_latex_nodes()[0]
    text = ""
    for protected, piece in groupby(nodes, _protects):
        content = str(converter.nodelist_to_text(list(piece)))
        has_case = content.upper() != content.lower()
        text += _NO_CASE.format(content) if markup and protected and has_case else content
    return text


def _protects(node: Any) -> bool:
    """True for braces that keep capitals: outermost ones, whose content does not begin with a command."""
    return node.isNodeType(LatexGroupNode) and not node.latex_verbatim().startswith("{\\")


def _raised(match: re.Match[str]) -> str:
    command = "textsuperscript" if match[1] == "^" else "textsubscript"
    return f"\\{command}{{{match[2] if match[2] is not None else match[3]}}}"


@cache
def _converter(markup: bool) -> tuple[Any, Any]:
    macros = (
        [MacroTextSpec(macro, f"<{tag}>%s</{tag}>" if markup else "%s") for macro, tag in _MARKUP.items()]
        + [MacroTextSpec(macro, "%s") for macro in _PLAIN]
        + [MacroTextSpec("href", "%(2)s")]
    )
    text_context = get_default_latex_context_db()
    text_context.add_context_category("casegen", macros=macros, prepend=True)
    parser_context = get_default_parser_context_db()
    arguments = [MacroSpec(macro, "{") for macro in (*_MARKUP, *_PLAIN)] + [MacroSpec("href", "{{")]
    parser_context.add_context_category("casegen", macros=arguments, prepend=True)
    return LatexNodes2Text(
        latex_context=text_context, math_mode="text", strict_latex_spaces=True
    ), parser_context
