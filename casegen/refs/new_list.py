"""The first references of a case file: a list where there was none."""

from __future__ import annotations

from collections.abc import Sequence

from casegen.citations.csl import CslItem
from casegen.refs.casefile import CaseFile
from casegen.refs.lines import column, comments_above, first_place, is_blank, line_end_of, number_of
from casegen.refs.yaml_text import Manner, entry_lines, flow_entry
from casegen.source import Spot

__all__ = ["is_one_line", "with_first_entries", "with_new_list"]

# What stands after the references in CASE-FORMAT's order.
_AFTER = ("bibliography", "style", "lint")


def with_new_list(file: CaseFile, items: Sequence[CslItem]) -> str:
    """The text of *file*, which has no list of references or an empty key for it, with one of *items*."""
    spot = file.spot
    if is_one_line(file):
        return _in_braces(file, items)
    if spot is not None:
        return with_first_entries(file, spot, items, (spot.start, spot.end))
    return _with_new_key(file, items)


def is_one_line(file: CaseFile) -> bool:
    """Whether all of the case stands in braces, as in JSON."""
    start = first_place(file.source, file.root.start)
    return file.source.text[start : start + 1] == "{"


def with_first_entries(file: CaseFile, spot: Spot, items: Sequence[CslItem], value: tuple[int, int]) -> str:
    """The text of *file* with *items* below the key of *spot*, whose empty *value* stands in their place."""
    text, line_end = file.source.text, line_end_of(file.source)
    start, end = value
    indent = column(file.source, spot.key_start)
    rest = text[end : file.source.line_start(number_of(file.source, end) + 1)]
    written = _written(items, _manner(file, indent), line_end)
    if not rest.endswith(("\n", "\r")):
        return text[:start].rstrip(" ") + rest + line_end + written.removesuffix(line_end)
    return text[:start].rstrip(" ") + (rest if rest.strip() else line_end) + written + text[end + len(rest) :]


def _with_new_key(file: CaseFile, items: Sequence[CslItem]) -> str:
    source, line_end = file.source, line_end_of(file.source)
    keys = file.keys
    indent = column(source, keys[0][1]) if keys else 0
    written = f"{' ' * indent}references:{line_end}{_written(items, _manner(file, indent), line_end)}"
    later = [start for name, start in keys[_trailing(keys) :] if name]
    if later:
        number = comments_above(source, number_of(source, later[0]), indent)
        at = source.line_start(number)
        apart = line_end if is_blank(source.line(number - 1)) and number > 1 else ""
        return source.text[:at] + written + apart + source.text[at:]
    at = file.end
    before, after = source.text[:at], source.text[at:]
    if before and not before.endswith(("\n", "\r")):
        return before + line_end + written.removesuffix(line_end) + after
    last = number_of(source, keys[-1][1]) if keys else 1
    return before + (line_end if last > 1 and is_blank(source.line(last - 1)) else "") + written + after


def _trailing(keys: Sequence[tuple[str, int]]) -> int:
    """Where the keys begin after which nothing stands but what belongs after the references."""
    at = len(keys)
    while at and keys[at - 1][0].lower() in _AFTER:
        at -= 1
    return at


def _manner(file: CaseFile, indent: int) -> Manner:
    """Of lists as the file has them: with the hyphens below the key, or standing in."""
    inner = next((list_indent for list_indent in file.list_indents()), 2)
    return Manner(dash=indent + inner, keys=indent + inner + 2, inner=inner)


def _written(items: Sequence[CslItem], manner: Manner, line_end: str) -> str:
    return "".join(line + line_end for item in items for line in entry_lines(item, manner))


def _in_braces(file: CaseFile, items: Sequence[CslItem]) -> str:
    text, spot = file.source.text, file.spot
    quoted = bool(file.keys) and text[file.keys[0][1]] == '"'
    entries = f"[{', '.join(flow_entry(item, quoted=quoted) for item in items)}]"
    if spot is not None:
        apart = "" if text[spot.start - 1].isspace() else " "
        return text[: spot.start] + apart + entries + text[spot.end :]
    close = file.root.end - 1
    name = '"references"' if quoted else "references"
    before = text[:close].rstrip()
    comma = "" if before.endswith(("{", ",")) else ","
    return f"{before}{comma} {name}: {entries}{text[len(before) : close]}{text[close:]}"
