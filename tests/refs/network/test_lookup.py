"""Looking up: what is recorded becomes an item, what fails a line of text, and nothing is asked twice."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen import __version__
from casegen.problem import CasegenError
from casegen.refs.client import Limits
from casegen.refs.lookup import Lookup, LookupFailure, NotFound, Unreachable
from tests.refs.network.server import Clock, Server

HERE = Path(__file__).parent
ITEMS = yaml.safe_load((HERE / "items.yaml").read_text("utf-8"))
FAULTS = yaml.safe_load((HERE / "faults.yaml").read_text("utf-8"))
TANG = "10.5555/J.WNEU.2019.08.102"
DAY = 24 * 60 * 60


@pytest.mark.parametrize("name", ITEMS)
def test_a_recorded_answer_is_an_item(server: Server, clock: Clock, name: str) -> None:
    (record,) = (record for record in server.records.values() if record["name"] == name)
    with Lookup(clock=clock) as lookup:
        find = lookup.pmid if record["service"] == "pubmed" else lookup.doi
        assert find(record["of"]) == ITEMS[name]


def test_each_recorded_answer_has_its_item(server: Server) -> None:
    assert {record["name"] for record in server.records.values()} == set(ITEMS)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault["about"] for fault in FAULTS])
def test_faults(server: Server, fault: dict[str, Any]) -> None:
    server.replies = list(fault["replies"])
    clock = Clock(fault.get("tick", 0))
    with Lookup(clock=clock, limits=Limits(**fault.get("limits", {}))) as lookup:
        if "unreachable" in fault:
            with pytest.raises(Unreachable) as failure:
                lookup.doi(TANG)
            assert str(failure.value) == fault["unreachable"]
        else:
            assert lookup.doi(TANG) == ITEMS["article"]
    assert server.services == ["crossref"] * fault["asked"]
    for waited, (least, most) in zip(clock.waits, fault.get("waits", []), strict="waits" in fault):
        assert least <= waited <= most


def test_who_asks_is_said(server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    agents = []
    for mailto, variable in (("", ""), ("ana@example.org", ""), ("", "eva@example.org")):
        monkeypatch.setenv("CASEGEN_MAILTO", variable)
        with Lookup(mailto=mailto, cache=False, clock=clock) as lookup:
            lookup.doi(TANG)
        agents.append(server.asked[-1][2]["User-Agent"])
    names = ["", " (mailto:ana@example.org)", " (mailto:eva@example.org)"]
    assert agents == [f"casegen/{__version__}{name}" for name in names]


@pytest.mark.parametrize("mailto", ["ana", "a@b c", "a@b\r\nX: y", "a@b)", "ä@example.org"])
def test_what_is_no_address_is_not_said(mailto: str) -> None:
    with pytest.raises(CasegenError, match="is not an e-mail address"):
        Lookup(mailto=mailto)


def test_nobody_there(server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("CASEGEN_CROSSREF", f"http://127.0.0.1:{unused.getsockname()[1]}")
        with (
            Lookup(clock=clock) as lookup,
            pytest.raises(Unreachable, match="cannot be reached: no connection can be made"),
        ):
            lookup.doi(TANG)
    assert len(clock.waits) == 3
    assert server.services == []


def test_the_proxy_of_the_machine_is_asked(
    server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the server, which opens no tunnel; to another address, or loopback, none is asked for."""
    monkeypatch.setenv("CASEGEN_CROSSREF", "https://api.example.invalid")
    monkeypatch.setenv("https_proxy", server.address.replace("//", "//me:secret@"))
    monkeypatch.setenv("no_proxy", "")
    with Lookup(clock=clock) as lookup:
        with pytest.raises(Unreachable, match="the proxy of this machine does not let through"):
            lookup.doi(TANG)
        assert lookup.pmid("31491574")


