"""Validators that others wrote, where `make conformance` installed them."""

from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def validators() -> Path:
    """The folder of the validators. Without them there is nothing to ask, and the test is skipped."""
    folder = REPOSITORY / ".conformance"
    if not (folder / ".made-from").is_file():
        pytest.skip("the validators are not installed: make conformance")
    return folder
