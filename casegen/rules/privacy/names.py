"""PRV002: the patient's name or initials."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from casegen.lists import read_set, read_table
from casegen.model import Case
from casegen.model.languages import primary
from casegen.problem import Severity
from casegen.reading import Flow, Word
from casegen.reading.people import find_introductions
from casegen.rules.patterns import Pattern
from casegen.rules.privacy.texts import PRIVACY, of_patient, patient_texts, said_in
from casegen.rules.registry import Finding, rule
from casegen.rules.wordlists import DATA

_GIVEN_NAMES = DATA / "image_privacy/given_names.txt"
# "Mr. Smith", "Mrs J."; a title is followed by a capital.
_TITLED = Pattern(
    r"(?<![\w.-])(?P<title>[A-Z][a-zñ]{1,7})\.?[ \u00a0](?=(?P<name>[^\W\d_a-z][\w'’-]*)(?P<stop>\.?))",
    needs=(
        "mr ",
        "mr. ",
        "mrs",
        "ms ",
        "ms. ",
        "miss ",
        "mister ",
        "mme",
        "mlle",
        "herr",
        "frau",
        "sr ",
        "sr. ",
        "sra",
        "srta",
        "sig. ",
        "señor",
        "senhor",
        "signor",
        "dhr",
        "mevr",
    ),
)
# "A.B.", "J. S.", "M.J.K."; and "JS" only where it begins a sentence and an age follows.
_INITIALS = Pattern(r"(?<![\w.-])[A-Z]\.(?:[ -]?[A-Z]\.){1,2}(?!\w)", needs=(".",))
_BARE = Pattern(r"[A-Z]{2,3}(?=,? )")
# "A 16-year-old girl, JK, presented", "the boy, John, was well": a name beside its noun, and what goes on.
_BESIDE = Pattern(
    r"(?P<noun>[a-z]{3,10}), (?P<name>[A-Z]{2}|[A-Z][a-z]{2,11}), (?=(?P<on>[a-z]+) )", needs=(", ",)
)
# "Patient KM was well".
_CALLED = Pattern(r"(?<!\w)[Pp]atient (?P<name>[A-Z]{2}) (?=(?P<on>[a-z]+)\b)", needs=("patient ",))
# "Maria Gonzalez, a 45-year-old woman": a given name that is nothing else, and a family name.
_WHOLE = Pattern(r"(?P<given>[A-Z][a-z]+)(?: [A-Z][a-z'’-]+){1,3}(?=,? )")
_DEFINED = Pattern(r"\((?P<name>[A-Z]{2})[);,]", needs=("(",))
_GOES_ON = frozenset(
    {"was", "is", "had", "has", "who", "came", "presented", "presents", "underwent", "complained", "visited",
     "attended", "developed", "recovered", "aged", "fell", "died"}
)  # fmt: skip
_DETERMINERS = frozenset({"the", "this", "our", "a", "an"})
# "In the patient, Candida, was": what begins so does not go on with a name.
_WITHIN = frozenset({"in", "of", "for", "from", "with", "to", "by", "on", "like", "unlike", "as", "at"})
# Endings of words for a people, a faith or a form of disease: "the patient, Nigerian, was".
_PEOPLES = ("ian", "ese", "ish", "ic", "itis", "oma", "ist", "im")
_IS = frozenset({"is", "was"})
_WHO = frozenset({"who", "he", "she"})
_OWNERS = frozenset({"his", "her", "my", "whose", "patient's", "patient’s"})
_TO_AGE = frozenset({"a", "an", "is", "was", "aged"})
# Words near the name of somebody else. A surgeon is "Mr" in Britain.
_OTHERS = frozenset(
    {
        "author", "authors", "clinic", "colleague", "consultant", "described", "doctor", "dr", "illustrator",
        "list", "nurse", "photographer", "physician", "prof", "professor", "registrar", "sign", "surgeon",
        "syndrome", "team", "technician", "technique", "thank", "thanks", "trainee", "ward",
    }
)  # fmt: skip
_NEAR = 30
_INVENTED = frozenset({"fictitious", "fictional", "pseudonym", "pseudonyms", "hypothetical"})


@rule("PRV002", "patient-name-or-initials", severity=Severity.ERROR, source="ICMJE, section II.E.1")
def patient_name_or_initials(case: Case) -> Iterator[Finding]:
    """The patient, or one of their family, is called by name or by initials.

    Found are titles with a name ("Mr. Smith"), initials beside the patient ("patient A.B.", "J.S., a
    45-year-old man"), names after "named", and names between commas ("the girl, Emily, was"). "Patient 1"
    and "Case A" are right. A physician who is thanked or cited may be named.

    Why: names and initials are what a patient is recognised by first. ICMJE asks that they never be
    published.
    Bad:
        presentation: Mrs. Costa, a 40-year-old woman, presented with headache.
    Good:
        presentation: The patient, a 40-year-old woman, presented with headache.
    """
    abbreviations = _abbreviations(case)
    for flow in patient_texts(case):
        if flow.heading or flow.kind == "title":
            continue  # where every word may begin with a capital
        beside = (one for one in _beside(flow) if flow.text[one[0] : one[1]] not in abbreviations)
        found = {*_titled(flow, case.language), *_initials(flow), *_named(flow), *beside}
        for start, end, what in sorted(found):
            if of_patient(flow.sentence_at(start)) and not _is_another(flow, start, end):
                yield Finding(
                    flow.at,
                    f"{flow.text[start:end]!r} seems to be {what} of the patient or their family{flow.where}",
                    'write "the patient", or "patient 1" where there are several',
                    within=flow.within(start, end),
                )


def _titled(flow: Flow, language: str) -> Iterator[tuple[int, int, str]]:
    titles, spoken = read_table(PRIVACY / "titles.txt"), {"any", primary(language)}
    for match in _TITLED.finditer(flow.text, flow.lower):
        name = match["name"]
        placeholder = name.lower() in read_set(PRIVACY / "not_names.txt")
        # "5 Ms": a unit; "Mr TAVI": an abbreviation.
        unit = (
            match["title"] == "Ms"
            and flow.text[max(0, match.start() - 2) : match.start()].rstrip()[-1:].isdigit()
        )
        capitals = len(name) > 1 and name.isupper()
        if placeholder or unit or capitals or spoken.isdisjoint(titles.get(match["title"], ())):
            continue
        end = match.end("stop" if len(name) == 1 else "name")
        yield match.start(), end, "the name"


def _initials(flow: Flow) -> Iterator[tuple[int, int, str]]:
    ages = [one.start for one in find_introductions(flow)]
    for match in _INITIALS.finditer(flow.text, flow.lower):
        if match.group().rstrip(".").replace(" ", "") in read_set(PRIVACY / "not_initials.txt"):
            continue
        if _after_person(flow, match.start()) or _introduced(flow, match.end(), ages):
            yield match.start(), match.end(), "the initials"
    for sentence in flow.sentences if ages else ():
        bare = _BARE.compiled.match(flow.text, sentence.start)
        if bare and _introduced(flow, bare.end(), ages):
            yield bare.start(), bare.end(), "the initials"
        whole = _WHOLE.compiled.match(flow.text, sentence.start)
        known = whole and whole["given"].lower() in read_set(_GIVEN_NAMES)
        if whole and known and _introduced(flow, whole.end(), ages):
            yield whole.start(), whole.end(), "the name"


def _after_person(flow: Flow, start: int) -> bool:
    """Whether a patient stands right before *start*: "patient ", "the patient (", "the patient, "."""
    before = flow.lower[max(0, start - 16) : start]
    word = before.rstrip(" ,(\u00a0").rpartition(" ")[2].rpartition("-")[2]
    return word in read_set(PRIVACY / "person_nouns.txt")


def _introduced(flow: Flow, end: int, ages: Sequence[int]) -> bool:
    """Whether one of the *ages* follows at *end*: ", a 45-year-old man", " was a 45-year-old man"."""
    index = bisect_left(ages, end)
    if index == len(ages) or ages[index] - end > 8:
        return False
    between = flow.lower[end : ages[index]]
    return between[:1] in (",", " ") and _TO_AGE.issuperset(between.replace(",", " ").split())


def _beside(flow: Flow) -> Iterator[tuple[int, int, str]]:
    """Names and two capitals beside their noun: "the boy, John, was", "Patient KM was"."""
    people = read_set(PRIVACY / "person_nouns.txt")
    ends: set[int] | None = None
    for match in _BESIDE.finditer(flow.text, flow.lower):
        if match["noun"] not in people or match["on"] not in _GOES_ON:
            continue
        if ends is None:
            ends = {one.end for one in find_introductions(flow)}
        if _is_first(flow, match.start(), introduced=match.end("noun") in ends) and _may_name(match["name"]):
            what = "the initials" if match["name"].isupper() else "the name"
            yield match.start("name"), match.end("name"), what
    for match in _CALLED.finditer(flow.text, flow.lower):
        before = flow.lower[max(0, match.start() - 8) : match.start()].split()[-1:]
        if match["on"] in _GOES_ON and _DETERMINERS.isdisjoint(before) and _may_name(match["name"]):
            yield match.start("name"), match.end("name"), "the initials"


def _is_first(flow: Flow, start: int, *, introduced: bool) -> bool:
    """Whether the noun at *start* is what a clause tells of: "the boy"; not "a boy", "in the boy"."""
    at = bisect_left(flow.words, start, key=lambda word: word.start)
    before = [word.lower for word in flow.words[max(0, at - 3) : at]]
    own = introduced or before[-1:] in (["the"], ["this"], ["our"])
    return own and _WITHIN.isdisjoint(before)


def _may_name(name: str) -> bool:
    lower = name.lower()
    if name.isupper():
        return ".".join(name) not in read_set(PRIVACY / "not_initials.txt")
    return lower not in read_set(PRIVACY / "not_names.txt") | read_set(PRIVACY / "peoples.txt") and not (
        lower.endswith(_PEOPLES)
    )


def _abbreviations(case: Case) -> frozenset[str]:
    """Two capitals that are known as an abbreviation, or that the case brings in brackets."""
    defined = (
        match["name"] for flow in patient_texts(case) for match in _DEFINED.finditer(flow.text, flow.lower)
    )
    return (
        frozenset(defined)
        | read_set(DATA / "abbreviations-known.txt")
        | read_set(PRIVACY / "two_capitals.txt")
    )


def _named(flow: Flow) -> Iterator[tuple[int, int, str]]:
    if "named " not in flow.lower and "name " not in flow.lower:
        return
    people = read_set(PRIVACY / "person_nouns.txt")
    words = flow.words
    for index in range(2, len(words)):
        word = words[index]
        if not _is_name(word) or words[index - 1].end + 1 != word.start:
            continue
        first, second = words[index - 1].lower, words[index - 2].lower
        third = words[index - 3].lower if index > 2 else ""
        # "A boy named", "the boy, named": but in "her husband named" somebody speaks.
        told = (
            _is_introduced(flow, index - 2) if second in people else second in _IS and third in people | _WHO
        )
        named = first == "named" and told
        if named or (first in _IS and second == "name" and third in _OWNERS):
            yield word.start, word.end, "the name"


def _is_introduced(flow: Flow, index: int) -> bool:
    """Whether the noun at *index* has "a" before it, or a comma behind it."""
    before = (word.lower for word in flow.words[max(0, index - 4) : index])
    return flow.text.startswith(",", flow.words[index].end) or not {"a", "an"}.isdisjoint(before)


def _is_name(word: Word) -> bool:
    """Whether *word* is written as a name is: a capital, then small letters."""
    return (
        word.text[:1].isupper()
        and not word.text.isupper()
        and word.lower not in read_set(PRIVACY / "not_names.txt")
    )


def _is_another(flow: Flow, start: int, end: int) -> bool:
    """Whether the words around say that the name is another's, or none: "operated by Mr. Hale"."""
    before, behind = flow.lower[max(0, start - _NEAR) : start], flow.lower[end : end + _NEAR]
    near = {word.strip(".,;:()") for word in (*before.split(), *behind.split())}
    said = said_in(flow.sentence_at(start))
    return before.endswith("by ") or not near.isdisjoint(_OTHERS) or not said.isdisjoint(_INVENTED)
