"""What stands after the text: declarations and supplementary files."""

from __future__ import annotations

from mimetypes import MimeTypes
from pathlib import Path

from casegen import document as d
from casegen.compose.blocks import Blocker
from casegen.compose.context import Context
from casegen.compose.contributions import compose_contributions
from casegen.compose.inlines import inline_text
from casegen.files import Refused, resolve_inside
from casegen.model import Case
from casegen.model.publication import Consent, Ethics, Funding
from casegen.prose import Prose
from casegen.source import Pointer


def compose_declaration(context: Context, name: str) -> d.Section | None:
    """The declaration *name* as a section; None where nothing was declared in words or fields."""
    blocks = _declaration(context, name)
    if not blocks:
        return None
    return d.Section(context.anchor("sec", name), (d.Text(context.words[name]),), 2, blocks, name)


def _declaration(context: Context, name: str) -> d.Blocks:
    if name == "contributions":
        return compose_contributions(context)
    at = Pointer((name,))
    match getattr(context.case, name):
        case Prose() as prose:
            return Blocker(context, at, prose).plain()
        case Consent() | Ethics() | Funding() as value:
            said = value.statement
            statement = Blocker(context, at / "statement", said).plain() if said is not None else ()
            facts = _facts(context, value)
            return (*statement, _sentence(facts)) if facts else statement
    return ()


def _facts(context: Context, value: Consent | Ethics | Funding) -> str:
    """What the fields of a declaration tell and its statement does not, as a sentence or two."""
    words = context.words
    said = value.statement.text if value.statement else ""
    match value:
        case Consent(statement=None, obtained=bool() as obtained):
            details = [
                words[key].format(what=", ".join(words.term(term) for term in terms))
                for key, terms in (("signed_by", [value.signer]), ("covers", value.covers))
                if any(terms)
            ]
            sentence = words["consent_obtained" if obtained else "consent_not_obtained"]
            return f"{sentence} ({'; '.join(details)})" if details else sentence
        case Ethics():
            facts = []
            if value.approval.strip() and value.approval.strip() not in said:
                facts.append(f"{words['approval']}: {value.approval.strip()}")
            if value.waived and not said.strip():
                facts.append(words["ethics_waived"])
            return ". ".join(facts)
        case Funding(awards=awards):
            grants = [
                f"{award.source} ({award.id})" if award.source and award.id else award.source or award.id
                for award in awards
                if (award.id or award.source) and (award.id or award.source) not in said
            ]
            return f"{words['awards']}: {'; '.join(grants)}" if grants else ""
    return ""


def _sentence(text: str) -> d.Paragraph:
    return d.Paragraph((d.Text(text if text.endswith(".") else f"{text}."),))


def compose_awards(case: Case) -> tuple[d.Award, ...]:
    """The grants."""
    awards = case.funding.awards if case.funding else ()
    return tuple(
        d.Award(award.source.strip(), award.id.strip()) for award in awards if award.id or award.source
    )


def compose_supplements(context: Context) -> tuple[d.Supplement, ...]:
    """The supplementary files, numbered in the order given."""
    if not context.case.supplementary:
        return ()
    # Not those of the machine, which differ from one to the next.
    types = MimeTypes()
    return tuple(
        d.Supplement(
            f"supplement-{number}",
            context.words["supplementary_file"].format(n=number),
            given.title,
            inline_text(context, given.at / "description", given.description) if given.description else (),
            given.file,
            types.guess_type(given.file, strict=False)[0] or "application/octet-stream",
            _inside(context, given.file),
        )
        for number, given in enumerate(context.case.supplementary, 1)
    )


def _inside(context: Context, name: str) -> Path | None:
    try:
        return resolve_inside(context.case.folder, name)
    except Refused:
        return None  # it is published elsewhere, or a problem of its own
