"""Authors and where they work."""

from typing import ClassVar

from casegen.model.base import Part, Text
from casegen.model.names import is_east_asian


class Name(Part):
    """A person's name in parts, for citation and sorting."""

    shorthand: ClassVar[str] = "literal"

    given: Text = ""
    family: Text = ""
    particle: Text = ""
    suffix: Text = ""
    literal: Text = ""

    @property
    def display(self) -> str:
        """The name in reading order, as the byline prints it: in East Asian scripts, family first."""
        if self.literal:
            return self.literal
        if self.given and self.family and is_east_asian(self.given + self.family):
            return f"{self.family} {self.given}"
        return " ".join(part for part in (self.given, self.particle, self.family, self.suffix) if part)

    @property
    def surname(self) -> str:
        """The family name with its particle; of an undivided name, its last word."""
        if self.family:
            return f"{self.particle} {self.family}".strip()
        return self.literal.split()[-1] if self.literal.split() else ""

    @property
    def forenames(self) -> str:
        """The given names; of an undivided name, all but its last word."""
        return self.given or ("" if self.family else " ".join(self.literal.split()[:-1]))


class Role(Part):
    """A contribution in the CRediT taxonomy (ANSI/NISO Z39.104-2022) and its degree."""

    shorthand: ClassVar[str] = "role"

    role: Text
    degree: Text = ""


class Affiliation(Part):
    """An institution and where it is."""

    shorthand: ClassVar[str] = "institution"

    id: Text = ""
    department: Text = ""
    institution: Text = ""
    city: Text = ""
    region: Text = ""
    postal_code: Text = ""
    country: Text = ""
    ror: Text = ""


class Author(Part):
    """One author. The order of the list is the order of the byline."""

    shorthand: ClassVar[str] = "name"

    name: Name
    orcid: Text = ""
    email: Text = ""
    corresponding: bool = False
    equal_contributor: bool = False
    degrees: tuple[Text, ...] = ()
    roles: tuple[Role, ...] = ()
    affiliations: tuple[Text | Affiliation, ...] = ()
