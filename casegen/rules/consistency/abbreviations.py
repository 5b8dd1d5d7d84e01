"""CON012: abbreviations that are never written out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from casegen.lists import read_set
from casegen.model import Case
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading import Flow, Word, passages, read
from casegen.rules.consistency.facts import DATA
from casegen.rules.registry import Finding, rule

# Letters that make Roman numerals alone are numbers: type II, class IV.
_ROMAN = frozenset("IVXLC")
_LONGEST = 7
# What stands beside a gene or a protein, wherever else its name stands alone.
_GENES = frozenset(
    {
        "gene", "genes", "mutation", "mutations", "variant", "variants", "protein", "proteins", "allele",
        "alleles", "locus", "codon", "exon", "rearrangement", "antibody", "antibodies", "antigen",
        "haplotype",
    }
)  # fmt: skip
# What stands beside a name: the WOMAC score, a CASTOR trial, NYHA class II.
_NAMED = frozenset(
    {
        "software", "kit", "trial", "study", "score", "scores", "scale", "criteria", "classification",
        "index", "class", "stage", "grade", "group", "status", "performance", "regimen", "protocol",
        "questionnaire", "guideline", "guidelines",
    }
)  # fmt: skip
# Signs with which a text gives the long form behind: "ABC: atrial ...", "ABC = atrial ...", "ABC, atrial".
_MEANS = (":", "=", " =", ", ", " (", " – ", " - ", "—")
# What stands between words in italics: "*SPEN*, *RELN*", "*SPEN/RELN*".
_MARKS = str.maketrans("*_,;/()", " " * 7)
_CALLED = frozenset({"called", "termed", "named", "abbreviated", "designated", "hereafter", "hereinafter"})


@rule("CON012", "abbreviation-undefined", severity=Severity.WARNING, suspicious=True, english=True)
def abbreviation_undefined(case: Case) -> Iterator[Finding]:
    """An abbreviation that the text uses at least twice and never writes out.

    Written out is "atrioventricular (AV)", "AV (atrioventricular)", "AV = atrioventricular" in a note, or an
    entry under a heading "Abbreviations". Passed over are abbreviations that journals print as they are (DNA,
    CT, HIV), genes, Roman numerals, levels of the spine, the authors' initials, and words in capitals.

    Why: a reader of another field, or a machine, cannot know which of its meanings is meant.
    Bad:
        discussion: LVSP is simple. Whether LVSP is better remains open.
    Good:
        discussion: Left ventricular septal pacing (LVSP) is simple. Whether LVSP is better remains open.
    """
    used: dict[str, list[tuple[Flow, Word]]] = {}
    named = _italics(case) | _initials(case)
    for flow in read(case).story:
        if flow.kind == "abstract":
            continue
        for index, word in enumerate(flow.words):
            if not _is_abbreviation(word):
                continue
            if _stands_with_gene(flow, index):
                named.add(_bare(word.text))
            elif not _is_name(flow, index):
                used.setdefault(_bare(word.text), []).append((flow, word))
    passed_over = named | _known()
    often = {short: places for short, places in used.items() if len(places) > 1 and short not in passed_over}
    if not often:
        return
    defined = _defined(case, often.keys()) | _lower_words(case, often.keys())
    for short, places in often.items():
        if short not in defined and not any(part in defined or part in _known() for part in _parts(short)):
            flow, word = places[0]
            yield Finding(
                flow.at,
                f'"{word.text}" stands here and {_more(len(places) - 1)}, and may never be written out',
                f'write the long form at its first use: "long form ({short})"',
                flow.within(word.start, word.end),
            )


@cache
def _known() -> frozenset[str]:
    return read_set(DATA / "abbreviations-known.txt")


def _is_abbreviation(word: Word) -> bool:
    text = _bare(word.text)
    letters = text.replace("-", "")
    return (
        1 < len(letters) <= _LONGEST
        and letters.isascii()
        and letters.isalpha()
        and letters.isupper()
        and not set(letters) <= _ROMAN
    )


def _bare(text: str) -> str:
    """*text* without the ending of a plural or a possessive: LMICs, CT's."""
    text = text[:-2] if text.endswith(("'s", "’s")) else text
    return text[:-1] if text.endswith("s") and text[:-1].isupper() else text


def _parts(short: str) -> tuple[str, ...]:
    """Shorter abbreviations that *short* is made of: of "S-LBBP" those beside the hyphen, of "SDHA" "SDH"."""
    pieces = short.split("-")
    return (*pieces, short[:-1]) if len(pieces) > 1 or len(short) > 3 else ()


