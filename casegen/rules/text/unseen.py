"""Characters that are not seen, and change what is."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import name

from casegen.model import Case
from casegen.model.languages import primary
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading.passages import Passage, passages
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Finding, Replacement, rule

# What changes the order of what follows; fillers, and what only programs read; notes between the lines; tags.
# Not the marks and joiners that Arabic, Hebrew, Persian, Indian scripts and emoji need, nor soft hyphens.
_UNSEEN = Pattern(
    "[\x80-\x84\x86-\x9f\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2028-\u202e\u2061-\u2064\u2066-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0001-\U000e007f]"
)
_ORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# These are written without spaces: there a space of no width tells where a line may end.
_SPACELESS = frozenset({"km", "lo", "my", "th"})
# The black flag and what follows it, in tags, is the flag of a country such as Scotland.
_FLAG = Pattern("\U0001f3f4[\U000e0020-\U000e007f]{1,16}")


@rule("TXT013", "unseen-character", severity=Severity.WARNING, fixing="suggested")
def unseen_character(case: Case) -> Iterator[Finding]:
    r"""A character that is not seen: one that turns the order of the text around it, or is of no width.

    The marks for the direction of a single letter (U+200E, U+200F), and the joiners, are not told of: text in
    Arabic, Hebrew, Persian and Indian scripts needs them.

    Why: a reader sees another text than a program does, which searches, counts or compares it; who wants to
    deceive can have a number read backwards.
    Bad:
        presentation: "The dose was \u202E05\u202C mg."
    Good:
        presentation: "The dose was 50 mg, \u200Eas noted."
    """
    spaceless = primary(case.language) in _SPACELESS
    for passage in passages(case):
        # An entity of Markdown may be one, too.
        if "&" not in passage.prose.text and not _UNSEEN.compiled.search(passage.prose.text):
            continue
        for node in passage.nodes:
            if isinstance(node, nodes.Text | nodes.Code | nodes.CodeBlock):
                yield from _in(passage, node, spaceless=spaceless)


def _in(passage: Passage, node: nodes.Characters, *, spaceless: bool) -> Iterator[Finding]:
    exact = len(node.text) == node.end - node.start
    flags = [match.span() for match in _FLAG.compiled.finditer(node.text)]
    told = set()
    for match in _UNSEEN.compiled.finditer(node.text):
        char, at = match.group(), match.start()
        if char in told or (char == "\u200b" and spaceless) or any(a <= at < b for a, b in flags):
            continue
        # One finding for each kind: they come in pairs, or in hundreds.
        told.add(char)
        start = node.start + at
        within = (start, start + 1) if exact else (node.start, node.end)
        does = "changes the order of what stands after it" if char in _ORDERING else "is not seen"
        yield Finding(
            passage.at,
            f"U+{ord(char):04X} ({name(char, 'a control character').lower()}) {does}{passage.where}",
            "delete it, if you did not mean it",
            None if passage.row else within,
            fix=Replacement("delete it", "", safe=False) if exact and not passage.row else None,
        )
