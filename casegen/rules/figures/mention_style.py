"""FIG: the order of mentions, and mentions typed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casegen.model import Case
from casegen.model.mentions import FloatKey, FloatKind
from casegen.problem import Severity
from casegen.rules.figures.floats import word
from casegen.rules.figures.numbers import KINDS, Numbers, numbers_of
from casegen.rules.figures.order import Mention, body_mentions, body_texts
from casegen.rules.figures.typed import Typed, typed_mentions
from casegen.rules.registry import Elsewhere, Finding, Replacement, rule


@rule("FIG003", "first-mention-order", severity=Severity.WARNING, source="ICMJE Recommendations, IV.A.3")
def first_mention_order(case: Case) -> Iterator[Finding]:
    """A figure or table that the text mentions before one with a lower number.

    Mentions written as `@fig-ct` number the figures themselves, in their order. So this happens where a
    mention is typed by hand, or where a figure is placed before the text speaks of it. Abstract, captions
    and footnotes do not count. Panels that come out of order (B before A) are information only.

    Why: readers look for figures in the order of their numbers, and journals ask for it.
    Bad:
        presentation: A fragment was seen (Figure 2). The canal is wide (Figure 1).
        figures:
          - {id: ct, file: figures/ct.svg, caption: Axial slice, alt: A bright fragment}
          - {id: mri, file: figures/ct.svg, caption: The canal, alt: A grey ring}
    Good:
        presentation: A fragment was seen (@fig-mri). The canal is wide (@fig-ct).
        figures:
          - {id: ct, file: figures/ct.svg, caption: Axial slice, alt: A bright fragment}
          - {id: mri, file: figures/ct.svg, caption: The canal, alt: A grey ring}
    """
    mentions = body_mentions(case)
    # What is written as a mention is in order by itself, unless a figure is placed before it is mentioned.
    if any(mention.typed for mention in mentions) or any("![" in prose.text for _, prose in case.prose()):
        yield from _numbers(case, mentions)
    yield from _panels(mentions)


def _numbers(case: Case, mentions: Sequence[Mention]) -> Iterator[Finding]:
    """Figures and tables mentioned before one with a lower number."""
    numbers = numbers_of(case)
    for kind in KINDS:
        first: dict[FloatKey, Mention] = {}
        for mention in mentions:
            if mention.key[0] == kind:
                first.setdefault(mention.key, mention)
        for early, late in _out_of_order(list(first.values()), numbers):
            name = f"{word(kind)} {numbers.number(early.key)}"
            lower = f"{word(kind)} {numbers.number(late.key)}"
            yield Finding(
                early.flow.at,
                f"{name} ({early.key[1]!r}) is mentioned before {lower} ({late.key[1]!r})",
                f"write @{kind}-{late.key[1]} and @{kind}-{early.key[1]}: their numbers then follow the text",
                early.flow.within(early.start, early.end),
                related=(_here(late, f"{lower} is first mentioned here"),),
            )


def _out_of_order(first: Sequence[Mention], numbers: Numbers) -> Iterator[tuple[Mention, Mention]]:
    """Each mention after which one of a lower number comes, with the lowest such."""
    lowest: Mention | None = None
    found: list[tuple[Mention, Mention]] = []
    for mention in reversed(first):
        if lowest is None or numbers.number(mention.key) < numbers.number(lowest.key):
            lowest = mention
        else:
            found.append((mention, lowest))
    yield from reversed(found)


def _panels(mentions: Sequence[Mention]) -> Iterator[Finding]:
    """Panels mentioned before an earlier one, of figures that were not mentioned as a whole before."""
    first: dict[FloatKey, dict[str, Mention]] = {}
    whole: set[FloatKey] = set()
    for mention in mentions:
        if not mention.panel:
            whole.add(mention.key)
        elif mention.key not in whole:
            for panel in _letters(mention.panel.upper()):
                first.setdefault(mention.key, {}).setdefault(panel, mention)
    for key, panels in first.items():
        letters = list(panels)
        for index, panel in enumerate(letters):
            late = min(letters[index:])
            if late < panel and panels[late] is not panels[panel]:
                yield Finding(
                    panels[panel].flow.at,
                    f"panel {panel} of {word(key[0])} {key[1]!r} is mentioned before panel {late}",
                    "",
                    panels[panel].flow.within(panels[panel].start, panels[panel].end),
                    related=(_here(panels[late], f"panel {late} is first mentioned here"),),
                    severity=Severity.INFO,
                )


def _letters(panel: str) -> Iterator[str]:
    """The panels that "A", "A-C" or "A,C" names."""
    for piece in panel.split(","):
        yield from map(chr, range(ord(piece[0]), ord(piece[-1]) + 1))


def _here(mention: Mention, message: str) -> Elsewhere:
    return Elsewhere(mention.flow.at, message, mention.flow.within(mention.start, mention.end))


@rule("FIG007", "mention-style", severity=Severity.WARNING, english=True, fixing="safe")
def mention_style(case: Case) -> Iterator[Finding]:
    """A figure or table that is mentioned by a number typed by hand: "figure 1", "Fig 1", "Table 2".

    Another publication's figure ("Fig. 2 of ref. 7"), a supplement's ("Figure S1") and a quotation may be
    typed so. The fix puts in the mention of the same figure; it is offered where no number changes by it.

    Why: a number typed by hand stays as it is when a figure is added or moved, and then points at another
    one. It leads nowhere when it is clicked, and is not in the journal's style.
    Bad:
        presentation: The slice shows a fragment (figure 1).
        figures: [{id: ct, file: figures/ct.svg, caption: Axial slice, alt: A bright fragment}]
    Good:
        presentation: The slice shows a fragment (@fig-ct), as Fig. 2 of the first report did.
        figures: [{id: ct, file: figures/ct.svg, caption: Axial slice, alt: A bright fragment}]
    """
    found = typed_mentions(case)
    if not found:
        return
    numbers = numbers_of(case)
    steady = _Steady(case, numbers)
    for typed in found:
        within = typed.flow.within(typed.start, typed.end)
        if typed.label:
            yield from _label(typed, numbers)
        elif doubt := _doubt(typed, numbers):
            yield Finding(typed.flow.at, *doubt, within)
        else:
            fix = Replacement(f"write {typed.mention}", typed.mention)
            yield Finding(
                typed.flow.at,
                f"{typed.text!r} is typed by hand",
                f"write {typed.mention}: its number is then always right, and a link",
                within,
                fix=fix if typed.plain and steady.under(typed) else None,
            )


def _doubt(typed: Typed, numbers: Numbers) -> tuple[str, str] | None:
    """What to say of a number that is printed with another figure than the one declared there."""
    for part in typed.parts:
        printed, declared = (of(typed.kind, part.number) for of in (numbers.printed, numbers.declared))
        if printed != declared:
            name = f"{word(typed.kind)} {part.number}"
            message = f"{typed.text!r} is typed by hand, and could mean two: {printed!r} is printed as {name}"
            return (
                f"{message}, {declared!r} has that place in the case",
                f"write @{typed.kind}-{printed} or @{typed.kind}-{declared}, whichever is meant",
            )
    return None


def _label(typed: Typed, numbers: Numbers) -> Iterator[Finding]:
    """A caption that begins with the number that is printed before it anyway."""
    key = _owner(typed, numbers)
    if (
        key is None
        or typed.flow.at[-1] != "caption"
        or len(typed.parts) > 1
        or numbers.number(key) != typed.parts[0].number
    ):
        return
    text = typed.flow.text
    end = typed.end + len(text[typed.end :]) - len(text[typed.end :].lstrip(" \u00a0.:"))
    yield Finding(
        typed.flow.at,
        f"the caption begins with {text[:end].strip()!r}, and its number is printed before it anyway",
        "take it out",
        typed.flow.within(0, end),
        fix=Replacement("take the number out", "") if typed.plain and text[end:].strip() else None,
    )


def _owner(typed: Typed, numbers: Numbers) -> FloatKey | None:
    """The figure or table whose caption, cell or note holds *typed*."""
    at = typed.flow.at
    kind: FloatKind = "fig" if at[0] == "figures" else "tbl"
    for key, part in numbers.floats.parts.items():
        if key[0] == kind and part.at == at[:2]:
            return key
    return None


class _Steady:
    """Whether all figures keep their numbers when what was typed by hand becomes a mention."""

    def __init__(self, case: Case, numbers: Numbers) -> None:
        self._numbers = numbers
        self._body = body_texts(case)
        first = dict.fromkeys(
            mention.key for mention in body_mentions(case) if mention.typed is None or mention.typed.plain
        )
        self._kinds = {
            kind
            for kind in KINDS
            if tuple(name for known, name in first if known == kind) == numbers.order(kind)
        }

    def under(self, typed: Typed) -> bool:
        """Whether they do when *typed* and all like it in the text become mentions.

        A new first mention renumbers. So all must be mentioned in the order they have; and where the place
        of a mention among the others is not known, in captions and notes, nothing new may come first.
        """
        if typed.flow.section in ("figures", "tables") or (typed.flow.note and typed.flow.at in self._body):
            return self._told_before(typed)
        return typed.flow.at not in self._body or typed.kind in self._kinds

    def _told_before(self, typed: Typed) -> bool:
        owner = _owner(typed, self._numbers)
        own = self._numbers.number(owner) if owner is not None and owner[0] == typed.kind else 1
        return typed.kind in self._kinds and all(part.number <= own for part in typed.parts)
