"""PRV001: numbers and addresses that belong to one person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.lists import read_pairs, read_set
from casegen.model import Case
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading import Flow, Passage, Sentence, passages
from casegen.reading.people import is_relative
from casegen.rules.patterns import Pattern
from casegen.rules.privacy.checkdigits import CHECKS
from casegen.rules.privacy.texts import PRIVACY, of_patient, patient_texts, said_in
from casegen.rules.registry import Finding, rule

# Digits in groups, with a few letters before or one behind. Each turn of the loop takes one digit.
_NUMBER = Pattern(
    r"(?<![^\W_])(?P<letters>[A-Za-z]{0,4})[-/]?\d(?:[ .()/\u00a0-]{0,2}\d){3,24}[A-Za-z]?(?!\w)"
)
_PIECE = Pattern(r"[^\W\d_]+(?:[-/'’][^\W\d_]+)*|[^\w\s]")
_LOOK_BACK = 64
# What may stand between a label and its number.
_LINKS = frozenset(":=().-–#№") | {"is", "was", "at", "on"}
_SPELT = {"no": "number", "nr": "number", "num": "number", "nº": "number", "n": "number", "núm": "number"}
_OWNERS = frozenset({"his", "her", "their", "whose", "my", "patient's", "patient’s"})

_WHAT = {
    "record": "a record number",
    "national": "a national or insurance number",
    "serial": "the serial number of a device",
    "phone": "a telephone number",
    "email": "an e-mail address",
    "profile": "a page on a social network",
}
_HINTS = {"serial": "leave the number out; the type of the device is enough"}
_DATE = Pattern(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{4}-\d{4}")
# Country code and at least two groups; the Brazilian tax number; and the American form, but for telephones
# that are free of charge.
_ABROAD = Pattern(r"[1-9]\d{0,2}[ .()-]{1,2}[1-9]\d*(?:[ .()/-]{1,2}\d+)+")
_CPF = Pattern(r"\d{3}\.\d{3}\.\d{3}-\d{2}")
_AMERICAN = Pattern(r"(?!8(?:00|33|44|55|66|77|88))[2-9]\d\d(?:\) ?|[-.])[2-9]\d\d[-.]\d{4}")
# The telephone of somebody who stands right before it, "his sister (020 7946 0958)": a leading nought and
# groups, or the American form.
_NATIONAL = Pattern(r"0\d{1,4}(?:[ -]\d{3,4}){2}|0\d{3,4}[ -]\d{6}|\d{3}([ .-])\d{3}\1\d{4}")

_EMAIL = Pattern(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){1,4}",
    needs=("@",),
)
_PROFILE = Pattern(
    r"(?:facebook\.com|instagram\.com|twitter\.com|//x\.com|tiktok\.com|vk\.com|linkedin\.com/in|caringbridge\.org"
    r"|gofundme\.com)/[\w.@%-]",
    re.IGNORECASE,
    needs=(".com/", ".org/"),
)
# An address of a study, a registry or an author.
_OFFERS = frozenset(
    {
        "author", "authors", "available", "contact", "correspondence", "corresponding", "data", "download",
        "questionnaire", "registry", "request", "requests", "software", "website",
    }
)  # fmt: skip


@rule(
    "PRV001", "direct-identifier", severity=Severity.ERROR, source="HIPAA Safe Harbor, 45 CFR 164.514(b)(2)"
)
def direct_identifier(case: Case) -> Iterator[Finding]:
    """A number or an address that belongs to one person: a record number, a telephone, an e-mail.

    Looked for are numbers of records, of states and insurers, of telephones and of implanted devices, e-mail
    addresses other than the authors', and pages on social networks. The message does not repeat them.

    Why: whoever has the number can ask whose it is. It adds nothing to the report.
    Bad:
        presentation: A 40-year-old woman (MRN 4471239) presented with headache.
    Good:
        presentation: A 40-year-old woman presented with headache.
    """
    authors = {author.email.strip().lower() for author in case.authors if author.email}
    for flow in patient_texts(case):
        for start, end, what in (*_numbers(flow), *_addresses(flow, authors)):
            yield Finding(
                flow.at,
                f"{_WHAT[what]} identifies the patient{flow.where}",
                _HINTS.get(what, "leave it out"),
                within=flow.within(start, end),
            )
    yield from _links(case)


def _numbers(flow: Flow) -> Iterator[tuple[int, int, str]]:
    for match in _NUMBER.compiled.finditer(flow.text):
        start, end = match.span()
        digits = "".join(filter(str.isdecimal, match.group()))
        what = _labelled(flow, match, digits) or _bare(flow, match, digits)
        if what:
            yield start, end, what


def _is_of_somebody(flow: Flow, start: int, end: int) -> bool:
    """Whether brackets behind a person hold nothing but a telephone number: "his sister (020 7946 0958)"."""
    typed = flow.text[start:end]
    if (
        flow.text[start - 1 : start] != "("
        or flow.text[end : end + 1] != ")"
        or not _NATIONAL.compiled.fullmatch(typed)
    ):
        return False
    word = flow.lower[max(0, start - 24) : start - 1].rstrip().rpartition(" ")[2]
    return (word in read_set(PRIVACY / "person_nouns.txt") or is_relative(word)) and of_patient(
        flow.sentence_at(start)
    )


def _labelled(flow: Flow, match: re.Match[str], digits: str) -> str:
    """What the number is by the words before it; empty where they do not say."""
    kind = _label(flow.lower, match.start(), match.group("letters").lower())
    if kind in CHECKS:
        fits = CHECKS[kind](match.group())
        return ("serial" if kind == "imei" else "national") if fits else ""
    if kind == "phone":
        return kind if 7 <= len(digits) <= 15 and not _DATE.compiled.fullmatch(match.group()) else ""
    if not kind or len(digits) < 5:
        return ""
    words = said_in(flow.sentence_at(match.start()))
    if kind == "serial" and not words & read_set(PRIVACY / "implants.txt"):
        return ""
    return "" if words & read_set(PRIVACY / "other_numbers.txt") else kind


def _label(lower: str, start: int, letters: str) -> str:
    """The kind of the label that ends before *start*, or that the number's own *letters* are."""
    labels = read_pairs(PRIVACY / "identifier_labels.txt")
    words: list[str] = []
    said = False
    for piece in reversed(_PIECE.compiled.findall(lower[max(0, start - _LOOK_BACK) : start])):
        if piece in _LINKS and (not words or (piece == "." and words == ["number"])):
            said = said or piece in ("is", "was")
            if piece in "#№" and not words:
                words.append("number")
        elif piece[0].isalpha() and len(words) < 6:
            words.insert(0, _SPELT.get(piece, piece).replace("’", "'"))
        else:
            break
    if said and not _OWNERS.intersection(words):
        return ""  # "the patient number was 12345" counts patients
    kinds = (labels.get(" ".join(words[index:])) for index in range(len(words)))
    return next(filter(None, kinds), "") or labels.get(letters, "")


