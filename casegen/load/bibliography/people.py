"""Names of people and groups, already divided at their commas, as CSL names."""

import re

from casegen.load.bibliography.entry import CslName

_SUFFIX = re.compile(r"(?:Jr|Sr|Esq|Junior|Senior|I{2,3}|IV|VI{0,3}|2nd|3rd|[4-9]th)\.?")
# An article number or a tag may stand where a name should: only words are particles.
_PARTICLE = re.compile(r"[^\W\d_]+['’]?")


def person(family: str, given: str, suffix: str = "") -> CslName:
    """The CSL name of these parts, its particles and suffix set apart from them.

    Words in lower case before the family name ("van der Berg") stay with it in print; those after the given
    names ("Ludwig van") do not (CSL 1.0.2, names). A name in lower case throughout keeps its last word.
    """
    before, family_words = _particles(family.split())
    given_words = given.split()
    for words in (given_words, family_words):  # PubMed: "Fowler, Vance G Jr"; others: "Fowler Jr, Vance G"
        if not suffix and len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
            suffix = words.pop()
    after, reversed_words = _particles(given_words[::-1])
    return filled(
        {
            "family": " ".join(family_words),
            "given": " ".join(reversed_words[::-1]),
            "non-dropping-particle": " ".join(before),
            "dropping-particle": " ".join(after[::-1]),
            "suffix": suffix,
        }
    )


def _particles(words: list[str]) -> tuple[list[str], list[str]]:
    """The words in lower case that *words* begin with, and the others, of which there is at least one."""
    count = 0
    while count < len(words) - 1 and words[count].islower() and _PARTICLE.fullmatch(words[count]):
        count += 1
    return words[:count], words[count:]


def divided(text: str) -> CslName:
    """Read "Family, Given, Suffix"; a name without a comma is a group's, or cannot be divided."""
    family, *rest = (part.strip() for part in text.split(","))
    rest = [part for part in rest if part]
    if not family or not rest:
        return {"literal": text.strip(" ,")}
    return with_suffix(family, rest[0], ", ".join(rest[1:]))


def with_suffix(family: str, given: str, suffix: str) -> CslName:
    """As `person`, given name and suffix in whatever order: BibTeX has "Fowler, Jr., Vance G."."""
    if suffix and _SUFFIX.fullmatch(given):
        given, suffix = suffix, given
    return person(family, given, suffix)


def indexed(text: str) -> CslName:
    """Read "Silva, Ana Maria Jr" or, as indexes print it, "Silva AM Jr", whose initials are set apart."""
    family, comma, given = text.partition(",")
    if comma:
        return person(family, given)
    words = text.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    if len(words) < 2:
        return person(text, "")
    initials = words.pop()
    if initials.isalpha() and initials.isupper():
        initials = " ".join(f"{initial}." for initial in initials)
    return person(" ".join(words), initials, suffix)


def filled(name: CslName) -> CslName:
    """*name* without its empty parts."""
    return {part: text for part, text in name.items() if text}
