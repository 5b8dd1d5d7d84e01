"""What casegen adds to Markdown: citations, cross-references and comments, as markdown-it rules.

Citation keys follow pandoc's grammar. An at-sign inside a word, an e-mail address or a URL is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from casegen.prose.nodes import Cite, CiteItem, Comment, CrossRef, CrossRefItem

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

# A citation bracket longer than this is text: it bounds the search for its end.
_LONGEST_BRACKET = 4000

_KEY = r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*"
_AT_KEY = re.compile(rf"@({_KEY})")
_CROSS = re.compile(r"(fig|tbl)-(.+)", re.DOTALL)
_PANEL = re.compile(r";([A-Za-z](?:[-\u2013,][A-Za-z])*)(?![\w@])")
_NEXT_CROSS = re.compile(rf";\s*@(?=(?:fig|tbl)-)({_KEY})")
_ITEM = re.compile(rf"(?P<prefix>.*?)(?P<minus>(?<!\w)-)?(?<![\w@])@(?P<key>{_KEY})", re.DOTALL)
_TOKEN_BEFORE = re.compile(r"\S{1,200}$")
_BLANK = re.compile(r"\s*")


def install(md: MarkdownIt) -> None:
    """Add the rules to *md*. Their tokens carry the finished node, placed in the inline text."""
    md.inline.add_terminator_char("@")
    md.inline.ruler.before("link", "citation", _bracket)
    md.inline.ruler.after("link", "citation_not_link", _bracket_after_link)
    md.inline.ruler.before("link", "mention", _mention)
    md.inline.ruler.before("autolink", "comment", _comment)
    md.block.ruler.before("paragraph", "comment", _comment_block, {"alt": ["paragraph"]})


def _push(state: StateInline, name: str, node: object) -> None:
    state.push(name, "", 0).meta = {"node": node}


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
    token = _TOKEN_BEFORE.search(src, max(0, at - 200), at)
    if token is None:
        return False
    word = token.group()
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
    if state.src[start] != "[":
        return False
    end = _closing(state.src, start, min(state.posMax, start + _LONGEST_BRACKET))
    if end is None or "@" not in state.src[start:end]:
        return False
    if not may_precede_link and state.src[end + 1 : end + 2] == "(":
        return False
    node = _cluster(state.src, start, end)
    if node is None:
        return False
    if not silent:
        _push(state, "casegen", node)
    state.pos = end + 1
    return True


def _closing(src: str, start: int, limit: int) -> int | None:
    depth = 0
    at = start
    while at < limit:
        match src[at]:
            case "\\":
                at += 1
            case "[":
                depth += 1
            case "]":
                depth -= 1
                if depth == 0:
                    return at
        at += 1
    return None


def _cluster(src: str, start: int, end: int) -> Cite | CrossRef | None:
    """The bracket ``src[start : end + 1]`` as a node; None where some part of it cites nothing."""
    cites: list[CiteItem] = []
    crosses: list[CrossRefItem] = []
    minus = False
    at = start + 1
    while at < end:
        match = _ITEM.match(src, at, end)
        if match is None or _separator(src, at, match.start("key")) is not None:
            return None
        if _inside_word(src, match.start("key") - 1) and not match.group("minus"):
            return None
        stop = _separator(src, match.end(), end)
        stop = end if stop is None else stop
        key_start, key_end = match.span("key")
        if _CROSS.fullmatch(match.group("key")):
            item = _cross_item(src, key_start, key_end, end)
            if match.group("prefix").strip():
                return None
            if item.panel:
                stop = _separator(src, item.end, end) or end
            if src[item.end : stop].strip():
                return None
            minus = minus or bool(match.group("minus"))
            crosses.append(item)
        else:
            cites.append(
                CiteItem(
                    match.group("key"),
                    prefix=match.group("prefix").strip(),
                    suffix=src[match.end() : stop].rstrip(),
                    suppress_author=bool(match.group("minus")),
                    start=key_start,
                    end=key_end,
                )
            )
        at = stop + 1
    if cites and not crosses:
        return Cite(tuple(cites), start=start, end=end + 1)
    if crosses and not cites:
        return CrossRef(tuple(crosses), bare=minus, start=start, end=end + 1)
    return None


def _separator(src: str, start: int, end: int) -> int | None:
    """The offset of the first semicolon in ``src[start:end]`` that no backslash escapes."""
    at = src.find(";", start, end)
    while at > start and src[at - 1] == "\\":
        at = src.find(";", at + 1, end)
    return at if at >= 0 else None


def _comment(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not state.src.startswith("<!--", start):
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
    close = state.src.find("-->", start + 4)
    if close < 0:
        return False
    last = line
    while last < end_line and state.eMarks[last] < close:
        last += 1
    if last >= end_line or state.src[close + 3 : state.eMarks[last]].strip():
        return False
    if silent:
        return True
    token = state.push("comment_block", "", 0)
    token.content = state.src[start + 4 : close].strip()
    token.map = [line, last + 1]
    state.line = last + 1
    return True
