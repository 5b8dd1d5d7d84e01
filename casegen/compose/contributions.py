"""Who did what: the authors' roles in the Contributor Role Taxonomy."""

from __future__ import annotations

import re

from casegen import document as d
from casegen.compose.context import Context
from casegen.compose.words import Words
from casegen.model import Role
from casegen.model.languages import vocabulary

_TAXONOMY = "https://credit.niso.org/contributor-roles"


def compose_contributions(context: Context) -> d.Blocks:
    """The authors that have roles, with their roles, as one paragraph; nothing where none has any."""
    people = [
        f"{author.name.display}: {', '.join(credit_role(role, context.words).text for role in author.roles)}"
        for author in context.case.authors
        if author.roles
    ]
    return (d.Paragraph((d.Text("; ".join(people) + "."),)),) if people else ()


def credit_role(role: Role, words: Words) -> d.Role:
    """A role with its degree, printed in the article's language; what is none of CRediT's stays as typed.

    Read in any case and punctuation, with British spelling, "and" for "&", and the publishers'
    "original draft preparation".
    """
    slug = re.sub(r"[^a-z]+", "-", role.role.lower()).strip("-")
    slug = slug.replace("isation", "ization").replace("-and-", "-").removesuffix("-preparation")
    printed = words.roles.get(slug, role.role.strip())
    degree = role.degree.strip()
    text = f"{printed} ({words.degrees.get(degree.lower(), degree)})" if degree else printed
    term = vocabulary("en")["roles"].get(slug, "")
    url = f"{_TAXONOMY}/{slug}/" if term else ""
    return d.Role(text, term[:1].upper() + term[1:], url, degree.lower() if term else degree)
