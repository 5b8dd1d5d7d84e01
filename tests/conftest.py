"""What every test shares: golden files, the example cases, and Hypothesis settings."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# No test may depend on how fast the machine is. In continuous integration the same examples run every time.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

# What casegen keeps for the next time: of this run alone, whose processes share it.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _kept = tempfile.TemporaryDirectory(prefix="casegen-tests-", ignore_cleanup_errors=True)
    os.environ["CASEGEN_CACHE"] = _kept.name

REPOSITORY = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write what the tests now get over what they expected (make goldens)",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the golden file at a path, or rewrite the file with --update-goldens."""
    update = request.config.getoption("--update-goldens")

    def compare(path: Path, actual: str) -> None:
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8", newline="\n")
            return
        assert path.is_file(), f"no golden file {path}: `make goldens` writes it"
        assert actual == path.read_text(encoding="utf-8"), f"not as in {path}: `make goldens` if it is meant"

    return compare


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def example_cases() -> Path:
    """The example workspace's cases."""
    return REPOSITORY / "cases"
