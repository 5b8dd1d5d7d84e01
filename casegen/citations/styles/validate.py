"""Whether a style is CSL: what is wrong with it, each at its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from casegen.citations.styles.facts import parent_of
from casegen.citations.styles.grammar import Holds, Rules, grammar
from casegen.citations.styles.tree import Element, Fault

__all__ = ["faults_in"]

# Who mends twenty looks again.
_MOST = 20
# A list that is longer is not told in a message.
_FEW = 6
# To compare a name with more others than these takes too long.
_MOST_NAMES = 500
# A name that is longer is no slip of the pen, and is shown shortened.
_LONGEST = 60


def faults_in(root: Element) -> tuple[Fault, ...]:
    """The first faults of the style *root*, in the order of their places; none where it is CSL.

    Source: the CSL 1.0.2 specification (docs.citationstyles.org), and that a style must be one that prints.
    """
    if root.tag != "style":
        return (_not_a_style(root),)
    entry = "dependent" if parent_of(root) else "style"
    found = [*islice(_faults(root, grammar()[entry]), _MOST), *islice(_macro_faults(root), _MOST)]
    return tuple(sorted(found, key=lambda fault: (fault.line, fault.column))[:_MOST])


def _not_a_style(root: Element) -> Fault:
    local = root.tag.rpartition(" ")[2]
    if local == "style":
        hint = 'it begins with <style xmlns="http://purl.org/net/xbiblio/csl" ...>'
        return _fault(root, "<style> is not in the namespace of CSL", hint)
    return _fault(
        root, f"it is not a citation style: it begins with {_tag(root)}", "a style begins with <style>"
    )


def _faults(element: Element, rules: Rules) -> Iterator[Fault]:
    yield from _wrong_attributes(element, rules)
    if element.texts and not rules.text:
        yield _fault(element, f"there is bare text in {_tag(element)}", 'write it as <text value="..."/>')
    yield from _wrong_children(element, rules)
    for child in element.children:
        if known := rules.children.get(child.tag):
            yield from _faults(child, grammar()[known.rules])


def _wrong_attributes(element: Element, rules: Rules) -> Iterator[Fault]:
    tag, given = _tag(element), element.attributes
    for name, value in given.items():
        if (holds := rules.attributes.get(name)) is None:
            guess = _guess(name, rules.attributes)
            yield _fault(element, f"{tag} has no attribute {_short(name)!r}", guess)
        elif (wrong := holds.wrong_in(value)) is not None:
            yield _fault(element, f"{name} of {tag} cannot be {_short(wrong)!r}", _held(wrong, holds))
    yield from (_fault(element, f"{tag} lacks {name!r}") for name in rules.required if name not in given)
    chosen = [name for name in rules.one if name in given]
    if rules.one and not chosen:
        yield _fault(element, f"{tag} lacks one of {_listed(rules.one)}")
    elif len(chosen) > 1:
        yield _fault(element, f"{tag} has both {_listed(chosen)}: it can have only one of them")
    if rules.some and not any(name in given for name in rules.some):
        yield _fault(element, f"{tag} has no condition", f"it has one of {_listed(rules.some)}")
    elif not rules.some and element.tag == "date" and "form" not in given and not element.children:
        yield _fault(element, "<date> has neither a 'form' nor a <date-part>")


def _wrong_children(element: Element, rules: Rules) -> Iterator[Fault]:
    counts: Counter[str] = Counter()
    order = list(rules.children)
    reached = 0
    for child in element.children:
        known = rules.children.get(child.tag)
        if known is None:
            yield _misplaced(child, element, rules)
            continue
        counts[child.tag] += 1
        if known.most and counts[child.tag] == known.most + 1:
            yield _fault(child, f"{_tag(element)} has more than one {_tag(child)}")
        place = order.index(child.tag)
        if rules.ordered and place < reached:
            yield _fault(child, f"{_tag(child)} stands after <{order[reached]}>", "change their order")
        reached = max(reached, place)
    for tag, known in rules.children.items():
        if counts[tag] < known.least:
            yield _fault(element, f"{_tag(element)} has no <{tag}>")
    if rules.needs and not counts:
        wanted = _listed(f"<{tag}>" for tag in rules.needs)
        yield _fault(element, f"{_tag(element)} prints nothing", f"it holds one of {wanted}")


def _misplaced(child: Element, parent: Element, rules: Rules) -> Fault:
    if child.tag in grammar().tags:
        held = _listed(f"<{tag}>" for tag in rules.children)
        hint = f"it holds {held}" if held else ""
        return _fault(child, f"{_tag(child)} cannot stand in {_tag(parent)}", hint)
    if " " in child.tag:
        return _fault(child, f"{_tag(child)} is not in the namespace of CSL")
    guess = _guess(child.tag, rules.children) or _guess(child.tag, grammar().tags)
    return _fault(child, f"CSL has no element {_tag(child)}", guess)


def _macro_faults(root: Element) -> Iterator[Fault]:
    """Macros of one name, calls of macros that are not there, and circles of calls."""
    macros: dict[str, Element] = {}
    for child in root.children:
        name = child.attributes.get("name", "")
        if child.tag == "macro" and name:
            if name in macros:
                yield _fault(
                    child,
                    f"two macros are called {_short(name)!r}",
                    f"the other is in line {macros[name].line}",
                )
            macros.setdefault(name, child)
    calls: dict[str, dict[str, Element]] = {}
    for part in root.children:
        for element in _descendants(part):
            called = element.attributes.get("macro")
            if called is None or element.tag not in ("text", "key"):
                continue
            if called not in macros:
                yield _fault(element, f"there is no macro {_short(called)!r}", _guess(called, macros))
            elif part.tag == "macro":
                calls.setdefault(part.attributes.get("name", ""), {}).setdefault(called, element)
    yield from _circle(calls)


def _circle(calls: dict[str, dict[str, Element]]) -> Iterator[Fault]:
    """The macros that call one another in a circle, told at the first of the calls."""
    from graphlib import CycleError, TopologicalSorter

    try:
        TopologicalSorter(calls).prepare()
    except CycleError as error:
        names: list[str] = error.args[1][::-1]
        element = calls[names[0]][names[1]]
        way = " > ".join(map(_short, names[:_FEW]))
        yield _fault(element, f"the macro {_short(names[0])!r} calls itself", f"{way}: it would never end")


def _descendants(element: Element) -> Iterator[Element]:
    left = [element]
    while left:
        element = left.pop()
        yield element
        left.extend(reversed(element.children))


def _held(wrong: str, holds: Holds) -> str:
    if holds.words is None:
        return f"it is {holds.called}"
    if len(holds.words) <= _FEW:
        return f"it is {_listed(sorted(holds.words), 'or')}"
    return _guess(wrong, holds.words)


def _guess(name: str, known: Iterable[str]) -> str:
    """Which of *known* was meant, as a question."""
    from difflib import get_close_matches

    if len(name) > _LONGEST:
        return ""
    likely = islice((other for other in known if len(other) <= _LONGEST), _MOST_NAMES)
    close = get_close_matches(name, likely, n=1)
    return f"did you mean {close[0]!r}?" if close else ""


def _listed(names: Iterable[str], joint: str = "and") -> str:
    """*names* as a sentence lists them."""
    *most, last = (*names,) or ("",)
    return f"{', '.join(most)} {joint} {last}" if most else last


def _tag(element: Element) -> str:
    return f"<{_short(element.tag.rpartition(' ')[2])}>"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _fault(element: Element, message: str, hint: str = "") -> Fault:
    return Fault(message, hint, element.line, element.column)
