"""What casegen adds to Markdown: citations, cross-references and comments, as markdown-it rules.

Citations follow pandoc's manual, section "Citation syntax". An at-sign inside a word, an e-mail address or
a URL is text. A bracket behind a key in running text belongs to it: ``@a [p. 3]`` is a narrative citation
with a locator, ``@a [p. 3; @b]`` one with another reference beside it, and so is ``@a [@b]``. A bracket that
is empty, makes a link or has a figure in it stands for itself. Clusters that follow each other are made one
where their places are known, in `inlines`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple, cast
from unicodedata import category

from markdown_it import MarkdownIt

from casegen.prose.keys import KEY
from casegen.prose.nodes import Cite, CiteItem, Comment, CrossRef, CrossRefItem
from casegen.prose.placed import PlacedState

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_AT_KEY = re.compile(rf"@(?P<key>{KEY})")
_CROSS = re.compile(r"(fig|tbl)-(.+)", re.DOTALL)
_PANEL = re.compile(r";([A-Za-z](?:[-\u2013,][A-Za-z])*)(?![\w@])")
_NEXT_CROSS = re.compile(rf";\s*@(?=(?:fig|tbl)-)({KEY})")
_ITEM = re.compile(rf"(?P<prefix>.*?)(?P<minus>(?<!\w)-)?(?<![\w@\\])@(?P<key>{KEY})", re.DOTALL)
# "[@a, @b]" is so common a slip for "[@a; @b]" that it is read as what it means.
_SEPARATOR = re.compile(r"\\.|(;|,(?=\s*-?@\w))", re.DOTALL)
# A bracket that follows a key; "[^" begins a note.
_BELONGING = re.compile(r"\s*\[(?!\^)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# The longest address that is looked at before an at-sign.
_LONGEST_WORD = 200


def install(md: MarkdownIt) -> None:
    """Add the rules to *md*. Their tokens carry the finished node, placed in the inline text."""
    md.inline.add_terminator_char("@")
    md.inline.ruler.before("link", "citation", _bracket)
    md.inline.ruler.after("link", "citation_not_link", _bracket_after_link)
    md.inline.ruler.before("link", "mention", _mention)
    md.inline.ruler.before("autolink", "comment", _comment)
    md.block.ruler.before("paragraph", "comment", _comment_block, {"alt": ["paragraph"]})


def _push(state: StateInline, name: str, node: object) -> None:
    state.push(name, "", 0).meta["node"] = node


def _mention(state: StateInline, silent: bool) -> bool:
    """A key in running text: ``@key`` or ``@fig-ct;B; @fig-other``."""
    start = state.pos
    if state.src[start] != "@" or _inside_word(state.src, start):
        return False
    match = _AT_KEY.match(state.src, start, state.posMax)
    if match is None:
        return False
    node: Cite | CrossRef
    if _CROSS.fullmatch(match.group("key")):
        items = [_cross_item(state.src, *match.span("key"), state.posMax)]
        while more := _NEXT_CROSS.match(state.src, items[-1].end, state.posMax):
            items.append(_cross_item(state.src, more.start(1), more.end(1), state.posMax))
        node = CrossRef(tuple(items), start=start, end=items[-1].end)
    else:
        node = _narrative(cast(PlacedState, state), match)
    if not silent:
        _push(state, "casegen", node)
    state.pos = node.end
    return True


def _narrative(state: PlacedState, match: re.Match[str]) -> Cite:
    """The citation at *match*, with the bracket that belongs to it."""
    src, end = state.src, match.end()
    items: list[CiteItem] = [_cite_item(match)]
    opening = _BELONGING.match(src, end, state.posMax)
    close = state.closing.get(opening.end() - 1) if opening else None
    if opening and close and close < state.posMax and not _may_link(state, close + 1):
        bracket = _in_bracket(match, src, opening.end(), close)
        if bracket:
            items, end = bracket, close + 1
    return Cite(tuple(items), narrative=True, start=match.start(), end=end)


def _may_link(state: PlacedState, at: int) -> bool:
    """Whether what stands at *at* may make a link of the bracket before it."""
    if state.src.startswith("(", at):
        return True
    defined = bool(state.env.get("references"))
    return defined and state.src.startswith("[", at) and not state.src.startswith("[^", at)


def _in_bracket(match: re.Match[str], src: str, start: int, end: int) -> list[CiteItem]:
    """The items of the key at *match* with ``src[start:end]`` in brackets behind it.

    None at all where that cites nothing and says nothing, or has a figure or a table in it.
    """
    stop = _separator(src, start, end)
    typed = src[start:stop].strip()
    own = _ITEM.match(src, start, stop) is None
    parts = _parts(src, stop + 1 if own else start, end)
    if parts is None or parts.crosses or not (typed or parts.cites):
        return []
    # In running text the comma before what follows the key is left out.
    comma = "" if not typed or typed[0] in ",;:." else ", "
    return [_cite_item(match, comma + typed if own else ""), *parts.cites]


def _cross_item(src: str, start: int, end: int, limit: int) -> CrossRefItem:
    kind, name = src[start : start + 3], src[start + 4 : end]
    panel = _PANEL.match(src, end, limit)
    return CrossRefItem(
        "fig" if kind == "fig" else "tbl",
        name,
        panel.group(1) if panel else "",
        start=start,
        end=panel.end() if panel else end,
    )


def _inside_word(src: str, at: int) -> bool:
    """Whether the at-sign at *at* belongs to an e-mail address, a URL or a word."""
    if at == 0:
        return False
    before = src[at - 1]
    if before == "_" or before.isalnum():
        return True
    if before.isspace():
        return False
    if category(before)[0] == "M":  # an accent that is typed by itself, a vowel's sign
        return True
    word = src[max(0, at - _LONGEST_WORD) : at].rsplit(maxsplit=1)[-1]
    if "://" in word or word.lower().lstrip("(<[\"'").startswith(("www.", "mailto:")):
        return True
    return before in "+%/" and len(word) > 1


def _bracket(state: StateInline, silent: bool) -> bool:
    """``[see @a, p. 3; -@b]``, unless a ``(`` follows, which may make it a link."""
    return _read_bracket(state, silent, may_precede_link=False)


def _bracket_after_link(state: StateInline, silent: bool) -> bool:
    return _read_bracket(state, silent, may_precede_link=True)


def _read_bracket(state: StateInline, silent: bool, *, may_precede_link: bool) -> bool:
    start = state.pos
    end = cast(PlacedState, state).closing.get(start)
    if end is None or end >= state.posMax or "@" not in state.src[start:end]:
        return False
    if not may_precede_link and state.src.startswith("(", end + 1):
        return False
    node = _cluster(state.src, start, end)
    if node is None:
        return False
    if not silent:
        _push(state, "casegen", node)
    state.pos = end + 1
    return True


def _cluster(src: str, start: int, end: int) -> Cite | CrossRef | None:
    """The bracket ``src[start : end + 1]`` as a node; None where some part of it cites nothing."""
    parts = _parts(src, start + 1, end)
    if parts is None or bool(parts.cites) == bool(parts.crosses):
        return None
    if parts.cites:
        return Cite(tuple(parts.cites), start=start, end=end + 1)
    return CrossRef(tuple(parts.crosses), bare=parts.bare, start=start, end=end + 1)


class _Parts(NamedTuple):
    """What stands in a bracket. *bare*: a hyphen stands before the at-sign of a cross-reference."""

    cites: list[CiteItem]
    crosses: list[CrossRefItem]
    bare: bool


def _parts(src: str, at: int, end: int) -> _Parts | None:
    """The items of ``src[at:end]``; None where some part of it cites nothing."""
    cites: list[CiteItem] = []
    crosses: list[CrossRefItem] = []
    bare = False
    while at < end:
        match = _ITEM.match(src, at, end)
        if match is None or _separator(src, at, match.start("key")) < match.start("key"):
            return None
        prefix = match.group("prefix")
        if _inside_word(src, match.start("key") - 1) and not match.group("minus"):
            return None
        if prefix.count("[") != prefix.count("]"):
            return None
        if _CROSS.fullmatch(match.group("key")):
            cross = _cross_item(src, *match.span("key"), end)
            stop = _separator(src, cross.end, end)
            if prefix.strip() or src[cross.end : stop].strip():
                return None
            bare = bare or bool(match.group("minus"))
            crosses.append(cross)
        else:
            stop = _separator(src, match.end(), end)
            if _ITEM.match(src, match.end(), stop):
                return None
            item = _cite_item(match, src[match.end() : stop].rstrip())
            cites.append(
                item.replace(prefix=_plain(prefix.strip()), suppress_author=bool(match.group("minus")))
            )
        at = stop + 1
    return _Parts(cites, crosses, bare)


def _cite_item(match: re.Match[str], typed: str = "") -> CiteItem:
    """The key at *match*, with what was *typed* behind it."""
    locator = label = ""
    if typed:
        # Most citations are no more than a key: the words of locators are not read for them.
        from casegen.prose.locators import read_locator

        locator, label, typed = read_locator(typed)
    return CiteItem(
        match.group("key"),
        suffix=_plain(typed),
        locator=_plain(locator),
        label=label,
        start=match.start("key"),
        end=match.end("key"),
    )


def _plain(typed: str) -> str:
    """*typed* on one line and without the backslashes of escapes."""
    first, *others = typed.split("\n")
    line = " ".join([first.rstrip(), *(other.strip() for other in others)]) if others else typed
    return _ESCAPE.sub(r"\1", line)


def _separator(src: str, start: int, end: int) -> int:
    """The offset of what first separates two items in ``src[start:end]``; *end* where nothing does."""
    for match in _SEPARATOR.finditer(src, start, end):
        if match.group(1):
            return match.start()
    return end


def _comment(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not state.src.startswith("<!--", start) or cast(PlacedState, state).last_comment_end < start + 4:
        return False
    end = state.src.find("-->", start + 4, state.posMax)
    if end < 0:
        return False
    if not silent:
        node = Comment(state.src[start + 4 : end].strip(), start=start, end=end + 3)
        _push(state, "casegen", node)
    state.pos = end + 3
    return True


def _comment_block(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """A comment that begins a line and ends one, blank lines inside allowed."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("<!--", start):
        return False
    close = _comment_end(state, start + 4)
    if close < 0:
        return False
    last = bisect_left(state.eMarks, close, line)
    if last >= end_line or state.src[close + 3 : state.eMarks[last]].strip():
        return False
    if silent:
        return True
    token = state.push("comment_block", "", 0)
    token.content = state.src[start + 4 : close].strip()
    token.map = [line, last + 1]
    state.line = last + 1
    return True


def _comment_end(state: StateBlock, start: int) -> int:
    """Where ``-->`` next stands from *start* on; -1 where it does not.

    One search serves every question up to its answer, so that comments that never close cost nothing.
    """
    asked, answer = state.env.get("comment_end", (0, 0))
    if not asked <= start or -1 < answer < start:
        answer = state.src.find("-->", start)
        state.env["comment_end"] = (start, answer)
    return int(answer)