def _is_name(flow: Flow, index: int) -> bool:
    """Whether the word is part of a name by what stands beside it, or one of a line in capitals."""
    beside = _beside(flow, index)
    following = flow.words[index + 1].text if index + 1 < len(flow.words) else ""
    # "BD Biosciences"; but a sentence may begin behind an abbreviation.
    titled = following.istitle() and flow.text[flow.words[index].end] == " "
    return titled or any(
        other.lower in _NAMED or (len(other.text) > 3 and other.text.isupper()) for other in beside
    )


def _stands_with_gene(flow: Flow, index: int) -> bool:
    return any(other.lower in _GENES for other in _beside(flow, index))


def _beside(flow: Flow, index: int) -> list[Word]:
    return [flow.words[at] for at in (index - 1, index + 1) if 0 <= at < len(flow.words)]


def _more(count: int) -> str:
    return "in one more place" if count == 1 else f"in {count} more places"


def _italics(case: Case) -> set[str]:
    """Words that stand in italics or code somewhere, as genes do."""
    found: set[str] = set()
    for passage in passages(case):
        if "*" in passage.prose.text or "_" in passage.prose.text:
            for node in passage.nodes:
                if isinstance(node, nodes.Emphasis):
                    found.update(passage.prose.text[node.start : node.end].translate(_MARKS).split())
    return found


def _initials(case: Case) -> set[str]:
    """The authors' initials: "ES and TŻ read the films"."""
    names = [author.name.display.replace("-", " ").split() for author in case.authors]
    return {"".join(part[0] for part in parts if part[0].isupper()) for parts in names if parts}


def _lower_words(case: Case, shorts: Collection[str]) -> set[str]:
    """Of *shorts*, those that the text also uses as words: "NOT" beside "not"."""
    wanted = {short.lower(): short for short in shorts}
    return {wanted[word.text] for flow in read(case).story for word in flow.words if word.text in wanted}


def _defined(case: Case, shorts: Collection[str]) -> set[str]:
    """Of *shorts*, those that are written out somewhere."""
    found: set[str] = set()
    wanted = frozenset(shorts)
    for flow in read(case).flows:
        listed = _is_list(case, flow)
        for index, word in enumerate(flow.words):
            whole = _bare(word.text)
            for short in {whole, *whole.split("-")} & wanted:
                if short not in found and (listed or _is_written_out(flow, index, short)):
                    found.add(short)
    return found


def _is_list(case: Case, flow: Flow) -> bool:
    titles = list(flow.under)
    if flow.at[0] == "sections":
        titles.append(case.sections[int(flow.at[1])].title.text)
    return any("abbreviation" in title.lower() for title in titles)


def _is_written_out(flow: Flow, index: int, short: str) -> bool:
    text, word = flow.text, flow.words[index]
    before, after = text[max(0, word.start - 1) : word.start], text[word.end : word.end + 3]
    if before in ("(", "[") and after[:1] in (")", "]"):
        return True
    first = short[0].lower()
    if before in ("(", "["):
        return any(_begins(other, first) for other in flow.words[max(0, index - 10) : index])
    if index and flow.words[index - 1].lower in _CALLED:
        return True
    if after.startswith(_MEANS) and any(_begins(other, first) for other in flow.words[index + 1 : index + 4]):
        return True
    if before == " " and text[word.start - 2] == "," and _held(flow.words[max(0, index - 4) : index], short):
        return True
    return _spelled(flow.words[max(0, index - 2 * _LONGEST) : index], short)


def _held(before: Sequence[Word], short: str) -> bool:
    """Whether the last of the words *before* hold the letters in order: "endoscopic ultrasound, EUS"."""
    letters = short.replace("-", "").lower()
    runs = ("".join(word.lower for word in before[at:]) for at in range(len(before)))
    return any(run[0] == letters[0] and _holds(run, letters) for run in runs)


def _holds(run: str, letters: str) -> bool:
    rest = iter(run)
    return all(letter in rest for letter in letters)


def _begins(word: Word, letter: str) -> bool:
    return word.lower[0] == letter and not word.text.isupper()


def _spelled(before: Sequence[Word], short: str) -> bool:
    """Whether the words right before *short* begin with its letters: "left ventricle, LV"."""
    empty = read_set(DATA / "function-words.txt")
    parts = [part for word in before if word.lower not in empty for part in word.lower.split("-") if part]
    letters = short.replace("-", "").lower()
    return "".join(part[0] for part in parts[-len(letters) :]) == letters
