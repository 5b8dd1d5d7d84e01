"""Which texts of a case tell of the patient."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from casegen.lists import read_set
from casegen.model import Case
from casegen.reading import Flow, Sentence, read
from casegen.reading.people import Introduction
from casegen.rules.wordlists import DATA

__all__ = ["PRIVACY", "introductions", "of_patient", "on_patients", "patient_texts", "said_in"]

PRIVACY = DATA.folder("privacy")

# Parts of the article that tell of nobody but the patient. The others tell of other studies as well.
_OWN = frozenset(
    {
        "title", "short_title", "abstract", "presentation", "patient_perspective", "timeline", "figures",
        "tables", "supplementary",
    }
)  # fmt: skip
_ONE = frozenset({"patient", "he", "she", "man", "woman", "boy", "girl", "infant", "neonate", "child"})
_MANY = frozenset(
    {
        "patients", "men", "women", "boys", "girls", "infants", "neonates", "children", "participants",
        "subjects", "cases", "controls", "persons", "individuals", "animals", "mice", "rats", "samples",
    }
)  # fmt: skip
# Who speaks of "our patient", "this patient", "the patient" speaks of the report's.
_OURS = frozenset({"our", "this", "the"})
_PATIENT = frozenset({"patient", "patient's", "patient’s"})


def patient_texts(case: Case) -> Iterator[Flow]:
    """The texts that tell of the patient or of what is known: all but declarations and back matter."""
    aside = _asides(case)
    for flow in read(case).of("title", "abstract", "narrative", "timeline", "caption", "alt", "cell"):
        if flow.section not in aside:
            yield flow


def introductions(case: Case) -> tuple[Introduction, ...]:
    """Whoever is told of with an age, but in back matter."""
    aside = _asides(case)
    return tuple(one for one in read(case).introductions if one.flow.section not in aside)


def on_patients(case: Case) -> bool:
    """Whether the case tells of patients one by one, as a report does and a study of a group does not."""
    return bool(
        case.patient
        or case.patients
        or case.timeline
        or any(one.whose == "patient" for one in read(case).introductions)
        or _tells_of_one(case)
    )


def _tells_of_one(case: Case) -> bool:
    """Whether the case presentation speaks of one person far more often than of many."""
    said = [word.lower for flow in read(case).sections.get("presentation", ()) for word in flow.words]
    one, many = sum(word in _ONE for word in said), sum(word in _MANY for word in said)
    return one > 4 * many


# Of a long sentence many findings may be asked about; each question would go through all of it.
@lru_cache(maxsize=8)
def said_in(sentence: Sentence) -> frozenset[str]:
    """The words of *sentence*, in lower case."""
    return frozenset(word.lower for word in sentence.words)


@lru_cache(maxsize=8)
def of_patient(sentence: Sentence) -> bool:
    """Whether *sentence* tells of the report's patient, by its place or its words, and cites nobody."""
    if sentence.cites:
        return False
    if sentence.flow.section in _OWN:
        return True
    words = (word.lower for word in sentence.words)
    return any(one in _OURS and other in _PATIENT for one, other in pairwise(words))


def _asides(case: Case) -> set[str]:
    """The sections that are about the authors or the article."""
    aside = read_set(PRIVACY / "back_matter.txt")
    titles = (section.title.text.lower().split() for section in case.sections)
    return {
        f"sections/{index}"
        for index, words in enumerate(titles)
        if any(word.strip("*_#:.,") in aside for word in words)
    }
