"""What every test shares: golden files, the example cases, and Hypothesis settings."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import settings

# No test may depend on how fast the machine is. In continuous integration the same examples run every time.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
# For who looks for what the usual examples do not find: pytest -m hypothesis --hypothesis-profile=many
settings.register_profile("many", deadline=None, max_examples=1000)
settings.load_profile("ci" if os.environ.get("CI") else "local")

# What casegen keeps for the next time: of this run alone, whose processes share it.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _kept = tempfile.TemporaryDirectory(prefix="casegen-tests-", ignore_cleanup_errors=True)
    os.environ["CASEGEN_CACHE"] = _kept.name

# Searches for garbage took a seventh of the time of all tests.
gc.set_threshold(50_000, 20, 20)

REPOSITORY = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write what the tests now get over what they expected (make goldens)",
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection_finish(session: pytest.Session) -> Generator[None, None, None]:
    """Let pytest-xdist tell the groups of the tests, by which it keeps a group in one process.

    It tells them in the ids, and pytest 9.2 does not read what pytest-xdist 3.8 sets for that (its issue 1386):
    every process would make anew what a group shares.
    """
    own = {item: item.id for item in session.items if "_nodeid" in vars(item)}
    for item, id_ in own.items():
        item._id = id_.parse(vars(item)["_nodeid"])  # noqa: SLF001
    yield
    for item, id_ in own.items():
        item._id = id_  # noqa: SLF001
    # Ten thousand tests are there to stay: no search for garbage need look through them.
    gc.collect()
    gc.freeze()


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
