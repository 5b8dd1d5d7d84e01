"""Authors' names in parts, also where they were typed as one."""

from __future__ import annotations

import re

from casegen.citations.names import initials
from casegen.model import Name
from casegen.values import Value

_SUFFIX = re.compile(r"(?:Jr|Sr|Jnr|Snr)\.?|II|III|IV", re.IGNORECASE)
# Words that only the names of groups hold, in the languages casegen prints.
_GROUP = re.compile(
    r"\b(?:group|team|consortium|collaborat\w+|committee|network|society|association|organi[sz]ation|"
    r"investigators|institute|initiative|alliance|register|registry|gruppe|arbeitsgruppe|gesellschaft|"
    r"groupe|soci\u00e9t\u00e9|grupo|sociedad|sociedade|gruppo|societ\u00e0|groep|werkgroep)\b|\b\w+gruppe\b",
    re.IGNORECASE,
)


class Person(Value):
    """A name's parts; a group has only *family*."""

    given: str
    family: str
    suffix: str = ""
    group: bool = False

    @property
    def indexed(self) -> str:
        """``Silva A``: surname and initials, as indexes print them; a group's name as it is."""
        return " ".join(part for part in (self.family, initials(self.given), self.suffix) if part)


def person(name: Name) -> Person:
    """The parts of *name*.

    Of a name typed as one ("Ana van der Meer Jr"), the last word and the particles before it are the
    surname. A name with a word such as "Group" in it is a group's.
    """
    if name.family or not name.literal:
        return Person(name.given.strip(), name.surname.strip(), name.suffix.strip())
    if _GROUP.search(name.literal):
        return Person("", name.literal.strip(), group=True)
    words = name.literal.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    at = max(0, len(words) - 1)
    while at > 1 and words[at - 1].islower():
        at -= 1
    return Person(" ".join(words[:at]).rstrip(","), " ".join(words[at:]).rstrip(","), suffix or name.suffix)
