"""Licences by their SPDX identifiers."""

from __future__ import annotations

import pytest

from casegen.compose.licenses import license_short
from tests._support.cases import composed


@pytest.mark.parametrize(
    ("typed", "spdx", "short", "path"),
    [
        ("CC-BY-4.0", "CC-BY-4.0", "CC BY 4.0", "licenses/by/4.0/"),
        ("cc by-nc-sa 3.0", "CC-BY-NC-SA-3.0", "CC BY-NC-SA 3.0", "licenses/by-nc-sa/3.0/"),
        ("CC-BY-ND-2.5", "CC-BY-ND-2.5", "CC BY-ND 2.5", "licenses/by-nd/2.5/"),
        ("CC-BY-3.0-IGO", "CC-BY-3.0-IGO", "CC BY 3.0 IGO", "licenses/by/3.0/igo/"),
        ("CC0", "CC0-1.0", "CC0 1.0", "publicdomain/zero/1.0/"),
    ],
)
def test_a_known_licence(typed: str, spdx: str, short: str, path: str) -> None:
    printed = composed({"license": typed}).license
    assert printed is not None
    assert (printed.id, printed.url) == (spdx, f"https://creativecommons.org/{path}")
    assert short in printed.statement
    assert printed.name in printed.statement
    assert license_short(typed) == short


@pytest.mark.parametrize("typed", ["CC-BY", "CC-BY-SA-NC-4.0", "CC-BY-5.0", "All rights reserved", "MIT"])
def test_an_unknown_licence_is_named_and_linked_nowhere(typed: str) -> None:
    printed = composed({"license": typed}).license
    assert printed is not None
    assert (printed.id, printed.url, printed.statement) == (typed, "", f"Licence: {typed}.")
