"""The file of Crossref's records that rules look into when nobody can be asked: `[snapshots] works`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from casegen.files import write_atomic
from casegen.problem import CasegenError
from casegen.refs.crossref import Message

__all__ = ["save_works"]

# No rule reads them, and they are most of a record.
_LEFT_OUT = frozenset(("abstract", "assertion", "link", "reference"))


def save_works(path: Path, messages: Iterable[Message]) -> int:
    """Put Crossref's *messages* into the JSON list at *path*, in order of DOI, and say how many it holds.

    A record of the same DOI is replaced, the others stay. CasegenError where *path* holds anything else, or
    cannot be written.
    """
    records = {_doi(record): record for record in _records(path)}
    for message in messages:
        record = {key: value for key, value in message.items() if key not in _LEFT_OUT}
        records[_doi(record)] = record
    ordered = [records[doi] for doi in sorted(records)]
    text = json.dumps(ordered, ensure_ascii=True, indent=1, sort_keys=True)
    write_atomic(path, f"{text}\n".encode())
    return len(ordered)


def _records(path: Path) -> list[Message]:
    try:
        records = json.loads(path.read_bytes())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CasegenError(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, RecursionError):
        records = None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise CasegenError(f"{path} is no list of Crossref's works: it stays as it is")
    return records


def _doi(record: Message) -> str:
    return str(record.get("DOI", "")).lower()
