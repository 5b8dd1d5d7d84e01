"""Citations as the processor is asked for them."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from casegen.citations.pandoc import Node, words
from casegen.prose import nodes

__all__ = ["BARRIER", "LOCATORS", "LOCATOR_TERM", "Cluster", "Item", "as_cite", "cluster_of", "sorted_like"]

# The kinds of locator that the processor knows, and what the style is made to call them for casegen alone: it
# reads them by the words of the article's language.
LOCATORS = frozenset(
    ("book", "chapter", "column", "figure", "folio", "issue", "line", "note", "opus", "page", "paragraph",
     "part", "section", "sub-verbo", "verse", "volume")
)  # fmt: skip
LOCATOR_TERM = "casegen-{}"
# A suffix that is not printed: what has one stays where it was typed.
BARRIER = "\u2060"


class Item(NamedTuple):
    """One reference in a citation. Everything is text, so that it can be a part of a key."""

    key: str
    prefix: str = ""
    locator: str = ""
    label: str = ""
    suffix: str = ""
    suppress_author: bool = False


class Cluster(NamedTuple):
    """One citation. *narrative*: the first item's authors stand in the sentence."""

    items: tuple[Item, ...]
    narrative: bool = False

    @property
    def keys(self) -> list[str]:
        """The keys of its items."""
        return [item.key for item in self.items]


def cluster_of(cite: nodes.Cite, known: Container[str], *, locators: bool) -> Cluster:
    """The cluster of *cite*: keys that no reference has are left out, and so are repeats.

    A repeat with a locator of its own stays, where the style prints *locators*.
    """
    items: list[Item] = []
    seen: set[tuple[str, str]] = set()
    cited: set[str] = set()
    for given in cite.items:
        told = (given.key, given.locator if locators else "")
        again = given.key in cited
        worded = bool(given.prefix or given.suffix)
        if given.key not in known or told in seen or (again and not told[1] and not worded):
            continue
        seen.add(told)
        cited.add(given.key)
        locator, label = (given.locator, given.label or "page") if locators and given.locator else ("", "")
        item = Item(given.key, given.prefix.strip(), locator, label, given.suffix, given.suppress_author)
        items.append(item)
    return Cluster(tuple(items), cite.narrative)


def as_cite(cluster: Cluster, number: int, *, in_text: bool) -> Node:
    """*cluster* as pandoc's node; *in_text*: the style itself can set authors in the sentence."""
    cites = []
    for at, item in enumerate(cluster.items):
        mode, suffix = "NormalCitation", _suffix(item)
        if item.suppress_author:
            mode = "SuppressAuthor"
        elif cluster.narrative and in_text and not at:
            mode = "AuthorInText"
            # Or the style's order of references might put another one first, and tear the sentence apart.
            if len(cluster.items) > 1 and not item.suffix:
                suffix += f" {BARRIER}"
        cites.append(
            {
                "citationId": item.key,
                # Some styles set no space between the references in a citation, but words need one.
                "citationPrefix": words(f" {item.prefix}" if at and item.prefix else item.prefix),
                "citationSuffix": words(suffix),
                "citationMode": {"t": mode},
                "citationNoteNum": number,
                "citationHash": 0,
            }
        )
    return {"t": "Para", "c": [{"t": "Cite", "c": [cites, []]}]}


def _suffix(item: Item) -> str:
    located = ""
    if item.locator and item.label in LOCATORS:
        located = f" {{{LOCATOR_TERM.format(item.label)} {item.locator}}}"
    elif item.locator:
        # Empty braces: or the processor would look for a locator in what follows.
        located = f" {{}}, {item.label.replace('-', ' ')} {item.locator}"
    elif item.suffix:
        located = " {}"
    spaced = " " if item.suffix and item.suffix[0] not in ",.;: " else ""
    return f"{located}{spaced}{item.suffix}"


def sorted_like(cluster: Cluster, order: Sequence[str]) -> Cluster:
    """*cluster* with its items in the order of the keys in *order*."""
    places = {key: place for place, key in reversed(list(enumerate(order)))}
    return cluster._replace(items=tuple(sorted(cluster.items, key=lambda item: places.get(item.key, 0))))
