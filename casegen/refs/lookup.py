"""Looking works up by DOI and PMID: at Crossref, at doi.org for other agencies' DOIs, at PubMed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from typing import Any, Self

from casegen.identifiers import doi_key, normalise_pmid
from casegen.refs import crossref, negotiated, pubmed
from casegen.refs.client import LIMITS, Answer, Client, Clock, Limits, Service
from casegen.refs.failures import LookupFailure, NotFound, NotKept, Unreachable, Unreadable
from casegen.refs.kept import keep, kept
from casegen.values import Value

__all__ = ["Lookup", "LookupFailure", "NotFound", "Unreachable", "Work"]

MAILTO = "CASEGEN_MAILTO"
"""The environment variable with the e-mail address that services are told, where none is given."""


class Work(Value):
    """What a service knows of a work.

    *item* is a CSL-JSON item without an id; *titles* are all by which the work goes, *years* all in which it
    appeared (in print, online); *message* is Crossref's own record, None from anyone else.
    """

    service: str
    item: dict[str, Any]
    titles: tuple[str, ...]
    years: frozenset[int]
    notices: tuple[crossref.Notice, ...] = ()
    message: crossref.Message | None = None


class Lookup:
    """Looks works up; close it, or use it in a `with` statement, to close its connections.

    *offline*: answer from what was kept, however old, and ask nobody. *mailto*: the e-mail address that the
    services are told, else that of ``CASEGEN_MAILTO``; CasegenError where it is none. Without *cache* nothing
    is kept, nor is what was kept before used.

    Every method raises NotFound where those who should know the work do not, and Unreachable where they could
    not be asked or understood; both are LookupFailures.
    """

    def __init__(
        self,
        offline: bool = False,
        mailto: str = "",
        cache: bool = True,
        *,
        clock: Clock = time,
        limits: Limits = LIMITS,
    ) -> None:
        self._offline = offline
        self._cache = cache
        self._clock = clock
        self._client = Client(mailto or os.environ.get(MAILTO, ""), clock, limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def doi(self, doi: str) -> dict[str, Any]:
        """The CSL-JSON item, without an id, of the work with *doi* (bare, labelled, or an address)."""
        return self.work(doi).item

    def pmid(self, pmid: str) -> dict[str, Any]:
        """The CSL-JSON item, without an id, of the article that PubMed knows by *pmid*."""
        return self.article(pmid).item

    def work(self, doi: str) -> Work:
        """What Crossref, or the agency that registered it, knows of the work with *doi*."""
        key = doi_key(doi)
        if key is None:
            raise NotFound(f"{doi[:80]!r} is no DOI: it begins with 10., as in 10.1016/j.wneu.2019.08.102")
        try:
            return self._ask(crossref.CROSSREF, crossref.path_of(key), key, _crossref_work)
        except NotFound:
            return self._ask(negotiated.DOI_ORG, negotiated.path_of(key), key, _agency_work)

    def article(self, pmid: str) -> Work:
        """What PubMed knows of the article with *pmid*."""
        number = normalise_pmid(pmid)
        if number is None:
            raise NotFound(f"{pmid[:80]!r} is no PMID: it has up to eight digits, as in 31491574")
        path = pubmed.path_of(number, self._client.mailto)
        return self._ask(pubmed.PUBMED, path, number, _pubmed_work, known_by=pubmed.path_of(number))

    def _ask(
        self, service: Service, path: str, of: str, read: Callable[[str, str], Work], known_by: str = ""
    ) -> Work:
        """What *read* makes of the answer to *path*, kept or new, on the work *of*."""
        address = f"{service.base}{known_by or path}"
        before = kept(address, self._clock) if self._cache else None
        if before and (self._offline or before.is_fresh):
            try:
                return _read(before.answer, service, of, read)
            except Unreadable:  # what is kept is damaged
                pass
        if self._offline:
            raise NotKept(f"offline, and {of} was not looked up at {service.name} before")
        answer = self._client.ask(service, path)
        try:
            result = _read(answer, service, of, read)
        except NotFound:
            self._keep(address, Answer(False, ""))
            raise
        self._keep(address, answer)
        return result

    def _keep(self, address: str, answer: Answer) -> None:
        if self._cache:
            keep(address, answer, self._clock)


def _read(answer: Answer, service: Service, of: str, read: Callable[[str, str], Work]) -> Work:
    if not answer.found:
        raise NotFound(f"{service.name} does not know {of}")
    return read(answer.text, of)


def _crossref_work(text: str, doi: str) -> Work:
    message = _mapping(_mapping(_json(text, "Crossref"), "Crossref").get("message"), "Crossref")
    item = crossref.csl_item(message)
    item.setdefault("DOI", doi)
    titles = tuple(crossref.titles_of(message))
    notices = tuple(crossref.notices_on(message))
    return Work("Crossref", item, titles, frozenset(crossref.years_of(message)), notices, message)


def _agency_work(text: str, doi: str) -> Work:
    item = negotiated.csl_item(_mapping(_json(text, "doi.org"), "doi.org"))
    item.setdefault("DOI", doi)
    return _described("doi.org", item)


def _pubmed_work(text: str, pmid: str) -> Work:
    work = _described("PubMed", pubmed.csl_item(text, pmid))
    return work.replace(notices=tuple(pubmed.notices_on(text)), years=pubmed.years_of(text) | work.years)


def _described(service: str, item: dict[str, Any]) -> Work:
    titles = tuple(item[key] for key in ("title", "original-title") if key in item)
    parts = item.get("issued", {}).get("date-parts", ())
    return Work(service, item, titles, frozenset(row[0] for row in parts))


def _json(text: str, service: str) -> object:
    try:
        answer: object = json.loads(text)
    except (ValueError, RecursionError):  # ValueError: also a number of thousands of digits
        raise Unreadable(f"the answer of {service} is not JSON") from None
    return answer


def _mapping(value: object, service: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(f"the answer of {service} does not describe a work")
    return value
