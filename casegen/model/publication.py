"""What the journal adds: where, when and under which terms the report is published."""

from typing import ClassVar, Literal

from casegen.model.base import DateText, Markdown, Part, Text


class Issn(Part):
    """The journal's ISSNs (ISO 3297)."""

    shorthand: ClassVar[str] = "online"

    print: Text = ""
    online: Text = ""


class Journal(Part):
    """The journal."""

    title: Text
    abbreviation: Text = ""
    issn: Issn | None = None
    publisher: Text = ""
    url: Text = ""


class Publication(Part):
    """Where in the journal the report stands."""

    volume: Text = ""
    issue: Text = ""
    first_page: Text = ""
    last_page: Text = ""
    elocation_id: Text = ""


class Dates(Part):
    """The report's history: ISO dates, a year or year-month where that is all that is known."""

    shorthand: ClassVar[str] = "published"

    received: DateText = ""
    revised: tuple[DateText, ...] = ()
    accepted: DateText = ""
    published: DateText = ""


class License(Part):
    """The licence: its SPDX name; its text and address follow unless given."""

    shorthand: ClassVar[str] = "id"

    id: Text
    statement: Text = ""
    url: Text = ""


class Copyright(Part):
    """Who holds the copyright since when."""

    shorthand: ClassVar[str] = "holder"

    year: Text = ""
    holder: Text = ""
    statement: Text = ""


class Consent(Part):
    """The patient's informed consent (CARE 2013, item 13)."""

    shorthand: ClassVar[str] = "statement"

    obtained: bool | None = None
    signer: Text = ""
    covers: tuple[Text, ...] = ()
    statement: Markdown | None = None


class Ethics(Part):
    """Ethics approval, or why none was needed (ICMJE)."""

    shorthand: ClassVar[str] = "statement"

    statement: Markdown | None = None
    approval: Text = ""
    waived: bool | None = None


class Award(Part):
    """A grant."""

    shorthand: ClassVar[str] = "source"

    id: Text = ""
    source: Text = ""


class Funding(Part):
    """Who paid (ICMJE)."""

    shorthand: ClassVar[str] = "statement"

    statement: Markdown | None = None
    awards: tuple[Award, ...] = ()


class Depositor(Part):
    """Who registers the articles' DOIs with Crossref: the ``[crossref]`` table of a workspace.

    *email* is where Crossref reports on the deposit; *registrant* is the organisation that holds the DOI
    prefix, the depositor where it is not given. *resource* is the address that an article's DOI leads to,
    with ``{doi}`` or ``{slug}`` where the articles differ.
    """

    name: Text
    email: Text
    registrant: Text = ""
    resource: Text = ""


class Style(Part):
    """How the article is to look."""

    csl: Text = ""
    theme: Text = ""
    quotes: Literal["curly", "typed"] = "curly"


class Ignore(Part):
    """One rule silenced for this case, and why."""

    shorthand: ClassVar[str] = "code"

    code: Text
    reason: Text = ""


class Lint(Part):
    """How the case is to be checked."""

    profile: Text = ""
    ignore: tuple[Ignore, ...] = ()