def _bare(flow: Flow, match: re.Match[str], digits: str) -> str:
    """What a number is by its own form; empty where that tells nothing."""
    typed, start = match.group(), match.start()
    if _CPF.compiled.fullmatch(typed) and CHECKS["cpf"](typed):
        return "national"
    abroad = flow.text[max(0, start - 1) : start] == "+" and 9 <= len(digits) <= 15
    if _is_of_somebody(flow, start, match.end()):
        return "phone"
    if not (abroad and _ABROAD.compiled.fullmatch(typed)) and not _AMERICAN.compiled.fullmatch(typed):
        return ""
    sentence = flow.sentence_at(start)
    others = said_in(sentence) & (read_set(PRIVACY / "other_numbers.txt") | _OFFERS)
    return "phone" if of_patient(sentence) and not others else ""


def _addresses(flow: Flow, authors: set[str]) -> Iterator[tuple[int, int, str]]:
    for match in _EMAIL.finditer(flow.text, flow.lower):
        address = match.group().rstrip(".-").lower()
        if address not in authors and _is_private(flow.sentence_at(match.start())):
            yield match.start(), match.start() + len(address), "email"
    for match in _PROFILE.finditer(flow.text, flow.lower):
        if _is_private(flow.sentence_at(match.start())):
            yield match.start(), match.end(), "profile"


def _is_private(sentence: Sentence) -> bool:
    return of_patient(sentence) and _OFFERS.isdisjoint(said_in(sentence))


def _links(case: Case) -> Iterator[Finding]:
    """Pages on social networks behind other words, which only the web page leads to."""
    told = {flow.at for flow in patient_texts(case)}
    for passage in passages(case):
        if passage.at not in told or "](" not in passage.prose.text:
            continue
        for node in passage.nodes:
            if isinstance(node, nodes.Link) and _is_named(passage, node) and _PROFILE.search(node.href):
                at = passage.within(node)
                yield Finding(
                    passage.at,
                    f"{_WHAT['profile']} identifies the patient{passage.where}",
                    "leave it out",
                    within=at,
                )


def _is_named(passage: Passage, link: nodes.Link) -> bool:
    """Whether *link* shows other words than its address."""
    return passage.prose.text.startswith("[", link.start)
