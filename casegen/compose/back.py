"""What stands after the text: declarations and supplementary files."""

from __future__ import annotations

from casegen import document as d
from casegen.compose.blocks import Blocker
from casegen.compose.byline import compose_contributions
from casegen.compose.context import Context
from casegen.compose.inlines import inline_text
from casegen.model.publication import Consent, Ethics, Funding
from casegen.prose import Prose
from casegen.source import Pointer


def compose_declaration(context: Context, name: str) -> d.Section | None:
    """The declaration *name* as a section; None where nothing was declared in words or fields."""
    value = getattr(context.case, name, None)
    at = Pointer((name,))
    match value:
        case Prose():
            blocks = Blocker(context, at, value).plain(value.blocks)
        case Consent() | Ethics() | Funding():
            blocks = (*_statement(context, at, value.statement), *_facts(context, value))
        case _:
            blocks = compose_contributions(context)
    if not blocks:
        return None
    title = context.words[name]
    return d.Section(context.anchor("sec", name), (d.Text(title),), 2, blocks)


def _statement(context: Context, at: Pointer, statement: Prose | None) -> d.Blocks:
    if statement is None:
        return ()
    return Blocker(context, at / "statement", statement).plain(statement.blocks)


def _facts(context: Context, value: Consent | Ethics | Funding) -> d.Blocks:
    """The fields of a declaration that its statement does not say."""
    words = context.words
    said = value.statement.text if value.statement else ""
    match value:
        case Ethics(approval=approval) if approval and approval not in said:
            return (_sentence(f"{words['approval']}: {approval}"),)
        case Funding(awards=awards) if awards:
            grants = [
                f"{award.source} ({award.id})" if award.source and award.id else award.source or award.id
                for award in awards
                if not (award.id and award.id in said)
            ]
            return (_sentence(f"{words['awards']}: {'; '.join(grants)}"),) if grants else ()
        case Consent(obtained=True, statement=None):
            who = value.signer or context.words["patient"]
            return (_sentence(context.words["consent_obtained"].format(who=who)),)
    return ()


def _sentence(text: str) -> d.Paragraph:
    return d.Paragraph((d.Text(text if text.endswith(".") else f"{text}."),))


def compose_supplements(context: Context) -> tuple[d.Supplement, ...]:
    """The supplementary files, numbered in the order given."""
    return tuple(
        d.Supplement(
            f"supplement-{number}",
            context.words["supplementary_file"].format(n=number),
            given.title,
            inline_text(context, given.at / "description", given.description) if given.description else (),
            given.file,
        )
        for number, given in enumerate(context.case.supplementary, 1)
    )
