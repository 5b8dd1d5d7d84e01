"""Who did what: the authors' roles in the Contributor Role Taxonomy, as printed."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from casegen import document as d
from casegen.compose.context import Context
from casegen.model import Role


def compose_contributions(context: Context) -> d.Blocks:
    """The authors that have roles, with their roles, as one paragraph; nothing where none has any."""
    people = [
        f"{author.name.display}: {', '.join(credit_role(role) for role in author.roles)}"
        for author in context.case.authors
        if author.roles
    ]
    return (d.Paragraph((d.Text("; ".join(people) + "."),)),) if people else ()


def credit_role(role: Role) -> str:
    """A role as CRediT spells it, with its degree; a role that is none of CRediT's as typed.

    Read in any case and punctuation, with British spelling, "and" for "&", and the publishers'
    "original draft preparation".
    """
    slug = re.sub(r"[^a-z]+", "-", role.role.lower()).strip("-")
    slug = slug.replace("isation", "ization").replace("-and-", "-").removesuffix("-preparation")
    printed = _roles().get(slug, role.role.strip())
    return f"{printed} ({role.degree.strip()})" if role.degree.strip() else printed


@cache
def _roles() -> dict[str, str]:
    return tomllib.loads((Path(__file__).parent / "credit.toml").read_text("utf-8"))
