"""Whether a reference and a record of what others know describe one work."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from casegen.model import CslName, Reference
from casegen.refs.compare import comparable, first_author, year_of
from casegen.refs.crossref import Message, titles_of, years_of

__all__ = ["alike", "is_another", "is_translated", "same_person"]

# Of 100: titles of two works share little more than "a case report"; those of one, nearly all words.
_SHARED_BY_ONE = 60
# Of 100: what typing, spelling and hyphens leave of one title is above (tests/refs/network/titles.yaml).
_ALIKE = 90
_LONGEST_TITLE = 1_000
# A title that is cut off still has so many words, or letters in a script without spaces, to be known by.
_FEWEST_WORDS = 3
_FEWEST_LETTERS = 12

_LETTERS = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron",
    "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega",
}  # fmt: skip
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_BARE = str.maketrans(_LETTERS)
_SPELT = str.maketrans(_UMLAUTS)
# A title in Greek is not one with Greek letters in it.
_MOST_GREEK = 0.5


def is_another(reference: Reference, message: Message) -> bool:
    """Whether Crossref's *message* is surely of another work than *reference*: title, author and year differ.

    A translated title, or one with another subtitle, is the same work.
    """
    from rapidfuzz import fuzz

    theirs = _shortened(titles_of(message))
    mine = _shortened((reference.title, reference.original_title))
    if not mine or not theirs or is_translated(reference, message.get("language")):
        return False
    if any(fuzz.token_set_ratio(a, b) >= _SHARED_BY_ONE for a in mine for b in theirs):
        return False
    # Somebody's article of that year under another title is most often the same one, translated.
    year, years = year_of(reference), years_of(message)
    same_year = year in years if years else year is None
    return not (_family(message) == first_author(reference) and same_year)


def is_translated(reference: Reference, language: Any) -> bool:
    """Whether the title of *reference* may be in another language than that of a record in *language*."""
    return reference.title.startswith("[") or reference.language not in ("", language or "")


def _shortened(titles: Iterable[str]) -> list[str]:
    """The titles made comparable, as far as it takes to tell two works apart."""
    return [comparable(title[:_LONGEST_TITLE]) for title in titles if title]


def _family(message: Message) -> str | None:
    match message.get("author"):
        case [{"family": str() as family}, *_]:
            return comparable(family)
    return None


def alike(mine: str, theirs: str) -> bool:
    """Whether two titles are those of one work.

    They may differ in capitals, punctuation, accents, in how Greek letters and a few words are spelt, and one
    may lack the subtitle, or be cut off.
    """
    from rapidfuzz import fuzz

    short, long = sorted((_folded(mine[:_LONGEST_TITLE]), _folded(theirs[:_LONGEST_TITLE])), key=len)
    if fuzz.ratio(short, long) >= _ALIKE:
        return True
    is_telling = short.count(" ") + 1 >= _FEWEST_WORDS or len(short) >= _FEWEST_LETTERS
    return is_telling and fuzz.ratio(short, long[: len(short)]) >= _ALIKE


def _folded(text: str) -> str:
    """*text* comparable, and without accents; its Greek letters by their names."""
    bare = _without_accents(text.casefold())
    greek = sum("\u0370" <= c <= "\u03ff" for c in bare)
    return comparable(bare if greek > _MOST_GREEK * len(bare) else bare.translate(_BARE))


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def same_person(mine: CslName, theirs: Mapping[str, str]) -> bool:
    """Whether two names may be one person's or group's, by the family names.

    Particles, second family names, accents and hyphens may differ, and family and given name be swapped. What
    is written in two scripts is not compared.
    """
    own = (mine.family or mine.literal or mine.given, f"{mine.given} {mine.non_dropping_particle}")
    particle = theirs.get("non-dropping-particle", "")
    other = (theirs.get("family") or theirs.get("literal", ""), f"{theirs.get('given', '')} {particle}")
    spellings = [list(_spellings(*each)) for each in (own, other)]
    return any(_fit(a, b) for a in spellings[0] for b in spellings[1])


def _spellings(family: str, rest: str) -> Iterator[tuple[str, str]]:
    """The family name and all else, folded: without umlauts, and with them spelt out."""
    for fold in (_folded, _spelt_out):
        yield fold(family), fold(rest)


def _fit(mine: tuple[str, str], theirs: tuple[str, str]) -> bool:
    family, other = mine[0], theirs[0]
    if family.isascii() != other.isascii() or family.replace(" ", "") == other.replace(" ", ""):
        return True
    words, others = ({*" ".join(each).split()} for each in (mine, theirs))
    return set(family.split()) <= others or set(other.split()) <= words


def _spelt_out(text: str) -> str:
    """*text* folded as Germans and Danes do without umlauts: Müller is Mueller."""
    return _folded(unicodedata.normalize("NFC", text).casefold().translate(_SPELT))