def test_an_address_that_is_unknown(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setenv("CASEGEN_CROSSREF", "https://api.example.invalid")
    monkeypatch.setenv("https_proxy", "http://proxy.example.invalid")
    monkeypatch.setenv("no_proxy", "api.example.invalid")
    with (
        Lookup(cache=False, clock=clock) as lookup,
        pytest.raises(Unreachable, match="its address is unknown here"),
    ):
        lookup.doi(TANG)


def test_http_is_not_taken_for_https(server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEGEN_CROSSREF", server.address.replace("http:", "https:"))
    with Lookup(clock=clock) as lookup, pytest.raises(Unreachable, match="no secure connection can be made"):
        lookup.doi(TANG)
    assert clock.waits == []


@pytest.mark.parametrize("address", ["http://example.org", "ftp://127.0.0.1", "nothing", "http://["])
def test_only_https_is_asked(clock: Clock, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("CASEGEN_CROSSREF", address)
    with Lookup(cache=False, clock=clock) as lookup, pytest.raises(Unreachable, match="it is not https"):
        lookup.doi(TANG)


def test_a_doi_of_another_agency_is_asked_for_at_doi_org(server: Server, clock: Clock) -> None:
    with Lookup(clock=clock) as lookup:
        lookup.doi("doi:10.5555/Dryad.8515")
        assert server.services == ["crossref", "doi"]
        assert server.asked[1][2]["Accept"].startswith("application/vnd.citationstyles.csl+json")
        with pytest.raises(NotFound, match=r"^doi.org does not know 10.5555/none$"):
            lookup.doi("10.5555/none")


@pytest.mark.parametrize("doi", ["", "11.5555/a", "kim2020", "10.5555/" + "a" * 3000])
def test_what_is_no_doi_is_not_asked_for(server: Server, doi: str) -> None:
    with Lookup() as lookup, pytest.raises(NotFound, match="is no DOI"):
        lookup.doi(doi)
    assert server.services == []


@pytest.mark.parametrize("pmid", ["", "0", "123456789", "10.5555/a"])
def test_what_is_no_pmid_is_not_asked_for(server: Server, pmid: str) -> None:
    with Lookup() as lookup, pytest.raises(NotFound, match="is no PMID"):
        lookup.pmid(pmid)
    assert server.services == []


@pytest.mark.parametrize(
    ("reply", "kind", "message"),
    [
        ({"text": ""}, NotFound, "PubMed has no PMID 7"),
        ({"text": "\nid: 7 Error occurred: The following PMID is not available: 7\n"}, NotFound, "no PMID 7"),
        ({"status": 400}, NotFound, "PubMed does not know 7"),
        ({"text": "PMID- 8\nTI  - Another.\n"}, Unreachable, "another record than PMID 7"),
        ({"text": "TI  - No number.\n"}, Unreachable, "is no record of PubMed"),
        (
            {"text": "<html>", "headers": {"Content-Type": "text/html"}},
            Unreachable,
            "with text/html, not text/plain",
        ),
    ],
)
def test_no_record_at_pubmed(
    server: Server, clock: Clock, reply: dict[str, Any], kind: type[LookupFailure], message: str
) -> None:
    server.replies = [{"service": "pubmed", **reply}]
    with Lookup(clock=clock) as lookup, pytest.raises(kind, match=message):
        lookup.pmid("PMID: 7")


def test_services_are_not_hurried(server: Server, clock: Clock) -> None:
    with Lookup(cache=False, clock=clock) as lookup:
        for _ in range(4):
            lookup.pmid("31491574")
    assert len(server.services) == 4
    assert clock.waits == [pytest.approx(0.34)] * 3


def test_an_answer_is_kept_for_a_month(server: Server, clock: Clock) -> None:
    for _ in range(2):
        with Lookup(clock=clock) as lookup:
            assert lookup.doi(TANG) == lookup.doi(f"https://doi.org/{TANG}")
            assert lookup.pmid("31491574")
    assert server.services == ["crossref", "pubmed"]
    clock.now += 29 * DAY
    with Lookup(clock=clock, mailto="ana@example.org") as lookup:
        lookup.doi(TANG)
        lookup.pmid("31491574")
        assert len(server.services) == 2
        clock.now += 2 * DAY
        lookup.doi(TANG)
        assert len(server.services) == 3


def test_that_there_is_no_answer_is_kept_for_a_day(server: Server, clock: Clock) -> None:
    server.replies = [{"service": "pubmed", "text": ""}]
    with Lookup(clock=clock) as lookup:
        for hours, asked in ((0, 1), (23, 1), (2, 2)):
            clock.now += hours * 60 * 60
            with pytest.raises(NotFound):
                lookup.pmid("7")
            assert len(server.services) == asked


def test_what_failed_is_not_kept(server: Server, clock: Clock) -> None:
    server.replies = [{"text": "[]"}, {"recorded": TANG.lower()}]
    with Lookup(clock=clock) as lookup:
        with pytest.raises(Unreachable):
            lookup.doi(TANG)
        assert lookup.doi(TANG) == ITEMS["article"]


def test_offline(server: Server, clock: Clock) -> None:
    with (
        Lookup(offline=True, clock=clock) as lookup,
        pytest.raises(Unreachable, match=r"offline, and 10\.5555/"),
    ):
        lookup.doi(TANG)
    with Lookup(clock=clock) as lookup:
        lookup.doi(TANG)
    clock.now += 1000 * DAY
    with Lookup(offline=True, clock=clock) as lookup:
        assert lookup.doi(TANG) == ITEMS["article"]
    assert server.services == ["crossref"]


@pytest.mark.parametrize("content", [b"", b"[", b"\xff", b"{}", b'{"at": 1}', b"[" * 100_000])
def test_what_was_kept_and_is_damaged_is_asked_for_again(
    server: Server, clock: Clock, tmp_path: Path, content: bytes
) -> None:
    with Lookup(clock=clock) as lookup:
        lookup.doi(TANG)
        (kept,) = (tmp_path / "cache" / "lookups").iterdir()
        whole = kept.read_bytes()
        for asked, broken in enumerate((content, whole.replace(b"message", b"massage")), start=2):
            kept.write_bytes(broken)
            for _ in range(2):
                assert lookup.doi(TANG) == ITEMS["article"]
                assert len(server.services) == asked


def test_without_a_cache_nothing_is_kept(server: Server, clock: Clock, tmp_path: Path) -> None:
    with Lookup(cache=False, clock=clock) as lookup:
        lookup.doi(TANG)
        lookup.doi(TANG)
    assert len(server.services) == 2
    assert not (tmp_path / "cache").exists()
