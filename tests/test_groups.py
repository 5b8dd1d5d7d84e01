"""What a group of tests shares is made once: pytest-xdist keeps the group in one process."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("a group")
@pytest.mark.parametrize("number", range(8))
def test_a_group_stays_in_one_process(
    number: int, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("not run with --dist loadgroup")
    shared = tmp_path_factory.getbasetemp().parent / "processes-of-a-group"
    with shared.open("a") as file:
        file.write(f"{number} {os.getpid()}\n")
    assert {line.split()[1] for line in shared.read_text().splitlines()} == {str(os.getpid())}
