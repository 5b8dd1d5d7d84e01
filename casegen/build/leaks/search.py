"""Files searched for what the private file of a case keeps."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.build.leaks.opened import Opener
from casegen.files import PRIVATE, Refused
from casegen.load.private import read_private
from casegen.model import Case
from casegen.rules.privacy.overlay import others_in
from casegen.rules.privacy.secrets import Secrets

__all__ = ["Search", "search_for"]

# In what may be pixels or sound, a shorter text stands by chance.
_LEAST_IN_NOISE = 6


class Search:
    """A search for *secrets*; what it tells holds none of them."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def leaks(self, name: str, data: bytes) -> Iterator[str]:
        """What is wrong with the file *name*, by place, each once: what leaks, or why it cannot be known."""
        hidden = self._secrets.keys(name)
        told = f"a file called *.{name.rpartition('.')[2]}" if hidden else name
        for key in sorted(hidden):
            yield _leak(told, "its name", key)
        found: dict[tuple[str, str], None] = {}
        try:
            for text in Opener().texts(data):
                least = _LEAST_IN_NOISE if text.noise else 0
                for key in self._secrets.keys(text.text, least):
                    found[self._place(text.place), key] = None
        except Refused as refusal:
            why = self._place(str(refusal))
            yield f"{told}: {why}: it cannot be searched for what {PRIVATE} keeps"
        for place, key in found:
            yield _leak(told, place, key)

    def _place(self, place: str) -> str:
        """*place*, where it may be told."""
        return "a file in it" if self._secrets.keys(place) else place


def _leak(file: str, place: str, key: str) -> str:
    where = f"{file}: {place}" if place else file
    return f"{where}: what {PRIVATE} keeps under {key!r} stands here"


def search_for(case: Case) -> Search | None:
    """A search for what the private file of *case* keeps; None where there is no such file.

    Refused where it cannot be read: what it keeps cannot be searched for.
    """
    private = read_private(case.folder)
    if private is None:
        return None
    return Search(Secrets(private.kept, case.language, others_in(case)))
