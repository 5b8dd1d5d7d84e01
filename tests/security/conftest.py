"""One build that all of these tests look at."""

from __future__ import annotations

import pytest

from casegen import writers
from tests.security.watched import CASE, FOLDER, Watched, prepared, run


@pytest.fixture(scope="session")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """The example with telltale pictures, checked and built in every format, where all has a telltale name."""
    found = prepared(tmp_path_factory.mktemp(FOLDER))
    formats = ",".join(writer.format for writer in writers.formats())
    # That the pictures tell something is an error of its own, which a build mends.
    for arguments in (
        ("check", f"cases/{CASE}", "--ignore", "PRV007"),
        ("build", f"cases/{CASE}", "-f", formats),
    ):
        done = run(found, "-m", "casegen", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return found
