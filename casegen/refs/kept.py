"""Answers of services, kept on disk: what was asked once is not asked again for a while."""

from __future__ import annotations

import json
from hashlib import sha256

from casegen.caches import recall, remember
from casegen.refs.client import Answer, Clock
from casegen.values import Value

__all__ = ["KEPT_DAYS", "KEPT_DAYS_IF_ABSENT", "Kept", "keep", "kept"]

# A notice of retraction should be seen within a month of its publication.
KEPT_DAYS = 30
# A DOI that is not known today may be registered tomorrow.
KEPT_DAYS_IF_ABSENT = 1

_KIND = "lookups"
_DAY = 24 * 60 * 60


class Kept(Value):
    """An answer that was kept, and whether it is new enough to stand for asking."""

    answer: Answer
    is_fresh: bool


def kept(address: str, clock: Clock) -> Kept | None:
    """What was kept of *address*; None where nothing was, or it cannot be read."""
    data = recall(_KIND, _key(address))
    try:
        record = json.loads(data or b"")
    except (ValueError, RecursionError):
        return None
    match record:
        case {
            "address": str() as of,
            "at": int() | float() as at,
            "found": bool() as found,
            "text": str() as text,
        }:
            days = KEPT_DAYS if found else KEPT_DAYS_IF_ABSENT
            is_fresh = 0 <= clock.time() - at < days * _DAY
            return Kept(Answer(found, text), is_fresh) if of == address else None
    return None


def keep(address: str, answer: Answer, clock: Clock) -> None:
    """Keep *answer* as that of *address*, as far as that can be done."""
    record = {"address": address, "at": clock.time(), "found": answer.found, "text": answer.text}
    remember(_KIND, _key(address), json.dumps(record).encode())


def _key(address: str) -> str:
    return f"{sha256(address.encode(errors='replace')).hexdigest()[:40]}.json"
