"""Licences: from the SPDX name to what is printed."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from casegen import document as d
from casegen.model import Case


@cache
def _known() -> dict[str, dict[str, str]]:
    text = (Path(__file__).parent / "licenses.toml").read_text("utf-8")
    return {name.lower(): {"id": name, **entry} for name, entry in tomllib.loads(text).items()}


def license_short(spdx: str) -> str:
    """``CC BY 4.0`` for ``CC-BY-4.0``; a name casegen does not know stays as it is."""
    return _known().get(spdx.strip().lower(), {}).get("short", spdx)


def compose_license(case: Case) -> d.License | None:
    """The licence with the statement to print; an unknown one is named and linked to SPDX's page."""
    given = case.license
    if given is None or not given.id.strip():
        return None
    known = _known().get(given.id.strip().lower())
    if known is None:
        url = given.url or f"https://spdx.org/licenses/{given.id.strip()}.html"
        return d.License(given.id, given.id, url, given.statement or f"Licence: {given.id}.")
    statement = given.statement or (
        f"This is an open-access article under the {known['name']} licence ({known['short']}): "
        f"{known['allows']}."
    )
    return d.License(known["id"], known["name"], given.url or known["url"], statement)
