"""Misspelt words: those of a closed list, and those that the report itself spells otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from casegen.lists import read_pairs
from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import Flow, Word
from casegen.rules.registry import Finding, rule
from casegen.rules.text.own import DATA, PRINTED, Quotations, is_address, like, own, replacement, word_list

# A term: a word so long, used so often. Shorter words that differ by one letter are often both right.
_SHORTEST, _LONGEST = 9, 40
_OFTEN = 3
# A letter more or less makes another word at the ends (pre-, per-; -sis, -ses), within it seldom.
_HEAD, _TAIL = 3, 3


@rule("TXT001", "misspelling", severity=Severity.WARNING, english=True, fixing="suggested")
def misspelling(case: Case) -> Iterator[Finding]:
    """A misspelt word.

    It is on a list of words that are always wrong, in British as in American English; or it is a long word,
    used once, and but for one letter too many, too few or out of place it is a word used three times or more.
    Names, quotations and references are left alone.

    Why: a misspelt term is found by no search, and readers trust a careless text less.
    Bad:
        presentation: The diagonsis was confirmed by biopsy.
    Good:
        presentation: The diagnosis was confirmed by biopsy. The tumour, an oedematous mass, was excised.
    """
    listed = read_pairs(DATA / "misspellings.txt")
    flows = tuple(own(case, *PRINTED))
    variants = _variants(flows)
    for flow in flows:
        suspects = [word for word in flow.words if _right(word, listed) or word.lower in variants]
        if not suspects:
            continue
        quotations = Quotations(flow)
        for word in suspects:
            if _may_be_a_name(flow, word) or quotations.hold(word.start) or is_address(flow.text, word.start):
                continue
            right = _right(word, listed)
            yield _finding(flow, word, right or variants[word.lower], certain=bool(right))


def _finding(flow: Flow, word: Word, right: str, *, certain: bool) -> Finding:
    meant = like(word.text, right)
    seen = "" if certain else ", as it is spelled elsewhere in this report"
    return Finding(
        flow.at,
        f"misspelt: {word.text!r}{flow.where}",
        f"write {meant!r}{seen}",
        within=flow.within(word.start, word.end),
        fix=replacement(flow, word.start, word.end, meant, safe=False),
    )


def _right(word: Word, listed: Mapping[str, str]) -> str:
    """How *word* is spelled right; empty where it is not on the list of the misspelt."""
    if (right := listed.get(word.lower)) is not None:
        return right
    if "-" in word.text:  # post-operatve
        parts = word.lower.split("-")
        rights = [listed.get(part, part) for part in parts]
        return "-".join(rights) if rights != parts else ""
    if word.lower.endswith(("'s", "’s")) and (right := listed.get(word.lower[:-2])) is not None:
        return right + word.lower[-2:]
    return ""


def _may_be_a_name(flow: Flow, word: Word) -> bool:
    """Whether *word* has capitals that are not those of a sentence's beginning, or of a heading."""
    if word.text == word.lower:
        return False
    if word.text[1:] != word.lower[1:]:
        return True
    headline = flow.heading > 0 or flow.kind == "title"
    return not headline and flow.sentence_at(word.start).words[0] != word


def _variants(flows: tuple[Flow, ...]) -> Mapping[str, str]:
    """Words used once that are nearly a term, with that term. A term is typed in lower case at least once."""
    typed = Counter(
        word.text for flow in flows for word in flow.words if _SHORTEST <= len(word.text) <= _LONGEST
    )
    counts: Counter[str] = Counter()
    for word, count in typed.items():
        counts[word.lower()] += count
    often = (word for word, count in counts.items() if count >= _OFTEN)
    terms = dict.fromkeys(word for word in often if word.isalpha() and word in typed)
    if not terms:
        return {}
    # A term without one of its letters, and a term with two letters changed about.
    shorter = {variant: term for term in terms for variant in _without_one(term)}
    turned = {variant: term for term in terms for variant in _turned(term)}
    # Real words that one letter parts from another: "medication" and "mediation".
    real = word_list("near_words")
    found: dict[str, str] = {}
    for word, count in counts.items():
        if count > 1 or not word.isalpha() or word in terms or word in real:
            continue
        longer = next((short for short in _without_one(word) if short in terms), None)
        term = shorter.get(word) or turned.get(word) or longer
        if term is not None and not _two_spellings(word, term):
            found[word] = term
    return found


def _without_one(word: str) -> Iterator[str]:
    """*word* without one letter of its middle, for each of them."""
    return (word[:at] + word[at + 1 :] for at in range(_HEAD, len(word) - _TAIL))


def _turned(word: str) -> Iterator[str]:
    """*word* with two letters of its middle changed about."""
    for at in range(_HEAD, len(word) - _TAIL - 1):
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


# What British English, American English or habit spell in two ways.
_SPELLINGS = (
    ("ae", "e"), ("oe", "e"), ("our", "or"), ("ll", "l"), ("ss", "s"), ("pp", "p"), ("tt", "t"), ("rr", "r"),
    ("dge", "dg"), ("ostomy", "otomy"),
)  # fmt: skip


def _two_spellings(word: str, term: str) -> bool:
    """Whether both may be right: two ways to spell one word, or two operations."""
    return any(
        a in one and one.replace(a, b) == other.replace(a, b)
        for a, b in _SPELLINGS
        for one, other in ((word, term), (term, word))
    )
