"""What casegen adds to Markdown: citations, cross-references and comments, as markdown-it rules.

Citation keys follow pandoc's grammar. An at-sign inside a word, an e-mail address or a URL is text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, cast

from markdown_it import MarkdownIt

from casegen.prose.keys import KEY
from casegen.prose.nodes import Cite, CiteItem, Comment, CrossRef, CrossRefItem
from casegen.prose.placed import PlacedState

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_AT_KEY = re.compile(rf"@({KEY})")
_CROSS = re.compile(r"(fig|tbl)-(.+)", re.DOTALL)
_PANEL = re.compile(r";([A-Za-z](?:[-\u2013,][A-Za-z])*)(?![\w@])")
_NEXT_CROSS = re.compile(rf";\s*@(?=(?:fig|tbl)-)({KEY})")
_ITEM = re.compile(rf"(?P<prefix>.*?)(?P<minus>(?<!\w)-)?(?<![\w@\\])@(?P<key>{KEY})", re.DOTALL)
# "[@a, @b]" is so common a slip for "[@a; @b]" that it is read as what it means.
_SEPARATOR = re.compile(r"\\.|(;|,(?=\s*-?@\w))", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINE_END = re.compile(r"\s*\n\s*")
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
    if _CROSS.fullmatch(match.group(1)):
        items = [_cross_item(state.src, match.start(1), match.end(1), state.posMax)]
        while more := _NEXT_CROSS.match(state.src, items[-1].end, state.posMax):
            items.append(_cross_item(state.src, more.start(1), more.end(1), state.posMax))
        node = CrossRef(tuple(items), start=start, end=items[-1].end)
    else:
        item = CiteItem(match.group(1), start=match.start(1), end=match.end(1))
        node = Cite((item,), narrative=True, start=start, end=item.end)
    if not silent:
        _push(state, "casegen", node)
    state.pos = node.end
    return True


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
    cites: list[CiteItem] = []
    crosses: list[CrossRefItem] = []
    bare = False
    at = start + 1
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
            cites.append(_cite_item(src, match, stop))
        at = stop + 1
    if cites and not crosses:
        return Cite(tuple(cites), start=start, end=end + 1)
    if crosses and not cites:
        return CrossRef(tuple(crosses), bare=bare, start=start, end=end + 1)
    return None


def _cite_item(src: str, match: re.Match[str], stop: int) -> CiteItem:
    return CiteItem(
        match.group("key"),
        prefix=_plain(match.group("prefix").strip()),
        suffix=_plain(src[match.end() : stop].rstrip()),
        suppress_author=bool(match.group("minus")),
        start=match.start("key"),
        end=match.end("key"),
    )


def _plain(typed: str) -> str:
    """*typed* on one line and without the backslashes of escapes."""
    return _ESCAPE.sub(r"\1", _LINE_END.sub(" ", typed))


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
