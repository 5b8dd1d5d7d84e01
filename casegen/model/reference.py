"""References: CSL-JSON 1.0.2 items, written as YAML.

Variable and type names are those of the Citation Style Language.
"""

import re
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict, model_validator

from casegen.model.base import Part, Text
from casegen.model.dates import PartialDate, read_date

ReferenceType = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
    "broadcast", "chapter", "classic", "collection", "dataset", "document", "entry",
    "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview",
    "legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score", "pamphlet",
    "paper-conference", "patent", "performance", "periodical", "personal_communication", "post",
    "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech",
    "standard", "thesis", "treaty", "webpage",
]  # fmt: skip


# How people say that a work is in no issue yet, in the places where they say it.
_STATE = re.compile(
    r"(?:(\d{4})[\s,;:]*)?[(\[]?"
    r"(in press|forthcoming|to appear|submitted|accepted|in preparation|online first"
    r"|advance online publication|(?:(?:published |epub |online )?ahead of print))[)\].]*",
    re.IGNORECASE,
)
_STATED_IN = ("issued", "volume", "issue", "page", "note")


def _hyphenated(name: str) -> str:
    return name.replace("_", "-")


class _CslPart(Part):
    model_config = ConfigDict(alias_generator=_hyphenated)  # type: ignore[pydantic-alias]  # casegen only loads


class CslName(_CslPart):
    """A name in a reference: parts, or `literal` for a group."""

    shorthand: ClassVar[str] = "literal"

    family: Text = ""
    given: Text = ""
    dropping_particle: Text = ""
    non_dropping_particle: Text = ""
    suffix: Text = ""
    comma_suffix: bool | None = None
    static_ordering: bool | None = None
    literal: Text = ""


class CslDate(_CslPart):
    """A date in a reference: a year, an ISO date, or CSL date-parts (one, or two for a range)."""

    shorthand: ClassVar[str] = "raw"

    date_parts: tuple[tuple[Text, ...], ...] = ()
    season: Text = ""
    circa: bool | Text | None = None
    literal: Text = ""
    raw: Text = ""

    @property
    def first(self) -> PartialDate | None:
        """The date, or the start of the range; None where it is in words or no date."""
        if self.date_parts and self.date_parts[0]:
            parts = self.date_parts[0]
            padded = [parts[0].zfill(4), *(part.zfill(2) for part in parts[1:3])]
            return read_date("-".join(padded))
        return read_date(self.raw.split("/")[0])

    @property
    def year(self) -> str:
        """The year, or the words that stand for it; empty where there is none."""
        if self.first:
            return str(self.first.year)
        return self.literal or self.raw


class Reference(_CslPart):
    """One entry of the bibliography; `id` is what prose cites it by."""

    id: Text
    type: ReferenceType
    citation_key: Text = ""
    categories: tuple[Text, ...] = ()
    language: Text = ""
    journalAbbreviation: Text = ""  # noqa: N815 - spelled so in CSL
    shortTitle: Text = ""  # noqa: N815

    author: tuple[CslName, ...] = ()
    chair: tuple[CslName, ...] = ()
    collection_editor: tuple[CslName, ...] = ()
    compiler: tuple[CslName, ...] = ()
    composer: tuple[CslName, ...] = ()
    container_author: tuple[CslName, ...] = ()
    contributor: tuple[CslName, ...] = ()
    curator: tuple[CslName, ...] = ()
    director: tuple[CslName, ...] = ()
    editor: tuple[CslName, ...] = ()
    editorial_director: tuple[CslName, ...] = ()
    executive_producer: tuple[CslName, ...] = ()
    guest: tuple[CslName, ...] = ()
    host: tuple[CslName, ...] = ()
    illustrator: tuple[CslName, ...] = ()
    interviewer: tuple[CslName, ...] = ()
    narrator: tuple[CslName, ...] = ()
    organizer: tuple[CslName, ...] = ()
    original_author: tuple[CslName, ...] = ()
    performer: tuple[CslName, ...] = ()
    producer: tuple[CslName, ...] = ()
    recipient: tuple[CslName, ...] = ()
    reviewed_author: tuple[CslName, ...] = ()
    script_writer: tuple[CslName, ...] = ()
    series_creator: tuple[CslName, ...] = ()
    translator: tuple[CslName, ...] = ()

    accessed: CslDate | None = None
    available_date: CslDate | None = None
    event_date: CslDate | None = None
    issued: CslDate | None = None
    original_date: CslDate | None = None
    submitted: CslDate | None = None

    abstract: Text = ""
    annote: Text = ""
    archive: Text = ""
    archive_collection: Text = ""
    archive_location: Text = ""
    archive_place: Text = ""
    authority: Text = ""
    call_number: Text = ""
    chapter_number: Text = ""
    citation_label: Text = ""
    citation_number: Text = ""
    collection_number: Text = ""
    collection_title: Text = ""
    container_title: Text = ""
    container_title_short: Text = ""
    dimensions: Text = ""
    division: Text = ""
    DOI: Text = ""
    edition: Text = ""
    event: Text = ""
    event_place: Text = ""
    event_title: Text = ""
    first_reference_note_number: Text = ""
    genre: Text = ""
    ISBN: Text = ""
    ISSN: Text = ""
    issue: Text = ""
    jurisdiction: Text = ""
    keyword: Text = ""
    locator: Text = ""
    medium: Text = ""
    note: Text = ""
    number: Text = ""
    number_of_pages: Text = ""
    number_of_volumes: Text = ""
    original_publisher: Text = ""
    original_publisher_place: Text = ""
    original_title: Text = ""
    page: Text = ""
    page_first: Text = ""
    part: Text = ""
    part_title: Text = ""
    PMCID: Text = ""
    PMID: Text = ""
    printing: Text = ""
    publisher: Text = ""
    publisher_place: Text = ""
    references: Text = ""
    reviewed_genre: Text = ""
    reviewed_title: Text = ""
    scale: Text = ""
    section: Text = ""
    source: Text = ""
    status: Text = ""
    supplement: Text = ""
    title: Text = ""
    title_short: Text = ""
    URL: Text = ""
    version: Text = ""
    volume: Text = ""
    volume_title: Text = ""
    volume_title_short: Text = ""
    year_suffix: Text = ""
    custom: dict[str, Any] | None = None

    @model_validator(mode="before")
    @classmethod
    def _settle(cls, data: Any) -> Any:
        """Without a type it is CSL's catch-all, a `document`; "in press" is its `status`, wherever typed."""
        if not isinstance(data, dict):
            return data
        settled = data if "type" in data else {**data, "type": "document"}
        for key in _STATED_IN:
            if state := _state(data.get(key)):
                settled = {**settled, "status": settled.get("status") or state[2]}
                if key == "issued" and state[1]:
                    settled["issued"] = {"raw": state[1]}
                else:
                    del settled[key]
        return settled


def _state(value: Any) -> re.Match[str] | None:
    """The state of publication that *value*, a text or a date, comes to; None where it says anything else."""
    if isinstance(value, dict):
        value = value.get("raw") or value.get("literal")
    return _STATE.fullmatch(value.strip()) if isinstance(value, str) else None
