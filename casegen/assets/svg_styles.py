"""The style sheets of an SVG image, as far as its weight depends on them: what a rule may apply to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import comb

from casegen.values import Value

__all__ = ["ANY", "Rule", "plain", "references", "rules_of"]

ANY = "*"
"""The key of what may apply to every element."""

_REFERENCE = re.compile(r"""url\(\s*(?:["']\s*)?#([^"')]*)""", re.IGNORECASE)
# So far back the property is sought that a reference is the value of.
_REACH = 200
_QUOTED = re.compile(
    r"""(url\(\s*["'][^"')]*["']\s*\))|"[^"\n]*"|'[^'\n]*'|/\*.*?(?:\*/|\Z)""", re.DOTALL | re.IGNORECASE
)
_NAME = r"[^\s.#:\[\]()>+~*|,]+"
_SIMPLE = re.compile(rf"(\*|{_NAME})?((?:[.#]{_NAME})*)(?:::?[\w-]+(?:\([^()]*\))?|\[[^\[\]]*\])*")
_AMONG_SIBLINGS = re.compile(r"~|-of-type|:nth|:has", re.IGNORECASE)
# So many searches among siblings are over any limit.
_MANY = 8
_COMBINATOR = re.compile(r"\s*[>+~|]\s*|\s+")


class Rule(Value):
    """A rule of a style sheet: its *declarations*, and the *key* of the elements that it may apply to.

    A key is ``#id``, ``.class``, the name of an element in small letters, or `ANY`. *descents* and *siblings*
    are how often its selector looks at all ancestors of an element, or at all its siblings.
    """

    key: str
    declarations: str
    descents: int
    siblings: int

    def looks(self, levels: int, children: int) -> int:
        """How many elements are looked at for one, at most, in a drawing of so many levels and *children*."""
        descents = min(self.descents, levels // 2)
        looks: int = comb(levels, descents) * max(1, children) ** min(self.siblings, _MANY)
        return looks


def plain(css: str) -> str:
    """*css* without comments and quoted texts, but for the addresses that are quoted."""
    return _QUOTED.sub(lambda found: found[1] or " ", css) if "/*" in css or '"' in css or "'" in css else css


def references(text: str) -> Iterator[tuple[str, str]]:
    """What *text*, `plain` declarations or the value of an attribute, refers to: ids, each with its property.

    The property is empty where none is found.
    """
    if "(" not in text:
        return
    for found in _REFERENCE.finditer(text):
        before = text[max(0, found.start() - _REACH) : found.start()]
        yield found[1].strip(), before.rpartition(";")[2].partition(":")[0].strip().lower()


def rules_of(css: str) -> Iterator[Rule]:
    """The rules of *css*, one for each selector; what is not understood may apply to every element."""
    around: list[str] = []
    parts = re.split(r"([{}])", plain(css))
    for text, brace in zip(parts[::2], [*parts[1::2], ""], strict=True):
        # Before an opening brace stand the last declarations of the block around it, then what it is for.
        declarations, _, selectors = text.rpartition(";") if brace == "{" else (text, "", "")
        if around and declarations.strip() and not around[-1].startswith("@"):
            yield from (_rule(selector, declarations) for selector in around[-1].split(","))
        if brace == "{":
            around.append(selectors.strip())
        elif around:
            around.pop()


def _rule(selector: str, declarations: str) -> Rule:
    parts = _COMBINATOR.split(selector.strip())
    simple = _SIMPLE.fullmatch(parts[-1])
    names = re.findall(rf"[.#]{_NAME}", simple[2]) if simple else []
    # The one that fewest elements have.
    key = min(names, default=((simple and simple[1]) or ANY).lower())
    descents = sum(not found.strip() for found in _COMBINATOR.findall(selector.strip()))
    return Rule(key, declarations, descents, len(_AMONG_SIBLINGS.findall(selector)))
