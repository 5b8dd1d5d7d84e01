"""Paragraphs and sentences: where they begin and end, and how long they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, zip_longest

from casegen.model import Case
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading import Flow, Sentence, Word
from casegen.rules.registry import Finding, rule
from casegen.rules.text.own import Quotations, own, word_list

_PARAGRAPHS = frozenset({nodes.Paragraph, nodes.Heading, None})
# A shorter line is a label, a signature, an address.
_FEWEST_WORDS = 8
_LABEL = 30
_LONGEST_SENTENCE = 60


def _running(case: Case) -> tuple[Flow, ...]:
    """Paragraphs of running prose: no headings, lists, notes, points to remember, or words of the patient."""
    return tuple(
        flow
        for flow in own(case, "abstract", "narrative")
        if not (
            flow.heading
            or flow.listed
            or flow.note
            or flow.section in ("learning_points", "patient_perspective")
            or flow.at[-1] == "title"
        )
    )


@rule("TXT005", "broken-paragraph", severity=Severity.WARNING, english=True)
def broken_paragraph(case: Case) -> Iterator[Finding]:
    """A paragraph that begins in lower case, after one that did not end.

    Why: an empty line slipped into the sentence, or some words before it were lost.
    Bad:
        presentation: |
          The procedure was done under local anaesthesia

          in prone position by a unilateral approach.
    Good:
        presentation: |
          The procedure was done under local anaesthesia in prone position by a unilateral approach.

          pH and mRNA were measured.
    """
    for before, flow in pairwise(_running(case)):
        if not _follows(before, flow) or _is_stopped(before) or not _begins_low(flow):
            continue
        first = flow.words[0]
        yield Finding(
            flow.at,
            f"a paragraph begins in lower case, {first.text!r}, and the one before it does not end",
            "join them, or end the first with a full stop",
            within=flow.within(first.start, first.end),
        )


def _follows(before: Flow, flow: Flow) -> bool:
    """Whether *flow* is the paragraph after the paragraph *before*."""
    return before.at == flow.at and flow.after is nodes.Paragraph and before.before is nodes.Paragraph


def _is_stopped(flow: Flow) -> bool:
    return not flow.sentences or flow.sentences[-1].stopped


def _begins_low(flow: Flow) -> bool:
    """Whether *flow* begins with a plain word in lower case: no "mRNA", "pH", "where x is", "de Souza"."""
    if not flow.words:
        return False
    first = flow.words[0]
    return (
        first.start == 0
        and _is_plain(first)
        and len(first.text) > 1
        and first.lower not in word_list("going_on")
    )


def _is_plain(word: Word) -> bool:
    return word.text.islower() and word.text.isascii() and word.text.isalpha()


@rule("TXT006", "sentence-boundary", severity=Severity.WARNING, english=True)
def sentence_boundary(case: Case) -> Iterator[Finding]:
    """A paragraph that ends without a full stop, or a sentence that begins in lower case.

    Why: the reader stumbles, and cannot tell whether words are missing.
    Bad:
        conclusion: |
          The leakage was removed and the pain was gone within a week

          Follow-up was short . later complications are possible.
    Good:
        conclusion: |
          The leakage was removed and the pain was gone within a week.

          Follow-up was short, approx. nine weeks. mRNA was not measured.
    """
    flows = _running(case)
    for flow in flows:
        quotations = Quotations(flow)
        for before, sentence in pairwise(flow.sentences):
            word = sentence.words[0] if sentence.words else None
            # After a question the story may go on in lower case.
            if word is None or not before.text.endswith("."):
                continue
            if word.start == sentence.start and _is_plain(word) and not quotations.hold(word.start):
                yield Finding(
                    flow.at,
                    f"a sentence begins in lower case: {_start(sentence)!r}",
                    "begin it with a capital, or mend the full stop before it",
                    within=flow.within(word.start, word.end),
                )
    for flow, following in zip_longest(flows, flows[1:]):
        if _lacks_its_stop(flow, following):
            last = flow.words[-1]
            yield Finding(
                flow.at,
                f"the paragraph ends without a full stop: {_end(flow)!r}",
                within=flow.within(last.start, last.end),
            )


def _lacks_its_stop(flow: Flow, following: Flow | None) -> bool:
    """Whether *flow* should end in a stop: prose, no label or address, and nothing that it leads to."""
    if _is_stopped(flow) or flow.before not in _PARAGRAPHS:
        return False
    if following is not None and _follows(flow, following) and _begins_low(following):
        return False  # a broken paragraph, which another rule tells
    text = flow.text.rstrip()
    if len(flow.sentences[-1].words) < _FEWEST_WORDS or not text[-1].isalpha() or ":" in text[:_LABEL]:
        return False
    return "://" not in text[text.rfind(" ") :]


def _start(sentence: Sentence) -> str:
    return " ".join(word.text for word in sentence.words[:4])


def _end(flow: Flow) -> str:
    return " ".join(word.text for word in flow.words[-4:])


@rule("TXT008", "overlong-sentence", severity=Severity.INFO)
def overlong_sentence(case: Case) -> Iterator[Finding]:
    """A sentence of more than 60 words.

    A semicolon ends the count like a full stop; citations and formulas are not counted.

    Why: a reader loses the beginning before the end comes; most editors would make it two.
    Bad:
        discussion: >-
          Vertebroplasty was first done for haemangioma, after that it was done in many diseases, but in
          the last decade it became the main procedure in the treatment of painful osteoporotic fractures
          that do not respond to other treatment, and its complications include infection, bleeding,
          transient radiculopathy, stenosis and embolism, and leakage of cement is seen in a third of
          patients, but it seldom harms the nerves at all.
    Good:
        discussion: >-
          Vertebroplasty was first done for haemangioma. It has become the main procedure in the treatment
          of painful osteoporotic fractures. Leakage of cement seldom harms the nerves.
    """
    for flow in own(case, "abstract", "narrative"):
        if flow.heading:
            continue
        for sentence in flow.sentences:
            words = _longest_part(sentence)
            if words > _LONGEST_SENTENCE:
                first, last = sentence.words[0], sentence.words[-1]
                yield Finding(
                    flow.at,
                    f'a sentence of {words} words: "{_start(sentence)} ..."',
                    "make two or three of it",
                    within=flow.within(first.start, last.end),
                )


def _longest_part(sentence: Sentence) -> int:
    """The words of the longest part between two semicolons."""
    words = sentence.words
    if len(words) <= _LONGEST_SENTENCE:
        return 0
    text = sentence.flow.text
    most = count = 0
    end = sentence.start
    for word in words:
        count = 1 if ";" in text[end : word.start] else count + 1
        most, end = max(most, count), word.end
    return most
