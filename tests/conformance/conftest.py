"""Validators that others wrote, where `make conformance` installed them."""

from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what a test has to say besides that it passed: how many agree."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            said = dict(getattr(report, "user_properties", ())).get("said")
            if said and report.when == "call":
                terminalreporter.write_line(said)


@pytest.fixture(scope="session")
def validators() -> Path:
    """The folder of the validators. Without them there is nothing to ask, and the test is skipped."""
    folder = REPOSITORY / ".conformance"
    if not (folder / ".made-from").is_file():
        pytest.skip("the validators are not installed: make conformance")
    return folder
