"""PRV009: pictures by which the patient can be known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from casegen.model import Case, Figure
from casegen.problem import Severity
from casegen.reading import Flow, Sentence, read
from casegen.rules.ethics.declarations import declarations, is_english
from casegen.rules.phrases import Found, phrases
from casegen.rules.registry import Finding, Unchecked, rule
from casegen.source import Pointer

_IMAGES = ("image", "photo", "picture", "figure", "video", "face")
_REFUSED = frozenset(("not", "no", "without", "declined", "refused", "except", "but", "never"))
_ASK = "ask for consent to publish the images, and write `covers: [publication, images]`"


@rule(
    "PRV009",
    "face-image",
    severity=Severity.ERROR,
    source="ICMJE Recommendations, II.E.1; JAMA Instructions for Authors",
)
def face_image(case: Case) -> Iterator[Finding | Unchecked]:
    """A picture by which the patient can be known, without consent to publish images.

    Found are figures with `identifiable: true`, and captions or text that say the eyes or the face are
    covered. A caption that speaks of a face, where `identifiable` is not given, is a question (warning). With
    `images` in the `covers` of `consent`, or in its statement, nothing is found.

    Why: a bar over the eyes does not hide who somebody is; family and neighbours recognise the rest. The
    patient must have agreed to this picture, not only to the report.
    Bad:
        presentation: See @fig-a.
        consent: {obtained: true, signer: patient, covers: [publication]}
        figures: [{id: a, file: images/plain.png, caption: The rash, alt: A rash, identifiable: true}]
    Good:
        presentation: See @fig-a.
        consent: {obtained: true, signer: patient, covers: [publication, images]}
        figures: [{id: a, file: images/plain.png, caption: The rash, alt: A rash, identifiable: true}]
    """
    if not case.figures or _images_covered(case):
        return
    for figure in case.figures:
        if figure.identifiable:
            message = (
                f"the patient can be known by figure {figure.id!r}, and no consent to images is declared"
            )
            yield Finding(figure.at / "identifiable", message, _ASK)
    if not is_english(case):
        yield Unchecked(f"captions are read in English, and the report is in {case.language!r}")
        return
    of_figures: dict[Pointer, list[Flow]] = defaultdict(list)
    for flow in read(case).flows:
        if flow.kind in ("caption", "alt") and flow.at[0] == "figures":
            of_figures[Pointer(flow.at[:2])].append(flow)
        elif flow.kind in ("abstract", "narrative") and not flow.quoted:
            yield from _covered(flow, in_text=True)
    for figure in case.figures:
        covered = [finding for flow in of_figures[figure.at] for finding in _covered(flow, in_text=False)]
        yield from covered
        if not covered and "identifiable" not in figure.model_fields_set:
            yield from _face(figure, of_figures[figure.at])


def _images_covered(case: Case) -> bool:
    """Whether the patient is said to have consented to images."""
    if case.consent is not None and case.consent.obtained is False:
        return False
    covers = case.consent.covers if case.consent is not None else ()
    if any(word in entry.lower() for entry in covers for word in _IMAGES):
        return True
    declared = declarations(case).get("consent")
    if declared is None:
        return False
    return any(
        found.topic == "images" and statement.start <= found.start < statement.end
        for statement in declared.statements
        for found in phrases("consent_words").find(statement.flow)
        if not _refused(statement.flow.sentence_at(found.start))
    )


def _refused(sentence: Sentence) -> bool:
    return not _REFUSED.isdisjoint(word.lower for word in sentence.words)


def _covered(flow: Flow, *, in_text: bool) -> Iterator[Finding]:
    """Sentences that say that eyes or face are made unrecognisable in a picture."""
    for sentence, topics in _by_sentence(flow):
        covered = topics.get("blacked_out") or topics.get("covered")
        what = topics.get("eye_bar") or topics.get("eyes")
        if not what or not (covered or "eye_bar" in topics or "bar" in topics):
            continue
        sure = not {"eye_bar", "blacked_out", "bar"}.isdisjoint(topics)
        if in_text and (not {"picture"} <= topics.keys() or not (sure or "purpose" in topics)):
            continue
        if sure or "purpose" in topics:
            yield Finding(
                flow.at,
                "covered eyes do not hide who the patient is, and no consent to images is declared",
                f"{_ASK}; or leave the picture out",
                flow.within(sentence.start, sentence.end),
            )


def _face(figure: Figure, flows: list[Flow]) -> Iterator[Finding]:
    """The first words of a caption by which the picture may be a photograph of a face."""
    for flow in flows:
        for _, topics in _by_sentence(flow):
            if "no_photograph" in topics:
                continue
            found = topics.get("own_face") or (topics.get("face") if "photograph" in topics else None)
            if found is None or (found.topic == "face" and "no_face" in topics):
                continue
            yield Finding(
                flow.at,
                f"does figure {figure.id!r} show the patient's face?",
                f"if so, {_ASK}; else say `identifiable: false`",
                flow.within(found.start, found.end),
                severity=Severity.WARNING,
            )
            return


def _by_sentence(flow: Flow) -> Iterator[tuple[Sentence, Mapping[str, Found]]]:
    """The sentences in which phrases stand, with the first of each topic."""
    by_start: dict[int, tuple[Sentence, dict[str, Found]]] = {}
    for found in phrases("image_privacy/faces").find(flow):
        sentence = flow.sentence_at(found.start)
        by_start.setdefault(sentence.start, (sentence, {}))[1].setdefault(found.topic, found)
    yield from by_start.values()
