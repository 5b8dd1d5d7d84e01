"""Every lookup of these tests asks the server on loopback, and keeps its answers in the test's own folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.refs.network.server import Clock, Server, serving


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    monkeypatch.setenv("CASEGEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("CASEGEN_MAILTO", raising=False)
    with serving() as server:
        monkeypatch.setenv("CASEGEN_CROSSREF", f"{server.address}/crossref")
        monkeypatch.setenv("CASEGEN_DOI", f"{server.address}/doi")
        monkeypatch.setenv("CASEGEN_NCBI", f"{server.address}/pubmed")
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()
