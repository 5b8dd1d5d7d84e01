"""When an article's file was made, as far as it may tell: the article's dates, never the clock."""

from __future__ import annotations

from casegen.document import Document
from casegen.epoch import source_date
from casegen.media.record import dates

__all__ = ["moment"]


def moment(document: Document) -> str:
    """The last day in the article's history that is known to the day, as ``2022-01-10T00:00:00Z``.

    Where there is none, the moment of the environment variable SOURCE_DATE_EPOCH
    (reproducible-builds.org), else nothing. CasegenError as by `casegen.epoch.source_date`.
    """
    days = [date.iso for _, date in dates(document) if date.day]
    if days:
        return f"{max(days)}T00:00:00Z"
    given = source_date()
    return f"{given:%Y-%m-%dT%H:%M:%SZ}" if given else ""
