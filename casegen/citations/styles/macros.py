"""The macros of a style: that each is there once, and that what calls them comes to an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casegen.citations.styles.telling import fault_at, guess, short
from casegen.citations.styles.tree import Element, Fault

__all__ = ["macro_faults"]

# So many calls, one within another, are without an end. Chicago's style, the largest, comes to 150,000.
_MOST_CALLS = 1_000_000
# Of a circle so many are named.
_FEW = 6

# Who calls -> who is called -> the elements that do.
_Calls = Mapping[str, Mapping[str, list[Element]]]


def macro_faults(root: Element) -> Iterator[Fault]:
    """Macros of one name in the style *root*, calls of macros that are not there, and endless calls."""
    macros: dict[str, Element] = {}
    for child in root.children:
        name = child.attributes.get("name", "")
        if child.tag == "macro" and name:
            if name in macros:
                other = f"the other is in line {macros[name].line}"
                yield fault_at(child, f"two macros are called {short(name)!r}", other)
            macros.setdefault(name, child)
    calls: dict[str, dict[str, list[Element]]] = {}
    for part in root.children:
        caller = part.attributes.get("name", "") if part.tag == "macro" else f"<{part.tag}>"
        for element in _descendants(part):
            called = element.attributes.get("macro")
            if called is None or element.tag not in ("text", "key"):
                continue
            if called in macros:
                calls.setdefault(caller, {}).setdefault(called, []).append(element)
            else:
                yield fault_at(element, f"there is no macro {short(called)!r}", guess(called, macros))
    yield from _endless(calls)


def _endless(calls: _Calls) -> Iterator[Fault]:
    """Macros that call one another in a circle, told at one of the calls, or so often that it is as bad."""
    from graphlib import CycleError, TopologicalSorter

    counts: dict[str, int] = {}
    try:
        for name in TopologicalSorter(calls).static_order():
            called = calls.get(name, {})
            counts[name] = sum(len(elements) * (1 + counts[other]) for other, elements in called.items())
            if counts[name] > _MOST_CALLS:
                element = next(iter(called.values()))[0]
                message = f"{short(name)!r} calls more than {_MOST_CALLS:,} macros, one by another"
                yield fault_at(element, message, "call each of them once")
                return
    except CycleError as error:
        names: list[str] = error.args[1][::-1]
        element = calls[names[0]][names[1]][0]
        way = " > ".join(map(short, names[:_FEW]))
        yield fault_at(element, f"the macro {short(names[0])!r} calls itself", f"{way}: it would never end")


def _descendants(element: Element) -> Iterator[Element]:
    left = [element]
    while left:
        element = left.pop()
        yield element
        left.extend(reversed(element.children))
