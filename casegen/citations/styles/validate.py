"""Whether a style is CSL: what is wrong with it, each at its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from casegen.citations.styles.facts import parent_of
from casegen.citations.styles.grammar import Holds, Rules, grammar
from casegen.citations.styles.macros import macro_faults
from casegen.citations.styles.telling import fault_at, guess, listed, short, tag_of
from casegen.citations.styles.tree import Element, Fault

__all__ = ["faults_in"]

# Who mends twenty looks again.
_MOST = 20
# A list that is longer is not told in a message.
_FEW = 6


def faults_in(root: Element) -> tuple[Fault, ...]:
    """The first faults of the style *root*, in the order of their places; none where it is CSL.

    Source: the CSL 1.0.2 specification (docs.citationstyles.org), and that a style must be one that prints.
    """
    if root.tag != "style":
        return (_not_a_style(root),)
    entry = "dependent" if parent_of(root) else "style"
    found = [*islice(_faults(root, grammar()[entry]), _MOST), *islice(macro_faults(root), _MOST)]
    return tuple(sorted(found, key=lambda fault: (fault.line, fault.column))[:_MOST])


def _not_a_style(root: Element) -> Fault:
    local = root.tag.rpartition(" ")[2]
    if local == "style":
        hint = 'it begins with <style xmlns="http://purl.org/net/xbiblio/csl" ...>'
        return fault_at(root, "<style> is not in the namespace of CSL", hint)
    return fault_at(
        root, f"it is not a citation style: it begins with {tag_of(root)}", "a style begins with <style>"
    )


def _faults(element: Element, rules: Rules) -> Iterator[Fault]:
    yield from _wrong_attributes(element, rules)
    if element.texts and not rules.text:
        yield fault_at(element, f"there is bare text in {tag_of(element)}", 'write it as <text value="..."/>')
    yield from _wrong_children(element, rules)
    for child in element.children:
        if known := rules.children.get(child.tag):
            yield from _faults(child, grammar()[known.rules])


def _wrong_attributes(element: Element, rules: Rules) -> Iterator[Fault]:
    tag, given = tag_of(element), element.attributes
    for name, value in given.items():
        if (holds := rules.attributes.get(name)) is None:
            yield fault_at(element, f"{tag} has no attribute {short(name)!r}", guess(name, rules.attributes))
        elif (wrong := holds.wrong_in(value)) is not None:
            yield fault_at(element, f"{name} of {tag} cannot be {short(wrong)!r}", _held(wrong, holds))
    yield from (fault_at(element, f"{tag} lacks {name!r}") for name in rules.required if name not in given)
    chosen = [name for name in rules.one if name in given]
    if rules.one and not chosen:
        yield fault_at(element, f"{tag} lacks one of {listed(rules.one)}")
    elif len(chosen) > 1:
        yield fault_at(element, f"{tag} has both {listed(chosen)}: it can have only one of them")
    if rules.some and not any(name in given for name in rules.some):
        yield fault_at(element, f"{tag} has no condition", f"it has one of {listed(rules.some)}")
    elif not rules.some and element.tag == "date" and "form" not in given and not element.children:
        yield fault_at(element, "<date> has neither a 'form' nor a <date-part>")


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
            yield fault_at(child, f"{tag_of(element)} has more than one {tag_of(child)}")
        place = order.index(child.tag)
        if rules.ordered and place < reached:
            yield fault_at(child, f"{tag_of(child)} stands after <{order[reached]}>", "change their order")
        reached = max(reached, place)
    for tag, known in rules.children.items():
        if counts[tag] < known.least:
            yield fault_at(element, f"{tag_of(element)} has no <{tag}>")
    if rules.needs and not counts:
        wanted = listed(f"<{tag}>" for tag in rules.needs)
        yield fault_at(element, f"{tag_of(element)} prints nothing", f"it holds one of {wanted}")


def _misplaced(child: Element, parent: Element, rules: Rules) -> Fault:
    if child.tag in grammar().tags:
        held = listed(f"<{tag}>" for tag in rules.children)
        hint = f"it holds {held}" if held else ""
        return fault_at(child, f"{tag_of(child)} cannot stand in {tag_of(parent)}", hint)
    if " " in child.tag:
        return fault_at(child, f"{tag_of(child)} is not in the namespace of CSL")
    meant = guess(child.tag, rules.children) or guess(child.tag, grammar().tags)
    return fault_at(child, f"CSL has no element {tag_of(child)}", meant)


def _held(wrong: str, holds: Holds) -> str:
    if holds.words is None:
        return f"it is {holds.called}"
    if len(holds.words) <= _FEW:
        return f"it is {listed(sorted(holds.words), 'or')}"
    return guess(wrong, holds.words)
