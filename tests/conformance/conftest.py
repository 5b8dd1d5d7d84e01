"""Validators that others wrote, where `make conformance` installed them, and what they said, as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.conformance.build_articles import ARTICLES

REPOSITORY = Path(__file__).parents[2]
Judged = Callable[[str, str, Sequence[str]], None]
# A run of seconds is over before what the second compiler makes pays. The Nu checker wants a stack that is deeper.
JAVA = ("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss2m")


@pytest.fixture(scope="session")
def validators() -> Path:
    """The folder of the validators, one folder for each file of tools/judges/."""
    folder = REPOSITORY / ".conformance"
    installed = {made.parent.name for made in folder.glob("*/.made-from")}
    missing = {script.stem for script in (REPOSITORY / "tools" / "judges").glob("*.sh")} - installed
    if missing:
        pytest.fail(f"not installed: {', '.join(sorted(missing))}: make conformance")
    return folder


@pytest.fixture(scope="session")
def articles() -> Callable[[str, str, str], Path]:
    """The artifact of a theme (or "blind"), a case and a suffix: ``articles("classic", "x", ".jats.xml")``."""

    def find(theme: str, case: str, suffix: str) -> Path:
        path = ARTICLES / theme / case / f"{case}{suffix}"
        assert path.is_file(), f"nothing to judge: {path} was not built"
        return path

    return find


@pytest.fixture
def judged(request: pytest.FixtureRequest) -> Judged:
    """Tell what a validator found in an artifact: its format, the validator's name, and a line a finding.

    Each finding fails the test; the table counts them.
    """

    def tell(format: str, validator: str, findings: Sequence[str]) -> None:
        request.node.user_properties.append(("judged", (format, validator, len(findings))))
        assert not findings, f"{validator} of {format}:\n" + "\n".join(findings)

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what each validator said of each format, and what a test has to say besides that it passed."""
    verdicts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") != "call":
                continue
            for name, value in report.user_properties:
                if name == "judged":
                    written, validator, findings = value
                    verdicts[written, validator].append(findings)
                elif name == "said":
                    terminalreporter.write_line(value)
    if verdicts:
        terminalreporter.write_line(f"\n{'format':<12} {'validator':<44} {'judged':>6} {'findings':>8}")
    for (written, validator), found in sorted(verdicts.items()):
        terminalreporter.write_line(f"{written:<12} {validator:<44} {len(found):>6} {sum(found):>8}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A validator that did not run has found nothing: where a test was skipped, the run fails."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus == pytest.ExitCode.OK and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
