"""What the report says and shows beyond its main sections."""

import re
from typing import Annotated, ClassVar, Literal

from pydantic import Field, WithJsonSchema

from casegen.model.base import Cell, Markdown, Part, Text

Sex = Literal["female", "male", "intersex", "other", "unknown"]
AgeUnit = Literal["years", "months", "weeks", "days", "hours"]
EventKind = Literal[
    "history", "symptom", "finding", "test", "diagnosis", "intervention", "adverse", "outcome",
    "follow-up", "other",
]  # fmt: skip


# What may be typed for a day.
_DAY = {"anyOf": [{"type": "number"}, {"const": "auto"}, {"type": "null"}]}


class Patient(Part):
    """Whom the report is about; nothing that identifies them."""

    age: Annotated[float | None, Field(ge=0, le=150)] = None
    age_unit: AgeUnit = "years"
    sex: Sex | None = None


class Event(Part):
    """One point of the timeline (CARE 2013, item 7): a day counted from the first event, or in words.

    Where `auto` is typed for the day, `load` counts it from the dates of the private file, by the event's id.
    """

    id: Text = ""
    day: Annotated[float | None, WithJsonSchema(_DAY)] = None
    when: Text = ""
    event: Markdown
    kind: EventKind = "other"


class Section(Part):
    """A section beyond the usual ones, placed after the one it names."""

    title: Markdown
    after: Text = ""
    body: Markdown


class Figure(Part):
    """A figure, cited in prose as ``@fig-<id>``."""

    id: Text
    file: Text
    caption: Markdown | None = None
    alt: Text = ""
    credit: Markdown | None = None
    license: Text = ""
    permission: Text = ""
    identifiable: bool = False
    width: Literal["column", "full"] | None = None


class Table(Part):
    """A table, cited in prose as ``@tbl-<id>``: rows here or in a CSV or TSV file, the first its head."""

    id: Text
    caption: Markdown | None = None
    file: Text = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    notes: Markdown | None = None
    credit: Markdown | None = None
    license: Text = ""
    permission: Text = ""
    width: Literal["column", "full"] | None = None


class Supplement(Part):
    """A file published beside the article."""

    shorthand: ClassVar[str] = "file"

    file: Text
    title: Text = ""
    description: Markdown | None = None


def figure_id(given: str, file: str) -> str:
    """The id of a figure declared in prose: as given without ``fig-``, else the file's bare name."""
    if given:
        return given.removeprefix("fig-")
    stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return "-".join(re.findall(r"[^\W_]+", stem)) or "figure"
